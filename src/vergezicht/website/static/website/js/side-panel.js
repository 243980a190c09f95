// Moves one map from step to step. Every step already shows its whole map without this script; here the maps of the
// steps lie on each other in one stage. The map of the next step comes over the one that was there, or out from under
// it, while both go from the place that was looked at to the place to look at. Only opacity and transform change, so
// that no frame of a move asks a slow phone to draw a map again.

// On a page in another language than Dutch the words stand in the page.
const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;
const { explore: explorer, pointing } = document.querySelector("script[data-explore]")?.dataset ?? {};
const still = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 59.99rem)");
const idle = window.requestIdleCallback ?? setTimeout;
const HELD = ":is(.chapter, .step ~ .step):not(.is-near)"; // out of the first frame (reader.js)
const moves = () => !still.matches && document.documentElement.dataset.motion !== "off";

const box = (name, ...children) => {
  const made = Object.assign(document.createElement("div"), { className: name });
  made.append(...children);
  return made;
};

const MOVE = { duration: 600, easing: "cubic-bezier(.4, 0, .2, 1)" };
// Whoever flings past the steps is at the next one before a move is over: the maps follow without a journey.
const FLING = 450; // milliseconds at a step
const FADE = { duration: 200 };
const PRESSED = 1500; // milliseconds in which the step that a button asked for is there
const BROUGHT = 500; // and in which a browser or a screen reader scrolls to what it gives the focus
// A place of the map in the stage: a point (x, y) of the drawing stands at (left + scale * x, top + scale * y) pixels.
const PLACE = ["scale", "left", "top"];

class Stage {
  constructor(steps) {
    this.steps = steps;
    this.maps = new Map(); // by step, and in the document in that order: a later one lies over an earlier one
    this.picture = box("stage__picture");
    this.picture.ariaHidden = "true"; // whoever reads by ear is at a step of their own: its words say what its map shows
    const { width, height } = steps[0].querySelector("svg.vz-step").viewBox.baseVal;
    this.picture.style.aspectRatio = `${width} / ${height}`;
    new ResizeObserver(([{ contentRect }]) => {
      this.size = contentRect;
      this.maps.forEach((map) => this.settle(map));
    }).observe(this.picture);
    // What the map of a step shows, with its legend: all share one place, as high as the highest, so that nothing moves.
    this.legends = new Map(steps.map((step) => {
      return [step, box("", ...[...step.querySelectorAll(".step__what, .legend-new, .legend")].map((part) => part.cloneNode(true)))];
    }));
    this.said = box("stage__said");
    this.said.setAttribute("role", "status");
    this.pointed = box("stage__said stage__pointed");
    const legends = box("stage__legends", ...this.legends.values());
    legends.ariaHidden = "true";
    this.node = box("stage", box("stage__view", this.picture, this.said, this.pointed), legends);
  }

  // The map of a step, laid in the stage: made once, not drawn before it is near (is-live), out of sight until it is shown.
  map(step) {
    if (this.maps.has(step)) return this.maps.get(step);
    const drawing = step.querySelector("svg.vz-step").cloneNode(true);
    drawing.querySelectorAll(":scope > :is(title, desc)").forEach((words) => words.remove());
    drawing.removeAttribute("role");
    drawing.removeAttribute("aria-labelledby");
    const layer = box("stage__map", drawing);
    const number = this.steps.indexOf(step);
    this.picture.insertBefore(layer, this.steps.slice(number).map((later) => this.maps.get(later)?.layer).find(Boolean) ?? null);
    this.maps.set(step, { number, layer, drawing, moving: [] });
    return this.maps.get(step);
  }

  // One after the other, when the browser has nothing else to do and chapters and steps are laid out (reader.js).
  lay() {
    const waiting = [...this.steps];
    const next = () => {
      // To ask where a map is, is to have it laid out.
      if (!document.querySelector(HELD)) this.map(waiting.shift()).drawing.getBoundingClientRect();
      if (waiting.length) idle(next);
    };
    idle(next);
  }

  // Nothing is drawn before the panel is near, nor when it is far again.
  near(isNear) {
    this.isNear = isNear;
    if (!isNear) return this.maps.forEach(({ layer }) => layer.classList.remove("is-live"));
    const here = this.map(this.step); // perhaps another than when the panel was left
    here.layer.classList.add("is-live");
    this.maps.forEach((map) => map.layer.classList.toggle("is-shown", map === here));
    idle(() => this.live());
  }

  // Drawn before it is asked for: the maps beside that of this step.
  live() {
    const here = this.steps.indexOf(this.step);
    if (this.isNear) [this.steps[here + 1], this.steps[here - 1]].forEach((step) => step && this.map(step).layer.classList.add("is-live"));
  }

