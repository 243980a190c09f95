// Filters the list of areas while a name is typed; what is no name of an area leaves the list whole.

// On a page in another language than Dutch the words stand in the page.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const finder = document.querySelector("[data-finder]");
if (finder) {
  const result = finder.querySelector("[role=status]");
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ");
  const items = [...document.querySelectorAll(".area-tree li")];
  finder.querySelector("input").addEventListener("input", (event) => {
    const wanted = plain(event.target.value).trim();
    const found = items.filter((item) => plain(item.textContent).includes(wanted));
    for (const item of items) item.hidden = found.length > 0 && !found.includes(item);
    document.querySelectorAll(".area-tree section").forEach((section) => {
      section.hidden = !section.querySelector("li:not([hidden])");
    });
    const count = found.length === 1 ? say("1 buurt gevonden") : say("{0} buurten gevonden", found.length);
    result.textContent = wanted && found.length ? count : "";
  });
}
