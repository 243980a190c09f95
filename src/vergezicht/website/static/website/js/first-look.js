// What is typed in the first moments counts too. Wagtail looks at the form two seconds after it opens and takes what it
// finds for how it began: here it gets what the form was before anybody touched it.

{
  const LOOKS_EVERY = 100;

  function watch(form) {
    const controller = () => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
    let before = null;
    const keep = ({ isTrusted }) => { if (isTrusted && before === null) before = controller()?.formData ?? null; };
    const touches = ["beforeinput", "keydown", "pointerdown", "paste", "drop"];
    touches.forEach((name) => form.addEventListener(name, keep, true));
    const looking = setInterval(() => {
      const own = controller();
      if (!own?.initialFormData) return;
      clearInterval(looking);
      touches.forEach((name) => form.removeEventListener(name, keep, true));
      if (before === null || before === own.initialFormData) return;
      own.initialFormData = before;
      own.check();
    }, LOOKS_EVERY);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-controller~='w-unsaved']").forEach(watch);
  });
}
