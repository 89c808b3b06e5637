{
  /** From this zoom on streets and outlines are few enough for the canvas's own pen. */
  const OUTLINES_FROM_ZOOM = 15.25;

  /**
   * The middle sheet: the walking network, the streets reached, the buildings. From afar
   * it is one picture written pixel by pixel, from near outlines and strokes.
   *
   * @param {Model} model
   * @param {Parts} parts
   */
  ServiceCircle.draw.detail = function (model, { streets, buildings, store, look, palette }) {
    const pixels = new ServiceCircle.draw.Pixels();
    const words = palette.statuses.map(({ colour }) => ServiceCircle.draw.colourWord(colour));
    const colours = palette.statuses.map(({ colour }) => colour);
    const networkWord = ServiceCircle.draw.colourWord(palette.network, 0.75);
    const reachedWord = ServiceCircle.draw.colourWord(palette.reached);

    const fromAfar = (pen, view) => {
      const { show, distanceM } = store.state;
      pixels.begin(pen, view.width, view.height);
      const side = Math.max(1, Math.round(view.ratio * (view.zoom < 14 ? 1.5 : 2.5)));
      const nodeDm = show.reached ? look.nodeDm() : null;
      if (show.network && view.zoom >= 13) {
        streets.writeAll(pixels, view, networkWord, 1);
      }
      if (nodeDm) {
        streets.writeReached(pixels, view, nodeDm, distanceM, reachedWord, side);
      }
      if (show.buildings) {
        buildings.writeDots(pixels, view, look.status(), words);
      }
      pixels.show(pen);
    };

    const fromNear = (pen, view) => {
      const { show, distanceM } = store.state;
      const nodeDm = show.reached ? look.nodeDm() : null;
      const grown = 1.6 ** (view.zoom - 16);
      if (nodeDm) {
        const width = Math.min(14, 6 * grown);
        streets.strokeReached(pen, view, nodeDm, distanceM, {
          colour: palette.reached,
          width,
        });
      }
      if (show.network) {
        const width = Math.min(2.2, Math.max(1, 1.2 * grown));
        streets.strokeAll(pen, view, { colour: palette.network, width });
      }
      if (show.buildings) {
        buildings.paint(pen, view, look.status(), colours);
      }
    };

    return (pen, view) => {
      view.onPage(pen);
      pen.clearRect(0, 0, view.width / view.ratio, view.height / view.ratio);
      if (look.showsBuildings(view.zoom)) {
        (view.zoom < OUTLINES_FROM_ZOOM ? fromAfar : fromNear)(pen, view);
      }
    };
  };
}
