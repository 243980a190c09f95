// The list of what to look at once more is that of the text as the editor has just saved it by itself. How long it is
// stands under the title, beside what guests said, and the whole of it beside the page, where Wagtail has its own checks;
// how much of it holds up publishing stands beside the buttons.

{
  const list = () => document.querySelector("[data-checks]");

  function tellAbove() {
    const told = list()?.querySelector("[data-told]")?.dataset.told ?? "";
    const copy = document.querySelector("[data-checks-copy]");
    if (copy && list()) {
      copy.lastElementChild.innerHTML = list().innerHTML;
      copy.hidden = false;
    }
    const needed = document.querySelector("[data-still-needed]");
    if (needed) {
      needed.textContent = list()?.querySelector("[data-needed]")?.dataset.needed ?? "";
      needed.hidden = !needed.textContent;
    }
    let line = document.querySelector(".checks-above");
    if (!line) {
      const title = document.querySelector("#id_title")?.closest("section, .w-panel");
      if (!title) return;
      line = document.createElement("p");
      line.className = "checks-above";
      line.innerHTML = '<a href="#nakijken"></a>';
      title.after(line);
    }
    line.firstChild.textContent = told;
    line.hidden = !told;
    const guests = document.querySelector("#meelezers[data-open]");
    if (!guests || line.querySelector("[href='#meelezers']")) return;
    line.insertAdjacentHTML("beforeend", ' <a href="#meelezers"></a>');
    line.lastElementChild.textContent = guests.dataset.open;
    line.hidden = false;
  }

  async function lookAgain() {
    const answer = list() && (await fetch(list().dataset.checks));
    if (answer?.ok) list().innerHTML = await answer.text();
    tellAbove();
  }

  document.addEventListener("w-autosave:success", lookAgain);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tellAbove);
  else tellAbove();
}
