// A choice that was not made, or a box to tick, is no name for the block it is in: that is then called by its label.
{
  const { constructors: known = {} } = window.telepath ?? {};

  function teach(name, says) {
    const Widget = known[name];
    if (!Widget) return;
    window.telepath.register(name, class extends Widget {
      render(...given) {
        const bound = super.render(...given);
        const named = bound.getTextLabel;
        bound.getTextLabel = (options) => (says(bound) ? named.call(bound, options) : null);
        return bound;
      }
    });
  }

  teach("wagtail.widgets.Select", (bound) => [].concat(bound.getValue()).some(Boolean));
  teach("wagtail.widgets.CheckboxInput", () => false);
}
