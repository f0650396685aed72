
// Hides what is not asked for, and builds the parts of a long page. The only markup it reads is that of the page's `noscript`.
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
    findings: all(element, ".finding").map(read),
  }));
  // The parts of the page that are still text.
  const parts = lists.flatMap((list) => all(list.element, ".part").map((element) => ({ element, list })));
  const total = lists.reduce((sum, list) => sum + list.findings.length, 0)
    + parts.reduce((sum, { element }) => sum + Number(element.dataset.changes), 0);

  function read(element) {
    return {
      element,
      vendor: element.dataset.vendor,
      rule: element.dataset.rule,
      impact: element.dataset.impact,
      axes: element.dataset.openTo.split(" "),
      accepted: "accepted" in element.dataset ? "yes" : "no",
      text: undefined,
    };
  }

  function counter(element) {
    return { element, whole: element.textContent };
  }

  function number(value) {
    return value.toLocaleString("en");
  }

  // The markup of what a change unfolds to, until somebody unfolds it.
  const bodies = new Map();
  const bodyStart = "<div class=\"body\">";
  const findingEnd = "</details>\n";

  // Text of vendors has no angle brackets in this markup, so it is cut at tags of the page's own.
  function buildPart(ask) {
    const { element: part, list } = parts.shift();
    const sources = part.textContent.split(findingEnd).slice(0, -1)
      .map((source) => source.trimStart())
      .map((source) => [source, source.indexOf(bodyStart)]);
    const built = document.createElement("template");
    built.innerHTML = sources.map(([source, at]) => source.slice(0, at) + findingEnd).join("");
    all(built.content, ".finding").forEach((element, index) => {
      const [source, at] = sources[index];
      const finding = read(element);
      bodies.set(element, source.slice(at));
      list.findings.push(finding);
      element.hidden = !fits(ask, finding);
    });
    part.replaceWith(built.content);
  }

  function buildAll() {
    const ask = asked();
    while (parts.length > 0) {
      buildPart(ask);
    }
    filter();
  }

  // In steps, between which the page answers.
  function buildOn() {
    if (parts.length > 0) {
      buildPart(asked());
      setTimeout(parts.length > 0 ? buildOn : filter);
    }
  }

  function buildBody(element) {
    const body = bodies.get(element);
    if (body !== undefined) {
      bodies.delete(element);
      element.insertAdjacentHTML("beforeend", body);
    }
  }

  const entities = { amp: "&", lt: "<", gt: ">", quot: "\"", "#39": "'" };

  // The text of a body: what the report says, without the words that every finding has.
  function plain(body) {
    return body
      .slice(body.indexOf("</ul>"), body.lastIndexOf("</dl>"))
      .replace(/<dt>[^<]*<\/dt>|<p [^>]*>[^<]*<\/p>|<[^>]*>/g, "")
      .replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);
  }

  // What can be searched for.
  function textOf(finding) {
    finding.text ??= all(finding.element, ".t, .sides pre")
      .map((element) => element.textContent)
      .concat(plain(bodies.get(finding.element) ?? ""))
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
      const isWhole = parts.every((part) => part.list !== list);
      list.element.hidden = inList === 0 && isWhole;
      const { element, whole } = list.count;
      element.textContent = !isWhole || inList === list.findings.length ? whole : `${number(inList)} of ${whole}`;
      sum += inList;
    }
    none.hidden = sum > 0 || total === 0 || parts.length > 0;
    if (parts.length > 0) {
      shown.textContent = `Loading ${number(total)} changes`;
      return;
    }
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
    if (!location.hash.startsWith("#fp-")) {
      return;
    }
    if (!byId(location.hash.slice(1))) {
      buildAll();
    }
    const finding = byId(location.hash.slice(1));
    if (!finding) {
      return;
    }
    if (finding.closest("[hidden]")) {
      empty();
      filter();
    }
    buildBody(finding);
    finding.open = true;
    finding.querySelector("summary").focus({ preventScroll: true });
    // Changes out of sight have a guessed height only, so the first scroll may miss.
    finding.scrollIntoView();
    requestAnimationFrame(() => finding.scrollIntoView());
  }

  function setOpen(isOpen) {
    fold.setAttribute("aria-pressed", String(isOpen));
    buildAll();
    for (const { element } of lists.flatMap((list) => list.findings)) {
      if (isOpen && !element.hidden) {
        buildBody(element);
      }
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
    // Before the browser unfolds it, so that nothing jumps.
    const summary = event.target.closest?.(".finding > summary");
    if (summary) {
      buildBody(summary.parentElement);
    }
  });
  // For whatever else unfolds a change. The event does not bubble.
  document.addEventListener("toggle", (event) => {
    if (event.target.open) {
      buildBody(event.target);
    }
  }, true);
  addEventListener("beforeprint", buildAll);
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
    addEventListener("load", () => setTimeout(() => { follow(); buildOn(); }));
  }
})();
