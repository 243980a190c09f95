// "Kaart verkennen": the areas of one drawn map, to move and zoom freely. The library (0.4 MB) comes only after the click.
// Colours, classes and figures are those of the picture itself; the table below it says the same without this map.

const own = document.querySelector("script[data-maplibre]");
const library = (name) => `${own.dataset.maplibre}/${name}`;

function element(name, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

// area code -> the class and colour that the picture gives it
function coloursOf(figure) {
  const found = new Map();
  figure.querySelectorAll("svg [data-area]").forEach((shape) => {
    const group = shape.closest("[class*=vz-k], .vz-none") ?? shape;
    const step = /vz-k(\d)/.exec(group.getAttribute("class") ?? "")?.[1] ?? "0";
    const fill = getComputedStyle(shape).fill;
    found.set(shape.dataset.area, { step, colour: fill.startsWith("rgb") ? fill : "transparent" });
  });
  return found;
}

// area name -> what its row of the table says, and where its own page is
function rowsOf(figure) {
  const found = new Map();
  figure.querySelectorAll("tbody tr").forEach((row) => {
    const [head, value, margin] = row.cells;
    const link = head.querySelector("a");
    found.set((link ?? head).textContent.trim(), { href: link?.href, text: [value, margin].map((cell) => cell?.textContent.trim()).filter(Boolean).join(", ") });
  });
  return found;
}

function bounds(features) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part) => {
    if (typeof part[0] !== "number") return part.forEach(visit);
    west = Math.min(west, part[0]); east = Math.max(east, part[0]);
    south = Math.min(south, part[1]); north = Math.max(north, part[1]);
  };
  features.forEach((feature) => visit(feature.geometry.coordinates));
  return [[west, south], [east, north]];
}

function legendOf(figure, toggle) {
  const list = figure.querySelector(".legend")?.cloneNode(true);
  list?.querySelectorAll("li").forEach((item) => {
    const step = /vz-k(\d)/.exec(item.querySelector(".legend__sign").className)?.[1];
    if (!step) return;
    const box = element("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => toggle(step, box.checked));
    const label = element("label", {}, box);
    label.append(...item.childNodes);
    item.replaceChildren(label);
  });
  return list ?? "";
}

function style(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const link = element("link", { rel: "stylesheet", href: address });
  const loaded = new Promise((resolve, reject) => { link.onload = resolve; link.onerror = reject; });
  document.head.append(link);
  return loaded;
}

async function explore(button) {
  await style(own.dataset.style);
  const figure = button.closest("figure");
  const title = element("h2", { className: "explore__title", textContent: figure.querySelector(".picture__title").textContent });
  const close = element("button", { type: "button", className: "button", textContent: "Sluit de kaart" });
  const state = element("p", { className: "explore__state" });
  state.setAttribute("role", "status");
  state.textContent = "De kaart wordt geladen…";
  const place = element("div", { className: "explore__map" });
  const dialog = element("dialog", { className: "explore" }, element("header", {}, title, close), place, element("footer", {}, state));
  dialog.setAttribute("aria-label", title.textContent);
  document.body.append(dialog);
  let map;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    map?.remove();
    dialog.remove();
    button.focus({ preventScroll: true });
  });
  dialog.showModal();
  try {
    const [maplibre, areas] = await Promise.all([
      import(library("maplibre-gl.mjs")),
      fetch(button.dataset.areas).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))),
      style(library("maplibre-gl.css")),
    ]);
    if (!dialog.open) return;
    map = draw(maplibre, place, figure, areas, button.dataset.level, state, dialog);
  } catch {
    state.textContent = "De kaart kan nu niet worden geladen. Alle cijfers staan in de tabel op de pagina.";
  }
}

function draw(maplibre, place, figure, areas, level, state, dialog) {
  const [colours, rows] = [coloursOf(figure), rowsOf(figure)];
  const style = getComputedStyle(figure.querySelector("svg"));
  const [ink, paper, focus] = ["--vz-ink", "--vz-paper", "--vz-focus"].map((name) => style.getPropertyValue(name).trim());
  const features = areas.features.filter((feature) => feature.properties.niveau === level).map((feature, number) => ({
    ...feature, id: number,
    properties: { name: feature.properties.naam, ...(colours.get(feature.properties.gebiedscode) ?? { step: "0", colour: "transparent" }) },
  }));
  const source = (data) => ({ type: "geojson", data: { type: "FeatureCollection", features: data } });
  const larger = areas.features.filter((feature) => feature.properties.niveau === "stadsdeel");
  const box = bounds(features);
  const map = new maplibre.Map({
    container: place, bounds: box, fitBoundsOptions: { padding: 24 }, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false,
    locale: { "NavigationControl.ZoomIn": "Inzoomen", "NavigationControl.ZoomOut": "Uitzoomen", "Map.Title": "Kaart; de tabel op de pagina geeft dezelfde cijfers" },
    style: {
      version: 8,
      sources: { areas: source(features), larger: source(larger) },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": paper } },
        { id: "fill", type: "fill", source: "areas", paint: { "fill-color": ["get", "colour"] } },
        { id: "line", type: "line", source: "areas", paint: { "line-color": ink, "line-opacity": 0.35, "line-width": 1 } },
        { id: "larger", type: "line", source: "larger", paint: { "line-color": ink, "line-width": 1.6 } },
        { id: "chosen", type: "line", source: "areas", filter: ["==", ["id"], -1], paint: { "line-color": focus, "line-width": 4 } },
      ],
    },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  const hidden = new Set();
  const legend = legendOf(figure, (step, shown) => {
    shown ? hidden.delete(step) : hidden.add(step);
    map.setFilter("fill", ["!", ["in", ["get", "step"], ["literal", [...hidden]]]]);
  });
  dialog.querySelector("footer").append(legend);
  const choose = (feature) => {
    map.setFilter("chosen", ["==", ["id"], feature.id]);
    const row = rows.get(feature.properties.name);
    const name = row?.href ? element("a", { href: row.href, textContent: feature.properties.name }) : feature.properties.name;
    state.replaceChildren(name, `: ${row?.text ?? "geen cijfer"}`);
  };
  map.on("click", "fill", (event) => choose(event.features[0]));
  map.on("mousemove", "fill", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "fill", () => { map.getCanvas().style.cursor = ""; });
  const closest = map.getZoom() + 1.2; // near enough to see the neighbours too
  // A list as well as the map: the arrow keys of a plain select choose an area, the map follows.
  const list = element("select", { id: "explore-area" }, element("option", { value: "", textContent: "kies een gebied" }));
  [...features].sort((a, b) => a.properties.name.localeCompare(b.properties.name, "nl"))
    .forEach((feature) => list.append(element("option", { value: feature.id, textContent: feature.properties.name })));
  list.addEventListener("change", () => {
    const feature = features[Number(list.value)];
    if (!list.value) return;
    choose(feature);
    map.fitBounds(bounds([feature]), { padding: 80, maxZoom: closest });
  });
  dialog.querySelector("footer").prepend(element("label", { htmlFor: "explore-area", textContent: "Gebied" }), list);
  state.textContent = "Kies een gebied in de lijst of op de kaart.";
  map.once("idle", () => { dialog.dataset.ready = "true"; });
  return map;
}

document.querySelectorAll("[data-explore]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => explore(button));
});
