// Shows something of another site inside the page, only after the reader asked for it.

// On a page in another language than Dutch the words stand in the page.
const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;

document.querySelectorAll("[data-embed]").forEach((place) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: say("Laad het hier") });
  button.addEventListener("click", () => {
    const frame = Object.assign(document.createElement("iframe"), {
      src: place.dataset.embed, title: place.dataset.title, referrerPolicy: "no-referrer", allowFullscreen: true,
    });
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups");
    place.replaceChildren(frame);
    frame.focus();
  });
  place.querySelector(".embed__link").prepend(button, " ");
});
