// Searches a copy of the site that has no server behind it. With a server the answer is in the page already.

// On a page in another language than Dutch the words stand in the page.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const field = document.querySelector("#q");
const place = document.querySelector("[data-results]");
const given = new URLSearchParams(location.search);
const asked = (given.get("q") ?? "").trim();
// In the address by these names, and shown in this order, as the server does.
const FACETS = { soort: "Soort", stadsdeel: "Stadsdeel", wijk: "Wijk", buurt: "Buurt", thema: "Thema", stand: "Stand", jaar: "Jaar" };
const MOST = 60;

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const wordsOf = (text) => fold(text).match(/[a-z0-9]+/g) ?? [];

// In English by its stems, each made once. In Dutch by how a long word begins: the server knows more.
const english = place.dataset.stemmer && (await import(place.dataset.stemmer)).stemmer;
const stems = new Map();
const stem = (word) => stems.get(word) ?? stems.set(word, english(word)).get(word);
const begin = (word) => (!english && word.length > 5 ? word.slice(0, -2) : word);
const isForm = (known, word) => known.startsWith(begin(word)) || (english && stem(known) === stem(word));

function hits(row, words, every) {
  const told = row[4].split(" ");
  const title = wordsOf(row[2]);
  let score = 0;
  for (const word of words) {
    if (title.some((known) => isForm(known, word))) score += 4;
    else if (told.includes(word)) score += 2;
    else if (told.some((known) => isForm(known, word))) score += 1;
    else if (every) return 0;
  }
  return score;
}

function best(rows, words, every = true) {
  const scored = rows.map((row) => [hits(row, words, every), row]).filter(([score]) => score > 0);
  return scored.sort((a, b) => b[0] - a[0]).map(([, row]) => row);
}

async function corrected(rows, words) {
  const { errors } = await import(place.dataset.spelling);
  const counts = new Map();
  for (const row of rows) for (const word of row[4].split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return words.map((word) => {
    const most = word.length > 7 ? 2 : 1;
    if (word.length < 4 || counts.has(word)) return word;
    const near = [...counts.keys()].filter((known) => known.length > 2).map((known) => [errors(word, known, most), -counts.get(known), known]);
    return near.filter(([found]) => found <= most).sort((a, b) => a[0] - b[0] || a[1] - b[1])[0]?.[2] ?? word;
  });
}

// A compound that stands nowhere: two words of the site, with or without a joint between them.
function apart(rows, words) {
  const known = new Set(rows.flatMap((row) => row[4].split(" ")));
  const has = (word) => word.length > 3 && known.has(word);
  return words.flatMap((word) => {
    if (known.has(word)) return word;
    const pairs = [];
    for (let place = 4; place <= word.length - 4; place++) {
      for (const joint of ["", "s", "e", "en", "er"]) {
        const [first, second] = [word.slice(0, place - joint.length), word.slice(place)];
        if (word.slice(0, place).endsWith(joint) && has(first) && has(second)) pairs.push([first, second]);
      }
    }
    const shortest = (pair) => Math.min(pair[0].length, pair[1].length);
    return pairs.sort((a, b) => shortest(b) - shortest(a))[0] ?? word;
  });
}

const made = (name, set = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), set);
  element.append(...inside);
  return element;
};
const list = (items, set, label) => {
  const element = made("ul", set, ...items.map((item) => made("li", {}, ...item)));
  element.setAttribute(label.startsWith("facet-") ? "aria-labelledby" : "aria-label", label);
  return element;
};
const titleOf = ([facet, , title]) => (facet === "soort" ? say(title) : title);
const named = (subject) => made("span", subject[3] ? { lang: subject[3] } : {}, titleOf(subject));

function address(chosen) {
  const asking = new URLSearchParams(asked ? { q: asked } : {});
  for (const facet of Object.keys(FACETS)) {
    const subject = chosen.find(([name]) => name === facet);
    if (subject) asking.set(facet, subject[1]);
  }
  const query = asking.toString();
  return `${location.pathname}${query && `?${query}`}`;
}

