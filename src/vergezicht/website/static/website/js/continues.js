// What is added begins where the story is: a step of a side panel with the map of the step before it, a picture of a figure
// with the figure that its chapter showed or named last. Only what is new and empty; the editor chooses on from there.

{
  const MAP = ["indicator", "level", "period", "within", "layers"]; // of a step; the areas in focus are its own

  const told = (choice) => [choice ?? []].flat().filter(Boolean); // Wagtail keeps the choice of a list as a list
  const chosen = (state, fields) => Object.fromEntries(fields.filter((field) => field in state).map((field) => [field, state[field]]));

  // The figure that a block shows, or shows last: of its own, of the last of several, or of its last step.
  function figureOf({ indicator, indicators, steps }) {
    if (steps?.length) return figureOf(steps.at(-1).value);
    return told(indicator).at(-1) ?? told(indicators).at(-1);
  }

  const REFERENCE = /\{([a-z][a-z0-9_]*)[^{}]*\}/g;
  const lastIn = (text) => [...text.matchAll(REFERENCE)].at(-1)?.[1];

  // The figure that a text names last: as letters, or as what the editor sees in their place (figure-in-text.js).
  function namedIn(text) {
    if (typeof text === "string") return lastIn(text);
    const content = text?.getCurrentContent?.();
    if (!content) return undefined;
    const signs = content.getBlocksAsArray().flatMap((block) => block.getCharacterList().toArray().map((sign) => sign.getEntity()));
    const written = [...new Set(signs)].filter(Boolean).map((key) => content.getEntity(key).getData().written ?? "");
    return lastIn(written.join("")) ?? lastIn(content.getPlainText());
  }

  function lastFigure(blocks, place) {
    for (const { type, value } of blocks.slice(0, place).map((block) => block.getState()).reverse()) {
      if (type === "chapter") return namedIn(value.kern);
      const figure = figureOf(value ?? {}) ?? namedIn(value);
      if (figure) return figure;
    }
    return undefined;
  }

  const begin = (state, figure) => {
    if (!figure || !state || typeof state !== "object") return state;
    if ("indicator" in state) return told(state.indicator).length ? state : { ...state, indicator: [figure] };
    if (!state.steps?.length) return state;
    const [first, ...rest] = state.steps;
    return { ...state, steps: [{ ...first, value: begin(first.value, figure) }, ...rest] };
  };

  const inSteps = (list, place, state) => {
    const before = list.blockDef.name === "steps" && list.children[place - 1]?.getState().value;
    return before ? { ...state, ...chosen(before, MAP) } : state;
  };
  const inStory = (stream, place, state) => begin(state, lastFigure(stream.children, place));

  function teach(block, continued) {
    const [ask, give] = [block._onRequestInsert, block._getChildDataForInsertion];
    block._onRequestInsert = function onRequestInsert(place, ...options) {
      this.placeOfNew = place;
      ask.call(this, place, ...options);
    };
    block._getChildDataForInsertion = function getChildDataForInsertion(...options) {
      const [definition, state, ...rest] = give.apply(this, options);
      return [definition, continued(this, this.placeOfNew, state), ...rest];
    };
  }

  // Not every page of the editor has blocks.
  const start = () => {
    const { ListBlock, StreamBlock } = window.wagtailStreamField?.blocks ?? {};
    if (!ListBlock || !StreamBlock) return false;
    teach(ListBlock.prototype, inSteps);
    teach(StreamBlock.prototype, inStory);
    return true;
  };
  if (!start()) document.addEventListener("DOMContentLoaded", start);
}
