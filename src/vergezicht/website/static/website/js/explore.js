// "Kaart verkennen": the areas of one drawn map, to move and zoom freely, with what is going on in them.
// Everything comes only after the click. Colours, classes and figures are those of the picture itself; the list of
// this dialog says what the map shows, and the page behind it says the same without either.

// What it asks for is there in the language of the page; names that people gave are in Dutch in all of them.
const { lang } = document.documentElement;
const ASKED = `${lang === "nl" ? "" : `/${lang}`}/verkennen`;

export function element(name, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// On a page in another language than Dutch the words stand in the page.
const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;
const OPENED = 1000; // milliseconds in which a screen reader tells that a window opened
const REBUILT = 600; // and in which it sees that another part of the page is left to reach: a focus before that is silent
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function stylesheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const link = element("link", { rel: "stylesheet", href: address });
  const loaded = new Promise((resolve, reject) => { link.onload = resolve; link.onerror = reject; });
  document.head.append(link);
  return loaded;
}

// The class and the colour that a drawing gives to a shape.
function look(shape) {
  const group = shape.closest("[class*=vz-k], .vz-none") ?? shape;
  const step = /vz-k(\d)/.exec(group.getAttribute("class") ?? "")?.[1] ?? "0";
  const fill = getComputedStyle(shape).fill;
  return { step, colour: fill.startsWith("rgb") ? fill : "transparent", outside: group.classList.contains("vz-out") };
}

// The figures of what is shown, as they are written on maps and in tables, and whether few people answered.
async function withFigures(shown, indicator, period) {
  const figures = await json(`${ASKED}/${indicator}.json`).catch(() => ({}));
  for (const [code, area] of shown) [area.short, area.text, area.few] = figures[period]?.[code] ?? ["", undefined, 0];
  return shown;
}

// What a map on a page shows: its areas by code.
async function figureSubject({ indicator, level, period }, figure) {
  const shown = new Map();
  figure.querySelectorAll("svg [data-area]").forEach((shape) => shown.set(shape.dataset.area, look(shape)));
  await withFigures(shown, indicator, period);
  return { title: figure.querySelector(".picture__title").textContent, level, shown, drawing: figure.querySelector("svg"), legend: figure.querySelector(".legend") };
}

// What one step of a story shows: of every area of its level the class, in one character (docs/pictures.md).
async function stepSubject(step, settings) {
  const drawing = step.querySelector("svg.vz-step");
  const { level, indicator, period, classes } = drawing.dataset;
  const codes = settings.levels[level];
  const shown = new Map();
  [...classes].forEach((sign, number) => {
    if (sign === "-") return;
    const outside = sign >= "a";
    const shade = outside ? "abcdef".indexOf(sign) : Number(sign);
    const group = `${shade ? `.vz-k${shade}` : ".vz-none"}${outside ? ".vz-out" : ":not(.vz-out)"}`;
    shown.set(codes[number], look(drawing.querySelector(`${group} > path`)));
  });
  await withFigures(shown, indicator, period);
  return { title: drawing.querySelector("title").textContent, level, shown, drawing, legend: step.querySelector(".legend") };
}

// What a line of the legend stands for: a class (0: no figure), or the areas where few people answered.
function kindOf(sign) {
  if (sign.contains("vz-indicative")) return "few";
  return sign.contains("vz-none") ? "0" : /vz-k(\d)/.exec(sign.value)?.[1];
}

