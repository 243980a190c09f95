// What is pasted into a rich text from a word processor or a web page: a heading keeps a paragraph of its own, and a
// table becomes a line per row. Where headings of the text's own level are allowed they become those, else they are bold.

{
  const { BlockMapBuilder, EditorState, Modifier, convertFromHTML } = window.DraftJS;
  const HEADINGS = "h1, h2, h3, h4, h5, h6, p.MsoTitle, p.MsoSubtitle";
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  function retold(element, name, isBold) {
    const made = element.ownerDocument.createElement(name);
    const inner = isBold ? made.appendChild(element.ownerDocument.createElement("b")) : made;
    inner.append(...(words(element) ? element.childNodes : []));
    return made;
  }

  // Rows of one cell are a frame around text, as in a mail: the text stays as it is.
  function linesOf(table, isBold) {
    const rows = [...table.rows].map((row) => [...row.cells]);
    if (rows.every((cells) => cells.length < 2)) return rows.flatMap((cells) => cells.flatMap((cell) => [...cell.childNodes]));
    return rows.map((cells, number) => {
      const line = table.ownerDocument.createElement("p");
      line.textContent = cells.some(words) ? cells.map((cell) => words(cell) || "(leeg)").join(" – ") : "";
      return number === 0 && line.textContent ? retold(line, "p", isBold) : line;
    }).filter(words);
  }

  // The tidied text and how many tables became lines; null when there was nothing to tidy.
  function tidied(html, allows) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    if (body.querySelector("[data-draftjs-conductor-fragment]")) return null; // of an editor of ours
    const [frames, tables] = [body.querySelectorAll("b[style*='font-weight:normal'], b[style*='font-weight: normal']"), body.querySelectorAll("table")];
    if (!frames.length && !tables.length && !body.querySelector(HEADINGS)) return null;
    for (const frame of frames) frame.replaceWith(...frame.childNodes); // around all that comes from Google Docs
    let lines = 0;
    for (const table of [...tables].reverse()) { // what is in another first
      if ([...table.rows].some((row) => row.cells.length > 1)) lines += 1;
      table.replaceWith(...linesOf(table, allows.bold));
    }
    for (const heading of body.querySelectorAll(HEADINGS)) {
      heading.replaceWith(allows.heading ? retold(heading, "h3") : retold(heading, "p", allows.bold));
    }
    return { html: body.innerHTML, lines };
  }

  const tell = (field, lines) => window.vergezicht.note(
    field.parentNode,
    lines ? "De tabel die u plakte, staat nu als regels in de tekst. Wilt u rijen en kolommen? Maak dan een blok Tabel." : "",
    field,
  );

  window.draftail.registerPlugin({
    type: "PASTING",
    handlePastedText(text, html, editorState, { setEditorState }) {
      const field = document.activeElement?.closest("[data-draftail-editor-wrapper]");
      const editor = field && [...field.parentNode.children].find((element) => element.draftailEditor)?.draftailEditor;
      const has = (list, type) => (list ?? []).some((one) => one.type === type);
      const { blockTypes, inlineStyles } = editor?.props ?? {};
      const found = html && editor ? tidied(html, { heading: has(blockTypes, "header-three"), bold: has(inlineStyles, "BOLD") }) : null;
      if (field) tell(field, found?.lines ?? 0);
      if (!found) return "not-handled";
      const { contentBlocks } = convertFromHTML(found.html);
      if (!contentBlocks?.length) return "not-handled";
      const pieces = BlockMapBuilder.createFromArray(contentBlocks);
      const content = Modifier.replaceWithFragment(editorState.getCurrentContent(), editorState.getSelection(), pieces);
      setEditorState(EditorState.push(editorState, content, "insert-fragment"));
      return "handled";
    },
  }, "plugins");
}
