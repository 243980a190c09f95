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
    this.list.append(...this.groups());
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

  // The options in the order of the list, each under its group, wherever a chosen one stands now.
  groups() {
    const options = [...this.element.options].sort((one, other) => (one.place ?? 0) - (other.place ?? 0));
    const found = new Map();
    for (const option of options) {
      const name = option.group ?? option.parentElement.label ?? "";
      if (!found.has(name)) found.set(name, name ? this.group(name) : document.createDocumentFragment());
      found.get(name).append(this.tick(option));
    }
    return found.values();
  }

  group(name) {
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = name;
    group.append(legend);
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
    if (box.checked) this.element.append(box.option); // after what was chosen before
    this.changed();
  }

  changed() {
    for (const kind of ["input", "change"]) this.element.dispatchEvent(new Event(kind, { bubbles: true }));
    this.show();
  }

  show() {
    for (const box of this.boxes) box.checked = box.option.selected;
    const chosen = [...this.element.selectedOptions].map((option) => this.boxes.find((box) => box.option === option));
    this.chosen.replaceChildren(...chosen.map((box, place) => this.token(box, chosen[place - 1])));
    this.tell(chosen.length ? `${chosen.length} gekozen` : "Niets gekozen");
  }

  token(box, before) {
    const item = document.createElement("li");
    const away = this.button(`${box.option.text} ×`, `Haal ${box.option.text} weg`, () => {
      box.checked = false;
      this.choose(box);
      this.search.focus();
    });
    if (before && "ordered" in this.element.dataset) item.append(this.forward(box, before));
    item.append(away);
    return item;
  }

  // What is seen in this order can be put before its neighbour; the button stays under the finger as long as it is there.
  forward(box, before) {
    return this.button("◂", `Zet ${box.option.text} eerder`, () => {
      before.option.before(box.option);
      this.changed();
      const place = [...this.element.selectedOptions].indexOf(box.option);
      this.chosen.children[place].querySelector("button").focus();
      this.tell(`${box.option.text} staat nu op plaats ${place + 1}`);
    });
  }

  button(text, name, press) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", press);
    return button;
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
