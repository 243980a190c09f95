// What is typed in the first moments counts too. Wagtail looks at the form a few times in the first seconds after it
// opens and takes what it finds for how it began: here it gets what the form was before anybody touched it or, when that
// was not known yet on a slow machine, something that no form is. Once a change is seen, Wagtail knows how to go on.

{
  const UNKNOWN = " ";
  const WRITES = ["beforeinput", "paste", "drop"];
  const TOUCHES = [...WRITES, "keydown", "pointerdown"];

  function watch(form) {
    const controller = () => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
    let before = null;
    const keep = ({ isTrusted, type }) => {
      if (isTrusted) before ??= controller()?.formData ?? (WRITES.includes(type) ? UNKNOWN : null);
    };
    const correct = () => {
      const own = controller();
      if (before === null || before === own.initialFormData) return;
      own.initialFormData = before;
      own.check();
    };
    const stop = () => {
      TOUCHES.forEach((name) => form.removeEventListener(name, keep, true));
      form.removeEventListener("w-unsaved:watch-edits", correct);
    };
    TOUCHES.forEach((name) => form.addEventListener(name, keep, true));
    form.addEventListener("w-unsaved:watch-edits", correct);
    form.addEventListener("w-unsaved:add", stop, { once: true });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-controller~='w-unsaved']").forEach(watch);
  });
}
