{
  /** From this zoom on buildings are few and large enough to show their outlines. */
  const OUTLINES_FROM_ZOOM = 15.25;
  const NETWORK_FROM_ZOOM = 13;

  /** How thick the streets reached are, in pixels of the page. */
  const thickness = (zoom) => Math.min(12, Math.max(1.5, 6 * 1.6 ** (zoom - 16)));

  /** How thick the streets within reach of what is tried are. */
  const triedWidth = (zoom) => Math.min(3.5, Math.max(1.5, 2.5 * 1.3 ** (zoom - 16)));

  /**
   * The middle sheet: the walking network, the streets reached, the buildings; streets
   * and, from afar, buildings as one picture written pixel by pixel.
   *
   * @param {Model} model
   * @param {Parts} parts
   */
  ServiceCircle.draw.detail = function (model, { streets, buildings, store, look, palette }) {
    const { colourWord, rimWord } = ServiceCircle.draw;
    const pixels = new ServiceCircle.draw.Pixels();
    const colours = palette.statuses.map(({ colour }) => colour);
    const statusWords = colours.map((colour) => colourWord(colour));
    const networkWords = {
      open: colourWord(palette.network),
      closed: colourWord(palette.closed),
    };
    const triedWords = { core: colourWord(palette.tried), rim: rimWord(palette.tried) };
    const reachedWords = { core: colourWord(palette.reached), rim: rimWord(palette.reached) };

    return (pen, view) => {
      const { show, distanceM } = store.state;
      const detailed = look.showsBuildings(view.zoom);
      const tried = look.triedPieces();
      if (!detailed && !tried.length) {
        return false;
      }
      pixels.begin(pen, view.width, view.height);
      if (detailed && show.reached) {
        const side = Math.round(thickness(view.zoom) * view.ratio);
        const from = look.fromStations();
        streets.writeReached(pixels, view, from, distanceM, reachedWords, side);
      }
      if (detailed && show.network && view.zoom >= NETWORK_FROM_ZOOM) {
        streets.writeAll(pixels, view, networkWords);
      }
      const broad = Math.round(triedWidth(view.zoom) * view.ratio);
      tried.forEach((pieces) =>
        streets.writePieces(pixels, view, pieces, triedWords, broad)
      );
      const near = view.zoom >= OUTLINES_FROM_ZOOM;
      const houses = detailed && show.buildings;
      if (houses && !near) {
        buildings.writeDots(pixels, view, look.status(), statusWords);
      }
      pixels.show(pen);
      if (houses && near) {
        buildings.paint(pen, view, look.status(), colours);
      }
      return true;
    };
  };
}
