// A button beside every address and code that copies it; without this they can be selected by hand.

document.querySelectorAll("[data-copy]").forEach((field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  const name = field.labels[0].textContent.toLowerCase();
  button.textContent = `Kopieer ${name}`;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // on plain http the clipboard is closed
    }
    button.textContent = "Gekopieerd";
    setTimeout(() => { button.textContent = `Kopieer ${name}`; }, 2000);
  });
  field.after(button);
});
