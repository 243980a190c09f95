// A comment of who reads along is dealt with where one writes, without loading the page again: what was typed stays.

{
  // In the heading of the comments, and in the way to them under the title (checks.js).
  function tellHowMany(open) {
    const head = document.getElementById("meelezers");
    head.textContent = head.textContent.replace(/\d+/, open);
    head.dataset.open = open === 1 ? "1 opmerking van een meelezer" : `${open} opmerkingen van meelezers`;
    const above = document.querySelector(".checks-above [href='#meelezers']");
    if (above) above.textContent = head.dataset.open;
    if (open) return;
    above?.remove();
    delete head.dataset.open;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("form[data-edit-form] [data-handles]");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.disabled = true;
    const headers = { Accept: "application/json", "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
    const answer = await fetch(button.dataset.wActionUrlValue, { method: "POST", headers }).catch(() => null);
    const holder = button.parentElement;
    if (!answer?.ok) {
      button.disabled = false;
      window.vergezicht.note(holder, "Dat lukte niet. Probeer het opnieuw.");
      return;
    }
    window.vergezicht.note(holder, "Afgehandeld.");
    holder.tabIndex = -1; // the focus stays where the button was
    holder.focus({ preventScroll: true });
    button.remove();
    tellHowMany(document.querySelectorAll("[data-handles]").length);
  }, { capture: true });
}
