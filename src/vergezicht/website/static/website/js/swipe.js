// Lays two pictures over each other with a slider. Without this script, and on paper, they stand side by side.

// On a page in another language than Dutch the words stand in the page.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const pairs = [[say("Alleen links"), 100], [say("Half om half"), 50], [say("Alleen rechts"), 0]];

document.querySelectorAll("[data-swipe]").forEach((swipe) => {
  const sides = swipe.querySelector(".swipe__sides");
  if (sides.children.length !== 2) return;
  const [left, right] = [...sides.querySelectorAll(".swipe__caption")].map((caption) => caption.textContent);
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, value: 50 });
  slider.setAttribute("aria-label", say("Schuif tussen {0} en {1}", left, right));
  const show = () => {
    sides.style.setProperty("--at", `${slider.value}%`);
    slider.setAttribute("aria-valuetext", say("{0} procent {1}", slider.value, left));
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