// The legend of the picture with a box for every line; its numbers are those of the areas that are coloured.
function legendOf(legend, areas, toggle) {
  const list = legend?.cloneNode(true) ?? element("ul", { className: "legend" });
  list.setAttribute("aria-label", say("Laat op de kaart zien"));
  list.querySelector(".vz-ring")?.closest("li").remove(); // this map outlines nothing
  const lines = new Map([...list.children].map((item) => [kindOf(item.querySelector(".legend__sign").classList), item]));
  for (const [kind, css, said] of [["few", "vz-indicative", say("weinig antwoorden")], ["0", "vz-none", say("geen cijfer")]]) {
    if (lines.has(kind) || !areas.some((area) => isOf(area, kind))) continue;
    const name = element("span", { textContent: `${said} ` }, element("span", { className: "legend__count" }));
    lines.set(kind, element("li", {}, element("span", { className: `legend__sign vz-swatch ${css}`, ariaHidden: "true" }), name));
    list.append(lines.get(kind));
  }
  lines.delete(undefined);
  lines.forEach((item, kind) => {
    item.querySelector(".legend__sign").textContent = ""; // on this map areas have their figure, not the number of their class
    const box = element("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => toggle(kind, box.checked));
    item.replaceChildren(element("label", {}, box, ...item.childNodes));
  });
  return {
    node: list,
    count(coloured) {
      lines.forEach((item, kind) => {
        const { length } = coloured.filter((area) => isOf(area, kind));
        item.querySelector(".legend__count").textContent = `(${length})`;
        item.hidden = !length && !/[1-5]/.test(kind);
      });
    },
  };
}

const isOf = (area, kind) => (kind === "few" ? Boolean(area.few) : area.step === kind);

// Every area with its figure, to choose from without the map.
function areaList(areas, choose) {
  const items = new Map(areas.map((area) => {
    const pick = element("button", { type: "button", textContent: area.name });
    pick.addEventListener("click", () => choose(area));
    return [area, element("li", {}, pick, ` ${area.text ?? say("geen cijfer")}`)];
  }));
  const summary = element("summary");
  return {
    node: element("details", { className: "explore__areas" }, summary, element("ul", {}, ...items.values())),
    // Gives how many are left.
    show(coloured, hidden) {
      items.forEach((item, area) => { item.hidden = !coloured.includes(area) || [...hidden].some((kind) => isOf(area, kind)); });
      summary.textContent = `${say("Alle gebieden")} (${coloured.length})`;
      return [...items.values()].filter((item) => !item.hidden).length;
    },
  };
}

// What is going on, as a list that follows the chosen area and the chosen kinds; the map shows the same. Told is how much
// of each kind the list has.
function goingOn(settings, follow, tell) {
  const chosen = new Set();
  const list = element("div", { className: "explore__list" });
  let around = null;
  const fits = (item) => !around || item.areas.some((code) => around.has(code));
  const show = () => {
    const told = [];
    list.replaceChildren(...settings.layers.filter(({ kind }) => chosen.has(kind)).map(({ title, items }) => {
      const here = items.filter(fits);
      told.push(`${title} (${here.length})`);
      const lines = here.map(({ title: name, path, note }) => element("li", {}, element("a", { href: path, lang: "nl", textContent: name }), note ? ` · ${note}` : null));
      return element("section", {}, element("h3", { textContent: `${title} (${here.length})` }), element("ul", {}, ...lines));
    }));
    follow(settings.layers.filter(({ kind }) => chosen.has(kind)));
    tell(told.length ? say("Ook op de kaart: {0}.").replace("{0}", told.join(", ")) : "");
  };
  const boxes = settings.layers.map(({ kind, title, items }) => {
    const box = element("input", { type: "checkbox", name: "laag", value: kind });
    box.addEventListener("change", () => { box.checked ? chosen.add(kind) : chosen.delete(kind); show(); });
    return element("label", {}, box, element("span", { className: `explore__sign explore__sign--${kind}`, ariaHidden: "true" }), `${title} (${items.length})`);
  });
  const choice = element("fieldset", { className: "explore__layers" }, element("legend", { textContent: say("Laat ook zien") }), ...boxes);
  return { choice, list, within(codes) { around = codes; show(); } };
}

// A postcode goes to the server that answers "Mijn buurt", in the body of a question: it stands in no address and no log.
async function buurtOf(postcode, settings) {
  const answer = await fetch(settings.postcode, { method: "POST", body: new URLSearchParams({ waar: postcode }) }).catch(() => null);
  const { pathname } = new URL(answer?.url ?? "", location);
  return answer?.redirected ? Object.keys(settings.areas).find((code) => settings.areas[code].path === pathname) : undefined;
}

// Streets are looked up here: what is typed stays in the browser. A number after the street says in which buurt to look first.
const house = / (\d+)( ?[a-z]{1,4})?( \d+)?$/;
const bare = (text) => text.replace(house, "");
const hasNumber = (sides, number) => sides.some((from, at) => at % 2 === 0 && number >= from && number <= sides[at + 1] && (number - from) % 2 === 0);

// What somebody may have meant: the whole name, else its beginning, the beginning of a word in it, or a part of it.
function fitting(named, text) {
  const ways = [(name) => name === text, (name) => name.startsWith(text), (name) => name.includes(` ${text}`), (name) => name.includes(text)];
  return ways.map((fits) => named.filter(({ name }) => fits(plain(name)))).find((found) => found.length) ?? [];
}

async function misspelt(named, text, settings) {
  if (text.length < 4) return [];
  const { errors } = await import(settings.spelling);
  const most = text.length > 7 ? 2 : 1;
  const wrong = (name) => Math.min(errors(text, name, most), errors(text, name.slice(0, text.length), most));
  return named.map((one) => [wrong(plain(one.name)), one]).filter(([found]) => found <= most).sort(([one], [other]) => one - other).map(([, one]) => one);
}

function finder(areas, settings, { choose, ask }) {
  const field = element("input", { type: "text", id: "explore-area", autocomplete: "off" });
  field.setAttribute("list", "explore-areas");
  const offer = (named) => named.map(({ name }) => element("option", { value: name }));
  const names = element("datalist", { id: "explore-areas" }, ...offer(areas));
  const size = (code) => settings.areas[code]?.around.length ?? 0;
  const within = (code) => areas.find((area) => area.code === code) ?? areas.find(({ around }) => around.includes(code) && around.length >= size(code));
  // Smaller areas are found as streets are: in the area of this map that holds them.
  const others = Object.entries(settings.areas).filter(([code]) => within(code) && within(code).code !== code).map(([code, { name, at }]) => ({ name, parts: [[code, ...at]] }));
  let elsewhere;
  const fetched = () => {
    elsewhere ??= settings.streets ? json(settings.streets).then((found) => [...others, ...Object.entries(found).map(([name, parts]) => ({ name, parts }))], () => others) : Promise.resolve(others);
    return elsewhere;
  };
  field.addEventListener("focus", async () => names.append(...offer(await fetched())), { once: true });
  field.addEventListener("change", async () => {
    const text = plain(field.value);
    if (!text) { choose(); return; }
    if (settings.postcode && /^\d{4} ?[a-z]{2}$/.test(text)) { choose(within(await buurtOf(text, settings)) ?? null); return; }
    const known = await fetched();
    const go = (one) => (one.parts ? follow(one, Number(text.match(house)?.[1])) : choose(one));
    const exact = areas.find(({ name }) => plain(name) === text) ?? known.find(({ name }) => [text, bare(text)].includes(plain(name)));
    if (exact) { go(exact); return; }
    const found = [...fitting(areas, text), ...fitting(known, bare(text))];
    if (found.length === 1) go(found[0]);
    else ask(found.length ? found : await misspelt([...areas, ...known], bare(text), settings), (one, { detail }) => {
      go(one);
      if (!detail) field.focus(); // the button is gone; who pointed at it needs no focus, and no keyboard on the screen
    });
  });
  function follow({ name, parts }, number) {
    const there = parts.filter(([, , , ...sides]) => hasNumber(sides, number));
    const shown = (there.length ? there : parts).map(([code, ...at]) => ({ name, point: at.slice(0, 2), area: within(code) })).filter(({ area }) => area);
    choose(shown[0]?.area ?? null, shown);
  }
  const asked = [settings.streets && settings.postcode && say("Zoek een gebied, straat of postcode"), settings.streets && say("Zoek een gebied of straat"), settings.postcode && say("Zoek een gebied of postcode"), say("Zoek een gebied")].find(Boolean);
  return element("p", { className: "explore__finder" }, element("label", { htmlFor: "explore-area", textContent: asked }), field, names);
}

// A picture of one part of the municipality is about that part; the rest is coloured too when asked, where all of it is known.
function besides(number, isKnown, colour) {
  if (!number) return null;
  if (!isKnown) return element("p", { className: "explore__besides", textContent: say("De andere gebieden hebben geen kleur.") });
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => colour(box.checked));
  return element("p", { className: "explore__besides" }, element("label", {}, box, say("Kleur ook de {0} andere gebieden").replace("{0}", number)));
}

