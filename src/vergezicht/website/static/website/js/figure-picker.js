// Asks which figure or claim a sentence needs, shows what it says now, and gives what to write into the text.

// What was chosen: `written`, the reference between braces, and `shown`, how rich text shows it; null when the editor
// changes their mind. With a reference in the text to choose again.
async function pickFigure(address, again = "") {
  const answer = await fetch(again ? `${address}?${new URLSearchParams({ written: again })}` : address);
  if (!answer.ok) return null;
  const dialog = document.createElement("dialog");
  dialog.className = "figure-dialog";
  dialog.setAttribute("aria-labelledby", "cijfer-kiezen");
  dialog.innerHTML = await answer.text();
  document.body.append(dialog);
  const form = dialog.querySelector("form");
  const says = form.querySelector(".figure-picker__says");
  const put = form.querySelector("[value='voeg in']");
  const bounds = form.dataset.bounds.split(" ");
  const area = form.elements.area;
  // A story is mostly about one area, and a claim about the figure beside it.
  const about = `vergezicht-figure ${location.pathname}`;
  for (const [name, value] of "again" in form.dataset ? [] : JSON.parse(sessionStorage.getItem(about) ?? "[]")) {
    const field = form.elements[name];
    if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
  let choice = null;
  let asked = 0;

  async function attempt() {
    const rule = form.elements.rule.value;
    const isName = rule === form.dataset.name; // of an area: then there is no figure to choose
    for (const name of ["indicator", "period"]) form.querySelector(`[data-field=${name}]`).hidden = isName;
    form.querySelector("[data-field=value]").hidden = !bounds.includes(rule);
    for (const note of form.querySelectorAll("[data-claim]")) note.hidden = !rule || isName;
    const turn = ++asked;
    choice = null; // what was there is not what is asked for now
    put.disabled = true;
    const result = await fetch(`${form.dataset.tried}?${new URLSearchParams(new FormData(form))}`);
    if (turn !== asked) return;
    const given = result.ok ? await result.json() : { written: "", says: "Dat lukt nu niet. Probeer het nog eens." };
    if (turn !== asked) return;
    choice = given.written ? given : null;
    for (const option of form.elements.rule.options) {
      option.dataset.says ??= option.text;
      const holds = given.holds?.[option.value];
      const bound = bounds.includes(option.value) ? ` ${form.elements.value.value}` : "";
      option.text = holds === undefined ? option.dataset.says : `${holds ? "✓" : "✗"} ${option.dataset.says}${bound}`;
    }
    put.disabled = !choice;
    says.textContent = choice && (!rule || isName) ? `Nu staat er: ${given.says}` : given.says;
    form.querySelector(".figure-picker__about").textContent = given.about ?? "";
    says.classList.toggle("is-wrong", !choice && Boolean(given.says));
  }

  // Every figure in the list with what it says of this area and wave.
  async function tell() {
    const place = new URLSearchParams({ area: area.value, period: form.elements.period.value });
    const result = await fetch(`${form.dataset.listed}?${place}`);
    if (!result.ok) return;
    const told = await result.json();
    for (const option of form.elements.indicator.options) option.text = told[option.value] ?? option.text;
  }

  form.addEventListener("input", attempt);
  for (const field of [area, form.elements.period]) field.addEventListener("change", tell);
  if (area.value && !("again" in form.dataset)) tell();
  attempt();
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue) sessionStorage.setItem(about, JSON.stringify(["indicator", "area"].map((name) => [name, form.elements[name].value])));
      done(dialog.returnValue === "voeg in" ? choice : null);
    });
  });
}

// A figure is a word: the spaces that have to stand between it and the text before and after it.
function spacesAround(before, after) {
  return [/[\p{L}\p{N}.,;:!?)”’]$/u.test(before) ? " " : "", /^[\p{L}\p{N}(“‘]/u.test(after) ? " " : ""];
}
window.vergezicht = { ...window.vergezicht, pickFigure, spacesAround };

// How a reference reads, asked once per page: the figures do not change while somebody writes.
const known = new Map();
function shownAs(address, written) {
  if (!known.has(written)) {
    const asked = fetch(`${address}?${new URLSearchParams({ written })}`).then((answer) => (answer.ok ? answer.json() : {}));
    known.set(written, asked.catch(() => { known.delete(written); return {}; }));
  }
  return known.get(written);
}

window.wagtail.app.register("vergezicht-figure", class extends window.StimulusModule.Controller {
  connect() {
    if (this.button) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button-small button-secondary figure-button";
    this.button.textContent = "Cijfer of gebied invoegen";
    this.button.addEventListener("click", () => this.put());
    this.reads = document.createElement("p");
    this.reads.className = "figure-reads";
    this.notes = document.createElement("ul");
    this.notes.className = "figure-notes";
    this.reads.id = `${this.element.id}-lezer`;
    this.notes.id = `${this.element.id}-bij-de-tekst`;
    const described = [this.element.getAttribute("aria-describedby"), this.reads.id, this.notes.id];
    this.element.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
    this.element.after(this.reads, this.notes, this.button);
    let waiting;
    this.element.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => this.read(), 300); });
    this.read();
  }

  // Under a text with references: what a reader gets. Under that what a reader does not see: the claims, and whether they
  // hold; and what points to nothing, with the reason for which the text will be refused.
  async read() {
    const text = this.element.value;
    const parts = text.split(/(\{[a-z][^{}]*\})/);
    const told = await Promise.all(parts.map((part, turn) => (turn % 2 ? shownAs(this.element.dataset.shown, part) : part)));
    if (text !== this.element.value) return;
    const read = [];
    const notes = [];
    told.forEach((part, turn) => {
      if (turn % 2 === 0) read.push(part);
      else if (part.kind === "holds" || part.kind === "broken") {
        read.push(read.pop().trimEnd()); // a claim takes the space before it along
        notes.push([this.figure(part), part.kind === "broken" ? ` ${part.about}` : ""]);
      } else {
        if (part.text === "") read.push(read.pop().trimEnd());
        else read.push(this.figure(part.kind ? part : { kind: "broken", text: part.text ?? parts[turn] }));
        if (!part.kind) notes.push([`✗ ${part.wrong ?? "Dit lukt nu niet. Probeer het nog eens."}`]);
      }
    });
    // Said aloud when a figure is put in, changed or taken out, and not for every word around it.
    const figures = parts.filter((_, turn) => turn % 2).join();
    this.reads.ariaLive = this.notes.ariaLive = figures === (this.told ?? figures) ? "off" : "polite";
    this.told = figures;
    const label = `Zo leest de lezer het:${text.trim().includes("\n") ? "\n" : " "}`;
    this.reads.replaceChildren(...(parts.length < 2 ? [] : [label, ...read]));
    this.notes.replaceChildren(...notes.map((note) => {
      const line = document.createElement("li");
      line.append(...note);
      return line;
    }));
  }

  figure({ text, kind, about }) {
    const shown = { className: `figure-shown figure-shown--${kind}`, title: about ?? "", textContent: text };
    return Object.assign(document.createElement("span"), shown);
  }

  async put() {
    const { selectionStart: from, selectionEnd: to, value } = this.element;
    const spaces = spacesAround(value.slice(0, from), value.slice(to));
    const chosen = await pickFigure(this.element.dataset.figures);
    this.element.focus();
    if (!chosen) return;
    this.element.setSelectionRange(from, to);
    const written = spaces.join(chosen.written);
    // As if it was typed: a browser takes back only what went in this way.
    if (!document.execCommand("insertText", false, written)) {
      this.element.setRangeText(written, from, to, "end");
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
