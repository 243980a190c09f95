// What is typed in the first moments counts too. Wagtail looks at the form two seconds after it opens and takes what it
// finds for how it began: here it gets what the form was before anybody touched it, or, when that was not known yet on a
// slow machine, something that no form is.

{
  const LOOKS_EVERY = 100;
  const UNKNOWN = " ";
  const WRITES = ["beforeinput", "paste", "drop"];
  const TOUCHES = [...WRITES, "keydown", "pointerdown"];

  function watch(form) {
    const controller = () => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
    let before = null;
    const keep = ({ isTrusted, type }) => {
      if (isTrusted) before ??= controller()?.formData ?? (WRITES.includes(type) ? UNKNOWN : null);
    };
    TOUCHES.forEach((name) => form.addEventListener(name, keep, true));
    const looking = setInterval(() => {
      const own = controller();
      if (!own?.initialFormData) return;
      clearInterval(looking);
      TOUCHES.forEach((name) => form.removeEventListener(name, keep, true));
      if (before === null || before === own.initialFormData) return;
      own.initialFormData = before;
      own.check();
    }, LOOKS_EVERY);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-controller~='w-unsaved']").forEach(watch);
  });
}
