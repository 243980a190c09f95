// The free map of "Kaart verkennen": areas in the colours and with the signs of the picture, their figures on them, marks
// with a number for what is going on, and under it all a base map when the municipality has one. Everything it shows stands in the list beside it too.

// On a page in another language than Dutch the words stand in the page.
const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;

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

function script(address) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
    document.head.append(made);
  });
}

// Layers of the usual vector base maps by their names (Protomaps, OpenMapTiles, Shortbread), in quiet colours of our own.
const GROUND = [
  [/^(earth|land)$/, "fill", { "fill-color": "$paper" }],
  [/^(landuse|landcover|park|natural)$/, "fill", { "fill-color": "$green", "fill-opacity": 0.35 }],
  [/^(water|water_polygons|ocean)$/, "fill", { "fill-color": "$water", "fill-opacity": 0.55 }],
  [/^(buildings?)$/, "fill", { "fill-color": "$ink", "fill-opacity": 0.12 }],
  [/^(roads|transportation|streets)$/, "line", { "line-color": "$ink", "line-opacity": 0.35, "line-width": 1 }],
];

async function ground(maplibre, settings, colours) {
  if (!settings.basemap || settings.schematic) return null;
  if (!window.pmtiles) await script(settings.pmtiles);
  const archive = new window.pmtiles.PMTiles(new URL(settings.basemap, location.href).href);
  const protocol = new window.pmtiles.Protocol();
  protocol.add(archive);
  maplibre.addProtocol("pmtiles", protocol.tile);
  const [header, metadata] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  const vector = header.tileType === 1;
  const source = { type: vector ? "vector" : "raster", url: `pmtiles://${archive.source.getKey()}` };
  if (!vector) source.tileSize = 256;
  const coloured = (paint) => Object.fromEntries(Object.entries(paint).map(([key, value]) => [key, typeof value === "string" ? colours[value.slice(1)] : value]));
  const names = (metadata.vector_layers ?? []).map(({ id }) => id);
  const layers = vector
    ? GROUND.flatMap(([pattern, type, paint]) => names.filter((name) => pattern.test(name)).map((name) => ({ id: `ground-${name}`, source: "ground", "source-layer": name, type, paint: coloured(paint) })))
    : [{ id: "ground", type: "raster", source: "ground", paint: { "raster-saturation": -0.6 } }];
  return { source, layers, credit: new DOMParser().parseFromString(metadata.attribution ?? "", "text/html").body.textContent };
}

// The signs of the drawings (pictures.css): hatching where there is no figure, dots where few people answered.
function sign(size, paint) {
  const brush = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext("2d");
  paint(brush);
  return brush.getImageData(0, 0, size, size);
}

const signs = ({ ink, paper, muted }) => ({
  hatch: sign(20, (brush) => {
    Object.assign(brush, { strokeStyle: muted, lineWidth: 2, globalAlpha: 0.6 });
    for (const start of [-20, 0, 20]) { brush.moveTo(start, 0); brush.lineTo(start + 20, 20); }
    brush.stroke();
  }),
  dots: sign(20, (brush) => {
    Object.assign(brush, { fillStyle: ink, strokeStyle: paper, lineWidth: 1.5 });
    for (const [x, y] of [[5, 5], [15, 15]]) { brush.beginPath(); brush.arc(x, y, 2.6, 0, 2 * Math.PI); brush.stroke(); brush.fill(); }
  }),
});

// Of two letter colours the one that stands out most on a third (relative luminance of WCAG 2).
function readable(on, ...letters) {
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...brush.getImageData(0, 0, 1, 1).data].map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const ratio = (letter) => Math.max(light(letter), light(on)) / Math.min(light(letter), light(on));
  return letters.sort((one, other) => ratio(other) - ratio(one))[0];
}

// A figure with a name above it once there is room; figures that would touch each other wait until somebody comes nearer.
function lettering(near, family) {
  return {
    id: "figures", type: "symbol", source: "spots",
    layout: {
      // From far away a tile is narrow: there the figure stands without its "%", as on the map in the story.
      "text-field": ["step", ["zoom"], ["get", "bare"], near, ["concat", ["get", "name"], "\n", ["get", "short"]]],
      "text-font": [family], "text-size": ["step", ["zoom"], 13, near, 15], "text-padding": 1,
      "text-max-width": 8, "text-line-height": 1.15,
    },
    paint: { "text-color": ["get", "letter"], "text-halo-color": ["get", "colour"], "text-halo-width": 3 },
  };
}

