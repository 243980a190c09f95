// Filters the list of areas while a name is typed. The list is complete without it.

// On a page in another language than Dutch the words stand in the page.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const finder = document.querySelector("[data-finder]");
if (finder) {
  finder.hidden = false;
  const result = finder.querySelector("[role=status]");
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ");
  const items = [...document.querySelectorAll(".area-tree li")];
  finder.querySelector("input").addEventListener("input", (event) => {
    const wanted = plain(event.target.value).trim();
    let found = 0;
    for (const item of items) {
      item.hidden = !plain(item.textContent).includes(wanted);
      if (!item.hidden) found += 1;
    }
    document.querySelectorAll(".area-tree section").forEach((section) => {
      section.hidden = !section.querySelector("li:not([hidden])");
    });
    result.textContent = wanted ? (found === 1 ? say("1 buurt gevonden") : say("{0} buurten gevonden", found)) : "";
  });
}
