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
const [MOST, SHOWN] = [200, 8]; // hits that are listed, and per group before it is opened
const [MOST_APART, SHARE_APART] = [20, 0.1]; // hits of a compound that was taken apart, and their share of all pages

const fold = (text) => text.toLowerCase().replaceAll("’", "'").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
const wordsOf = (text) => (fold(text).match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? []).map((word) => word.split("'")[0]);

// In English by its stems. In Dutch by how a long word begins: the server knows more.
const stem = place.dataset.stemmer && (await import(place.dataset.stemmer)).stemmer;
const begin = (word) => (!stem && word.length > 5 ? word.slice(0, -2) : word);

// The words of all texts or titles, in order, with the rows that have them (search/index.py).
class Words {
  constructor({ words, rows }) {
    this.all = words.split(" ");
    this.rows = rows.split(";");
  }

  // The place of the first word that is not before this one.
  place(word) {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(word) { return this.all[this.place(word)] === word; }

  // "{" comes after all letters and figures.
  between(start) { return [this.place(start), this.place(`${start}{`)]; }

  mark(scores, at, score, via = null, word = "") {
    let row = 0;
    for (const step of this.rows[at].split(" ")) {
      row += Number(step);
      if (scores[row] < score) {
        scores[row] = score;
        via?.set(row, word);
      }
    }
  }

  markForms(scores, word, score) {
    const [from, to] = this.between(begin(word));
    for (let at = from; at < to; at++) this.mark(scores, at, score);
    if (!stem) return;
    const [first, last] = this.between(word.slice(0, 3)); // a stem begins as its words do
    for (let at = first; at < last; at++) if (stem(this.all[at]) === stem(word)) this.mark(scores, at, score);
  }
}

// Rows from best to worst: a word in the title counts for more than just so in the text, that for more than its forms,
// and those for more than what means the same. What is found by another word only, says which (as its last part).
function best({ rows, texts, titles, mute, synonyms }, words, { every = true, titled = false } = {}) {
  const named = new Uint8Array(rows.length);
  const totals = new Uint16Array(rows.length);
  const missing = new Uint8Array(rows.length);
  const via = new Map();
  for (const word of words) {
    const scores = new Uint8Array(rows.length);
    const alike = new Map();
    for (const group of synonyms) {
      if (!group.some((other) => begin(other) === begin(word))) continue;
      for (const other of group) if (texts.has(other)) texts.mark(scores, texts.place(other), 1, alike, other);
    }
    texts.markForms(scores, word, 2);
    if (texts.has(word)) texts.mark(scores, texts.place(word), 3);
    titles.markForms(scores, word, 5);
    scores.forEach((score, row) => {
      totals[row] += score;
      if (score === 1) via.set(row, alike.get(row));
      if (score === 5) named[row] = 1;
      if (every && !score) missing[row] = 1;
    });
  }
  const found = rows.map((_, row) => row).filter((row) => totals[row] && !missing[row] && (named[row] || !titled));
  // What is called just so goes first; the kind of an area behind its name does not count.
  const name = words.join(" ");
  const nameOf = ([, , title]) => wordsOf(title.replace(/ \([^)]*\)$/, "")).filter((word) => !mute.has(word)).join(" ");
  const isNamed = (row) => totals[row] >= 5 * words.length && nameOf(rows[row]) === name;
  for (const row of found) if (isNamed(row)) totals[row] = 65535;
  return found.sort((a, b) => totals[b] - totals[a]).map((row) => (via.has(row) && totals[row] === words.length ? [...rows[row], via.get(row)] : rows[row]));
}

// Of two words of four letters three that are the same say too little: these must have the same letters.
const saysEnough = (word, known) => Math.max(word.length, known.length) > 4 || [...word].sort().join("") === [...known].sort().join("");

// One spelling for what sounds the same in Dutch.
const heard = (word) => (stem ? word : word.replaceAll("ij", "ei").replaceAll("au", "ou").replace(/dt?$/, "t"));

// Among the words that begin or end alike, as the server does; the most usual of the nearest. A synonym that no text has
// leads to what it means.
async function corrected({ texts, synonyms }, words, spelling) {
  const { errors } = await spelling;
  const meant = synonyms.filter((group) => group.some((word) => texts.has(word))).flat().filter((word) => !texts.has(word));
  return words.map((word) => {
    const most = word.length > 7 ? 2 : 1;
    if (word.length < 4 || texts.has(word)) return word;
    const [end, sounds] = [word.slice(-2), heard(word)];
    let [fewest, mostRows, nearest] = [most, -1, word];
    [...texts.all, ...meant].forEach((known, at) => {
      if (known.length < 3 || Math.abs(known.length - word.length) > most) return;
      if (known[0] !== word[0] && !known.endsWith(end)) return;
      const found = heard(known) === sounds ? 0 : errors(word, known, fewest);
      if (found > fewest || !saysEnough(word, known)) return;
      const rows = texts.rows[at]?.split(" ").length ?? 0;
      if (found < fewest || rows > mostRows) [fewest, mostRows, nearest] = [found, rows, known];
    });
    return nearest;
  });
}

