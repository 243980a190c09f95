// A date that the calendar cannot read stays as it was typed, and the page says what is wrong with it. Left alone the
// calendar puts today in its place without a word.

{
  const keepTyped = () => {
    const defaults = window.jQuery?.fn.datetimepicker?.defaults;
    if (defaults) defaults.validateOnBlur = false;
  };
  keepTyped();
  document.addEventListener("DOMContentLoaded", keepTyped, { capture: true, once: true });
}

// A moment of which half is filled in is none to the browser, and one that is over comes back as an error in a dialog that is
// closed by then: the button waits, and the field says so.
{
  const now = () => new Date().toLocaleString("sv-SE", { timeZone: "Europe/Amsterdam" }).replace(" ", "T"); // of the municipality
  const wrongOf = ({ validity, value, defaultValue }) => {
    if (validity.badInput) return "is nog niet af: vul de datum en de tijd in, of maak het veld leeg.";
    return value && value !== defaultValue && value < now() ? "is al voorbij: kies een later moment, of maak het veld leeg." : "";
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.type !== "submit" || !button.form) return;
    const field = [...button.form.querySelectorAll("input[type=datetime-local]")].find(wrongOf);
    if (!field) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = `‘${field.labels[0]?.innerText.trim()}’ ${wrongOf(field)}`;
    if (field.checkVisibility()) {
      window.vergezicht.note(field.parentElement, words);
      field.addEventListener("change", () => window.vergezicht.note(field.parentElement, ""), { once: true });
      field.focus();
    } else setTimeout((bar) => bar.remove(), 8000, window.vergezicht.bar(words, null, "alert"));
  }, { capture: true });
}

// A dialog that is closed without its button has chosen nothing: a moment left in it would be saved with the next word, and the
// page would be planned where its editor means to publish.
{
  let before = null;
  const moments = (dialog) => [...dialog.querySelectorAll("input[type=datetime-local]")];

  document.addEventListener("w-dialog:shown", ({ target }) => {
    before = moments(target).map((field) => [field, field.value]);
  });
  document.addEventListener("w-dialog:hidden", () => {
    for (const [field, value] of before ?? []) {
      if (field.value === value && !field.validity.badInput) continue;
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    before = null;
  });
}
