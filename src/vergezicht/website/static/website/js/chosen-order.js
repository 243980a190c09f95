// What is chosen in a list of several keeps its order: those options stand first in the list that is sent. Where an option stood is kept
// with it, for who shows the list by group.
{
  const Select = window.telepath?.constructors?.["wagtail.widgets.Select"];

  function order(select, values) {
    for (const [place, option] of [...select.options].entries()) {
      option.place = place;
      option.group = option.parentElement.label ?? "";
    }
    const chosen = values.map((value) => [...select.options].find((option) => option.value === String(value)));
    select.prepend(...chosen.filter(Boolean));
  }

  if (Select) window.telepath.register("wagtail.widgets.Select", class extends Select {
    render(placeholder, name, id, value, ...rest) {
      const bound = super.render(placeholder, name, id, value, ...rest);
      if (bound.input?.multiple) {
        const set = bound.setState;
        bound.setState = (state) => {
          set.call(bound, state);
          order(bound.input, state ?? []);
        };
        order(bound.input, value ?? []);
      }
      return bound;
    }
  });
}
