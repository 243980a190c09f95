// Under a field with references to figures: what readers get of them, asked again while somebody types.

window.wagtail.app.register("vergezicht-references", class extends window.StimulusModule.Controller {
  connect() {
    let waiting;
    this.element.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => this.tell(), 300); });
  }

  async tell() {
    const field = this.element.querySelector("textarea");
    const text = field.value;
    const answer = await fetch(`${this.element.dataset.told}?${new URLSearchParams({ tekst: text })}`).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.text();
    const shown = this.element.querySelector("[aria-live]");
    if (text === field.value && told !== shown.innerHTML) shown.innerHTML = told;
  }
});
