/**
 * What the sheets share.
 *
 * @typedef {object} Parts
 * @property {Store} store What is chosen.
 * @property {Look} look What follows from it: colours, statuses, paths (page/look.js).
 * @property {Palette} palette Colours, as palette.py states them.
 * @property {Units} units
 * @property {Streets} streets
 * @property {Buildings} buildings
 * @property {Background} background
 * @property {ServiceArea} serviceArea
 * @property {Points} points
 */

/**
 * Build the stage with its three sheets, and paint again what a change concerns.
 *
 * @param {Model} model
 * @param {Store} store
 * @param {Look} look
 * @returns {{stage: Stage, points: Points}}
 */
ServiceCircle.draw.scene = function (model, store, look) {
  const { palette } = model.page;
  const stage = new ServiceCircle.draw.Stage(model);
  const points = new ServiceCircle.draw.Points(model, palette);
  const parts = {
    store,
    look,
    palette,
    points,
    units: new ServiceCircle.draw.Units(model, palette.hatch),
    streets: new ServiceCircle.draw.Streets(model),
    buildings: new ServiceCircle.draw.Buildings(model),
    serviceArea: new ServiceCircle.draw.ServiceArea(model),
    background: new ServiceCircle.draw.Background(model),
  };
  // More than twice the page's pixels cost time and cannot be seen.
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const ground = stage.addSheet(ServiceCircle.draw.ground(model, parts), ratio);
  const detail = stage.addSheet(ServiceCircle.draw.detail(model, parts), ratio);
  const marks = stage.addSheet(ServiceCircle.draw.marks(model, parts), ratio);
  const all = () => [ground, detail, marks];
  const onMarks = () => [marks];
  /** Which sheets the distance shows on: painting is what a moving slider waits for. */
  const ofDistance = function () {
    const { colourBy, show, trials } = store.state;
    const due = show.circles ? [marks] : [];
    if (look.showsArea(stage.zoom()) || (colourBy !== "none" && colourBy !== "risk")) {
      due.push(ground);
    }
    if (trials.length || look.showsBuildings(stage.zoom())) {
      due.push(detail);
    }
    return due;
  };
  const concerns = {
    service: all,
    distanceM: ofDistance,
    tiers: all,
    trials: all,
    level: () => [ground, marks],
    colourBy: all,
    moment: () => (store.state.colourBy === "risk" ? [ground] : []),
    show: all,
    chosen: onMarks,
    trying: onMarks,
  };
  store.listen((changed) => {
    const known = [...changed].filter((key) => key in concerns);
    const due = new Set(known.flatMap((key) => concerns[key]()));
    if (due.size) {
      stage.repaint(...due);
    }
  });
  return { stage, points };
};
