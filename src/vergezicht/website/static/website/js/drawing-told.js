// On the map of a drawing the names of the smallest areas, where they fit; above it the one that the mouse or the cross
// is in; under it what was drawn, counted and looked at by the server.

const LETTER = 5.4; // of the drawing: how wide a letter of a small name is
const LINE = 10.5;

window.wagtail.app.register("vergezicht-drawing-told", class extends window.StimulusModule.Controller {
  connect() {
    this.element.addEventListener("vergezicht:board", () => this.label());
    for (const kind of ["pointermove", "pointerdown"]) {
      this.element.addEventListener(kind, ({ target }) => target.closest("svg") && this.name(target.closest("[data-name]")));
    }
    const afterKey = () => this.element.querySelector("svg:focus") && this.name(this.underCross());
    this.element.addEventListener("keydown", () => setTimeout(afterKey), true); // the board keeps its keys to itself
    let waiting;
    this.element.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => this.tell(), 600); });
    this.tell(); // in a page with blocks a field gets its text once it is there
  }

  label() {
    const small = [...this.element.querySelectorAll("[data-name]")].flatMap((land) => {
      const { x, y, width, height } = land.getBBox();
      const lines = land.dataset.name.split(/(?<=-)|\s/);
      if (Math.max(...lines.map(({ length }) => length)) * LETTER > width || lines.length * LINE > height * 0.6) return [];
      return lines.map((line, place) => {
        const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
        text.setAttribute("class", "drawing__small");
        text.setAttribute("x", x + width / 2);
        text.setAttribute("y", y + height / 2 + (place - (lines.length - 1) / 2) * LINE);
        text.textContent = line;
        return text;
      });
    });
    this.element.querySelector(".drawing__larger").after(...small);
  }

  name(land) {
    const here = this.element.querySelector(".drawing__here");
    const told = land ? `Hier ligt ${land.dataset.name}.` : "";
    if (here.textContent !== told) here.textContent = told;
  }

  underCross() {
    const cross = this.element.querySelector(".drawing__cross")?.transform.baseVal[0]?.matrix;
    const lands = [...this.element.querySelectorAll("[data-name]")];
    return cross && lands.find((land) => land.isPointInFill(new DOMPoint(cross.e, cross.f)));
  }

  async tell() {
    const text = this.element.querySelector("[data-drawing-text]").value;
    const headers = { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
    const body = new URLSearchParams({ tekst: text });
    const answer = await fetch(this.element.dataset.said, { method: "POST", headers, body }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.text();
    const shown = this.element.querySelector(".drawing__told");
    if (text === this.element.querySelector("[data-drawing-text]").value) shown.innerHTML = told;
  }
});
