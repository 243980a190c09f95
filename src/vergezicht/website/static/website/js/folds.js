// Folds open for whoever follows a link to what is in them, where the browser does not do that itself; and on paper.

const folds = [...document.querySelectorAll(".theme-fold")];

function reveal() {
  const place = document.getElementById(location.hash.slice(1));
  const fold = place?.closest(".theme-fold");
  if (!fold || fold.open) return;
  fold.open = true;
  place.scrollIntoView();
}
reveal();
addEventListener("hashchange", reveal);

const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text) => words[text] ?? text;
const unfold = document.querySelector("[data-unfold]");
if (unfold && folds.length > 1) {
  const button = unfold.querySelector("button");
  const opens = button.textContent;
  const allOpen = () => folds.every((fold) => fold.open);
  unfold.hidden = false;
  button.addEventListener("click", () => {
    const open = !allOpen();
    folds.forEach((fold) => { fold.open = open; });
  });
  const name = () => { button.textContent = allOpen() ? say("Sluit alle thema’s") : opens; };
  folds.forEach((fold) => fold.addEventListener("toggle", name));
}

let closed = [];
addEventListener("beforeprint", () => {
  closed = folds.filter((fold) => !fold.open);
  closed.forEach((fold) => { fold.open = true; });
});
addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
