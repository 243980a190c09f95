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

const unfold = document.querySelector("[data-unfold]");
if (unfold && folds.length > 1) {
  unfold.hidden = false;
  unfold.addEventListener("click", () => {
    folds.forEach((fold) => { fold.open = true; });
    unfold.hidden = true;
    folds[0].querySelector("summary").focus();
  });
}

let closed = [];
addEventListener("beforeprint", () => {
  closed = folds.filter((fold) => !fold.open);
  closed.forEach((fold) => { fold.open = true; });
});
addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
