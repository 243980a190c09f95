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

// A moment of which half is filled in is none to the browser, and the form would say nothing of it: the button waits.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.type !== "submit" || !button.form) return;
  const half = [...button.form.querySelectorAll("input[type=datetime-local]")].find((field) => field.validity.badInput);
  if (!half) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const words = `‘${half.labels[0]?.innerText.trim()}’ is nog niet af: vul de datum en de tijd in, of maak het veld leeg.`;
  if (half.checkVisibility()) {
    window.vergezicht.note(half.parentElement, words);
    half.addEventListener("change", () => window.vergezicht.note(half.parentElement, ""), { once: true });
    half.focus();
  } else setTimeout((bar) => bar.remove(), 8000, window.vergezicht.bar(words, null, "alert"));
}, { capture: true });
