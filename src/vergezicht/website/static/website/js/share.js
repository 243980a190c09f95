// A button beside every address and code that copies it; without this they can be selected by hand.

const say = (text) => JSON.parse(document.documentElement.dataset.words ?? "{}")[text] ?? text;

document.querySelectorAll(".share [data-copy]").forEach((field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button no-print";
  button.textContent = say("Kopieer");
  button.setAttribute("aria-label", say("Kopieer {0}").replace("{0}", field.labels[0].textContent.toLowerCase()));
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // on plain http the clipboard is closed
    }
    button.textContent = say("Gekopieerd");
    setTimeout(() => { button.textContent = say("Kopieer"); }, 2000);
  });
  field.after(button);
});
