// A table that was copied from a word processor or a spreadsheet and is pasted anywhere in the block Tabel fills that block:
// its first row becomes the headings. What stood there comes back with "Zet terug".

{
  const NUMBER = /^[-−+]?\s*(€\s*)?[-−]?\d[\d.,\s]*\s*%?$/u;
  const words = (text) => (text ?? "").replace(/\s+/gu, " ").trim();

  // Rows of cells, from HTML or from lines with tabs; null when what was copied is no table of two columns or more.
  function copiedFrom(clipboard) {
    const { body } = new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html");
    const tables = [...body.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
    const table = tables.find((one) => [...one.rows].some((row) => row.cells.length > 1));
    if (table) {
      const rows = rowsOf(table);
      const others = tables.length - 1;
      table.remove();
      return { rows, others, isAlone: !words(body.textContent) };
    }
    const text = clipboard.getData("text/plain");
    return text.includes("\t") ? { rows: linesOf(text), others: 0, isAlone: true } : null;
  }

  // A cell that is as wide or as high as several stands in the first of them.
  function rowsOf(table) {
    const rows = [...table.rows].map(() => []);
    [...table.rows].forEach((row, down) => {
      let across = 0;
      for (const cell of row.cells) {
        while (rows[down][across] !== undefined) across += 1;
        for (let y = 0; y < cell.rowSpan && down + y < rows.length; y += 1) {
          for (let x = 0; x < cell.colSpan; x += 1) rows[down + y][across + x] = x || y ? "" : words(cell.textContent);
        }
      }
    });
    return rows;
  }

  // As a spreadsheet writes them: a cell with a line end or a tab in it stands between quotes.
  function linesOf(text) {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|\r|$)/gu)) {
      rows.at(-1).push(words(quoted === undefined ? plain : quoted.replaceAll('""', '"')));
      if (end && end !== "\t") rows.push([]);
      if (!end) break;
    }
    return rows;
  }

  function evened(rows) {
    const filled = rows.filter((row) => row.some(Boolean));
    const wide = Math.max(0, ...filled.map((row) => row.findLastIndex(Boolean) + 1));
    return filled.map((row) => Array.from({ length: wide }, (_, place) => row[place] ?? ""));
  }

  function stateOf([head, ...rows], caption) {
    const isNumber = (place) => {
      const found = rows.map((row) => row[place]).filter(Boolean);
      return place > 0 && found.length > 0 && found.every((text) => NUMBER.test(text));
    };
    const columns = head.map((heading, place) => ({ type: isNumber(place) ? "number" : "text", heading }));
    return { columns, rows: rows.map((values) => ({ values })), caption };
  }

  function tooLarge(rows, { rows: mostRows, columns: mostColumns }) {
    if (rows.length - 1 > mostRows) {
      return `De tabel die u plakte, heeft ${rows.length - 1} rijen onder de kop. In een blok Tabel passen er hoogstens ${mostRows}. `
        + "Er is niets veranderd: kopieer alleen de rijen die uw lezers nodig hebben.";
    }
    if (rows[0].length > mostColumns) {
      return `De tabel die u plakte, heeft ${rows[0].length} kolommen. In een blok Tabel passen er hoogstens ${mostColumns}. `
        + "Er is niets veranderd: kopieer alleen de kolommen die uw lezers nodig hebben.";
    }
    return "";
  }

  function filledBy(copied, rows) {
    const [down, across] = [rows.length - 1, rows[0].length];
    const left = copied.others
      ? " Er stond nog een tabel bij: plak die in een eigen blok."
      : copied.isAlone ? "" : " De tekst om de tabel heen is niet overgenomen.";
    return `Uit wat u plakte: ${across} kolommen en ${down} ${down === 1 ? "rij" : "rijen"}. De eerste rij is de kop.${left}`;
  }

  const tell = (block, words) => window.vergezicht.note(block.container[0], words);

  function put(block, state) {
    block.setState(state);
    block.container[0].dispatchEvent(new Event("change", { bubbles: true })); // so that it is saved by itself
  }

  function paste(block, event) {
    const copied = event.clipboardData && copiedFrom(event.clipboardData);
    const rows = copied ? evened(copied.rows) : [];
    if (rows.length < 2 || rows[0].length < 2) return; // a piece of text, for the field it is pasted in
    event.preventDefault();
    event.stopPropagation();
    const refused = tooLarge(rows, block.blockDef.meta.most);
    tell(block, refused || filledBy(copied, rows));
    if (refused) return;
    const before = block.getState();
    put(block, stateOf(rows, before.caption));
    block.columns[0].headingInput.focus();
    if (!before.columns.length) return;
    const back = (table) => { put(table, before); tell(table, ""); };
    document.dispatchEvent(new CustomEvent("vergezicht:undo", { detail: { told: "De tabel is vervangen.", block, back } }));
  }

  const Table = window.telepath.constructors["wagtail.contrib.typed_table_block.blocks.TypedTableBlock"];
  window.telepath.register("vergezicht.RowsBlock", class extends Table {
    render(...given) {
      const block = super.render(...given);
      const whole = block.container[0].closest("[data-streamfield-child]") ?? block.container[0];
      whole.addEventListener("paste", (event) => paste(block, event), true);
      if (!block.columns.length) tell(block, "Staat de tabel al in Word of Excel? Kopieer hem daar en plak hem in het bijschrift.");
      return block;
    }
  });
}
