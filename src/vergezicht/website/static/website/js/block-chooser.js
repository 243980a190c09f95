// The list of blocks opens with the cursor in its search field, and Esc brings it back to the plus. Not under a finger:
// there the keyboard of a phone would cover the list.

{
  const listOf = (plus) => plus.parentElement.querySelector(":scope > [data-tippy-root]");

  document.addEventListener("click", (event) => {
    const plus = event.target.closest?.(".c-sf-add-button");
    if (!plus || event.pointerType === "touch") return;
    requestAnimationFrame(() => {
      if (plus.ariaExpanded === "true") listOf(plus)?.querySelector("[role=combobox]")?.focus({ preventScroll: true });
    });
  });

  // Before the list is gone, and the focus with it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.target.closest?.("[data-tippy-root]")?.parentElement.querySelector(":scope > .c-sf-add-button")?.focus();
  }, true);
}
