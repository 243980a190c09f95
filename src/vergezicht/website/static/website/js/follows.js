// The preview follows the writing: what the cursor is in comes into sight there, and stays so when it is made again.
{
  const AIR = 64; // px: what stays at the top of every page
  const NEXT = 0.8; // of the height: above this line a step is the one that is read
  let written; // the path of ids from the body to the field with the cursor: a block, and in it perhaps a step

  const idsOf = (element) => {
    const ids = [];
    for (let one = element; one; one = one.parentElement?.closest("[data-contentpath]")) ids.unshift(one);
    return ids;
  };

  // Where it stands in the preview: the step of a side panel when there is one, or else the block; of a block that was
  // thrown away the one before it.
  function placeIn(page) {
    const [, block, part, step] = written;
    const placeOf = (one) => page.querySelector(`[data-block="${one?.dataset?.contentpath}"]`);
    let place = placeOf(block);
    for (let before = block?.previousElementSibling; !place && before; before = before.previousElementSibling) place = placeOf(before);
    if (part?.dataset.contentpath !== "steps" || !step) return place;
    const number = [...step.parentElement.querySelectorAll(":scope > [data-contentpath]")].indexOf(step) + 1;
    return place?.querySelector(`[id$="-stap-${number}"]`) ?? place;
  }

  // How far under the top a step has to begin where the map of a side panel stays above its steps, as on a phone: below
  // that map, and so low that the next step is not there yet (side-panel.js); 0 where the map is beside them.
  function underMap(text, high) {
    const stage = text.closest("[data-side-panel]")?.querySelector(".stage");
    if (!stage?.offsetHeight || !text.matches(".step__text")) return 0;
    const [one, other] = [stage.getBoundingClientRect(), text.getBoundingClientRect()];
    if (one.right <= other.left || one.left >= other.right) return 0;
    const under = parseFloat(stage.ownerDocument.defaultView.getComputedStyle(stage).top) + one.height + AIR / 4;
    return Math.min(Math.max(under, high * NEXT - text.parentElement.offsetHeight + AIR / 4), Math.max(under, high * NEXT - AIR));
  }

  function show() {
    const page = document.querySelector("#w-preview-iframe")?.contentDocument;
    const place = page && written && placeIn(page);
    if (!place) return;
    const text = place.querySelector(":scope > .step__text") ?? place;
    const { top } = text.getBoundingClientRect();
    const high = page.documentElement.clientHeight;
    const under = underMap(text, high);
    // Only the preview scrolls, never the form around it.
    if (under || top < 0 || top > high * 0.6) page.defaultView.scrollBy({ top: top - (under || AIR), behavior: "instant" });
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
