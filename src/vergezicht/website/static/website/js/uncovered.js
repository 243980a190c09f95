// What gets the focus while it is still growing, as a block that was just chosen, can end under the bar with the buttons:
// the browser has looked already. One more look, once it is there.

document.addEventListener("focusin", ({ target }) => setTimeout(() => {
  const bar = document.querySelector("footer");
  if (target !== document.activeElement || !bar || bar.contains(target)) return;
  const [has, over] = [target.getBoundingClientRect(), bar.getBoundingClientRect()];
  const covered = has.bottom > over.top && has.top < over.bottom && has.left < over.right && has.right > over.left;
  // In a long text the place where somebody writes is not its edge.
  if (covered && has.height < innerHeight / 2) target.scrollIntoView({ block: "nearest" });
}, 500));

// On a phone what stands beside the form covers the whole of it: there it is closed when the page opens, whatever was open
// the last time.
window.addEventListener("load", () => {
  if (innerWidth < 800) document.querySelector('[data-side-panel-toggle][aria-expanded="true"]')?.click();
});
