// Follows the edition that is being made, and goes on to the page as soon as it is there.
{
  const PAUSE = 2000;
  const shown = document.querySelector("[data-online]");

  async function look() {
    const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") return location.reload();  // the server knows where to
    if (answer?.ok) {
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-online]");
      if (now && now.innerHTML !== shown.innerHTML) shown.innerHTML = now.innerHTML;
      if (now && !now.dataset.online) return undefined;
    }
    return setTimeout(look, PAUSE);
  }

  if (shown?.dataset.online) setTimeout(look, PAUSE);
}
