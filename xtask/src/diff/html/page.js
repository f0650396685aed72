
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
  const vendors = all(document, ".vendor").map((element) => ({
    element,
    count: counter(element.querySelector("h2 .count")),
    id: element.dataset.vendor,
    scopes: all(element, ".scope").map((scope) => ({
      element: scope,
      count: counter(scope.querySelector("summary .count")),
      findings: all(scope, ".finding").map((finding) => ({
        element: finding,
        impact: finding.dataset.impact,
        axes: finding.dataset.openTo.split(" "),
        accepted: "accepted" in finding.dataset ? "yes" : "no",
        text: undefined,
      })),
    })),
  }));
  const total = vendors.flatMap(({ scopes }) => scopes).reduce((sum, { findings }) => sum + findings.length, 0);

  function counter(element) {
    return { element, whole: element.textContent };
  }

  function number(value) {
    return value.toLocaleString("en");
  }

  // What can be searched for: what the report says, without the words that every finding has.
  function textOf(vendor, scope, finding) {
    finding.text ??= [vendor.element.querySelector("h2 .t"), scope.element.querySelector("h3"), ...all(finding.element, ".t, pre")]
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
      impacts: data.getAll("impact"),
      axes: data.getAll("axis"),
      accepted: data.get("accepted"),
    };
  }

  function fits(ask, vendor, scope, finding) {
    return (ask.impacts.length === 0 || ask.impacts.includes(finding.impact))
      && (ask.axes.length === 0 || ask.axes.some((axis) => finding.axes.includes(axis)))
      && (ask.accepted === "" || ask.accepted === finding.accepted)
      && ask.words.every((word) => textOf(vendor, scope, finding).includes(word));
  }

  function tell({ element, whole }, some, of) {
    element.textContent = some === of ? whole : `${number(some)} of ${number(of)}`;
  }

  function filter() {
    const ask = asked();
    let sum = 0;
    for (const vendor of vendors) {
      const isAsked = ask.vendor === "" || ask.vendor === vendor.id;
      let inVendor = 0;
      let ofVendor = 0;
      for (const scope of vendor.scopes) {
        let inScope = 0;
        for (const finding of scope.findings) {
          const isShown = isAsked && fits(ask, vendor, scope, finding);
          finding.element.hidden = !isShown;
          inScope += Number(isShown);
        }
        scope.element.hidden = inScope === 0;
        tell(scope.count, inScope, scope.findings.length);
        inVendor += inScope;
        ofVendor += scope.findings.length;
      }
      vendor.element.hidden = inVendor === 0;
      tell(vendor.count, inVendor, ofVendor);
      sum += inVendor;
    }
    none.hidden = sum > 0 || total === 0;
    const noun = total === 1 ? "finding" : "findings";
    shown.textContent = `${number(sum)} of ${number(total)} ${noun} shown`;
  }

  // A finding that somebody was sent a link to is shown, whatever the filters say.
  function follow() {
    const finding = location.hash.startsWith("#fp-") && byId(location.hash.slice(1));
    if (!finding) {
      return;
    }
    if (finding.closest("[hidden]")) {
      form.reset();
      filter();
    }
    finding.closest("details").open = true;
    finding.focus({ preventScroll: true });
    // Findings out of sight have a guessed height only, so the first scroll may miss.
    finding.scrollIntoView();
    requestAnimationFrame(() => finding.scrollIntoView());
  }

  function setFolded(isFolded) {
    fold.setAttribute("aria-pressed", String(isFolded));
    for (const { scopes } of vendors) {
      for (const { element } of scopes) {
        element.open = !isFolded;
      }
    }
  }

  let waiting;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, event.target.name === "text" ? 120 : 0);
  });
  // The fields are emptied after the event.
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  fold.addEventListener("click", () => setFolded(fold.getAttribute("aria-pressed") !== "true"));
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      panel.open = true;
      form.elements.text.focus();
    }
  });
  addEventListener("beforeprint", () => setFolded(false));

  const isWide = matchMedia("(min-width: 60rem)");
  const unfoldPanel = () => { panel.open = isWide.matches; };
  isWide.addEventListener("change", unfoldPanel);
  if (total > 0) {
    panel.hidden = false;
    unfoldPanel();
    filter();
    follow();
  }
})();
