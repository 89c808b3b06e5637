{
  /** What is printed on, in millimetres within margins of 8. */
  const PAPERS = { A4: [281, 193], A3: [404, 280] };
  const COLUMN_MM = 62;
  const PIXELS_PER_MM = 96 / 25.4;
  const PRINT_RATIO = 3;
  const SMALLEST = 0.3;
  const HALVINGS = 6;

  /**
   * Print what the map shows, fitted to a sheet of paper with its legend beside it.
   *
   * @param {Context} context
   * @param {Stage} stage
   */
  ServiceCircle.page.printing = function (context, stage) {
    const { map, store } = context;
    const rule = document.createElement("style");
    document.head.append(rule);
    // Legend and card, beside the map.
    const column = document.querySelector(".sc-page");
    let before = null;

    /** Widen or narrow the map without moving what it shows. */
    const resize = function (width, height) {
      Object.assign(map.getContainer().style, { width, height });
      map.invalidateSize({ animate: false, pan: false });
    };

    /** Write smaller what is longer than the sheet, in lines as much longer. */
    const shrink = function (room) {
      const fits = function (scale) {
        column.style.setProperty("--sc-shrink", scale);
        return column.scrollHeight * scale <= room;
      };
      let [low, high] = fits(1) ? [1, 1] : [SMALLEST, 1];
      for (let k = 0; k < HALVINGS && low < high; k += 1) {
        const middle = (low + high) / 2;
        [low, high] = fits(middle) ? [middle, high] : [low, middle];
      }
      column.style.setProperty("--sc-shrink", low);
      column.style.zoom = low;
    };

    const prepare = function () {
      if (before) {
        return;
      }
      const [width, height] = PAPERS[context.paper];
      before = {
        bounds: ServiceCircle.page.seenBounds(map),
        center: map.getCenter(),
        zoom: map.getZoom(),
        snap: map.options.zoomSnap,
        limits: map.options.maxBounds,
      };
      map.setMaxBounds(null);
      rule.textContent = `@page { size: ${context.paper} landscape; margin: 8mm; }`;
      document.body.classList.add("sc-printing");
      // What risk rests on takes a column, and a card beside it one of its own.
      const two = store.state.colourBy === "risk" && store.state.chosen !== null;
      document.body.classList.toggle("sc-two-columns", two);
      const across = (width - (two ? 2 : 1) * COLUMN_MM) * PIXELS_PER_MM;
      resize(`${Math.floor(across)}px`, `${Math.floor(height * PIXELS_PER_MM)}px`);
      map.options.zoomSnap = 0;
      map.fitBounds(before.bounds, { animate: false });
      shrink(height * PIXELS_PER_MM);
      stage.setRatio(PRINT_RATIO);
      stage.repaint();
      stage.flush();
    };

    const restore = function () {
      const { center, zoom, snap, limits } = before;
      before = null;
      document.body.classList.remove("sc-printing", "sc-two-columns");
      column.style.zoom = "";
      column.style.removeProperty("--sc-shrink");
      stage.setRatio(null);
      resize("", "");
      map.setView(center, zoom, { animate: false });
      map.options.zoomSnap = snap;
      map.setMaxBounds(limits);
    };

    window.addEventListener("beforeprint", prepare);
    window.addEventListener("afterprint", restore);
  };

  /** What of the map nothing covers. */
  ServiceCircle.page.seenBounds = function (map) {
    const { left, top, bottom } = ServiceCircle.page.covered();
    const size = map.getSize();
    return L.latLngBounds(
      map.containerPointToLatLng([left, top]),
      map.containerPointToLatLng([size.x, size.y - bottom])
    );
  };
}
