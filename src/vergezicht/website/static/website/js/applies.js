// Of a block with a choice that decides which other fields count: only those are shown. The others keep what is in them.

window.wagtail.app.register("vergezicht-applies", class extends window.StimulusModule.Controller {
  connect() {
    this.element.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    const applies = JSON.parse(this.element.dataset.applies);
    const block = this.element.closest("[data-contentpath]")?.parentElement;
    for (const name of new Set(Object.values(applies).flat())) {
      const field = block?.querySelector(`:scope > [data-contentpath="${name}"]`);
      if (field) field.hidden = !(applies[this.element.value] ?? [name]).includes(name);
    }
  }
});