  show(step) {
    const isFlung = performance.now() - this.came < FLING;
    this.came = performance.now();
    if (step === this.step) return;
    this.point();
    if (this.isNear) this.swap(this.map(this.step), this.map(step), isFlung);
    this.step = step;
    this.legends.forEach((legend, owner) => legend.classList.toggle("is-shown", owner === step));
  }

  swap(before, after, isFlung) {
    const from = this.size?.width && moves() && this.place(before);
    after.trip = null;
    this.outline(after);
    this.settle(after);
    const goesOn = isFlung ? before.moving.slice(1) : []; // it has faded away before it is there
    this.maps.forEach((map) => {
      map.moving.filter((animation) => !goesOn.includes(animation)).forEach((animation) => animation.cancel());
      map.moving = [];
      map.layer.classList.toggle("is-shown", map === after);
    });
    after.layer.classList.add("is-live");
    if (from) this.move(before, after, from, isFlung);
    before.moving.push(...goesOn);
    Promise.all(after.moving.map(({ finished }) => finished)).then(() => idle(() => this.live()), () => {}); // or the next swap does
  }

  move(before, after, from, isFlung) {
    // The one on top comes or goes; the one under it is there all the time.
    const rises = after.number > before.number;
    const pace = isFlung ? FADE : MOVE;
    after.moving = [after.layer.animate({ opacity: [rises ? 0 : 1, 1] }, pace)];
    before.moving = [before.layer.animate({ opacity: [1, rises ? 1 : 0] }, pace)];
    const isSame = !isFlung && before.drawing.dataset.base === after.drawing.dataset.base;
    after.way = isSame ? { from, to: this.home(after) } : null; // the places of another map say nothing here
    if (!isSame) return;
    for (const map of [before, after]) {
      const transform = [from, after.way.to].map((place) => this.transform(map, place));
      map.moving.push(map.drawing.animate({ transform }, MOVE));
    }
  }

  // A side trip from the text: to an area ({ path, view, says }) of the map that is seen, or back to the whole map.
  visit(area) {
    this.point();
    const map = this.map(this.step);
    const from = this.size?.width && moves() && this.place(map);
    map.trip = area;
    this.outline(map);
    map.moving.forEach((animation) => animation.cancel());
    map.moving = [];
    this.settle(map);
    if (!from) return;
    map.way = { from, to: this.rest(map) };
    map.moving = [map.drawing.animate({ transform: [from, map.way.to].map((place) => this.transform(map, place)) }, MOVE)];
  }

  // Whoever points at an area, or taps on it, reads which one it is and what its figure is. The areas are asked for then
  // (pointing.js): all of it stands in the table and under "Kaart verkennen" too.
  hear() {
    let turn = 0;
    const at = async ({ clientX, clientY }) => {
      const map = this.map(this.step);
      const asked = ++turn;
      const area = await import(pointing).then(({ areaAt }) => areaAt(map.drawing, clientX, clientY)).catch(() => null);
      if (asked === turn && map.layer.matches(".is-shown") && !map.trip) this.point(area);
    };
    const leave = ({ pointerType, relatedTarget }) => {
      if (pointerType !== "mouse" || this.pointed.contains(relatedTarget)) return;
      turn += 1;
      this.point();
    };
    this.picture.addEventListener("pointermove", (event) => event.pointerType === "mouse" && at(event));
    this.picture.addEventListener("click", at);
    this.picture.addEventListener("pointerleave", leave);
    this.pointed.addEventListener("pointerleave", leave);
    addEventListener("keydown", ({ key }) => { if (key === "Escape") this.point(); });
  }

  point(area) {
    if (area?.path === this.at) return;
    this.at = area?.path;
    this.pointed.replaceChildren(...(area ? [Object.assign(document.createElement("a"), { href: area.href, textContent: area.says })] : []));
    this.outline(this.map(this.step), area);
  }

  outline({ drawing, trip }, area = trip) {
    drawing.querySelector(".vz-pointed")?.remove();
    if (!area) return;
    const outline = document.createElementNS("http://www.w3.org/2000/svg", "path");
    outline.setAttribute("class", "vz-pointed");
    outline.setAttribute("d", area.path);
    drawing.append(outline);
  }

  settle(map) {
    map.drawing.style.transform = map.trip ? this.transform(map, this.rest(map)) : "";
  }

  // Where a map lies when nothing moves.
  rest(map) {
    if (!map.trip) return this.home(map);
    const [x, y, width, height] = map.trip.view;
    return this.fit({ x, y, width, height });
  }

  home({ drawing }) {
    return this.fit(drawing.viewBox.baseVal);
  }

