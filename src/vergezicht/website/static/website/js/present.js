// Presents a story: one slide at a time, by visible buttons and by the arrow keys of this page only.
// Without this script the slides stand under each other, with links between them.

const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;
const slides = [...document.querySelectorAll(".slide")];
const bar = document.querySelector(".present-bar");
let current = 0;

function button(text, action, label = text) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}

const count = document.createElement("span");
count.setAttribute("role", "status");
const previous = button(say("Vorige"), () => go(current - 1));
const next = button(say("Volgende"), () => go(current + 1));
const notes = button(say("Notities"), () => {
  const shown = document.body.classList.toggle("with-notes");
  notes.setAttribute("aria-pressed", String(shown));
  openNotes();
});
notes.setAttribute("aria-pressed", "false");
const whole = button(say("Volledig scherm"), () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
whole.hidden = !document.fullscreenEnabled;

function openNotes() {
  const found = slides[current].querySelector(".slide__notes");
  if (found) found.open = document.body.classList.contains("with-notes");
  notes.disabled = !found;
}

// On a large screen what is too tall for the room becomes smaller, as far as the last row can still read it: then it scrolls.
const large = matchMedia("(min-width: 60rem)");
function fit() {
  const slide = slides[current];
  const { paddingTop, paddingBottom } = getComputedStyle(slide);
  const room = innerHeight - bar.offsetHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  for (const size of large.matches ? [1, 0.9, 0.8, 0.7] : [1]) {
    slide.style.setProperty("--fit", size);
    if (slide.querySelector(".slide__content").offsetHeight <= room) break;
  }
}
addEventListener("resize", fit);
addEventListener("load", fit);

function go(number, { focus = true } = {}) {
  if (number < 0 || number >= slides.length) return;
  current = number;
  slides.forEach((slide, position) => slide.classList.toggle("is-current", position === number));
  count.textContent = say("{0} van {1}").replace("{0}", number + 1).replace("{1}", slides.length);
  previous.disabled = number === 0;
  next.disabled = number === slides.length - 1;
  history.replaceState(null, "", `#${slides[number].id}`);
  openNotes();
  fit();
  scrollTo(0, 0);
  if (focus && !bar.contains(document.activeElement)) slides[number].focus({ preventScroll: true });
}

const KEYS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // What scrolls, opens or is chosen by arrows keeps them: a table, a list, a slider.
  if (event.target.closest("input, select, textarea, audio, video, .table-wrap")) return;
  const tall = slides[current].scrollHeight > innerHeight && ["ArrowDown", "ArrowUp"].includes(event.key);
  if (event.key === "Home") go(0);
  else if (event.key === "End") go(slides.length - 1);
  else if (KEYS[event.key] && !tall) go(current + KEYS[event.key]);
  else return;
  event.preventDefault();
});
addEventListener("hashchange", () => {
  const found = slides.findIndex((slide) => `#${slide.id}` === location.hash);
  if (found >= 0) go(found);
});

document.body.classList.add("is-presenting");
bar.prepend(previous, count, next, notes, whole);
go(Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash)), { focus: false });
