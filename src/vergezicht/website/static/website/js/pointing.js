// What is asked for at the first time that a reader points: which area of the map of a step lies there and what its
// figure is, the mark of an area in all maps, charts and tables, and the link of a heading.

const { lang } = document.documentElement;
const root = lang === "nl" ? "" : `/${lang}`; // the answers are in the language of the page
const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;
const canvas = document.createElement("canvas").getContext("2d");
const asked = new Map();

function json(address) {
  if (!asked.has(address)) {
    const answer = fetch(address).then((found) => found.json());
    asked.set(address, answer);
    answer.catch(() => asked.delete(address)); // a connection that was gone may be there again
  }
  return asked.get(address);
}

async function areasOf(level) {
  const areas = await json(`/verkennen/gebieden/${level}.json`);
  Object.values(areas).forEach((area) => { area.shape ??= new Path2D(area.path); });
  return areas;
}

// A point of the screen, on a drawing (svg.vz-step) that may be on its way.
export async function areaAt(drawing, clientX, clientY) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(drawing.getScreenCTM().inverse());
  const { level, indicator, period } = drawing.dataset;
  const [areas, figures] = await Promise.all([areasOf(level), json(`${root}/verkennen/${indicator}.json`)]);
  const code = Object.keys(areas).find((one) => canvas.isPointInPath(areas[one].shape, x, y, "evenodd"));
  if (!code) return null;
  const { name, page, path } = areas[code];
  return { path, href: `${root}${page}`, says: `${name}: ${figures[period]?.[code]?.[1] ?? say("geen cijfer")}` };
}

// In all figures of the page, the map of a step has its own outline; under a map stands what its table says of the area.
export function mark(main, code) {
  main.querySelectorAll("figure .vz-pointed").forEach((outline) => outline.remove());
  main.querySelectorAll(".is-pointed").forEach((node) => node.classList.remove("is-pointed"));
  for (const node of main.querySelectorAll(`[data-area="${code}"]`)) {
    node.classList.add("is-pointed");
    if (!node.matches("path")) continue;
    const outline = node.cloneNode();
    outline.removeAttribute("data-area");
    outline.setAttribute("class", "vz-pointed");
    node.ownerSVGElement.append(outline);
    const figure = node.closest("figure");
    const [head, value, margin] = figure.querySelector(`tr[data-area="${code}"]`)?.cells ?? [];
    const said = figure.querySelector(".picture__pointed");
    if (said && head) said.replaceChildren((head.querySelector("a") ?? head.firstChild).cloneNode(true), `: ${[value, margin].map((cell) => cell.textContent.trim()).filter(Boolean).join(", ")}`);
  }
}

// To the heading, its step or its figure; a click copies the address.
export function link(heading) {
  const place = heading.parentElement.closest("main [id]") ?? heading;
  if (!place.id || heading.querySelector(".copy")) return;
  const made = Object.assign(document.createElement("a"), { className: "copy", href: `#${place.id}`, textContent: "#", title: document.documentElement.dataset.copy ?? "Kopieer deze link" });
  made.addEventListener("click", () => navigator.clipboard?.writeText(made.href).then(() => { made.textContent = "✓"; }));
  heading.prepend(made);
}
