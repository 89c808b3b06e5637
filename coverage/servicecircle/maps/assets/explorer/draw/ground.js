/**
 * The lowest sheet: land, areas in their colours, water, borders.
 *
 * @param {Model} model
 * @param {Parts} parts What the sheets share (see scene.js).
 */
ServiceCircle.draw.ground = function (model, { units, background, ...parts }) {
  const { store, look, palette, serviceArea } = parts;
  return (pen, view) => {
    const { colourBy, level, show, service, distanceM } = store.state;
    const area = look.showsArea(view.zoom);
    const colours = area ? null : look.unitColours();
    // Woods and parks would tint the areas, and the legend would be wrong.
    if (show.background && colourBy === "none") {
      background.paint(pen, view, false);
    }
    const behind = look.showsBuildings(view.zoom);
    if (colours) {
      units.fill(pen, view, level, colours, behind);
    }
    if (area) {
      const { kind } = model.services[service];
      const from = look.fromStations();
      serviceArea.paint(pen, view, from, kind, distanceM, palette.area);
    }
    if (show.background) {
      background.paint(pen, view, true);
    }
    // Where buildings are drawn the borders lie over them (marks.js).
    if (!behind) {
      units.borders(pen, view, level, palette.border);
    }
  };
};
