// After a draft is saved by its button the screen comes back where it was, and says at the foot what stands at the top.
{
  const KEY = "plek";
  const SOON = 60_000; // ms: later it is another visit
  const GROWS = 2_500; // ms in which blocks are still being built above the place
  const READ = 8_000; // ms that the message stays at the foot

  const scrollers = () => [document.querySelector("main"), window].filter(Boolean);

  // Where one is working: the innermost block or field that has the focus, else the one in the middle of the screen.
  function place() {
    const { activeElement: focused } = document;
    const seen = focused?.closest("[data-contentpath]") ? focused : document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    const part = seen?.closest("[data-contentpath]");
    if (!part) return {};
    const path = []; // a field is found in its block, a block in its list
    for (let one = part; one; one = one.parentElement.closest("[data-contentpath]")) {
      path.unshift(`[data-contentpath="${CSS.escape(one.dataset.contentpath)}"]`);
    }
    return { path: path.join(" "), top: part.getBoundingClientRect().top, field: part.contains(focused) ? focused.id : "" };
  }

  document.addEventListener("submit", ({ target: form, submitter }) => {
    if (!form.matches("form[data-edit-form]") || submitter?.name) return; // the other buttons lead elsewhere
    sessionStorage.setItem(KEY, JSON.stringify({ page: location.pathname, at: Date.now(), ...place() }));
  });

  document.addEventListener("DOMContentLoaded", () => {
    const was = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    sessionStorage.removeItem(KEY);
    const isBack = was.page === location.pathname && Date.now() - was.at < SOON && was.path;
    if (!isBack || document.querySelector(".w-field__errors .error-message, [aria-invalid=true]")) return;
    const until = Date.now() + GROWS;
    const stop = new AbortController();
    for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(name, () => stop.abort(), { signal: stop.signal });
    (function hold() {
      const part = document.querySelector(was.path);
      if (stop.signal.aborted) return;
      const field = was.field && document.getElementById(was.field);
      if (field) { // it was saved by the keys, in the field
        field.focus({ preventScroll: true });
        was.field = "";
      }
      if (part) scrollers().forEach((one) => one.scrollBy({ top: part.getBoundingClientRect().top - was.top, behavior: "instant" }));
      if (Date.now() < until) requestAnimationFrame(hold);
      else stop.abort();
    })();
    const words = document.querySelector(".messages li")?.innerText.split("\n")[0].trim();
    if (words) setTimeout((bar) => bar.remove(), READ, window.vergezicht.bar(words));
  });
}
