// An error at a field is of the last save: once the field is changed it is told so, and it counts no longer. Nor do those of
// a block that is thrown away.
{
  function count() {
    for (const element of document.querySelectorAll("[data-controller~=w-count]")) {
      window.wagtail.app.getControllerForElementAndIdentifier(element, "w-count")?.count();
    }
  }

  function recount() {
    count();
    document.dispatchEvent(new CustomEvent("wagtail:panel-init")); // beside the form they are counted then
  }

  function forget({ target }) {
    if (!target.closest?.('[data-streamfield-action="DELETE"]')) return;
    setTimeout(() => {
      const gone = [...document.querySelectorAll("input[name$=-deleted]")].filter(({ value }) => value);
      for (const { parentElement } of gone) parentElement.querySelectorAll(".error-message").forEach((one) => { one.hidden = true; });
      recount();
    });
  }

  function age({ target }) {
    const field = target.closest?.("[data-field]");
    const errors = field?.querySelector("[data-field-errors]");
    const standing = [...(errors?.querySelectorAll(".error-message:not([hidden])") ?? [])];
    if (!standing.length || errors.closest("[data-field]") !== field) return;
    for (const one of [...standing, ...errors.querySelectorAll(".icon")]) one.setAttribute("hidden", "");
    field.classList.remove("w-field--error");
    for (const one of field.querySelectorAll("[aria-invalid=true]")) one.removeAttribute("aria-invalid");
    recount();
    window.vergezicht.note(field, "Aangepast; bij het bewaren wordt dit opnieuw bekeken.");
  }

  document.addEventListener("click", forget, true);
  window.addEventListener("load", count); // the tabs count before there are blocks
  for (const name of ["input", "change"]) document.addEventListener(name, age);
}
