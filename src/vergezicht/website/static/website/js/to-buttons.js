// At the begin of a form, for who works by keyboard: a way past all its fields to the bar with the buttons.

{
  function put() {
    const form = document.querySelector("main form[data-edit-form]");
    const button = form?.querySelector("footer button, footer a[href]:not([href^='#'])");
    if (!button) return;
    const link = document.createElement("a");
    link.className = "skiplink button";
    link.textContent = "Naar de knoppen";
    const bar = button.closest("footer");
    bar.id ||= "knoppen";
    link.href = `#${bar.id}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      button.focus();
    });
    form.prepend(link);
  }

  document.addEventListener("DOMContentLoaded", put);
}
