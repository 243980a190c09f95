// In rich text: a button that puts a figure at the cursor. A figure is shown as what readers get, a claim as what it
// says; the text itself keeps the reference (stories/picking/in_text.py).

{
  const { createElement, Component } = window.React;
  const { EditorState, Modifier } = window.DraftJS;

  // Where the figure stands that is chosen again; else where the cursor is.
  function placeOf(editorState, key) {
    const selection = editorState.getSelection();
    if (!key) return selection;
    let place = selection;
    for (const block of editorState.getCurrentContent().getBlocksAsArray()) {
      block.findEntityRanges((letter) => letter.getEntity() === key, (from, to) => {
        place = selection.merge({ anchorKey: block.getKey(), anchorOffset: from, focusKey: block.getKey(),
          focusOffset: to, isBackward: false });
      });
    }
    return place;
  }

  function spaces(content, place) {
    const before = content.getBlockForKey(place.getStartKey()).getText().slice(0, place.getStartOffset());
    return window.vergezicht.spacesAround(before, content.getBlockForKey(place.getEndKey()).getText().slice(place.getEndOffset()));
  }

  // Draftail renders this while the editor chooses.
  class FigureSource extends Component {
    async componentDidMount() {
      const { editorState, entityType, entity, entityKey, onComplete, onClose } = this.props;
      const again = entity?.getType() === entityType.type ? entity.getData().written : "";
      const chosen = await window.vergezicht.pickFigure(entityType.address, again);
      if (!chosen) return onClose();
      const before = editorState.getCurrentContent();
      const place = placeOf(editorState, again && entityKey);
      const [ahead, behind] = again ? ["", ""] : spaces(before, place);
      const made = chosen.shown ? before.createEntity(entityType.type, "IMMUTABLE", chosen.shown) : before;
      const parts = [[ahead, null], [chosen.shown?.text ?? chosen.written, chosen.shown ? made.getLastCreatedEntityKey() : null], [behind, null]];
      const content = parts.filter(([text]) => text).reduce((told, [text, key], number) =>
        Modifier.replaceText(told, number ? told.getSelectionAfter() : place, text, editorState.getCurrentInlineStyle(), key), made);
      // Not "insert-characters": Draft.js takes that back together with what was typed around it.
      return onComplete(EditorState.push(editorState, content, "apply-entity"));
    }

    render() { return null; }
  }

  const Figure = ({ entityKey, contentState, children, onEdit }) => {
    const { kind, about } = contentState.getEntity(entityKey).getData();
    return createElement("span", {
      className: `figure-shown figure-shown--${kind}`, title: about, "data-figure": contentState.getEntity(entityKey).getData().written,
      onDoubleClick: () => onEdit(entityKey),
    }, children);
  };

  window.draftail.registerPlugin({ type: "FIGURE", source: FigureSource, decorator: Figure });

  // Where the cursor is; at the end of a text that nobody has been in.
  function put(event) {
    const field = event.currentTarget.closest("[data-draftail-editor-wrapper]").parentNode;
    const editor = [...field.children].find((element) => element.draftailEditor).draftailEditor;
    const editorState = editor.getEditorState();
    const selection = editorState.getSelection();
    const first = editorState.getCurrentContent().getFirstBlock().getKey();
    const atStart = selection.isCollapsed() && selection.getAnchorOffset() === 0 && selection.getAnchorKey() === first;
    if (atStart && !selection.getHasFocus()) editor.onChange(EditorState.moveSelectionToEnd(editorState));
    editor.onRequestSource("FIGURE");
  }

  const FigureButton = () => createElement("button", {
    type: "button", className: "button button-small button-secondary figure-button", onClick: put,
    onMouseDown: (event) => event.preventDefault(), // the text keeps the cursor
  }, "Cijfer of gebied invoegen");
  window.draftail.registerPlugin({ type: "FIGURE-BUTTON", meta: FigureButton }, "controls");
  // Letters that somebody typed, until the page is opened again; also what points to nothing, so that it can be mended.
  window.draftail.registerPlugin({
    type: "FIGURE-REFERENCE",
    strategy(block, mark) {
      for (const found of block.getText().matchAll(/\{[a-z][^{}]*\}/g)) mark(found.index, found.index + found[0].length);
    },
    component: ({ children }) => createElement("span", { className: "figure-reference" }, children),
  }, "decorators");

  // A copy in plain letters has the reference: a number that is pasted elsewhere would not follow the next release.
  document.addEventListener("copy", (event) => {
    const selected = window.getSelection();
    const editor = event.target.closest?.("[data-draftail-editor-wrapper]");
    if (!editor?.querySelector("[data-figure]") || !selected.rangeCount || !event.clipboardData) return;
    const copy = selected.getRangeAt(0).cloneContents();
    if (!copy.querySelector("[data-figure]")) return;
    for (const figure of copy.querySelectorAll("[data-figure]")) figure.textContent = figure.dataset.figure;
    const lines = [...copy.querySelectorAll("[data-block]")].map((block) => block.textContent);
    event.clipboardData.setData("text/plain", lines.length ? lines.join("\n") : copy.textContent);
  });
}
