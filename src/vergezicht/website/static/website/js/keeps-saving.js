// A form that came back with errors is forced to be unsaved, and Wagtail then never starts to look for changes: after
// one automatic save nothing that is typed is saved, and nothing says so. Its watch is started here as on any form.
document.addEventListener("w-unsaved:ready", ({ target: form }) => setTimeout(() => {
  const forced = "data-w-unsaved-force-value";
  if (form.getAttribute(forced) !== "true") return;
  form.setAttribute(forced, "false");
  form.setAttribute("data-w-unsaved-check-interval-value", "500");
  queueMicrotask(() => form.setAttribute(forced, "true")); // once the watch has begun: all of it is unsaved still
}));
