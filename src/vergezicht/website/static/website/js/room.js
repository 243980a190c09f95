// Says how much still fits in a field, before the browser stops taking what is typed without a word.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const NEAR = 0.2; // from here on it is said aloud too
const PAUSE = 1000; // milliseconds without typing

for (const told of document.querySelectorAll("[data-room]")) {
  const field = document.getElementById(told.dataset.room);
  const aloud = told.nextElementSibling;
  let waiting;
  const tell = (typed) => {
    const left = Math.max(0, field.maxLength - field.value.length);
    const sentence = left === 0 ? say("Vol: er past niets meer bij.")
      : left === 1 ? say("Nog 1 teken.") : say("Nog {0} tekens.", left);
    if (field.value) told.textContent = sentence;
    clearTimeout(waiting);
    if (typed) waiting = setTimeout(() => {
      aloud.textContent = left <= field.maxLength * NEAR ? sentence : "";
    }, PAUSE);
  };
  field.addEventListener("input", () => tell(true));
  tell(false);
}
