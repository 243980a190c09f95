// A comment of who reads along is dealt with where one writes, without loading the page again: what was typed stays.
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
  const head = document.getElementById("meelezers");
  head.textContent = head.textContent.replace(/\d+/, (open) => open - 1);
  window.vergezicht.note(holder, "Afgehandeld.");
  button.remove();
}, { capture: true });