export async function explore(button, subjectOf) {
  const settings = await json(`${ASKED}/kaart.json`);
  await stylesheet(settings.style);
  const subject = await subjectOf(settings);
  const close = element("button", { type: "button", className: "button", textContent: say("Sluit de kaart"), autofocus: true });
  // One line for who listens: what a search came to, and after another choice what the map shows. Of each only what is new
  // is told; what the map shows is seen on the map.
  const [answer, counted, also] = [say("De kaart wordt geladen…"), "", ""].map((textContent) => element("p", { textContent }));
  const state = element("div", { className: "explore__state", ariaAtomic: "false" }, answer, counted, also);
  const tell = (line, sentence) => { if (line.textContent !== sentence) line.textContent = sentence; };
  setTimeout(() => state.setAttribute("role", "status"), OPENED);
  const place = element("div", { className: "explore__map" });
  const panel = element("div", { className: "explore__panel" }, state);
  const title = element("h2", { className: "explore__title", textContent: subject.title, tabIndex: -1 });
  const dialog = element("dialog", { className: "explore" }, element("header", {}, title, close), panel, place);
  dialog.setAttribute("aria-label", say("Kaart verkennen"));
  document.body.append(dialog);
  let map;
  close.addEventListener("click", () => dialog.close());
  const leave = () => dialog.close();
  dialog.addEventListener("close", () => {
    removeEventListener("popstate", leave);
    if (history.state?.map) history.back();
    map?.remove();
    button.focus({ preventScroll: true });
    getSelection().collapse(button); // the reading place of a screen reader, which would end up where the dialog was
    dialog.remove();
  });
  dialog.showModal();
  setTimeout(() => close.matches(":focus") && title.focus(), REBUILT);
  history.pushState({ ...history.state, map: true }, ""); // it fills the screen: who goes back means the page under it
  addEventListener("popstate", leave);

  const areas = Object.entries(settings.areas).filter(([code]) => subject.shown.has(code))
    .map(([code, area]) => ({ ...subject.shown.get(code), code, ...area })); // in the order of any list of areas
  const going = goingOn(settings, (layers) => map?.show(layers), (sentence) => tell(also, sentence));
  const said = (area) => [element("a", { href: area.path, textContent: area.name }), `: ${area.text ?? say("geen cijfer")}`];
  const choose = (area, street = []) => {
    if (area === null) { answer.textContent = say("Dit gebied staat niet op deze kaart."); return; }
    map?.choose(area?.code, street[0]);
    going.within(area ? new Set(area.around) : null);
    const around = new Set([area, ...street.map((part) => part.area)]);
    if (street.length) {
      const names = new Intl.ListFormat(document.documentElement.lang).format([...around].map(({ name }) => name));
      const sentence = say("{0} ligt in {1}.").replace("{0}", street[0].name).replace("{1}", names);
      answer.replaceChildren(`${sentence} `, ...[...around].flatMap((one, number) => [...(number ? [" · "] : []), ...said(one)]));
    }
    else if (area) answer.replaceChildren(...said(area));
    else tell(answer, say("Typ de naam van een gebied, of kies het op de kaart."));
  };
  const ask = (found, go) => {
    const meant = found.slice(0, 8).map((one) => {
      const pick = element("button", { type: "button", textContent: one.name });
      pick.addEventListener("click", (pressed) => go(one, pressed));
      return pick;
    });
    answer.replaceChildren(...(meant.length ? [say("Bedoelt u:"), ...meant] : [say("Niet gevonden. Kijk of u het goed typte, of kies uit alle gebieden.")]));
  };
  const inside = areas.filter(({ outside }) => !outside);
  const every = areaList(areas, choose);
  const hidden = new Set();
  let coloured = inside;
  const follow = () => {
    const left = every.show(coloured, hidden);
    map?.colour(coloured === areas, hidden);
    return say("De kaart toont {0} van de {1} gebieden.").replace("{0}", left).replace("{1}", areas.length);
  };
  const legend = legendOf(subject.legend, areas, (kind, shown) => {
    hidden[shown ? "delete" : "add"](kind);
    tell(counted, follow());
  });
  const others = besides(areas.length - inside.length, settings.levels[subject.level].every((code) => subject.shown.has(code)), (all) => {
    coloured = all ? areas : inside;
    legend.count(coloured);
    tell(counted, follow());
    choose();
  });
  legend.count(coloured);
  follow();
  panel.prepend(finder(areas, settings, { choose, ask }));
  panel.append(...[legend.node, others, every.node, going.choice, going.list].filter(Boolean));
  try {
    const [{ draw }, shapes] = await Promise.all([import(settings.drawing), json(settings.shapes), stylesheet(`${settings.library}/maplibre-gl.css`)]);
    if (!dialog.open) return;
    map = await draw(place, { settings, subject, shapes, areas, pick: (code) => choose(areas.find((area) => area.code === code)) });
    answer.textContent = say("Typ de naam van een gebied, of kies het op de kaart.");
    map.ready.then(() => { dialog.dataset.ready = "true"; });
  } catch {
    place.remove();
    dialog.classList.add("explore--listed");
    answer.textContent = say("De kaart kan nu niet worden geladen. Alle cijfers staan ook op de pagina.");
  }
}

export const exploreStep = (button, step) => explore(button, (settings) => stepSubject(step, settings));
export const exploreFigure = (button) => explore(button, () => figureSubject(button.dataset, button.closest("figure")));
