// Which area of the map of a step lies where a reader points, and what its figure is: asked for at the first time.

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