  // A part of the drawing as large as fits, in the middle.
  fit({ x, y, width, height }) {
    const scale = Math.min(this.size.width / width, this.size.height / height);
    return { scale, left: this.size.width / 2 - (x + width / 2) * scale, top: this.size.height / 2 - (y + height / 2) * scale };
  }

  // Where a map lies now, halfway a move too.
  place(map) {
    const part = map.moving.at(-1)?.effect.getComputedTiming().progress;
    if (part == null || !map.way) return this.rest(map);
    const { from, to } = map.way;
    return Object.fromEntries(PLACE.map((key) => [key, from[key] + (to[key] - from[key]) * part]));
  }

  transform(map, { scale, left, top }) {
    const home = this.home(map);
    const zoom = scale / home.scale;
    return `translate(${left - zoom * home.left}px, ${top - zoom * home.top}px) scale(${zoom})`;
  }
}

function button(text, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
  made.addEventListener("click", action);
  return made;
}

// Read by ear, and not seen.
const heard = (name) => Object.assign(box(name), { style: "position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden" });

function toggle(text, action) {
  const made = button(text, () => made.setAttribute("aria-pressed", String(made.ariaPressed !== "true")));
  made.setAttribute("aria-pressed", "false");
  made.addEventListener("click", action);
  return made;
}

// Whoever asked the device for less motion has it already; for everybody else there is a switch, for this visit.
function motion() {
  const made = toggle(say("Zonder beweging"), () => { document.documentElement.dataset.motion = made.ariaPressed === "true" ? "off" : "on"; });
  made.hidden = still.matches;
  return made;
}

const WORDS = ".step__count, h3, .step__heard, .prose > *"; // of a step: not what is folded or drawn
const paragraph = (step, parts) => Object.assign(document.createElement("p"), { textContent: [...step.querySelectorAll(parts)].map((part) => part.textContent.trim().replace(/[^.?!]$/, "$&.")).join(" ") });

