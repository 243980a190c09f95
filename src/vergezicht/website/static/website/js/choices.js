// Choosing several: a long list of the browser becomes boxes by group, with a field to search them and what is chosen
// under it, where it does not push the list away from under the mouse. The list itself stays what is sent; without this script it is what is seen.

window.wagtail.app.register("vergezicht-choices", class extends window.StimulusModule.Controller {
  connect() {
    if (this.element.nextElementSibling?.classList.contains("choices")) return;
    const box = document.createElement("div");
    box.className = "choices";
    const label = this.element.labels[0];
    box.innerHTML = `<input type="search" class="choices__search" autocomplete="off" placeholder="Zoek in de lijst">
      <p class="choices__said" role="status"></p><div class="choices__list"></div><ul class="choices__chosen"></ul>`;
    [this.search, this.said, this.list, this.chosen] = box.children;
    this.search.id = `${this.element.id}-zoek`;
    this.said.id = `${this.element.id}-gekozen`;
    this.search.setAttribute("aria-describedby", `${this.element.getAttribute("aria-describedby") ?? ""} ${this.said.id}`);
    if (label) label.htmlFor = this.search.id;
    else this.search.setAttribute("aria-label", "Zoek in de lijst");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", (label?.textContent ?? "Keuzes").replace("*", "").trim());
    for (const part of this.element.children) this.list.append(this.group(part));
    this.loose = null;
    this.search.addEventListener("input", () => this.find());
    this.search.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("change", (event) => this.choose(event.target));
    this.element.hidden = true;
    // A browser would hold up the form for a list that nobody sees; the server says it where it is seen.
    this.search.ariaRequired = String(this.element.required);
    this.element.required = false;
    this.element.after(box);
    this.show();
  }

  // A group of the list, or one option that has none.
  group(part) {
    if (part.tagName === "OPTION") return this.tick(part);
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = part.label;
    group.append(legend, ...[...part.children].map((option) => this.tick(option)));
    return group;
  }

  tick(option) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.option = option;
    label.append(box, ` ${option.text}`);
    return label;
  }

  get boxes() { return [...this.list.querySelectorAll("input")]; }

  get found() { return this.boxes.filter((box) => !box.parentElement.hidden); }

  choose(box) {
    box.option.selected = box.checked;
    for (const kind of ["input", "change"]) this.element.dispatchEvent(new Event(kind, { bubbles: true }));
    this.show();
  }

  show() {
    const chosen = this.boxes.filter((box) => { box.checked = box.option.selected; return box.checked; });
    this.chosen.replaceChildren(...chosen.map((box) => this.token(box)));
    this.tell(chosen.length ? `${chosen.length} gekozen` : "Niets gekozen");
  }

  token(box) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${box.option.text} ×`;
    button.setAttribute("aria-label", `Haal ${box.option.text} weg`);
    button.addEventListener("click", () => {
      box.checked = false;
      this.choose(box);
      this.search.focus();
    });
    item.append(button);
    return item;
  }

  find() {
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const sought = plain(this.search.value.trim());
    for (const box of this.boxes) box.parentElement.hidden = !plain(box.option.text).includes(sought);
    for (const group of this.list.querySelectorAll("fieldset")) group.hidden = !group.querySelector("label:not([hidden])");
    if (sought) this.tell(`${this.found.length} gevonden`);
    else this.show();
  }

  tell(text) { this.said.textContent = text; }

  // Enter takes the only one that is found, and never sends the form.
  press(event) {
    if (event.key === "Escape" && this.search.value) {
      event.stopPropagation();
      this.search.value = "";
      this.find();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (this.search.value && this.found.length === 1) {
      this.found[0].checked = !this.found[0].checked;
      this.choose(this.found[0]);
      this.search.select();
    }
  }
});
