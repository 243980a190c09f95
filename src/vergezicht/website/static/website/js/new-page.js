// A new page has a number from its first saving on, also when it is saved by itself: what needs that number gets it
// then and is shown. Heard on the way down, so that who listens after us finds it in place.
document.addEventListener("w-autosave:success", ({ detail }) => {
  const number = detail?.data?.pk;
  if (!number) return;
  for (const element of document.querySelectorAll("[data-numbered]")) {
    const name = element.dataset.numbered;
    element.setAttribute(name, element.getAttribute(name).replace("/0/", `/${number}/`));
    delete element.dataset.numbered;
  }
  for (const element of document.querySelectorAll("[data-before-saving]")) element.remove();
  for (const element of document.querySelectorAll("[data-after-saving]")) element.hidden = false;
}, true);
