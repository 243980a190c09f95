// A block that is moved by its arrows stays where the eyes are, and the arrow keeps the focus for the next press.
// Heard on the way down: before Wagtail moves it.
document.addEventListener("click", ({ target }) => {
  const arrow = target.closest?.('[data-streamfield-action="MOVE_UP"], [data-streamfield-action="MOVE_DOWN"]');
  if (!arrow) return;
  const before = arrow.getBoundingClientRect().top;
  requestAnimationFrame(() => {
    for (const scroller of [arrow.closest("main"), window]) { // on a wide screen Wagtail scrolls the one, else the other
      scroller?.scrollBy({ top: arrow.getBoundingClientRect().top - before, behavior: "instant" });
    }
    if (!arrow.disabled) arrow.focus({ preventScroll: true });
  });
}, true);
