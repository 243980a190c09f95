// Tells our own site that this page was opened and which chapters were reached, when the page is left. Without a cookie
// or a number: two visits of one reader are two visits. Whoever asks not to be followed is not counted.
const READ = 1000; // milliseconds in sight

if (!navigator.globalPrivacyControl && navigator.doNotTrack !== "1") {
  const reached = new Set();
  const waiting = new Map();
  const seen = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target: { id } }) => {
    clearTimeout(waiting.get(id));
    if (isIntersecting) waiting.set(id, setTimeout(() => reached.add(id), READ));
  }), { rootMargin: "-40% 0px" });
  document.querySelectorAll("section.chapter[id]").forEach((chapter) => seen.observe(chapter));

  const told = new Set();
  let opened = false;
  const tell = () => {
    const parts = [...reached].filter((id) => !told.has(id));
    if (opened && !parts.length) return;
    const words = new URLSearchParams({ path: location.pathname, parts: parts.join(" ") });
    if (!opened) words.set("opened", "");
    navigator.sendBeacon("/meedoen/geteld/", words);
    opened = true;
    parts.forEach((id) => told.add(id));
  };
  // A telephone does not always say more than that the page is out of sight.
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") tell(); });
  addEventListener("pagehide", tell);
}
