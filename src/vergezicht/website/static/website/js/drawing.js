// Draws points, lines and areas on the map of the municipality and writes them as GeoJSON into the text area.
// With a mouse, a finger, or the keyboard: arrows move a cross over the map, Enter puts a point, Escape gives up. A point
// that is there has a handle, which is dragged, or moved with the arrows when it has the focus.
// What is being drawn stands in the text area from its first point: whenever the page is saved, nothing is lost.

const SVG = "http://www.w3.org/2000/svg";
const KINDS = { Point: ["punt", 1, "dit punt"], LineString: ["lijn", 2, "deze lijn"], Polygon: ["vlak", 3, "dit vlak"] };
const WIDTH = 640;
const A_DRAG = 4; // px: what moves less was pressed
const A_PRESS = 300; // ms: what grows earlier than that moves away what is being pressed
const boards = new WeakMap(); // by text area

function made(name, attributes = {}, ...children) {
  const node = document.createElementNS(attributes.html === false ? SVG : "http://www.w3.org/1999/xhtml", name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "html") node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}
const drawn = (name, attributes = {}, ...children) => made(name, { ...attributes, html: false }, ...children);

class Board {
  constructor(element, land) {
    this.element = element;
    this.land = land;
    this.text = element.querySelector("[data-drawing-text]");
    boards.set(this.text, this);
    this.kind = "Point";
    this.marks = this.read();
    this.drawn = []; // of each mark what is on the map
    this.held = null; // the handle under the mouse, until it is let go
    this.project();
    this.build();
    this.show();
    element.dispatchEvent(new Event("vergezicht:board"));
  }

  // What stands in the text area; lines of text are left alone until they are saved, which makes GeoJSON of them.
  // A last shape of too few points was being drawn when the page was saved: it goes on.
  read() {
    this.unread = false;
    this.open = []; // the points of what is being drawn
    if (!this.text.value.trim()) return [];
    try {
      const collection = JSON.parse(this.text.value);
      if (collection.kaartsoort !== this.land.kaartsoort) throw new TypeError("another kind of map");
      const marks = collection.features.map(({ properties, geometry: { type, coordinates } }) => ({
        name: properties?.naam ?? "",
        type,
        points: type === "Point" ? [coordinates] : type === "Polygon" ? coordinates[0].slice(0, -1) : coordinates,
      }));
      const last = marks.at(-1);
      if (last && last.points.length < KINDS[last.type][1]) [this.kind, this.open] = [last.type, marks.pop().points];
      return marks;
    } catch {
      this.unread = true;
      return [];
    }
  }

