// Makes a readable page handier: the current chapter in the contents, kept when another depth is chosen.

const contents = document.querySelector(".contents");
if (contents) {
  const depths = document.querySelectorAll(".depth a");
  const strip = contents.querySelector("ol");
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(target.id);
      link.setAttribute("aria-current", "true");
      depths.forEach((depth) => { depth.hash = target.id; });
      strip.scrollTo({ left: link.offsetLeft - strip.clientWidth / 3 });
    }
  }, { rootMargin: "-30% 0px -65% 0px" });
  document.querySelectorAll(".chapter").forEach((chapter) => observer.observe(chapter));
}
