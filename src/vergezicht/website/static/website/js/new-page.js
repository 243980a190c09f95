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

// What is saved by itself more than once replaces its own version, which then has another moment. The form goes along with
// that: else its button would find a version that seems to be of somebody else.
document.addEventListener("w-autosave:success", ({ detail }) => {
  const { loaded_revision_id: own, loaded_revision_created_at: moment } = document.querySelector("[data-edit-form]")?.elements ?? {};
  const { revision_id: saved, revision_created_at: at } = detail?.data ?? {};
  if (own && moment && at && own.value === String(saved)) moment.value = at;
});

// The address that the page got, when the one of its title was taken; not over one that was typed since it was sent.
document.addEventListener("w-autosave:success", ({ detail }) => {
  const { "slug:sent": sent, "slug:given": given } = detail?.data?.field_updates ?? {};
  const field = document.getElementById("id_slug");
  if (given && field?.value === sent) field.value = given;
});
