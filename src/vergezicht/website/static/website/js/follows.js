// The preview follows the writing: what the cursor is in comes into sight there, and stays so when it is made again.
{
  let written; // the path of ids from the body to the field with the cursor: a block, and in it perhaps a step

  const idsOf = (element) => {
    const ids = [];
    for (let one = element; one; one = one.parentElement?.closest("[data-contentpath]")) ids.unshift(one);
    return ids;
  };

  // Where it stands in the preview: the step of a side panel when there is one, or else the block.
  function placeIn(page) {
    const [, block, part, step] = written;
    const place = page.querySelector(`[data-block="${block?.dataset.contentpath}"]`);
    if (part?.dataset.contentpath !== "steps" || !step) return place;
    const number = [...step.parentElement.querySelectorAll(":scope > [data-contentpath]")].indexOf(step) + 1;
    return place?.querySelector(`[id$="-stap-${number}"]`) ?? place;
  }

  function show() {
    const page = document.querySelector("#w-preview-iframe")?.contentDocument;
    const place = page && written && placeIn(page);
    if (!place) return;
    const { top } = place.getBoundingClientRect();
    const high = page.documentElement.clientHeight;
    const free = 64; // below what stays at the top of the page; only the preview scrolls, never the form around it
    if (top < 0 || top > high * 0.6) page.defaultView.scrollBy({ top: top - free, behavior: "instant" });
  }

  document.addEventListener("focusin", ({ target }) => {
    const now = idsOf(target.closest?.("[data-contentpath]"));
    if (now[0]?.dataset.contentpath !== "body") return;
    const same = now.slice(0, 4).every((element, at) => element === written?.[at]);
    written = now;
    if (!same) show();
  });
  document.addEventListener("w-preview:loaded", show);
}
