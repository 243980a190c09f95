// Searches a copy of the site that has no server behind it. With a server the answer is in the page already.

// On a page in another language than Dutch the words stand in the page.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const field = document.querySelector("#q");
const place = document.querySelector("[data-results]");
const asked = new URLSearchParams(location.search).get("q") ?? "";

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

function show(found, query) {
  const status = document.createElement("p");
  status.className = "lead";
  status.setAttribute("role", "status");
  status.textContent = found.length === 1 ? say("1 resultaat.") : found.length ? say("{0} resultaten voor “{1}”.", found.length, query) : say("Geen resultaten voor “{0}”.", query);
  const list = document.createElement("ul");
  list.className = "results";
  for (const [path, group, title, summary] of found.slice(0, 60)) {
    const link = Object.assign(document.createElement("a"), { href: path, textContent: title });
    const note = Object.assign(document.createElement("span"), { className: "source", textContent: `${say(group)}. ${summary}` });
    const item = document.createElement("li");
    item.append(link, document.createElement("br"), note);
    list.append(item);
  }
  place.replaceChildren(status, list);
}

if (asked && !place.querySelector("[role=status]")) {
  field.value = asked;
  const answer = await fetch(new URL("index.json", field.form.action));
  if (answer.ok) {
    const rows = await answer.json();
    const words = wordsOf(asked);
    // As the server does: what was typed, what was meant, the parts of its compounds, or some of it.
    let [found, told] = [best(rows, words), asked];
    for (const read of [corrected, apart]) {
      if (found.length) break;
      const meant = await read(rows, words);
      [found, told] = [best(rows, meant), meant.join(" ")];
    }
    if (!found.length) [found, told] = [best(rows, words, false), asked];
    show(found, told);
  }
}
