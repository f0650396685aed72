// Functions on `window.page` by which the tests inspect the page.
window.page = {
  all: (selector) => Array.from(document.querySelectorAll(selector)),
  shown: () => page.all(".finding").filter((one) => one.checkVisibility()).map((one) => one.id),
  told: () => document.querySelector("[role=status]").textContent,

  // Sets a field as a user does, and waits until the page has applied it.
  async set(name, value) {
    const fields = page.all(`[name=${name}]`);
    for (const field of fields) {
      if (field.type === "checkbox") {
        field.checked = value.includes(field.value);
      } else {
        field.value = value;
      }
    }
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
    await page.rest(200);
  },

  // Waits until all parts of a long page are built.
  async whole() {
    while (document.querySelector(".part")) {
      await page.rest(20);
    }
    await page.rest(20);
  },

  rest: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),

  focused() {
    const { activeElement: one } = document;
    return [one.localName, one.name ?? "", one.value ?? ""].join(" ").trim();
  },

  isOutlined() {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  },

  // Elements that exceed the right edge, and the page's horizontal scroll range.
  overflow() {
    const width = document.documentElement.clientWidth;
    const wide = page.all("body *")
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > width + 0.5)
      .map((one) => one.outerHTML.slice(0, 120));
    return { sideways: document.documentElement.scrollWidth - width, wide };
  },

  // Texts whose contrast is below 4.5, the minimum of WCAG.
  faint() {
    const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const parts = (color) => color.match(/[\d.]+/g).map(Number);
    const luminance = (color) => {
      const [red, green, blue] = parts(color).map((value) => channel(value / 255));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const isClear = (color) => (parts(color)[3] ?? 1) === 0;
    const ground = (element) => {
      let color = getComputedStyle(element).backgroundColor;
      while (isClear(color)) {
        element = element.parentElement;
        color = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
      }
      return color;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    let looked = 0;
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !element.checkVisibility()) {
        continue;
      }
      looked += 1;
      const [low, high] = [luminance(getComputedStyle(element).color), luminance(ground(element))].sort((a, b) => a - b);
      const contrast = (high + 0.05) / (low + 0.05);
      if (contrast < 4.5) {
        found.push(`${contrast.toFixed(2)}: ${walker.currentNode.data.slice(0, 40)}`);
      }
    }
    return { looked, found };
  },
};
true;
