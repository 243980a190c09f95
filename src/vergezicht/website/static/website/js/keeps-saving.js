// A form that came back with errors is forced to be unsaved, and Wagtail then never starts to look for changes: after
// one automatic save nothing that is typed is saved, and nothing says so. Its watch is started here as on any form.
document.addEventListener("w-unsaved:ready", ({ target: form }) => setTimeout(() => {
  const forced = "data-w-unsaved-force-value";
  if (form.getAttribute(forced) !== "true") return;
  form.setAttribute(forced, "false");
  form.setAttribute("data-w-unsaved-check-interval-value", "500");
  queueMicrotask(() => form.setAttribute(forced, "true")); // once the watch has begun: all of it is unsaved still
}));

// A button that is pressed while the page is being saved by itself waits for that, and then nothing is saved by itself any
// more: else both are saved, in any order, and Wagtail takes the one for the work of somebody else.
const PATIENCE = 10_000; // milliseconds: what takes longer is not coming
let isLate = false;
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const own = window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
  if (!own) return;
  if (!own.submitPromise || isLate) {
    setTimeout(() => { if (!event.defaultPrevented) own.activeValue = false; });
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const late = new Promise((done) => setTimeout(done, PATIENCE, true));
  Promise.race([own.submitPromise.then(() => false, () => false), late]).then((waited) => {
    isLate = waited;
    if (submitter) submitter.disabled = false; // what a button that is busy says, is not sent
    form.requestSubmit(submitter);
  });
}, true);

// Wagtail saves when somebody pauses, and takes what stands there once that is done for what was sent. Who types on has a
// version every few seconds too, and what was typed while one was being saved is not saved yet.
const TYPED_ON = 8_000; // milliseconds
let begun = 0;
let posted = "";
const watchOf = (form) => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-edit-form]");
  if (!form) return;
  begun ||= Date.now();
  if (Date.now() - begun < TYPED_ON) return;
  begun = Date.now();
  if (watchOf(form)?.hasEditsValue) watchOf(form).dispatch("add", { cancelable: true, detail: { type: "edits" } });
});
document.addEventListener("w-autosave:save", ({ target: form }) => {
  begun = 0;
  posted = watchOf(form).formData;
});
document.addEventListener("w-autosave:success", ({ target: form, detail: { response } }) => {
  const watch = watchOf(form);
  const sent = new URLSearchParams(posted);
  for (const [name, value] of Object.entries(response.field_updates ?? {})) if (sent.has(name)) sent.set(name, value);
  if (watch.formData === sent.toString()) return;
  Object.assign(watch, { initialFormData: sent.toString(), previousFormData: sent.toString() });
  watch.check();
});

// Every window has a name of its own, which goes with all that is sent: what was saved in another, also by the same editor,
// is not overwritten unasked. A form that came back with errors is still that of the same window.
let windowName = "";
document.addEventListener("formdata", ({ target: form, formData }) => {
  if (!form.matches("form[data-edit-form]")) return;
  if (!windowName) {
    const hasComeBack = form.getAttribute("data-w-unsaved-force-value") === "true";
    const made = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
    windowName = (hasComeBack && sessionStorage.getItem("venster")) || made();
    sessionStorage.setItem("venster", windowName);
  }
  formData.set("venster", windowName);
});
