// Reads a story aloud, chapter by chapter, with a voice of the reader's own device: nothing that is read goes anywhere.
// Asked for after the click; the paragraph that is read is marked, and what stands in tables and legends is left out.

const { lang } = document.documentElement;
// On a page in another language than Dutch the words stand in the page.
const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;
const speech = window.speechSynthesis;

const READ = "h2, h3, h4, p, li, blockquote";
const SKIPPED = "nav, table, details, .legend, .legend-new, .step__what, .source, .eyebrow, .step__count, .step__links, .downloads, .no-print, [hidden], [aria-hidden=true], .stage";

const voiceFor = (language) => speech.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2) === language.slice(0, 2));

// What is read of a part of the page, in its order; of a list in a paragraph or a paragraph in a list the inner one.
function passages(part) {
  return [...part.querySelectorAll(READ)].filter((node) => !node.closest(SKIPPED) && !node.querySelector(READ) && words(node) && node.checkVisibility());
}

function words(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll(".copy, [hidden], [aria-hidden=true]").forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function button(name, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: name });
  made.addEventListener("click", act);
  return made;
}

class Reading {
  constructor(opener) {
    this.opener = opener;
    this.parts = [...document.querySelectorAll(".cover__text, .chapter")];
    this.name = Object.assign(document.createElement("p"), { className: "aloud__name" });
    this.hold = button(say("Pauze"), () => this.pause());
    this.bar = document.createElement("div");
    this.bar.className = "aloud no-print";
    this.bar.setAttribute("role", "region");
    this.bar.setAttribute("aria-label", say("Voorlezen"));
    this.bar.append(this.name, button(say("Vorige"), () => this.go(this.part - 1)), this.hold, button(say("Volgende"), () => this.go(this.part + 1)), button(say("Stop"), () => this.stop()));
    this.bar.addEventListener("keydown", ({ key }) => { if (key === "Escape") this.stop(); });
    document.body.append(this.bar);
    addEventListener("pagehide", () => speech.cancel());
    this.hold.focus({ preventScroll: true });
  }

  // From the beginning of a part, once the one that was being read has fallen silent.
  go(part) {
    if (part >= this.parts.length) { this.stop(); return; }
    this.part = Math.max(0, part);
    this.name.textContent = this.parts[this.part].querySelector("h1, h2").textContent;
    this.waiting = passages(this.parts[this.part]);
    this.next();
  }

  next() {
    this.mark();
    this.said = null; // what ends from here on was cut off by us
    speech.cancel();
    speech.resume();
    this.hold.textContent = say("Pauze");
    const passage = this.waiting.shift();
    if (!passage) { this.go(this.part + 1); return; }
    this.mark(passage);
    const said = new SpeechSynthesisUtterance(words(passage));
    said.lang = passage.closest("[lang]")?.lang ?? lang;
    said.voice = voiceFor(said.lang) ?? voiceFor(lang);
    said.onend = said.onerror = () => { if (this.said === said) this.next(); };
    this.said = said; // kept, or a browser may throw it away before it ends
    speech.speak(said);
  }

  mark(passage) {
    document.querySelector(".is-read")?.classList.remove("is-read");
    if (!passage) return;
    passage.classList.add("is-read");
    passage.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  }

  pause() {
    const held = this.hold.textContent === say("Verder");
    held ? speech.resume() : speech.pause();
    this.hold.textContent = held ? say("Pauze") : say("Verder");
  }

  stop() {
    this.said = null;
    speech.cancel();
    this.mark();
    this.bar.remove();
    this.opener.hidden = false;
    this.opener.focus({ preventScroll: true });
  }
}

// From the chapter that is being looked at.
export function read(opener) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: opener.dataset.style }));
  const reading = new Reading(opener);
  const current = document.querySelector(".contents [aria-current]")?.hash.slice(1);
  opener.hidden = true;
  reading.go(Math.max(0, reading.parts.findIndex((part) => part.id && part.id === current)));
}