function enhance(panel) {
  const steps = [...panel.querySelectorAll(".step")];
  const stage = new Stage(steps);
  let [current, pressed, left, came] = [0, -PRESSED, 0, -BROUGHT];
  const [count, told] = [document.createElement("span"), heard("")];
  told.role = "status"; // says what a press led to: its words lie further on in the page
  const previous = button(say("Vorige"), () => go(current - 1));
  const next = button(say("Volgende"), () => go(current + 1));
  const mode = toggle(say("Per stap lezen"), () => {
    const stepping = panel.classList.toggle("is-stepper");
    remember({ stepper: stepping && steps[0].id });
  });
  const tools = box("stage__tools", previous, count, next, told);
  stage.node.append(tools);
  if (explorer) {
    const free = button(say("Kaart verkennen"), () => import(explorer).then(({ exploreStep }) => exploreStep(free, steps[current])));
    free.classList.add("stage__explore");
    tools.append(free);
  }
  const ways = document.createElement("p");
  ways.className = "stage__tools no-print";
  ways.append(mode, motion());

  // The names of areas that the text can show on its map are links without this script.
  let visited = null;
  function visit(shown, area, href) {
    const left = visited;
    left?.setAttribute("aria-pressed", "false");
    visited = area ? shown : null;
    visited?.setAttribute("aria-pressed", "true");
    stage.visit(area);
    if (left && stage.said.contains(document.activeElement)) left.focus({ preventScroll: true });
    stage.said.replaceChildren(...(area ? [Object.assign(document.createElement("a"), { href, textContent: area.says }), button(say("Hele kaart"), () => visit())] : []));
  }
  steps.forEach((step, position) => {
    const shows = heard("step__heard"); // what its map shows, and that its colours mean something else
    shows.append(paragraph(step, ".step__what, .legend-new"));
    step.querySelector("h3").after(shows);
    const areas = JSON.parse(step.dataset.onMap ?? "{}");
    for (const link of step.querySelectorAll("a.on-map")) {
      const area = areas[link.dataset.area];
      if (!area) continue;
      const shown = toggle(link.textContent, () => {
        if (position !== current) show(position);
        visit(...(shown === visited ? [] : [shown, area, link.href]));
      });
      shown.className = "on-map";
      shown.dataset.area = link.dataset.area;
      link.replaceWith(shown);
    }
  });
  panel.addEventListener("keydown", ({ key }) => { if (key === "Escape" && visited) visit(); });
  function show(number) {
    if (visited && number !== current) visit();
    if (performance.now() - came > BROUGHT) left = current;
    if (number !== current) came = performance.now();
    current = number;
    steps.forEach((step, position) => step.classList.toggle("is-current", position === number));
    stage.show(steps[number]);
    count.textContent = steps[number].querySelector(".step__count").textContent;
    told.replaceChildren(...(performance.now() - pressed < PRESSED ? [paragraph(steps[number], WORDS)] : [])); // who scrolls did not ask
    for (const [made, isEnd] of [[previous, number === 0], [next, number === steps.length - 1]])
      Object.assign(made, { ariaDisabled: isEnd, disabled: isEnd && made !== document.activeElement }); // it would lose the focus
    if (steps.some(isAsked)) address();
  }

  // So that a refresh, and the way back, come here again.
  const remember = (what) => history.replaceState({ ...history.state, ...what }, "");
  const isRemembered = (step) => step.id === history.state?.step;
  const isAsked = (step) => `#${step.id}` === location.hash;
  const address = () => { if (!isAsked(steps[current])) history.replaceState(history.state, "", `#${steps[current].id}`); };

  function go(number) {
    if (number < 0 || number >= steps.length) return;
    pressed = performance.now();
    if (panel.classList.contains("is-stepper")) {
      show(number);
      address();
    } else {
      steps[number].scrollIntoView({ behavior: moves() ? "smooth" : "instant" });
    }
  }

  // A button that gets the focus is brought to the middle, before or after, as if the map stood still: that would be steps on.
  tools.addEventListener("focusin", ({ target }) => {
    const step = steps[performance.now() - came < BROUGHT ? left : current];
    if (panel.matches(".is-stepper") || !target.matches(":focus-visible")) return;
    setTimeout(() => { if (step !== steps[current] && target.matches(":focus")) step.scrollIntoView({ behavior: "instant" }); }, BROUGHT / 5);
  });

  const grid = panel.querySelector(".side-panel__grid");
  if (pointing) stage.hear();
  grid.prepend(stage.node);
  grid.before(ways);
  panel.classList.add("is-staged");
  // Under the map on a phone, beside it on a wide screen: the current step is the last whose first lines came above a
  // line. What lies above it counts however far away, so that a jump past the panel and back leaves no other step there;
  // in a frame, as of a preview, only when that frame is what is looked at.
  let observers = [];
  const watch = () => {
    observers.forEach((observer) => observer.disconnect());
    const below = narrow.matches ? "-20%" : "-40%";
    const passed = new Set();
    let isRead = false;
    const keep = () => {
      if (isRead && !isRemembered(steps[current])) remember({ step: steps[current].id });
      else if (!isRead && steps.some(isRemembered)) remember({ step: null });
    };
    const line = new IntersectionObserver((entries) => {
      const before = passed.size;
      entries.forEach(({ isIntersecting, target }) => passed[isIntersecting ? "add" : "delete"](target));
      if (panel.classList.contains("is-stepper") || !(before || passed.size)) return; // not there yet
      show(Math.max(0, passed.size - 1));
      keep();
    }, { root: parent === window ? null : document, rootMargin: `1000000px 0px ${below} 0px` });
    steps.forEach((step) => line.observe(step));
    const band = new IntersectionObserver((entries) => {
      isRead = entries.at(-1).isIntersecting;
      if (!panel.classList.contains("is-stepper")) keep();
    }, { rootMargin: `${narrow.matches ? "-75%" : "-55%"} 0px ${below} 0px` });
    band.observe(panel.querySelector(".steps"));
    observers = [line, band];
  };
  narrow.addEventListener("change", watch);
  watch();
  new IntersectionObserver((entries) => stage.near(entries.at(-1).isIntersecting), { rootMargin: "50% 0px" }).observe(panel);
  if (document.readyState === "complete") stage.lay();
  else addEventListener("load", () => stage.lay());
  // The browser brings back the place on the page, but a page that is still being laid out has other steps there.
  // Whoever went on by then (reader.js), stays where that led.
  const read = steps.findIndex(isRemembered);
  const comeBack = (isLast) => {
    if (document.documentElement.dataset.went || panel.classList.contains("is-stepper")) return;
    if (read !== current) steps[read].scrollIntoView({ behavior: "instant" });
    if (!isLast) idle(() => comeBack(!document.querySelector(HELD)));
  };
  if (read >= 0) addEventListener("load", () => requestAnimationFrame(() => comeBack()));
  show(Math.max(0, steps.findIndex(isAsked)));
  addEventListener("hashchange", () => {
    const found = steps.findIndex(isAsked);
    if (found >= 0) show(found);
  });
  // In a frame nothing scrolls by.
  if (panel.matches(".side-panel--slides, .framed *") || history.state?.stepper === steps[0].id) mode.click();
  // Not before: nobody pressed it then. The first step stands close enough to the button to keep both in sight.
  mode.addEventListener("click", () => (panel.matches(".is-stepper") || !current ? panel : steps[current]).scrollIntoView({ behavior: "instant" }));
}

document.querySelectorAll("[data-side-panel]").forEach(enhance);
