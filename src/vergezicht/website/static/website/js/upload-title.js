// An upload is called as its file until somebody types a title, also when the first file was refused and the form came
// back with its name in it.
{
  let given = null;
  for (const name of ["wagtail:images-upload", "wagtail:documents-upload"]) {
    document.addEventListener(name, ({ detail }) => { given = detail.data.title; });
  }
  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.("input[type=file]")) return;
    const title = target.form?.querySelector("input[name$=title]");
    if (title?.value === given) title.value = "";
  }, true);
}