// A compound that stands nowhere: two words of the site, with or without a joint between them.
function apart({ texts }, words) {
  const has = (word) => word.length > 3 && texts.has(word);
  return words.flatMap((word) => {
    if (texts.has(word)) return word;
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

// How many of these rows are about each subject, by its number.
function counts(rows, subjects) {
  const all = new Uint32Array(subjects.length);
  for (const row of rows) for (const place of row[4]) all[place] += 1;
  return all;
}

// A facet is counted as if nothing of it were chosen: its other values say what they would leave instead.
function facets(found, subjects, chosen) {
  const parts = [];
  const left = counts(narrowed(found, subjects, chosen), subjects);
  for (const [facet, label] of Object.entries(FACETS)) {
    const others = chosen.filter(([name]) => name !== facet);
    const told = others.length < chosen.length ? counts(narrowed(found, subjects, others), subjects) : left;
    const values = subjects.map((subject, place) => [subject, told[place]]).filter(([subject, count]) => subject[0] === facet && count);
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
  return rows.filter((row) => places.every((place) => row[4].includes(place)));
};

function counted(count, query, chosen) {
  if (count === 1) return say("1 resultaat.");
  if (count) return query ? say("{0} resultaten voor “{1}”.", count, query) : say("{0} resultaten.", count);
  return chosen.length ? say("Geen resultaten met deze keuzes.") : say("Geen resultaten voor “{0}”.", query);
}

// A text with what was looked for in bold.
function marked(text, looked) {
  const isMeant = (piece) => wordsOf(piece).some((word) => looked.some((meant) => word.includes(begin(meant)) || (stem && stem(word) === stem(meant))));
  return text.split(/([\p{L}\d][\p{L}\d'’]*)/u).map((piece, at) => (at % 2 && isMeant(piece) ? made("b", {}, piece) : piece));
}

function hit([path, , title, summary, , via], looked) {
  const why = via ? [`${say("Gevonden via “{0}”.", via)} `] : [];
  const told = made("p", { className: "source" }, ...why, ...marked(summary, via ? [...looked, via] : looked));
  return made("li", {}, made("h3", {}, made("a", { href: path }, title)), told);
}

// The hits of a group: the first at once, the others when they are asked for.
function group(name, hits, size, number, looked) {
  const heading = made("h2", { id: `groep-${number}` }, `${say(name)} (${size})`);
  const draw = (some) => made("ul", { className: "results" }, ...some.map((row) => hit(row, looked)));
  const section = made("section", {}, heading, draw(hits.slice(0, SHOWN)));
  section.setAttribute("aria-labelledby", heading.id);
  const rest = hits.slice(SHOWN);
  if (rest.length) {
    const summary = made("summary", {}, rest.length === 1 ? say("Nog 1 resultaat") : say("Nog {0} resultaten", rest.length));
    const fold = made("details", {}, summary);
    fold.addEventListener("toggle", () => fold.append(draw(rest)), { once: true });
    section.append(fold);
  }
  return section;
}

function show(found, query, looked, subjects, chosen) {
  const left = narrowed(found, subjects, chosen);
  const more = left.length > MOST ? ` ${say("Hieronder staan de eerste {0}.", MOST)}` : "";
  const status = made("div", { role: "status" }, made("p", { className: "lead" }, counted(left.length, query, chosen) + more));
  const [groups, sizes] = [new Map(), new Map()];
  left.forEach((row, at) => {
    sizes.set(row[1], (sizes.get(row[1]) ?? 0) + 1);
    if (at < MOST) groups.set(row[1], [...(groups.get(row[1]) ?? []), row]);
  });
  const parts = [...groups].map(([name, hits], number) => group(name, hits, sizes.get(name), number, looked));
  place.replaceChildren(status, ...choices(chosen), ...facets(found, subjects, chosen), ...parts);
}

const wished = Object.keys(FACETS).filter((facet) => given.get(facet));
if ((asked || wished.length) && !place.querySelector("[role=status]")) {
  field.value = asked;
  const spelling = import(place.dataset.spelling); // it comes along with what is much larger
  const answer = await fetch(new URL("index.json", field.form.action));
  if (answer.ok) {
    const { rows, subjects, silent, synonyms, ...index } = await answer.json();
    const mute = new Set(silent.split(" "));
    const known = { rows, mute, synonyms, texts: new Words(index.texts), titles: new Words(index.titles) };
    // What does not exist is as good as not chosen.
    const chosen = wished.map((facet) => subjects.find(([name, code]) => name === facet && code === given.get(facet))).filter(Boolean);
    for (const [name, value] of chosen) field.form.append(made("input", { type: "hidden", name, value }));
    const typed = wordsOf(asked);
    const telling = typed.filter((word) => !mute.has(word));
    const words = telling.length ? telling : typed;
    // As the server does: what was typed, what was meant, the parts of its compounds, or some of it.
    let [found, told, looked] = asked ? [best(known, words), asked, words] : [rows, "", []];
    for (const read of [corrected, apart]) {
      if (found.length || !asked) break;
      const meant = await read(known, words, spelling);
      let hits = best(known, meant);
      const flood = () => meant.length > words.length && hits.length > Math.max(MOST_APART, rows.length * SHARE_APART);
      if (flood()) hits = best(known, meant, { titled: true });
      if (!flood()) [found, told, looked] = [hits, meant.join(" "), meant];
    }
    if (!found.length) [found, told, looked] = [best(known, words, { every: false }), asked, words];
    if (asked || chosen.length) show(found, told, looked, subjects, chosen);
  }
}
