// Draftail gives a rich text no name, Wagtail none to the cells of a table: for those who hear the page a text is called
// as the label above it, or as its block, and a cell by its column and row.

{
  const unnamed = ".public-DraftEditor-content:not([aria-label])";
  const nameAll = () => document.querySelectorAll(unnamed).forEach((text) => {
    const label = text.closest("[data-contentpath]")?.querySelector(":scope > label") ?? text.closest(".w-field__wrapper")?.querySelector("label")
      ?? text.closest("[data-panel]")?.querySelector("[data-panel-heading] .c-sf-block__type");
    const name = label?.firstChild.textContent.trim();
    if (name) text.setAttribute("aria-label", name);
  });
  const nameCells = (table) => {
    const heads = [...table.querySelectorAll("[name$=-heading]")];
    heads.forEach((head, across) => { head.ariaLabel = `Kop van kolom ${across + 1}`; });
    [...table.tBodies[0].rows].forEach((row, down) => row.querySelectorAll("textarea").forEach((cell, across) => {
      cell.ariaLabel = `${heads[across]?.value || `Kolom ${across + 1}`}, rij ${down + 1}`;
    }));
  };
  let asked;
  const ask = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      nameAll();
      document.querySelectorAll(".typed-table-block table").forEach(nameCells);
    });
  };
  new MutationObserver(ask).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("change", ({ target }) => { if (target.matches(".typed-table-block [name$=-heading]")) ask(); });
}
