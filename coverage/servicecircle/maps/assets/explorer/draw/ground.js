/**
 * The lowest sheet: land, areas in their colours, water, borders.
 *
 * @param {Model} model
 * @param {Parts} parts What the sheets share (see scene.js).
 */
ServiceCircle.draw.ground = function (model, { units, background, store, look, palette }) {
  return (pen, view) => {
    const { level, show } = store.state;
    const colours = look.unitColours();
    // Woods and parks would tint the areas, and the legend would be wrong.
    if (show.background && !colours) {
      background.paint(pen, view, false);
    }
    const behind = look.showsBuildings(view.zoom);
    if (colours) {
      units.fill(pen, view, level, colours, behind);
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
