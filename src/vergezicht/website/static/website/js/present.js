// Presents a story: one slide at a time, by visible buttons and by the arrow keys of this page only.
// Without this script the slides stand under each other, with links between them.

const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;
const SPEAKER = "notities"; // of an address: the window of whoever speaks
const large = matchMedia("(min-width: 60rem)");
const speaking = location.search.slice(1) === SPEAKER;
const together = new BroadcastChannel(`slides ${location.pathname}`);
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
  if (large.matches && open(`${location.pathname}?${SPEAKER}${location.hash}`, `notes ${location.pathname}`, "popup,width=720,height=640")) return;
  document.body.classList.toggle("with-notes");
  openNotes();
});
const whole = button(say("Volledig scherm"), () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
whole.hidden = !document.fullscreenEnabled;

function openNotes() {
  const shown = document.body.classList.contains("with-notes");
  const found = slides[current].querySelector(".slide__notes");
  if (found) found.open = shown;
  notes.disabled = !large.matches && !found;
  document.body.style.setProperty("--bar", `${bar.offsetHeight}px`);
}

// On a large screen what is too tall for the room becomes smaller. The smallest letters stay legible (--least) as long as they can.
const SIZES = [[1, 1], [0.9, 1], [0.8, 1], [0.7, 1], [0.65, 1], [0.6, 1], [0.55, 1], [0.5, 1], [0.5, 0.9], [0.5, 0.8], [0.5, 0.7], [0.5, 0.6]];
function fit() {
  for (const [size, least] of large.matches ? SIZES : [[1, 1]]) {
    slides[current].style.setProperty("--fit", size);
    slides[current].style.setProperty("--least", least);
    if (document.documentElement.scrollHeight <= innerHeight) break;
  }
}
for (const moment of ["resize", "load"]) addEventListener(moment, () => speaking || fit());

const titleOf = (slide) => slide.querySelector(".slide__content :is(h1,h2,h3)")?.textContent ?? slide.querySelector(".eyebrow")?.textContent ?? "";
const spoken = document.createElement("section");
function tell() {
  const after = slides[current + 1];
  const lines = [
    ["speaker__time", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })],
    ["speaker__now", say("Nu: {0}").replace("{0}", titleOf(slides[current]))],
    ["speaker__next", after ? say("Straks: {0}").replace("{0}", titleOf(after)) : say("Dit is de laatste dia.")],
    ["speaker__none", slides[current].querySelector(".slide__notes") ? "" : say("Geen notities bij deze dia.")],
  ];
  spoken.replaceChildren(...lines.filter(([, text]) => text).map(([className, textContent]) => Object.assign(document.createElement("p"), { className, textContent })));
}

function go(number, { focus = true, told = true } = {}) {
  if (number < 0 || number >= slides.length) return;
  current = number;
  slides.forEach((slide, position) => slide.classList.toggle("is-current", position === number));
  count.textContent = say("{0} van {1}").replace("{0}", number + 1).replace("{1}", slides.length);
  previous.disabled = number === 0;
  next.disabled = number === slides.length - 1;
  history.replaceState(null, "", `#${slides[number].id}`);
  openNotes();
  if (speaking) tell();
  else fit();
  if (told) together.postMessage(slides[number].id);
  scrollTo(0, 0);
  if (focus && !bar.contains(document.activeElement)) slides[number].focus({ preventScroll: true });
}

const KEYS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // What scrolls, opens or is chosen by arrows keeps them: a table, a list, a slider.
  if (event.target.closest("input, select, textarea, audio, video, .table-wrap")) return;
  const tall = document.documentElement.scrollHeight > innerHeight && ["ArrowDown", "ArrowUp"].includes(event.key);
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

together.addEventListener("message", ({ data }) => {
  const found = slides.findIndex((slide) => slide.id === data);
  if (found >= 0 && found !== current) go(found, { focus: false, told: false });
});

document.body.classList.add("is-presenting");
if (speaking) {
  document.body.classList.add("is-speaking", "with-notes");
  spoken.className = "speaker";
  document.querySelector("main").before(spoken);
  document.title = `${notes.textContent}: ${titleOf(slides[0])}`;
  setInterval(tell, 10000);
}
bar.prepend(previous, count, next, ...(speaking ? [] : [notes, whole]));
go(Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash)), { focus: false, told: !speaking });
