// Lays two pictures over each other with a slider. Without this script, and on paper, they stand side by side.

const pairs = [["Alleen links", 100], ["Half om half", 50], ["Alleen rechts", 0]];

document.querySelectorAll("[data-swipe]").forEach((swipe) => {
  const sides = swipe.querySelector(".swipe__sides");
  if (sides.children.length !== 2) return;
  const [left, right] = [...sides.querySelectorAll(".swipe__caption")].map((caption) => caption.textContent);
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, value: 50 });
  slider.setAttribute("aria-label", `Schuif tussen ${left} en ${right}`);
  const show = () => {
    sides.style.setProperty("--at", `${slider.value}%`);
    slider.setAttribute("aria-valuetext", `${slider.value} procent ${left}`);
  };
  const move = (at) => { slider.value = at; show(); };
  const tools = Object.assign(document.createElement("div"), { className: "swipe__tools" });
  tools.append(slider, ...pairs.map(([text, at]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
    button.addEventListener("click", () => move(at));
    return button;
  }));
  slider.addEventListener("input", show);
  sides.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    const box = sides.getBoundingClientRect();
    move(Math.round((100 * (event.clientX - box.left)) / box.width));
  });
  sides.after(tools);
  swipe.classList.add("is-swiping");
  show();
});
