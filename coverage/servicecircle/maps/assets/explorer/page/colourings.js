{
  const DISPATCH = "dispatch_";

  /** @returns {number} Whose mode of getting there the map shows, or -1. */
  ServiceCircle.page.modeShown = (colourBy) =>
    colourBy.startsWith(DISPATCH) ? Number(colourBy.slice(DISPATCH.length)) : -1;

  /** @returns {"risk"|"dispatch"|"walk"} What the panel and the cards tell of. */
  ServiceCircle.page.viewOf = function (colourBy) {
    if (ServiceCircle.page.modeShown(colourBy) >= 0) {
      return "dispatch";
    }
    return colourBy === "risk" ? "risk" : "walk";
  };

  /** A mode of getting there in words; one of the user's own keeps its name. */
  ServiceCircle.page.modeName = ({ model, word }, mode) =>
    word(`mode_${model.dispatch.modes[mode]}`, model.dispatch.modes[mode]);

  /** Everything that areas can be coloured by. */
  ServiceCircle.page.colourings = ({ risk, dispatch }) => [
    "walk",
    "circle",
    "gap",
    "uncovered",
    ...(risk ? ["risk"] : []),
    ...(dispatch ? dispatch.modes.map((_, mode) => `${DISPATCH}${mode}`) : []),
    "none",
  ];

  /** Whom a mode's responders reach, in the words of a key. */
  ServiceCircle.page.dispatchSaid = ({ model, word }, key, colourBy) =>
    ServiceCircle.page.fill(word(key), {
      minutes: model.dispatch.minutes,
      mode: ServiceCircle.page.modeName({ model, word }, ServiceCircle.page.modeShown(colourBy)),
    });

  /** A colouring in words: where residents are not in the file, of buildings. */
  ServiceCircle.page.colouringName = function (look, colourBy) {
    if (ServiceCircle.page.viewOf(colourBy) === "dispatch") {
      return ServiceCircle.page.dispatchSaid(look, "by_dispatch", colourBy);
    }
    const ofBuildings = colourBy === "uncovered" && look.unit === "buildings";
    return look.word(ofBuildings ? "by_uncovered_buildings" : `by_${colourBy}`);
  };
}
