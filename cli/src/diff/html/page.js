
// Hides what is not asked for. All that is shown stands in the page already, and nothing here makes markup of text.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (within, selector) => Array.from(within.querySelectorAll(selector));
  const panel = byId("panel");
  const form = byId("filters");
  const shown = byId("shown");
  const none = byId("none");
  const fold = byId("fold");

  // Read once, because asking ten thousand elements anew for every key takes too long.
  const lists = all(document, ".list").map((element) => ({
    element,
    count: counter(element.querySelector("h2 .count")),
    findings: all(element, ".finding").map((finding) => ({
      element: finding,
      vendor: finding.dataset.vendor,
      rule: finding.dataset.rule,
      impact: finding.dataset.impact,
      axes: finding.dataset.openTo.split(" "),
      accepted: "accepted" in finding.dataset ? "yes" : "no",
      text: undefined,
    })),
  }));
  const findings = lists.flatMap((list) => list.findings);
  const total = findings.length;

  function counter(element) {
    return { element, whole: element.textContent };
  }

  function number(value) {
    return value.toLocaleString("en");
  }

  // What can be searched for: what the report says, without the words that every finding has.
  function textOf(finding) {
    finding.text ??= all(finding.element, ".t, .sides pre")
      .map((element) => element.textContent)
      .join("\n")
      .toLowerCase();
    return finding.text;
  }

  function asked() {
    const data = new FormData(form);
    return {
      words: data.get("text").toLowerCase().split(/\s+/).filter(Boolean),
      vendor: data.get("vendor"),
      rule: data.get("rule"),
      impacts: data.getAll("impact"),
      axes: data.getAll("axis"),
      accepted: data.get("accepted"),
    };
  }

  function fits(ask, finding) {
    return (ask.vendor === "" || ask.vendor === finding.vendor)
      && (ask.rule === "" || ask.rule === finding.rule)
      && (ask.impacts.length === 0 || ask.impacts.includes(finding.impact))
      && (ask.axes.length === 0 || ask.axes.some((axis) => finding.axes.includes(axis)))
      && (ask.accepted === "" || ask.accepted === finding.accepted)
      && ask.words.every((word) => textOf(finding).includes(word));
  }

  function filter() {
    const ask = asked();
    let sum = 0;
    for (const list of lists) {
      let inList = 0;
      for (const finding of list.findings) {
        const isShown = fits(ask, finding);
        if (finding.element.hidden === isShown) {
          finding.element.hidden = !isShown;
        }
        inList += Number(isShown);
      }
      list.element.hidden = inList === 0;
      const { element, whole } = list.count;
      element.textContent = inList === list.findings.length ? whole : `${number(inList)} of ${whole}`;
      sum += inList;
    }
    none.hidden = sum > 0 || total === 0;
    shown.textContent = `${number(sum)} of ${number(total)} ${total === 1 ? "change" : "changes"} shown`;
  }

  // The filters stand in the address, so that a link shows what its sender saw.
  function remember() {
    const state = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value !== "") {
        state.append(name, value);
      }
    }
    const text = state.toString();
    if (text !== location.hash.slice(1) && (text !== "" || location.hash.includes("="))) {
      history.replaceState(null, "", `#${text}`);
    }
  }

  let isRecalling = false;
  function empty() {
    isRecalling = true;
    form.reset();
    isRecalling = false;
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1));
    empty();
    for (const field of form.elements) {
      if (field.type === "checkbox") {
        field.checked = state.getAll(field.name).includes(field.value);
      } else if (field.name && state.has(field.name)) {
        field.value = state.get(field.name);
        if (field.value !== state.get(field.name)) {
          field.value = "";
        }
      }
    }
    filter();
  }

  // A change that somebody was sent a link to is shown, whatever the filters say.
  function follow() {
    if (location.hash.includes("=")) {
      recall();
      return;
    }
    const finding = location.hash.startsWith("#fp-") && byId(location.hash.slice(1));
    if (!finding) {
      return;
    }
    if (finding.closest("[hidden]")) {
      empty();
      filter();
    }
    finding.open = true;
    finding.querySelector("summary").focus({ preventScroll: true });
    // Changes out of sight have a guessed height only, so the first scroll may miss.
    finding.scrollIntoView();
    requestAnimationFrame(() => finding.scrollIntoView());
  }

  function setOpen(isOpen) {
    fold.setAttribute("aria-pressed", String(isOpen));
    for (const { element } of findings) {
      element.open = isOpen && !element.hidden;
    }
  }

  async function copy(button) {
    const entry = button.parentElement.querySelector("pre");
    try {
      await navigator.clipboard.writeText(entry.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(entry);
      button.textContent = "Selected";
    }
  }

  let waiting;
  const apply = () => { filter(); remember(); };
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, event.target.name === "text" ? 120 : 0);
  });
  // The fields are emptied after the event.
  // Where the script itself empties them, it applies them too.
  form.addEventListener("reset", () => { if (!isRecalling) { setTimeout(apply); } });
  form.addEventListener("submit", (event) => event.preventDefault());
  fold.addEventListener("click", () => setOpen(fold.getAttribute("aria-pressed") !== "true"));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".copy");
    if (button) {
      copy(button);
    }
  });
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      panel.open = true;
      form.elements.text.focus();
    }
  });

  const isWide = matchMedia("(min-width: 60rem)");
  const unfoldPanel = () => { panel.open = isWide.matches; };
  isWide.addEventListener("change", unfoldPanel);
  if (total > 0) {
    document.body.classList.add("scripted");
    panel.hidden = false;
    unfoldPanel();
    filter();
    follow();
    // The browser looks for the address's fragment itself when the page is there, and takes the focus away.
    addEventListener("load", () => setTimeout(follow));
  }
})();
