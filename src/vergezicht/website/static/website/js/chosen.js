// Beside the heading of fields that are closed: what is chosen in them, so that nobody opens them to see.

window.wagtail.app.register("vergezicht-chosen", class extends window.StimulusModule.Controller {
  connect() {
    const heading = this.element.closest("[data-panel]").querySelector("[data-panel-heading]");
    const name = heading.querySelector(".c-sf-block__type");
    this.name = name.textContent.trim().toLowerCase();
    this.told = heading.querySelector(".chosen-told") ?? name.appendChild(document.createElement("span"));
    this.told.className = "chosen-told";
    // What is chosen in a window of Wagtail changes the page without an event.
    this.watch = new MutationObserver(() => this.tell());
    this.watch.observe(this.element, { subtree: true, childList: true, attributeFilter: ["class"] });
    this.element.addEventListener("change", () => this.tell());
    this.tell();
  }

  disconnect() { this.watch.disconnect(); }

  tell() {
    const fields = [...this.element.querySelectorAll(":scope > [data-contentpath]")];
    const told = fields.map((field) => this.said(field)).filter(Boolean).join(", ");
    this.told.textContent = told && `: ${told}`;
  }

  // "Inzoomen op Noord"; nothing of a text, which says too much, nor of a choice that was not made.
  said(field) {
    const select = field.querySelector("select");
    const boxes = field.querySelectorAll("label > input[type=checkbox]:checked");
    const title = field.querySelector(".chooser:not(.blank) [data-chooser-title]");
    const chosen = select ? [...select.selectedOptions].filter((option) => option.value).map((option) => option.text)
      : title ? [title.textContent] : [...boxes].map((box) => box.parentElement.textContent);
    if (!chosen.length) return "";
    const label = field.querySelector(".w-field__label").firstChild.textContent.trim().toLowerCase();
    return `${label === this.name ? "" : `${label} `}${chosen.map((text) => text.trim()).join(", ")}`;
  }
});
