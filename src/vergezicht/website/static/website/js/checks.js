// The list of what to look at once more is that of the text as the editor has just saved it by itself.
document.addEventListener("w-autosave:success", async () => {
  const place = document.querySelector("[data-checks]");
  const answer = place && (await fetch(place.dataset.checks));
  if (answer?.ok) place.innerHTML = await answer.text();
});
