// Makes a readable page handier: reading depth in the address, the current chapter in the contents, a filter on areas.

const depth = document.querySelectorAll('input[name="laag"]');
if (depth.length) {
  const openTables = (open) => document.querySelectorAll("details.figures").forEach((table) => { table.open = open; });
  const asked = new URLSearchParams(location.search).get("laag");
  depth.forEach((input) => {
    if (input.value === asked) {
      input.checked = true;
      openTables(asked === "cijfers");
    }
    input.addEventListener("change", () => {
      openTables(input.value === "cijfers");
      const address = new URL(location.href);
      if (input.value === "verhaal") address.searchParams.delete("laag");
      else address.searchParams.set("laag", input.value);
      history.replaceState(null, "", address);
    });
  });
}

const contents = document.querySelector(".contents");
if (contents) {
  const strip = contents.querySelector("ol");
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(target.id);
      link.setAttribute("aria-current", "true");
      strip.scrollTo({ left: link.offsetLeft - strip.clientWidth / 3 });
    }
  }, { rootMargin: "-30% 0px -65% 0px" });
  document.querySelectorAll(".chapter").forEach((chapter) => observer.observe(chapter));
}

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
    result.textContent = wanted ? (found === 1 ? "1 buurt gevonden" : `${found} buurten gevonden`) : "";
  });
}
