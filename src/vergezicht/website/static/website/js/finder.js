// Filters the lists of areas while a name is typed; what is no name of an area leaves them whole, and says so, with what
// else can be looked for and where. What was typed may be an address: it goes along to no other page.

// On a page in another language than Dutch the words stand in the page.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const root = document.documentElement.lang === "nl" ? "" : `/${document.documentElement.lang}`;
const finder = document.querySelector("[data-finder]");
if (finder) {
  const result = finder.querySelector("[aria-live]");
  const button = finder.querySelector("button").textContent;
  // Without what stands between words, so that a name with a hyphen is found without it too.
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "");
  const lists = [...document.querySelectorAll(".area-tree section, section[data-areas]")];
  const items = lists.flatMap((list) => [...list.querySelectorAll("li")]);
  const names = [...items, ...document.querySelectorAll(".area-tree h2")];

  // An element of its own, so that who listens can read it back; it is heard once for as long as it stays the same.
  const tell = (sentence, ...further) => {
    if ((result.firstChild?.textContent ?? "") === sentence) return;
    const told = document.createElement("p");
    told.textContent = sentence;
    result.replaceChildren(...(sentence ? [told, ...further] : []));
  };
  const elsewhere = document.createElement("p");
  elsewhere.append(Object.assign(document.createElement("a"), { href: `${root}/zoeken/`, textContent: say("Zoek op een woord in de hele site") }));

  finder.querySelector("input").addEventListener("input", ({ target }) => {
    const typed = target.value.trim();
    const wanted = plain(typed);
    const found = new Set(wanted ? names.filter((name) => plain(name.textContent).includes(wanted)) : []);
    for (const item of items) item.hidden = found.size > 0 && !found.has(item);
    for (const list of lists) list.hidden = found.size > 0 && ![...list.querySelectorAll("li, h2")].some((name) => found.has(name));
    if (!typed) tell("");
    else if (!found.size) tell(say("Geen gebied heet zo. Met de knop “{0}” zoekt u ook op {1}.", button, finder.dataset.finder), elsewhere);
    else tell(found.size === 1 ? say("1 gebied gevonden") : say("{0} gebieden gevonden", found.size));
  });
}
