// Says how much still fits in a field, before the browser stops taking what is typed without a word.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const FEW = 20; // signs left, from where it is said aloud too
const PAUSE = 1500; // milliseconds without typing

for (const shown of document.querySelectorAll("[data-room]")) {
  const field = document.getElementById(shown.dataset.room);
  const aloud = shown.parentElement.nextElementSibling;
  let waiting;
  field.addEventListener("input", () => {
    const left = Math.max(0, field.maxLength - field.value.length);
    const sentence = left === 0 ? say("Vol: er past niets meer bij.")
      : left === 1 ? say("Nog 1 teken.") : say("Nog {0} tekens.", left);
    shown.textContent = field.value ? sentence : "";
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const told = document.createElement("p");
      told.textContent = sentence;
      aloud.replaceChildren(...(left <= FEW ? [told] : []));
    }, PAUSE);
  });
}
