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
