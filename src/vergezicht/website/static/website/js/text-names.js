// Draftail gives a rich text no name: it is called as the label above it, or as its block, for those who hear the page.

{
  const unnamed = ".public-DraftEditor-content:not([aria-label])";
  const nameAll = () => document.querySelectorAll(unnamed).forEach((text) => {
    const label = text.closest("[data-contentpath]")?.querySelector(":scope > label") ?? text.closest(".w-field__wrapper")?.querySelector("label")
      ?? text.closest("[data-panel]")?.querySelector("[data-panel-heading] .c-sf-block__type");
    const name = label?.firstChild.textContent.trim();
    if (name) text.setAttribute("aria-label", name);
  });
  let asked;
  new MutationObserver(() => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(nameAll);
  }).observe(document.documentElement, { childList: true, subtree: true });
}
