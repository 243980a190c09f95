// The other layouts of a side panel, after side-panel.js made its stage: slides show one step at a time, and a floating
// panel leaves room for its text by putting the map against the other side.

document.querySelectorAll(".side-panel--slides.is-staged").forEach((panel) => {
  panel.classList.add("is-stepper");
  panel.querySelector(".stage__tools [aria-pressed]")?.setAttribute("aria-pressed", "true");
});

document.querySelectorAll(".side-panel--floating .stage svg").forEach((svg) => {
  svg.setAttribute("preserveAspectRatio", "xMaxYMid meet");
});
