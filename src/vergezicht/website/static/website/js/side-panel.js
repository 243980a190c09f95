// Moves one map from step to step. Every step already shows its whole map without this script;
// here the maps of the steps become states of one stage: colours by class, place by transform.

const SVG = "http://www.w3.org/2000/svg";
// On a page in another language than Dutch the words stand in the page.
const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;
const explorer = document.querySelector("script[data-explore]")?.dataset.explore;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 59.99rem)");

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// One character an area: 1-5 its class, 0 no figure; a-e and z the same outside what this step looks at.
function look(character) {
  const outside = "abcdez".includes(character) ? " vz-out" : "";
  const step = "abcde".indexOf(character) + 1 || Number(character) || 0;
  return step ? [`vz-k${step}${outside}`, false] : [`vz-none${outside}`, true];
}

class Stage {
  constructor(steps) {
    this.node = document.createElement("div");
    this.node.className = "stage";
    this.svg = element("svg", { role: "img" });
    // The legends of all steps share one place, as high as the highest: nothing moves when the step changes.
    const legends = document.createElement("div");
    legends.className = "stage__legends";
    this.legends = new Map(steps.map((step) => [step, step.querySelector(".legend")?.cloneNode(true)]));
    legends.append(...[...this.legends.values()].filter(Boolean));
    this.node.append(this.svg, legends);
    this.base = null;
    this.show(steps[0]);
  }

  show(step) {
    const source = step.querySelector("svg.vz-step");
    const data = source.dataset;
    if (this.base !== data.base) this.build(data);
    this.svg.setAttribute("class", source.getAttribute("class") + " vz-stage");
    this.svg.setAttribute("aria-label", source.querySelector("desc")?.textContent ?? "");
    [...data.classes].forEach((character, number) => {
      const area = this.areas.get(number);
      if (!area) return;
      const [css, hatched] = look(character);
      area.setAttribute("class", css);
      if (hatched) area.setAttribute("fill", `url(#${data.base}-h)`);
      else area.removeAttribute("fill");
    });
    const marks = [...source.children].filter((child) => !["title", "desc", "defs"].includes(child.localName));
    const over = marks.filter((child) => !/^vz-(k\d|none)/.test(child.getAttribute("class") ?? ""));
    this.over.replaceChildren(...over.flatMap((child) => {
      if (!child.classList.contains("vz-focus")) return [child.cloneNode(true)];
      const halo = child.cloneNode(true); // a wider line under it: a shadow would be drawn anew in every frame
      halo.classList.add("stage__halo");
      return [halo, child.cloneNode(true)];
    }));
    const [width, height] = data.frame.split(" ").map(Number);
    const [x, y, wide, high] = data.view.split(" ").map(Number);
    const scale = Math.min(width / wide, height / high);
    const left = width / 2 - (x + wide / 2) * scale;
    const top = height / 2 - (y + high / 2) * scale;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.map.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    this.legends.forEach((legend, owner) => legend?.classList.toggle("is-shown", owner === step));
  }

  build(data) {
    this.base = data.base;
    this.map = element("g", { class: "vz-stage__map" });
    this.areas = new Map();
    [...data.classes].forEach((character, number) => {
      if (character === "-") return;
      const area = element("use", { href: `#${data.base}${number}` });
      this.areas.set(number, area);
      this.map.append(area);
    });
    this.over = element("g", {});
    this.map.append(this.over);
    this.svg.replaceChildren(this.map);
  }
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

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

function enhance(panel) {
  const steps = [...panel.querySelectorAll(".step")];
  const stage = new Stage(steps);
  let current = 0;
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const previous = button(say("Vorige"), () => go(current - 1));
  const next = button(say("Volgende"), () => go(current + 1));
  const mode = toggle(say("Per stap lezen"), () => {
    const stepping = panel.classList.toggle("is-stepper");
    history.replaceState({ stepper: stepping && steps[0].id }, ""); // so that a refresh, and the way back, come here again
    steps[current].scrollIntoView({ block: "nearest", behavior: "instant" });
  });
  const tools = document.createElement("div");
  tools.className = "stage__tools";
  tools.append(previous, count, next);
  stage.node.append(tools);
  if (explorer) {
    const free = button(say("Kaart verkennen"), () => import(explorer).then(({ exploreStep }) => exploreStep(free, steps[current])));
    free.classList.add("stage__explore");
    stage.node.append(free);
  }
  const ways = document.createElement("p");
  ways.className = "stage__tools no-print";
  ways.append(mode, motion());

  function show(number) {
    current = number;
    steps.forEach((step, position) => step.classList.toggle("is-current", position === number));
    stage.show(steps[number]);
    count.textContent = steps[number].querySelector(".step__count").textContent;
    previous.disabled = number === 0;
    next.disabled = number === steps.length - 1;
    if (steps.some(isAsked)) address();
  }

  function isAsked(step) {
    return `#${step.id}` === location.hash;
  }

  function address() {
    if (!isAsked(steps[current])) history.replaceState(history.state, "", `#${steps[current].id}`);
  }

  function go(number) {
    if (number < 0 || number >= steps.length) return;
    if (panel.classList.contains("is-stepper")) {
      show(number);
      address();
    } else {
      const moves = !still.matches && document.documentElement.dataset.motion !== "off";
      steps[number].scrollIntoView({ behavior: moves ? "smooth" : "instant" });
    }
  }

  const grid = panel.querySelector(".side-panel__grid");
  grid.prepend(stage.node);
  grid.before(ways);
  panel.classList.add("is-staged");
  // Under the map on a phone, beside it on a wide screen: a step is the current one when its first lines can be read.
  let observer;
  const watch = () => {
    observer?.disconnect();
    const seen = new Set(); // all of them, not only what changed: two steps can be in sight at once
    observer = new IntersectionObserver((entries) => {
      entries.forEach(({ isIntersecting, target }) => seen[isIntersecting ? "add" : "delete"](steps.indexOf(target)));
      if (seen.size && !panel.classList.contains("is-stepper")) show(Math.max(...seen));
    }, { rootMargin: narrow.matches ? "-75% 0px -20% 0px" : "-55% 0px -40% 0px" });
    steps.forEach((step) => observer.observe(step));
  };
  narrow.addEventListener("change", watch);
  watch();
  show(Math.max(0, steps.findIndex(isAsked)));
  addEventListener("hashchange", () => {
    const found = steps.findIndex(isAsked);
    if (found >= 0) show(found);
  });
  // In a frame nothing scrolls by.
  if (panel.matches(".side-panel--slides, .framed *") || history.state?.stepper === steps[0].id) mode.click();
}

document.querySelectorAll("[data-side-panel]").forEach(enhance);
