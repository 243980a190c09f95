// A block that is moved by its arrows stays in sight, and the arrow keeps the focus for the next press.
document.addEventListener("click", ({ target }) => {
  const arrow = target.closest?.('[data-streamfield-action="MOVE_UP"], [data-streamfield-action="MOVE_DOWN"]');
  const block = arrow?.closest("[data-contentpath]");
  if (!block) return;
  const before = block.getBoundingClientRect().top;
  requestAnimationFrame(() => {
    window.scrollBy(0, block.getBoundingClientRect().top - before);
    if (!arrow.disabled) arrow.focus({ preventScroll: true });
  });
});