// A facet is counted as if nothing of it were chosen: its other values say what they would leave instead.
function facets(found, subjects, chosen) {
  const parts = [];
  for (const [facet, label] of Object.entries(FACETS)) {
    const others = chosen.filter(([name]) => name !== facet);
    const counts = new Map();
    for (const row of narrowed(found, subjects, others)) for (const place of row[5]) counts.set(place, (counts.get(place) ?? 0) + 1);
    const values = subjects.map((subject, place) => [subject, counts.get(place)]).filter(([subject, count]) => subject[0] === facet && count);
    if (values.length < 2) continue;
    const picked = chosen.find(([name]) => name === facet);
    const items = values.map(([subject, count]) => {
      if (subject !== picked) return [made("a", { href: address([...others, subject]) }, named(subject)), ` (${count})`];
      const here = made("strong", {}, named(subject));
      here.setAttribute("aria-current", "true");
      return [here, ` (${count})`];
    });
    const summary = made("summary", { id: `facet-${facet}` }, say(label));
    parts.push(made("details", { className: "facet", name: "facet" }, summary, list(items, {}, `facet-${facet}`)));
  }
  const group = made("div", { className: "facets" }, ...parts);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", say("Verfijnen"));
  return parts.length ? [group] : [];
}

function choices(chosen) {
  if (!chosen.length) return [];
  const items = chosen.map((subject) => {
    const what = `${say(FACETS[subject[0]])}: ${titleOf(subject)}`;
    const link = made("a", { className: "chosen__item", href: address(chosen.filter((one) => one !== subject)) }, what);
    link.setAttribute("aria-label", say("{0}, haal deze keuze weg", what));
    return [link];
  });
  items.push([made("a", { href: address([]) }, say("Alles wissen"))]);
  return [list(items, { className: "chosen" }, say("Gekozen"))];
}

const narrowed = (rows, subjects, chosen) => {
  const places = chosen.map((subject) => subjects.indexOf(subject));
  return rows.filter((row) => places.every((place) => row[5].includes(place)));
};

function counted(count, query, chosen) {
  if (count === 1) return say("1 resultaat.");
  if (count) return query ? say("{0} resultaten voor “{1}”.", count, query) : say("{0} resultaten.", count);
  return chosen.length ? say("Geen resultaten met deze keuzes.") : say("Geen resultaten voor “{0}”.", query);
}

function show(found, query, subjects, chosen) {
  const left = narrowed(found, subjects, chosen);
  const more = left.length > MOST ? ` ${say("Hieronder staan de eerste {0}.", MOST)}` : "";
  const status = made("p", { className: "lead" }, counted(left.length, query, chosen) + more);
  status.setAttribute("role", "status");
  const hits = made("ul", { className: "results" });
  for (const [path, group, title, summary] of left.slice(0, MOST)) {
    const note = made("span", { className: "source" }, `${say(group)}. ${summary}`);
    hits.append(made("li", {}, made("a", { href: path }, title), made("br"), note));
  }
  place.replaceChildren(status, ...choices(chosen), ...facets(found, subjects, chosen), hits);
}

const wished = Object.keys(FACETS).filter((facet) => given.get(facet));
if ((asked || wished.length) && !place.querySelector("[role=status]")) {
  field.value = asked;
  const answer = await fetch(new URL("index.json", field.form.action));
  if (answer.ok) {
    const { rows, subjects } = await answer.json();
    // What does not exist is as good as not chosen.
    const chosen = wished.map((facet) => subjects.find(([name, code]) => name === facet && code === given.get(facet))).filter(Boolean);
    for (const [name, value] of chosen) field.form.append(made("input", { type: "hidden", name, value }));
    const words = wordsOf(asked);
    // As the server does: what was typed, what was meant, the parts of its compounds, or some of it.
    let [found, told] = asked ? [best(rows, words), asked] : [rows, ""];
    for (const read of [corrected, apart]) {
      if (found.length || !asked) break;
      const meant = await read(rows, words);
      [found, told] = [best(rows, meant), meant.join(" ")];
    }
    if (!found.length) [found, told] = [best(rows, words, false), asked];
    if (asked || chosen.length) show(found, told, subjects, chosen);
  }
}
