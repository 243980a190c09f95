// Blocks that are thrown away can be called back, last first: what was in them is put where it stood. And the bin of the next
// block, which slides under the pointer, does not take a second press that comes right after. The keys that undo call back
// too, and take nothing back out of sight: a browser takes back what was typed last, wherever that stands.
{
  const SHOWN = 20_000; // ms that the way back stays
  const TWICE = 700; // ms in which a second press is one too many
  const undone = []; // what can be called back, last one last
  const renewed = new WeakMap(); // a block that came back is another one in the form
  let bar, hiding, last = -Infinity;
  let typed, isSince; // the text that was typed in last, and whether that was since the way back is there

  const now = (block) => (renewed.has(block) ? now(renewed.get(block)) : block);

  function renew(old, block) {
    if (!old || !block) return;
    renewed.set(old, block);
    if (old.widget?.input && block.widget?.input) renewed.set(old.widget.input, block.widget.input);
    (old.children ?? []).forEach((child, place) => renew(child.block, block.children[place]?.block));
    Object.entries(old.childBlocks ?? {}).forEach(([name, child]) => renew(child, block.childBlocks[name]));
  }

  function offer(told, back) {
    undone.push({ told, back });
    bar?.remove();
    isSince = false;
    show();
  }

  function show() {
    clearTimeout(hiding);
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "button button-small", textContent: "Zet terug",
    });
    bar = window.vergezicht.bar(undone.at(-1).told, button);
    button.addEventListener("click", () => {
      bar.remove();
      undone.pop().back();
      if (undone.length) show();
    });
    if (document.activeElement === document.body || !document.activeElement?.isConnected) button.focus({ preventScroll: true });
    hiding = setTimeout(leave, SHOWN);
  }

  function leave() {
    if (bar.contains(document.activeElement)) hiding = setTimeout(leave, SHOWN);
    else {
      bar.remove();
      undone.length = 0;
    }
  }

  function teach(Sequence, put) {
    const remove = Sequence?.prototype.deleteBlock;
    if (!remove) return;
    Sequence.prototype.deleteBlock = function (index, options) {
      const child = this.children[index];
      const { collapsed } = child;
      const state = child.getState();
      remove.call(this, index, options);
      const name = child.block?.blockDef?.meta?.label ?? "";
      offer(name ? `Weg: ${name}.` : "Het blok is weg.", () => {
        const sequence = now(this);
        const place = Math.min(index, sequence.children.length);
        put(sequence, state, place, { animate: true, focus: !undone.length, collapsed });
        renew(child.block, sequence.children[place].block);
      });
    };
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('[data-streamfield-action="DELETE"]')) return;
    if (event.timeStamp - last < TWICE) event.stopImmediatePropagation();
    else last = event.timeStamp;
  }, true);

  const TEXT = "textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=file], [type=submit])";

  function isSeen(text) {
    const { top, bottom, height } = text.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  }

  document.addEventListener("beforeinput", ({ target }) => {
    typed = target.closest?.(TEXT);
    isSince = true;
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const text = document.activeElement?.closest(TEXT);
    const isOwn = text && text === typed;
    const calls = bar?.isConnected && !event.shiftKey && !(isOwn && isSince);
    const isHere = isOwn || text?.isContentEditable || !typed || isSeen(typed); // a rich text keeps its own past
    if (!calls && isHere) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (calls) bar.querySelector("button").click();
  }, true);

  document.addEventListener("vergezicht:undo", ({ detail: { told, block, back } }) => offer(told, () => back(now(block))));

  document.addEventListener("DOMContentLoaded", () => {
    const { blocks = {} } = window.wagtailStreamField ?? {};
    teach(blocks.StreamBlock, (sequence, state, index, options) => sequence.insert(state, index, options));
    teach(blocks.ListBlock, (sequence, { id, value }, index, options) => sequence.insert(value, index, { ...options, id }));
  });
}
