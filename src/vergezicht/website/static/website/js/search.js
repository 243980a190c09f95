// Searches a copy of the site that has no server behind it. With a server the answer is in the page already.

const field = document.querySelector("#q");
const place = document.querySelector("[data-results]");
const asked = new URLSearchParams(location.search).get("q") ?? "";

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const wordsOf = (text) => fold(text).match(/[a-z0-9]+/g) ?? [];

function hits(row, words) {
  const told = row[4].split(" ");
  const title = wordsOf(row[2]);
  let score = 0;
  for (const word of words) {
    const stem = word.length > 5 ? word.slice(0, -2) : word;
    if (title.some((known) => known.startsWith(stem))) score += 4;
    else if (told.includes(word)) score += 2;
    else if (told.some((known) => known.startsWith(stem))) score += 1;
    else return 0;
  }
  return score;
}

function show(found, query) {
  const status = document.createElement("p");
  status.className = "lead";
  status.setAttribute("role", "status");
  status.textContent = found.length === 1 ? "1 resultaat." : `${found.length || "Geen"} resultaten voor “${query}”.`;
  const list = document.createElement("ul");
  list.className = "results";
  for (const [path, group, title, summary] of found.slice(0, 60)) {
    const link = Object.assign(document.createElement("a"), { href: path, textContent: title });
    const note = Object.assign(document.createElement("span"), { className: "source", textContent: `${group}. ${summary}` });
    const item = document.createElement("li");
    item.append(link, document.createElement("br"), note);
    list.append(item);
  }
  place.replaceChildren(status, list);
}

if (asked && !place.querySelector("[role=status]")) {
  field.value = asked;
  const answer = await fetch("/zoeken/index.json");
  if (answer.ok) {
    const words = wordsOf(asked);
    const scored = (await answer.json()).map((row) => [hits(row, words), row]).filter(([score]) => score > 0);
    show(scored.sort((a, b) => b[0] - a[0]).map(([, row]) => row), asked);
  }
}