export async function draw(place, { settings, subject, shapes, areas, pick }) {
  const maplibre = await import(`${settings.library}/maplibre-gl.mjs`);
  const style = getComputedStyle(subject.drawing);
  const [ink, paper, muted, focus, water, green] = ["--vz-ink", "--vz-paper", "--vz-muted", "--vz-focus", "--vz-ramp-4", "--vz-ramp-2"].map((name) => style.getPropertyValue(name).trim());
  const below = await ground(maplibre, settings, { ink, paper, water, green }).catch(() => null);
  const features = shapes.features.filter((feature) => feature.properties.niveau === subject.level).map((feature, number) => ({
    ...feature, id: number,
    properties: { code: feature.properties.gebiedscode, ...(subject.shown.get(feature.properties.gebiedscode) ?? { step: "", colour: "transparent", outside: true }) },
  }));
  const within = features.filter((feature) => !feature.properties.outside); // begin where the step looks
  const byCode = new Map(features.map((feature) => [feature.properties.code, feature]));
  const source = (data) => ({ type: "geojson", data: { type: "FeatureCollection", features: data } });
  const larger = shapes.features.filter((feature) => feature.properties.niveau === "stadsdeel");
  const spots = areas.filter(({ at, step }) => at && step !== "0").map(({ at, name, short, step, few, colour, outside }) => ({
    type: "Feature", geometry: { type: "Point", coordinates: at },
    properties: { name, short, bare: short.replace("%", ""), step, few, colour, outside, letter: readable(colour, ink, paper) },
  }));
  const map = new maplibre.Map({
    container: place, bounds: bounds(within.length ? within : features), fitBoundsOptions: { padding: 24 }, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false,
    locale: { "NavigationControl.ZoomIn": say("Inzoomen"), "NavigationControl.ZoomOut": say("Uitzoomen"), "Map.Title": say("Kaart; de lijst ernaast zegt hetzelfde") },
    style: {
      version: 8,
      sources: { areas: source(features), larger: source(larger), spots: source(spots), ...(below ? { ground: below.source } : {}) },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": paper } },
        ...(below?.layers ?? []),
        { id: "beside", type: "fill", source: "areas", paint: { "fill-color": ink, "fill-opacity": 0.06 } },
        { id: "fill", type: "fill", source: "areas", paint: { "fill-color": ["get", "colour"], "fill-opacity": below ? 0.7 : 1 } },
        { id: "line", type: "line", source: "areas", paint: { "line-color": ink, "line-opacity": 0.35, "line-width": 1 } },
        { id: "larger", type: "line", source: "larger", paint: { "line-color": ink, "line-width": 1.6 } },
        { id: "chosen", type: "line", source: "areas", filter: ["==", ["get", "code"], ""], paint: { "line-color": focus, "line-width": 4 } },
      ],
    },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  if (below?.credit) place.append(Object.assign(document.createElement("p"), { className: "explore__credit", textContent: below.credit }));
  map.on("click", "beside", (event) => pick(event.features[0].properties.code));
  map.on("mousemove", "beside", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "beside", () => { map.getCanvas().style.cursor = ""; });
  const closest = map.getZoom() + 1.2; // near enough to see the neighbours too
  const [without, has, few] = [["==", ["get", "step"], "0"], ["!=", ["get", "step"], ""], ["==", ["get", "few"], 1]];
  const filters = { fill: has, hatch: without, dots: few, figures: has };
  let about = within.length ? within : features;
  let hidden = new Set();
  // Only what the picture is about has colours, signs and figures, or all of it; without the lines of the legend that are off.
  function filter() {
    const seen = ["all", ["!", ["in", ["get", "step"], ["literal", [...hidden]]]], ...(hidden.has("few") ? [["!", few]] : []), ...(about === features ? [] : [["!", ["get", "outside"]]])];
    for (const [layer, which] of Object.entries(filters)) if (map.getLayer(layer)) map.setFilter(layer, ["all", which, seen]);
  }
  map.once("style.load", () => {
    Object.entries(signs({ ink, paper, muted })).forEach(([name, image]) => map.addImage(name, image, { pixelRatio: 2 }));
    for (const name of ["hatch", "dots"]) map.addLayer({ id: name, type: "fill", source: "areas", paint: { "fill-pattern": name } }, "line");
    const near = map.getZoom() + (subject.level === "buurt" ? 1 : 0.01);
    map.addLayer(lettering(near, getComputedStyle(place).fontFamily));
    filter();
  });
  let marks = [];
  let pin = null;

  // One mark for everything of a kind that stands at one point; the number is how much.
  function show(layers) {
    marks.forEach((mark) => mark.remove());
    marks = [];
    const spots = new Map();
    layers.forEach(({ kind, items }, turn) => items.forEach((item) => {
      const points = item.at && !settings.schematic ? [item.at] : item.areas.map((code) => settings.areas[code]?.at).filter(Boolean);
      points.forEach((point) => {
        const key = `${kind} ${point}`;
        const spot = spots.get(key) ?? { kind, point, turn, titles: [] };
        spot.titles.push(item.title);
        spots.set(key, spot);
      });
    }));
    spots.forEach(({ kind, point, turn, titles }) => {
      const mark = Object.assign(document.createElement("span"), { className: `explore__mark explore__sign--${kind}`, textContent: titles.length, title: titles.join("\n") });
      mark.setAttribute("aria-hidden", "true");
      marks.push(new maplibre.Marker({ element: mark, offset: [(turn - (layers.length - 1) / 2) * 24, 24] }).setLngLat(point).addTo(map));
    });
  }

  return {
    ready: new Promise((resolve) => { map.once("idle", resolve); }),
    remove: () => map.remove(),
    show,
    colour(all, without) {
      about = all || !within.length ? features : within;
      hidden = without;
      filter();
    },
    choose(code, street) {
      pin?.remove();
      pin = null;
      if (street && !settings.schematic) {
        const flag = Object.assign(document.createElement("span"), { className: "explore__pin", textContent: street.name });
        flag.setAttribute("aria-hidden", "true");
        pin = new maplibre.Marker({ element: flag, anchor: "bottom" }).setLngLat(street.point).addTo(map);
      }
      map.setFilter("chosen", ["==", ["get", "code"], code ?? ""]);
      const area = byCode.get(code);
      map.fitBounds(bounds(area ? [area] : about), area ? { padding: 80, maxZoom: closest } : { padding: 24 });
    },
  };
}
