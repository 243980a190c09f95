// Who is signed out while writing, or has no connection, keeps what is on the screen: nothing is sent to a server that would
// answer with the form to sign in. After signing in, in a second tab, the work goes on where it was.
{
  const { state: ASK, again: AGAIN } = document.currentScript.dataset;
  const PAUSE = 60_000; // ms between two questions, and how long an answer is trusted
  const SPARE = 5_000; // ms before the end in which nothing is sent any more
  const READ = 8_000; // ms that good news stays
  let user, bar, trouble, asked, ends = Infinity, proven = Date.now();

  // What the server says of us; undefined when it does not answer.
  async function ask() {
    const answer = await fetch(ASK, { headers: { Accept: "application/json" } }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!said) return undefined;
    user ??= said.user;
    if (said.user) {
      proven = Date.now();
      ends = proven + 1000 * said.seconds;
      for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = said.token;
      window.wagtailConfig.CSRF_TOKEN = said.token; // signing in makes a new one, and Wagtail's own questions carry it
    }
    return said;
  }

  function tell(words, link) {
    bar?.remove();
    bar = window.vergezicht.bar(words, link, "alert");
  }

  const wayIn = () => Object.assign(document.createElement("a"), {
    className: "button button-small", href: AGAIN, target: "_blank", textContent: "Log in in een nieuw tabblad",
  });

  function warn(kind, words) {
    if (trouble !== kind) tell(words, kind === "out" ? wayIn() : null);
    trouble = kind;
  }

  function reassure(said) {
    const isOther = said.user !== user;
    user = said.user;
    if (isOther) tell("U bent nu ingelogd met een andere naam. Wat u opslaat, komt op die naam.");
    else tell(trouble === "out" ? "U bent weer ingelogd. U kunt verder." : "Er is weer verbinding. U kunt verder.");
    trouble = null;
    setTimeout((shown) => shown.remove(), READ, bar);
    document.querySelectorAll("form").forEach((form) => controller(form, "w-autosave")?.save());
  }

  async function look() {
    const said = await ask();
    if (!said) warn("offline", "Er is geen verbinding. Wat u schreef staat nog op dit scherm: laat het open.");
    else if (!said.user) warn("out", "U bent niet meer ingelogd. Wat u schreef staat nog op dit scherm: laat het open.");
    else if (trouble) reassure(said);
    return said;
  }

  // The foot of the page takes the form to sign in, which comes in the place of an answer, for an error of the server.
  async function put(event) {
    const { target, detail } = event;
    if (detail.isTold) return;
    if (detail.type === "server_error") event.stopImmediatePropagation();
    const said = await look();
    if (detail.type !== "server_error") return;
    const text = said && !said.user ? "U bent niet meer ingelogd. Wat u schreef staat nog op dit scherm." : detail.text;
    target.dispatchEvent(new CustomEvent(event.type, { bubbles: true, detail: { ...detail, text, isTold: true } }));
  }

  const controller = (element, name) => window.wagtail?.app?.getControllerForElementAndIdentifier(element, name);
  const isCertain = () => !trouble && navigator.onLine && Date.now() < Math.min(proven + 1.5 * PAUSE, ends - SPARE);
  const isWatched = () => !document.body.classList.contains("sign-in");

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    const isAsked = form === asked;
    asked = null;
    if (!isWatched() || !/^post$/i.test(form.getAttribute("method")) || isAsked || isCertain()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const said = await look();
    const progress = submitter && controller(submitter, "w-progress");
    if (progress) progress.loadingValue = false; // a button that is busy is not sent, and one that waits is no use
    if (!said?.user) return;
    asked = form;
    form.requestSubmit(submitter);
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    if (!isWatched() || !document.querySelector("form[method=post i]")) return;
    ask();
    setInterval(() => document.hidden || look(), PAUSE);
    window.addEventListener("w-autosave:error", put, true);
    document.addEventListener("visibilitychange", () => document.hidden || look());
    window.addEventListener("online", look);
  });
}
