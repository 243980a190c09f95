// A button beside every address and code that copies it; without this they can be selected by hand.

document.querySelectorAll("[data-copy]").forEach((field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button no-print";
  button.textContent = "Kopieer";
  button.setAttribute("aria-label", `Kopieer ${field.labels[0].textContent.toLowerCase()}`);
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // on plain http the clipboard is closed
    }
    button.textContent = "Gekopieerd";
    setTimeout(() => { button.textContent = "Kopieer"; }, 2000);
  });
  field.after(button);
});
