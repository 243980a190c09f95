// A block that is thrown away can be called back: what was in it is put where it stood. And the bin of the next block, which
// slides under the pointer, does not take a second press that comes right after.
{
  const SHOWN = 20_000; // ms that the way back stays
  const TWICE = 700; // ms in which a second press is one too many
  let bar, hiding, last = -Infinity;

  function offer(name, back) {
    bar?.remove();
    clearTimeout(hiding);
    bar = document.createElement("div");
    bar.className = "undo-delete";
    bar.innerHTML = '<span role="status"></span> <button type="button" class="button button-small"></button>';
    const button = bar.lastElementChild;
    button.textContent = "Zet terug";
    button.addEventListener("click", () => { bar.remove(); back(); });
    document.body.append(bar);
    bar.firstElementChild.textContent = name ? `Weg: ${name}.` : "Het blok is weg.";
    if (document.activeElement === document.body || !document.activeElement?.isConnected) button.focus({ preventScroll: true });
    hiding = setTimeout(() => { if (!bar.contains(document.activeElement)) bar.remove(); }, SHOWN);
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
      offer(name, () => put(this, state, Math.min(index, this.children.length), { animate: true, focus: true, collapsed }));
    };
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('[data-streamfield-action="DELETE"]')) return;
    if (event.timeStamp - last < TWICE) event.stopImmediatePropagation();
    else last = event.timeStamp;
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    const { blocks = {} } = window.wagtailStreamField ?? {};
    teach(blocks.StreamBlock, (sequence, state, index, options) => sequence.insert(state, index, options));
    teach(blocks.ListBlock, (sequence, { id, value }, index, options) => sequence.insert(value, index, { ...options, id }));
  });
}
