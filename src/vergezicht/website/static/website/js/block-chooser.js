// The list of blocks opens with the cursor in its search field, and Esc brings it back to the plus. Not under a finger:
// there the keyboard of a phone would cover the list.

{
  const listOf = (plus) => plus.parentElement.querySelector(":scope > [data-tippy-root]");

  document.addEventListener("click", (event) => {
    const plus = event.target.closest?.(".c-sf-add-button");
    if (!plus || event.pointerType === "touch") return;
    requestAnimationFrame(() => {
      if (plus.ariaExpanded === "true") listOf(plus)?.querySelector("[role=combobox]")?.focus({ preventScroll: true });
    });
  });

  // Before the list is gone, and the focus with it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.target.closest?.("[data-tippy-root]")?.parentElement.querySelector(":scope > .c-sf-add-button")?.focus();
  }, true);
}

// What nearly every story begins with stands on top of a long list.
const OFTEN = ["chapter", "text", "headline", "side_panel", "trend", "image", "sources"];
const LONG = 12; // blocks

function oftenFirst(groups) {
  const every = groups.flatMap(({ items }) => items);
  if (every.length < LONG) return groups;
  const isOften = ({ type }) => OFTEN.includes(String(type));
  const often = every.filter(isOften).sort((one, other) => OFTEN.indexOf(String(one.type)) - OFTEN.indexOf(String(other.type)));
  const others = groups.map((group) => ({ ...group, items: group.items.filter((item) => !isOften(item)) }));
  return [{ ...groups[0], label: "Veel gebruikt", type: "often", items: often }, ...others.filter(({ items }) => items.length)];
}

// A block is also found by words that are not its name: "foto" finds Beeld. Wagtail looks in the name and in the type, which
// is never shown; in its list, and there only, the type says those words when it is looked in.
{
  class Findable extends String {
    constructor(type, words) {
      super(type);
      this.words = words;
    }

    normalize(form) {
      return `${super.normalize(form)} ${this.words}`.normalize(form);
    }
  }

  const teach = (menu) => {
    const items = Object.getOwnPropertyDescriptor(menu, "blockItems")?.get;
    const select = menu.onSelectBlock;
    if (!items || !select) return;
    Object.defineProperty(menu, "blockItems", {
      configurable: true,
      get() {
        const wordsOf = Object.fromEntries(this.groupedChildBlockDefs.flatMap(([, found]) => found)
          .map(({ name, meta }) => [name, meta.attrs?.["data-words"] ?? ""]));
        const taught = (item) => ({ ...item, type: new Findable(item.type, wordsOf[item.type]) });
        return oftenFirst(items.call(this).map((group) => ({ ...group, items: group.items.map(taught) })));
      },
    });
    menu.onSelectBlock = function selectBlock(chosen) {
      select.call(this, { ...chosen, selectedItem: { ...chosen.selectedItem, type: String(chosen.selectedItem.type) } });
    };
  };

  const before = (stream) => {
    const make = stream._createInsertionControl;
    let taught = false;
    stream._createInsertionControl = function createInsertionControl(...given) {
      const menu = make.apply(this, given);
      if (!taught) teach(Object.getPrototypeOf(menu));
      taught = true;
      return menu;
    };
  };

  // Not every page of the editor has a list of blocks.
  const begin = () => {
    const { StreamBlock } = window.wagtailStreamField?.blocks ?? {};
    if (StreamBlock) before(StreamBlock.prototype);
    return StreamBlock;
  };
  if (!begin()) document.addEventListener("DOMContentLoaded", begin);
}
