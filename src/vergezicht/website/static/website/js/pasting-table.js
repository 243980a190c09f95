// A table that was copied from a word processor or a spreadsheet fills the block Tabel when it is pasted in the caption, or
// when nothing stands in the block yet: its first row becomes the headings. Pasted in a cell it goes on from that cell, as in
// a spreadsheet. What stood there comes back with "Zet terug", as does a row or a column that is removed.

{
  const NUMBER = /^[-−+]?\s*(€\s*)?[-−]?\d[\d.,\s]*\s*%?$/u;
  const NOTHING = /^(|[-–—.…]|n\.?v\.?t\.?|n\.?b\.?|onbekend|geen)$/iu; // says that there is no number
  const words = (text) => (text ?? "").replace(/\s+/gu, " ").trim();

  // Rows of cells, from HTML or from lines, with tabs or, for a cell, without; null when what was copied is no table.
  function copiedFrom(clipboard, isForCell) {
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
    return text.includes("\t") || isForCell ? { rows: linesOf(text), others: 0, isAlone: true } : null;
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

  // Without empty rows; for a cell, without those at the end alone: what stands in a row stays there.
  function evened(rows, isForCell) {
    const filled = isForCell ? rows.slice(0, rows.findLastIndex((row) => row.some(Boolean)) + 1) : rows.filter((row) => row.some(Boolean));
    const wide = Math.max(0, ...filled.map((row) => row.findLastIndex(Boolean) + 1));
    return filled.map((row) => Array.from({ length: wide }, (_, place) => row[place] ?? ""));
  }

  function kindOf(rows, place) {
    const found = rows.map((row) => row[place] ?? "").filter((text) => !NOTHING.test(text));
    return found.length > 0 && found.every((text) => NUMBER.test(text)) ? "number" : "text";
  }

  function stateOf([head, ...rows], caption) {
    const columns = head.map((heading, place) => ({ type: place ? kindOf(rows, place) : "text", heading }));
    return { columns, rows: rows.map((values) => ({ values })), caption };
  }

  // The table with the rows in it from a cell on; a heading is a cell of row -1.
  function stateWith({ columns, rows, caption }, pasted, { down, across }) {
    const below = down < 0 ? pasted.slice(1) : pasted;
    const most = Math.max(columns.length, across + pasted[0].length);
    const heads = Array.from({ length: most }, (_, place) => columns[place] ?? { type: kindOf(below, place - across), heading: "" });
    const cells = [heads.map(({ heading }) => heading), ...rows.map(({ values }) => values)];
    while (cells.length < down + 1 + pasted.length) cells.push([]);
    const filled = cells.map((row, y) => heads.map((_, x) => pasted[y - down - 1]?.[x - across] ?? row[x] ?? ""));
    return {
      columns: heads.map(({ type }, place) => ({ type, heading: filled[0][place] })),
      rows: filled.slice(1).map((values) => ({ values })),
      caption,
    };
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

  function outgrows(state, { rows: mostRows, columns: mostColumns }) {
    const [down, across] = [state.rows.length, state.columns.length];
    if (down <= mostRows && across <= mostColumns) return "";
    return `Vanaf deze cel past het niet: de tabel zou ${down} rijen en ${across} kolommen krijgen. In een blok Tabel passen er `
      + `hoogstens ${mostRows} en ${mostColumns}. Er is niets veranderd.`;
  }

  const counted = (number, one, several) => `${number} ${number === 1 ? one : several}`;
  const size = (down, across) => `${counted(across, "kolom", "kolommen")} en ${counted(down, "rij", "rijen")}`;

  function left({ others, isAlone }) {
    if (others) return " Er stond nog een tabel bij: plak die in een eigen blok.";
    return isAlone ? "" : " De tekst om de tabel heen is niet overgenomen.";
  }

  function added(before, state) {
    const columns = state.columns.length - before.columns.length;
    const rows = state.rows.length - before.rows.length;
    const came = [columns && counted(columns, "kolom", "kolommen"), rows && counted(rows, "rij", "rijen")].filter(Boolean);
    if (!came.length) return "";
    return ` Erbij gekomen: ${came.join(" en ")}.${columns ? " Geef een nieuwe kolom een kop." : ""}`;
  }

  const tell = (block, words) => window.vergezicht.note(block.container[0], words);

  const changed = (block) => block.container[0].dispatchEvent(new Event("change", { bubbles: true })); // so that it is saved by itself

  function put(block, state) {
    block.setState(state);
    changed(block);
  }

  function undoable(block, told, back) {
    document.dispatchEvent(new CustomEvent("vergezicht:undo", { detail: { told, block, back } }));
  }

  // Where a field stands in the table; null in the caption.
  function placeOf(block, field) {
    const cell = field.closest("td, th");
    if (!cell || !block.container[0].contains(cell)) return null;
    return { down: [...block.tbody.children].indexOf(cell.parentElement), across: cell.cellIndex - 1 };
  }

  const isEmpty = ({ columns, rows }) =>
    !columns.some(({ heading }) => heading.trim()) && !rows.some(({ values }) => values.some((text) => text.trim()));

  function paste(block, event) {
    const at = placeOf(block, event.target);
    const copied = event.clipboardData && copiedFrom(event.clipboardData, at !== null);
    const rows = copied ? evened(copied.rows, at !== null) : [];
    const before = block.getState();
    const isWhole = rows.length > 1 && rows[0].length > 1 && (!at || isEmpty(before));
    if (!isWhole && (!at || rows.length * (rows[0]?.length ?? 0) < 2)) return; // a piece of text, for the field it is pasted in
    event.preventDefault();
    event.stopPropagation();
    const state = isWhole ? stateOf(evened(rows), before.caption) : stateWith(before, rows, at);
    const { most } = block.blockDef.meta;
    const refused = isWhole ? tooLarge(evened(rows), most) : outgrows(state, most);
    const done = isWhole
      ? `Uit wat u plakte: ${size(state.rows.length, rows[0].length)}. De eerste rij is de kop.`
      : `Geplakt vanaf deze cel: ${size(rows.length, rows[0].length)}.${added(before, state)}`;
    tell(block, refused || done + left(copied));
    if (refused) return;
    put(block, state);
    if (isWhole || at.down < 0) block.columns[isWhole ? 0 : at.across].headingInput.focus();
    else block.rows[at.down].blocks[at.across].focus();
    if (!before.columns.length) return;
    undoable(block, isWhole ? "De tabel is vervangen." : "De tabel is veranderd.", (table) => { put(table, before); tell(table, ""); });
  }

  // A table that had no columns left is as it was before; else the row or the column goes between what is there now.
  function teach(block) {
    const { deleteRow, deleteColumn } = block;
    block.deleteRow = (place) => {
      const { values } = block.getState().rows[place];
      deleteRow.call(block, place);
      undoable(block, "De rij is weg.", (table) => {
        table.insertRow(Math.min(place, table.rows.length), table.columns.map((_, across) => values[across] ?? ""));
        changed(table);
      });
    };
    block.deleteColumn = (place) => {
      const before = block.getState();
      const { type, heading } = before.columns[place];
      deleteColumn.call(block, place);
      undoable(block, "De kolom is weg.", (table) => {
        if (!table.columns.length) return put(table, before);
        const at = Math.min(place, table.columns.length);
        table.insertColumn(at, table.childBlockDefsByName[type]).headingInput.value = heading;
        table.rows.forEach(({ blocks }, down) => blocks[at].setState(before.rows[down]?.values[place] ?? ""));
        changed(table);
      });
    };
  }

  const Table = window.telepath.constructors["wagtail.contrib.typed_table_block.blocks.TypedTableBlock"];
  window.telepath.register("vergezicht.RowsBlock", class extends Table {
    render(...given) {
      const block = super.render(...given);
      teach(block);
      const whole = block.container[0].closest("[data-streamfield-child]") ?? block.container[0];
      whole.addEventListener("paste", (event) => paste(block, event), true);
      if (!block.columns.length) tell(block, "Staat de tabel al in Word of Excel? Kopieer hem daar en plak hem in het bijschrift.");
      return block;
    }
  });
}
