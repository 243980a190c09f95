// A browser leaves out, without a word, what does not fit in a field: a line under the field says so until there is room again.
{
  const told = new WeakSet();
  const tell = (field, words) => window.vergezicht.note(field.closest("[data-field]") ?? field.parentElement, words);

  function named(field) {
    if (field.id === "id_title") return "Een titel";
    const label = field.labels?.[0]?.firstChild?.textContent.trim();
    return label ? `‘${label[0].toUpperCase()}${label.slice(1)}’` : "Dit veld";
  }

  document.addEventListener("beforeinput", ({ target: field, data, dataTransfer, isComposing }) => {
    const added = (data ?? dataTransfer?.getData("text/plain") ?? "").trim().replace(/\r\n/gu, "\n");
    if (!(field.maxLength > 0) || !added || isComposing) return;
    const kept = field.value.length - (field.selectionEnd - field.selectionStart);
    if (kept + added.length <= field.maxLength) return;
    told.add(field);
    tell(field, `${named(field)} mag ${field.maxLength} tekens lang zijn; de rest is niet meegekomen.`);
  }, true);

  document.addEventListener("input", ({ target: field }) => {
    if (told.has(field) && field.value.length < field.maxLength) tell(field, "");
  });
}
