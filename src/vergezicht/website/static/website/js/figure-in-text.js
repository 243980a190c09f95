// In rich text: a button that puts a figure at the cursor, and a colour for every reference to one.

{
  const { createElement, Component } = window.React;
  const { EditorState, Modifier } = window.DraftJS;

  // Draftail renders this while the editor chooses.
  class FigureSource extends Component {
    async componentDidMount() {
      const { editorState, entityType, onComplete, onClose } = this.props;
      const written = await window.vergezicht.pickFigure(entityType.address);
      if (!written) return onClose();
      const place = editorState.getSelection();
      const before = editorState.getCurrentContent();
      // At the end of a line a space follows: a "/" in the word at the cursor opens Draftail's menu.
      const last = place.getEndOffset() === before.getBlockForKey(place.getEndKey()).getLength();
      const content = Modifier.replaceText(before, place, last ? `${written} ` : written);
      return onComplete(EditorState.push(editorState, content, "insert-characters"));
    }

    render() { return null; }
  }

  window.draftail.registerPlugin({ type: "FIGURE", source: FigureSource, decorator: ({ children }) => children });
  window.draftail.registerPlugin({
    type: "FIGURE-REFERENCE",
    strategy(block, mark) {
      for (const found of block.getText().matchAll(/\{[a-z][^{}]*\}/g)) mark(found.index, found.index + found[0].length);
    },
    component: ({ children }) => createElement("span", { className: "figure-reference" }, children),
  }, "decorators");
}
