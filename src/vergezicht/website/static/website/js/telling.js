// How the scripts of the editor say something: a line at a field, or a bar at the foot of the screen.
{
  const bars = Object.assign(document.createElement("div"), { className: "told" });

  // A line in an element, after its last child unless told otherwise; no words take it away.
  function note(holder, words, after = holder.lastElementChild) {
    let line = holder.querySelector(":scope > .told-note");
    if (!line) {
      line = Object.assign(document.createElement("p"), { className: "told-note" });
      line.setAttribute("role", "status");
      after.after(line);
    }
    requestAnimationFrame(() => { line.textContent = words; }); // a screen reader hears what changes in a line that is there
  }

  // A bar with words and perhaps a control; whoever made it takes it away. `role` is "alert" for what cannot wait.
  function bar(words, control, role = "status") {
    const shown = Object.assign(document.createElement("div"), { className: "told__bar" });
    shown.append(document.createElement("span"), ...(control ? [control] : []));
    shown.firstElementChild.setAttribute("role", role);
    if (!bars.isConnected) document.body.append(bars);
    bars.append(shown);
    shown.firstElementChild.textContent = words;
    return shown;
  }

  window.vergezicht = { note, bar };
}
