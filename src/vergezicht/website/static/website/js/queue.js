// The queue by keyboard. Keys work only while the focus is in the list, so that they never get in the way elsewhere.
const list = document.querySelector("[data-queue]");
const boxes = list ? [...list.querySelectorAll("input[type=checkbox][name]")] : [];
const all = document.querySelector("[data-queue-all]");

const go = (step) => {
  const here = boxes.findIndex((box) => box.closest("tr").contains(document.activeElement));
  boxes[Math.max(0, Math.min(boxes.length - 1, here + step))]?.focus();
};

list?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, input[type=text]")) return;
  const act = {
    j: () => go(1),
    k: () => go(-1),
    x: () => document.activeElement.closest("tr")?.querySelector("input[type=checkbox]").click(),
    o: () => document.activeElement.closest("tr")?.querySelector("details")?.toggleAttribute("open"),
    a: () => all?.click(),
    d: () => document.querySelector("[name=target]")?.focus(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

all?.addEventListener("change", () => {
  for (const box of boxes) box.checked = all.checked;
});