  write() {
    const open = this.open.length ? [{ name: "", type: this.kind, points: this.open }] : [];
    const features = [...this.marks, ...open].map(({ name, type, points }) => ({
      type: "Feature",
      properties: { naam: name },
      geometry: { type, coordinates: type === "Point" ? points[0] : type === "Polygon" ? [[...points, points[0]]] : points },
    }));
    this.text.value = features.length
      ? JSON.stringify({ type: "FeatureCollection", kaartsoort: this.land.kaartsoort, features })
      : "";
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Degrees to the drawing and back; a degree of longitude is shorter than one of latitude.
  project() {
    const all = this.land.land.flatMap(([, rings]) => rings.flat());
    const [longitudes, latitudes] = [0, 1].map((axis) => all.map((point) => point[axis]));
    const [west, east, south, north] = [
      Math.min(...longitudes), Math.max(...longitudes), Math.min(...latitudes), Math.max(...latitudes),
    ];
    const squeeze = Math.cos((((north + south) / 2) * Math.PI) / 180);
    const scale = WIDTH / ((east - west) * squeeze);
    this.height = (north - south) * scale;
    this.place = ([longitude, latitude]) => [(longitude - west) * squeeze * scale, (north - latitude) * scale];
    this.degrees = ([x, y]) => [+(west + x / (squeeze * scale)).toFixed(7), +(north - y / scale).toFixed(7)];
  }

  path(points, closed) {
    const placed = points.map((point) => this.place(point).map((value) => value.toFixed(1)).join(" "));
    return `M${placed.join("L")}${closed ? "z" : ""}`;
  }

  build() {
    const number = Board.count = (Board.count ?? 0) + 1;
    this.kinds = made("fieldset", { class: "drawing__kinds" }, made("legend", {}, "Wat tekent u?"));
    for (const [type, [word]] of Object.entries(KINDS)) {
      const radio = made("input", { type: "radio", name: `drawing-${number}`, value: type });
      radio.addEventListener("change", () => {
        if (!this.settle()) return;
        this.kind = type;
        this.show();
      });
      this.kinds.append(made("label", {}, radio, ` ${word}`));
    }
    const areas = made("select", { id: `drawing-${number}-gebied` }, made("option", { value: "" }, "Kies een gebied"));
    this.land.gebieden.forEach(([name], place) => areas.append(made("option", { value: place }, name)));
    const put = this.button("Zet hier een punt", () => areas.value && this.add(this.land.gebieden[areas.value][1]));
    const byName = made("p", { class: "drawing__row" }, made("label", { for: areas.id }, "Of midden in"), areas, put);
    this.svg = drawn("svg", { viewBox: `-12 -12 ${WIDTH + 24} ${this.height + 24}`, tabindex: "0", role: "application",
      "aria-label": "Kaart om op te tekenen. Pijltjes verplaatsen het kruis, Enter zet een punt." });
    const shape = (rings) => rings.map((ring) => this.path(ring, true)).join("");
    this.svg.append(...this.land.land.map(([name, rings]) => drawn("path", { class: "drawing__land", d: shape(rings), "data-name": name })),
      drawn("path", { class: "drawing__larger", d: shape(this.land.groter) }));
    for (const [name, at] of this.land.namen) {
      const [x, y] = this.place(at);
      const words = drawn("text", { class: "drawing__name", x, y });
      words.textContent = name;
      this.svg.append(words);
    }
    this.over = drawn("g");
    this.cross = drawn("path", { class: "drawing__cross", d: "M-9 0H9M0 -9V9" });
    this.at = [WIDTH / 2, this.height / 2];
    this.svg.append(this.over, this.cross);
    this.svg.addEventListener("pointerdown", (event) => this.grasp(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    this.svg.addEventListener("pointerup", () => this.drop());
    this.svg.addEventListener("pointercancel", () => this.drop(true));
    this.svg.addEventListener("click", (event) => {
      const { held } = this;
      this.held = null;
      if (held?.isDragged) return;
      const on = held ?? this.handleOf(event.target);
      if (on && this.kind === "Point") return;
      this.at = on ? this.place(this.marks[on.place].points[on.index]) : this.under(event);
      this.add(this.degrees(this.at));
    });
    this.svg.addEventListener("focusin", ({ target }) => {
      const on = this.handleOf(target);
      if (!on) return;
      this.from = this.marks[on.place].points[on.index];
      this.reach(on.place);
      this.said.textContent = "Sleep dit punt naar zijn plek, of verplaats het met de pijltjes. Escape zet het terug.";
    });
    this.svg.addEventListener("keydown", (event) => this.press(event));
    this.said = made("p", { class: "drawing__said", role: "status" });
    this.done = this.button("Klaar met deze lijn", () => this.finish());
    this.back = this.button("Laatste punt weg", () => { this.open.pop(); this.write(); this.show(); });
    this.list = made("ol", { class: "drawing__marks" });
    const board = this.element.querySelector(".drawing__board");
    const doing = made("div", { class: "drawing__doing" }, made("p", { class: "drawing__here", "aria-live": "polite" }), this.said, made("p", { class: "drawing__row" }, this.done, this.back));
    board.append(this.kinds, made("div", {}, doing, this.svg), byName, this.list); // it stays in sight as long as the map is
    board.hidden = false;
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (!relatedTarget || this.element.contains(relatedTarget)) return;
      setTimeout(() => this.element.contains(document.activeElement) || this.settle(), A_PRESS);
    });
    this.text.addEventListener("change", (event) => {
      if (event.isTrusted) { this.marks = this.read(); this.show(); }
    });
  }

  button(words, action) {
    const button = made("button", { type: "button", class: "button button-small button-secondary" }, words);
    button.addEventListener("click", action);
    return button;
  }

  under({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [x, y];
  }

  within([x, y]) {
    return [Math.min(Math.max(x, 0), WIDTH), Math.min(Math.max(y, 0), this.height)];
  }

  // Of which mark a handle is, and on which of its points; null on what is no handle.
  handleOf(element) {
    const [place, index] = element.closest?.("[data-handle]")?.dataset.handle.split(" ").map(Number) ?? [];
    return index === undefined ? null : { place, index };
  }

  grasp(event) {
    this.held = this.open.length || event.button ? null : this.handleOf(event.target);
    if (!this.held) return;
    this.drawn[this.held.place].handles[this.held.index].focus({ preventScroll: true });
    this.from = this.marks[this.held.place].points[this.held.index];
    Object.assign(this.held, { from: this.from, x: event.clientX, y: event.clientY });
    this.svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  drag(event) {
    const { held } = this;
    if (!held || !event.buttons) return;
    held.isDragged ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > A_DRAG;
    if (held.isDragged) this.move(held, this.degrees(this.within(this.under(event))));
  }

  drop(isUndone) {
    if (!this.held?.isDragged) return;
    const { place, index, from } = this.held;
    if (isUndone) return this.move({ place, index }, from);
    this.write();
    const back = (text) => {
      const board = boards.get(text);
      if (board?.marks[place]?.points[index]) board.moved({ place, index }, from);
    };
    const told = `Verplaatst: ${this.called(this.marks[place], place)}.`;
    document.dispatchEvent(new CustomEvent("vergezicht:undo", { detail: { told, block: this.text, back } }));
  }

  move({ place, index }, point) {
    this.marks[place].points[index] = point;
    this.put(place);
  }

  moved(on, point) {
    this.move(on, point);
    this.write();
  }

  press(event) {
    const step = event.shiftKey ? 2 : 12;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const on = this.handleOf(event.target);
    const at = on ? this.place(this.marks[on.place].points[on.index]) : this.at;
    if (moves[event.key]) {
      const [x, y] = moves[event.key];
      const to = this.within([at[0] + x, at[1] + y]);
      if (on) this.moved(on, this.degrees(to));
      else { this.at = to; this.show(); }
    } else if (event.key === "Enter" || event.key === " ") {
      if (!on || this.kind !== "Point") this.add(this.degrees(at));
    } else if (event.key === "Escape" && on && !this.open.length) this.moved(on, this.from);
    else if (event.key === "Escape" && this.open.length) { this.open = []; this.write(); this.show(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  add(point) {
    if (this.unread) return;
    if (this.marks.length >= Number(this.element.dataset.most)) {
      this.said.textContent = `Er passen hoogstens ${this.element.dataset.most} tekens op één kaart.`;
      return;
    }
    this.open.push(point);
    if (this.kind === "Point") this.finish();
    else { this.write(); this.show(); }
  }

  finish() {
    this.close();
    this.list.lastElementChild?.querySelector("input").focus({ preventScroll: true });
  }

  close() {
    this.marks.push({ name: "", type: this.kind, points: this.open });
    this.open = [];
    this.write();
    this.show();
  }

  // For who goes on to something else: what has enough points is done, of what has too few is said what is lacking.
  settle() {
    const [, fewest, thisOne] = KINDS[this.kind];
    if (this.open.length >= fewest) this.close();
    else if (this.open.length) {
      this.show();
      this.said.textContent = `Nog niet af: ${thisOne} heeft ${this.counted()}, en minstens ${fewest} zijn nodig. `
        + "Zet er nog een bij, of kies ‘Laatste punt weg’.";
    }
    return !this.open.length;
  }

  called({ name, type }, place) {
    return name || `${KINDS[type][0]} ${place + 1}`;
  }

  counted() {
    return `${this.open.length} ${this.open.length === 1 ? "punt" : "punten"}`;
  }

  remove(place) {
    const [mark] = this.marks.splice(place, 1);
    this.write();
    this.show();
    const back = (text) => boards.get(text)?.restore(mark, place);
    const told = `Weg: ${this.called(mark, place)}.`;
    document.dispatchEvent(new CustomEvent("vergezicht:undo", { detail: { told, block: this.text, back } }));
  }

  restore(mark, place) {
    this.marks.splice(place, 0, mark);
    this.write();
    this.show();
    this.list.children[place]?.querySelector("input").focus();
  }

  // Of all marks the first point is reached with Tab, of one of them every point.
  reach(open) {
    this.drawn.forEach(({ handles }, place) => handles.forEach((handle, index) => {
      handle.setAttribute("tabindex", place === open || !index ? "0" : "-1");
    }));
  }

  // A mark on the map: its line, its number as readers see it, and a handle on each of its points.
  figure({ type, points }, place) {
    const words = drawn("text");
    words.textContent = place + 1;
    const badge = drawn("g", { class: `drawing__badge drawing__badge--${type}` }, drawn("circle", { r: 12 }), words);
    const isPoint = type === "Point";
    const handles = points.map((_, index) => drawn("g", { class: "drawing__handle", "data-handle": `${place} ${index}`,
      role: "button", "aria-label": `Verplaats ${isPoint ? "" : `punt ${index + 1} van `}${KINDS[type][0]} ${place + 1}` },
    drawn("circle", { class: "drawing__reach" }), isPoint ? badge : drawn("circle", { class: "drawing__dot", r: 5 })));
    return { shape: isPoint ? null : drawn("path", { class: `drawing__mark drawing__${type}` }), badge, handles };
  }

  put(place) {
    const { type, points } = this.marks[place];
    const { shape, badge, handles } = this.drawn[place];
    handles.forEach((handle, index) => handle.setAttribute("transform", `translate(${this.place(points[index])})`));
    if (!shape) return;
    shape.setAttribute("d", this.path(points, type === "Polygon"));
    const { x, y } = shape.getPointAtLength(shape.getTotalLength() / 2);
    badge.setAttribute("transform", `translate(${type === "Polygon" ? this.inside(points) : [x, y]})`);
  }

  // In the widest part of an area, half its height down.
  inside(points) {
    const placed = points.map(this.place);
    const heights = placed.map(([, y]) => y);
    const y = (Math.min(...heights) + Math.max(...heights)) / 2 + 0.01;
    const crossed = placed.flatMap(([x, top], index) => {
      const [other, bottom] = placed[(index + 1) % placed.length];
      return top > y === bottom > y ? [] : [x + ((other - x) * (y - top)) / (bottom - top)];
    }).sort((one, other) => one - other);
    const spans = crossed.flatMap((to, at) => (at % 2 ? { wide: to - crossed[at - 1], middle: (to + crossed[at - 1]) / 2 } : []));
    const widest = spans.sort((one, other) => other.wide - one.wide)[0];
    return widest ? [widest.middle, y] : placed[0];
  }

  show() {
    const [, fewest, thisOne] = KINDS[this.kind];
    this.kinds.querySelector(`[value=${this.kind}]`).checked = true;
    const focused = this.handleOf(document.activeElement);
    this.drawn = this.marks.map((mark, place) => this.figure(mark, place));
    this.over.replaceChildren(
      ...this.drawn.flatMap(({ shape }) => shape ?? []),
      ...this.drawn.flatMap(({ shape, badge, handles }) => (shape ? [...handles, badge] : handles)),
    );
    this.marks.forEach((_, place) => this.put(place));
    this.reach(focused?.place);
    if (this.open.length) {
      const [x, y] = this.place(this.open[0]);
      this.over.append(this.open.length === 1
        ? drawn("circle", { class: "drawing__open", cx: x, cy: y, r: 7 })
        : drawn("path", { class: `drawing__open drawing__${this.kind}`, d: this.path(this.open, this.kind === "Polygon") }));
    }
    this.cross.setAttribute("transform", `translate(${this.at})`);
    const busy = this.open.length > 0;
    this.done.hidden = !busy || this.open.length < fewest;
    this.done.textContent = `Klaar met ${thisOne}`;
    this.back.hidden = !busy;
    if (this.unread) this.said.textContent = "Onder ‘Als tekst’ staat een tekening in woorden. Bewaar de pagina: daarna staat zij op de kaart.";
    else if (busy) this.said.textContent = `${this.counted()} van ${thisOne}; er zijn er minstens ${fewest} nodig.`;
    else {
      const movable = this.marks.length ? " Een punt dat er staat, kunt u verslepen." : "";
      this.said.textContent = (this.kind === "Point" ? "Tik op de kaart voor een punt." : `Tik de punten van ${thisOne} na elkaar aan.`) + movable;
    }
    this.list.replaceChildren(...this.marks.map((mark, place) => this.row(mark, place)));
    if (focused) this.drawn[focused.place]?.handles[focused.index]?.focus({ preventScroll: true });
  }

  row(mark, place) {
    const input = made("input", { type: "text", "aria-label": `Naam van ${KINDS[mark.type][0]} ${place + 1}`,
      placeholder: "Hoe heet dit?", maxlength: "80" });
    input.value = mark.name;
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    const remove = this.button("Weg", () => this.remove(place));
    const label = () => remove.setAttribute("aria-label", `Haal ${this.called(mark, place)} weg`);
    label();
    input.addEventListener("input", () => { mark.name = input.value; label(); this.write(); });
    const number = made("span", { class: `drawing__number drawing__number--${mark.type}` }, place + 1);
    return made("li", {}, number, made("span", { class: "drawing__kind" }, KINDS[mark.type][0]), input, remove);
  }
}

window.wagtail.app.register("vergezicht-drawing", class extends window.StimulusModule.Controller {
  async connect() {
    if (this.element.querySelector(".drawing__board").childElementCount) return;
    const answer = await fetch(this.element.dataset.map);
    if (answer.ok) new Board(this.element, await answer.json());
    else this.element.querySelector("details").open = true;
  }
});
