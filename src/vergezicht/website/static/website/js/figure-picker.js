// Asks which figure or claim a sentence needs, shows what it says now, and gives what to write into the text.

// The reference between braces; "" when the editor changes their mind.
async function pickFigure(address) {
  const answer = await fetch(address);
  if (!answer.ok) return "";
  const dialog = document.createElement("dialog");
  dialog.className = "figure-dialog";
  dialog.setAttribute("aria-labelledby", "cijfer-kiezen");
  dialog.innerHTML = await answer.text();
  document.body.append(dialog);
  const form = dialog.querySelector("form");
  const says = form.querySelector(".figure-picker__says");
  const put = form.querySelector("[value='voeg in']");
  const bounds = form.dataset.bounds.split(" ");
  const area = form.elements.area;
  const chosen = sessionStorage.getItem("vergezicht-area");  // a story is mostly about one area
  if ([...area.options].some((option) => option.value === chosen)) area.value = chosen;
  let written = "";
  let asked = 0;

  async function attempt() {
    form.querySelector("[data-field=value]").hidden = !bounds.includes(form.elements.rule.value);
    const turn = ++asked;
    const result = await fetch(`${form.dataset.tried}?${new URLSearchParams(new FormData(form))}`);
    if (turn !== asked) return;
    const given = result.ok ? await result.json() : { written: "", says: "Dat lukt nu niet. Probeer het nog eens." };
    if (turn !== asked) return;
    written = given.written;
    put.disabled = !written;
    const number = written && !form.elements.rule.value;
    says.textContent = number ? `Nu staat er: ${given.says}` : given.says;
    form.querySelector(".figure-picker__about").textContent = given.about ?? "";
    says.classList.toggle("is-wrong", !written && Boolean(given.says));
  }

  form.addEventListener("input", attempt);
  attempt();
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue) sessionStorage.setItem("vergezicht-area", area.value);
      done(dialog.returnValue === "voeg in" ? written : "");
    });
  });
}
window.vergezicht = { ...window.vergezicht, pickFigure };

window.wagtail.app.register("vergezicht-figure", class extends window.StimulusModule.Controller {
  connect() {
    if (this.button) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button-small button-secondary figure-button";
    this.button.textContent = "Cijfer invoegen";
    this.button.addEventListener("click", () => this.put());
    this.element.after(this.button);
  }

  async put() {
    const { selectionStart: from, selectionEnd: to } = this.element;
    const written = await pickFigure(this.element.dataset.figures);
    this.element.focus();
    if (!written) return;
    this.element.setRangeText(written, from, to, "end");
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
