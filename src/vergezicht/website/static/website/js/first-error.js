// After a save that was refused the focus is on the message that says so, and its button leads into the first field that is
// wrong, also when that is in a closed block or on another tab: what is typed then goes where it is needed.
{
  const WRITABLE = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
  const OTHERWISE = "button, a[href]"; // an image, a page: what opens the list to choose from
  const message = () => document.querySelector("main > .content > .messages li.error");

  function hear() {
    const told = message();
    if (!told) return;
    told.setAttribute("role", "alert");
    told.tabIndex = -1;
    told.focus();
  }

  function open(part) {
    const tab = part.closest("[role=tabpanel]");
    if (tab?.hidden) document.querySelector(`[role=tab][href="#${tab.id}"], [role=tab][aria-controls="${tab.id}"]`)?.click();
    for (let panel = part.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      panel.querySelector(":scope > .w-panel__header [data-panel-toggle][aria-expanded=false]")?.click();
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("main > .content > .messages [data-w-focus-target-value]");
    const wrong = button && document.querySelector(`[data-edit-form] ${button.dataset.wFocusTargetValue}`);
    const field = wrong?.closest("[data-field]");
    if (!field) return;
    open(field);
    const places = [WRITABLE, OTHERWISE].flatMap((kind) => [...field.querySelectorAll(kind)]);
    const place = places.find((one) => one.checkVisibility());
    if (!place) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    field.scrollIntoView({ block: "center", behavior: "instant" });
    place.focus({ preventScroll: true });
  }, true);

  window.addEventListener("load", hear);
}
