// Makes a readable page handier: the current chapter in the contents, what is read kept when another depth is chosen.

// Whoever goes on before a script that is still on its way can bring them back (side-panel.js) says so.
["wheel", "touchmove", "keydown", "pointerdown"].forEach((sign) => addEventListener(sign, () => { document.documentElement.dataset.went = sign; }, { once: true, passive: true }));

const contents = document.querySelector(".contents");
if (contents) {
  const depths = document.querySelectorAll(".depth a");
  const strip = contents.querySelector("ol");
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const places = [...document.querySelectorAll(".chapter, .step, .block[id]")]; // a chapter before what is in it
  const passed = new Set();
  let current, read, stays, isChoosing;
  const keep = () => {
    const chapter = read.closest(".chapter")?.id ?? "";
    depths.forEach((depth) => {
      const isThere = !depth.pathname.endsWith("/kern/") || read.matches(".block--headline"); // what else the kern has, has no id
      depth.hash = "depth" in depth.dataset ? (isThere ? read.id : chapter) : chapter && `deel-${chapter}`;
    });
  };
  // Where the choice is in sight nothing is read yet: who listens has what follows it at the top of the screen already.
  if (depths.length) new IntersectionObserver((entries) => { isChoosing = entries.at(-1).isIntersecting; }).observe(depths[0]);
  const observer = new IntersectionObserver((entries) => {
    entries.forEach(({ isIntersecting, target }) => passed[isIntersecting ? "add" : "delete"](target));
    clearTimeout(stays);
    const place = places.findLast((one) => passed.has(one));
    if (!place) return;
    // Whoever goes up to choose, passes by all that stands above what was read.
    if (!isChoosing) {
      stays = setTimeout(keep, read ? 1000 : 0);
      read = place;
    }
    const link = links.get(place.closest(".chapter")?.id);
    if (link === current) return;
    const left = link && link.offsetLeft - (strip.clientWidth < 768 ? 16 : strip.clientWidth / 3); // asked before anything changes, or all is laid out again
    current?.removeAttribute("aria-current");
    current = link;
    if (!link) return; // a step before the chapters
    link.setAttribute("aria-current", "true");
    strip.scrollTo({ left });
  }, { rootMargin: `1000000px 0px ${matchMedia("(max-width: 59.99rem)").matches ? -45 : -70}% 0px` }); // on a phone a step stands under its map
  places.forEach((place) => observer.observe(place));
}

// Chapters and steps after the first are laid out after the page is there, one at a time; at once when the browser has
// to find a place again.
const far = [...document.querySelectorAll(".chapter, .step ~ .step")];
const idle = window.requestIdleCallback ?? setTimeout;
const later = (next) => idle(next, { timeout: 1000 }); // a browser that never has nothing to do lays them out too
function near() {
  far.shift()?.classList.add("is-near");
  if (far.length) later(near);
}
if (location.hash || performance.getEntriesByType("navigation")[0]?.type !== "navigate") while (far.length) near();
else addEventListener("load", () => later(near));

// A map can be explored freely: all that it takes is asked for after the click, as is what marks an area (pointing.js).
const { explore, pointing } = document.querySelector("script[data-explore]").dataset;
document.querySelectorAll("button[data-indicator]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => import(explore).then(({ exploreFigure }) => exploreFigure(button)));
});

// An area that is pointed at is marked in every map, chart and table; under a map stands what its table says of it.
const main = document.querySelector("main");
const hints = main.querySelectorAll(".picture__pointed");
hints.forEach((said) => { said.hidden = false; });
let pointed;
for (const sign of hints.length ? ["pointerover", "focusin", "click"] : []) {
  main.addEventListener(sign, ({ target }) => {
    const code = target.closest("[data-area]")?.dataset.area;
    if (!code || code === pointed) return;
    pointed = code;
    import(pointing).then(({ mark }) => mark(main, code)).catch(() => { pointed = null; });
  });
}

// A story can be read aloud where the device has a voice of its own: that of another computer would hear what is read.
const opener = document.querySelector("[data-aloud]");
if (opener && window.speechSynthesis) {
  const { lang } = document.documentElement;
  const speaks = () => { opener.hidden = !speechSynthesis.getVoices().some((voice) => voice.localService && voice.lang.slice(0, 2) === lang); };
  addEventListener("load", () => later(() => {
    speaks();
    speechSynthesis.addEventListener("voiceschanged", speaks, { once: true });
  }));
  opener.addEventListener("click", () => import(opener.dataset.aloud).then(({ read }) => read(opener)));
}

// Whoever points at a heading gets a link to it (pointing.js).
main.addEventListener("pointerover", ({ target }) => {
  const heading = target.closest("h2, h3");
  if (heading) import(pointing).then(({ link }) => link(heading), () => {});
});

// An address or a code is copied by the button after it; without this it can be selected by hand.
main.querySelectorAll(".share button").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = button.previousElementSibling;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return; // on plain http the clipboard is closed
    }
    button.textContent = button.dataset.copied;
    button.removeAttribute("aria-label");
    button.focus(); // who does not see the button hears that it is done
  });
});
