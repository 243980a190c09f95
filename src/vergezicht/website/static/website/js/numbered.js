// What stands in a list has a number in its heading, "Stap 3": thirty steps are told apart when they are closed too. Who moves
// one or throws one away finds the others counted anew.
{
  const THERE = ":scope > [data-streamfield-child]:not([aria-hidden=true])"; // what is thrown away stays in the form, hidden
  const TYPE = ":scope > section > .w-panel__header .c-sf-block__type";

  function number(list) {
    [...list.querySelectorAll(THERE)].forEach((item, place) => {
      const type = item.querySelector(TYPE);
      if (!type) return;
      type.dataset.type ??= type.textContent.trim();
      const name = `${type.dataset.type} ${place + 1}`;
      if (type.textContent !== name) type.textContent = name;
    });
  }

  let asked;
  new MutationObserver(() => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => document.querySelectorAll("[data-streamfield-list-container]").forEach(number));
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-hidden"] });
}
