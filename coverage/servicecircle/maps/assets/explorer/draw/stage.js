{
  /** How far a canvas reaches beyond the window on each side, as a share of it. */
  const MARGIN = 0.15;

  /** Milliseconds of painting after which the rest waits for the next frame. */
  const FRAME_MS = 30;

  /** One canvas over the whole map, painted when what it shows has changed. */
  class Sheet {
    /**
     * @param {function(CanvasRenderingContext2D, View): (void|boolean)} paint False says
     *   that there is nothing to show.
     * @param {number} ratio Canvas pixels to one pixel of the page.
     */
    constructor(paint, ratio) {
      this.paint = paint;
      this.ratio = ratio;
      this.view = new ServiceCircle.draw.View();
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated sc-sheet");
      this.pen = this.canvas.getContext("2d");
      this.dirty = true;
      this.corner = L.point(0, 0);
    }
  }

  /**
   * The sheets of the map, lowest first: they follow the map's movements and are
   * painted anew, each when it needs to be, some in this frame and some in the next.
   */
  ServiceCircle.draw.Stage = L.Layer.extend({
    /** @param {Model} model */
    initialize(model) {
      this._origin = model.origin;
      this._sheets = [];
      this._ratio = null;
      this._frame = 0;
      this._settled = [];
    },

    zoom() {
      return this._map.getZoom();
    },

    /** Put a sheet on top of those that are there. */
    addSheet(paint, ratio) {
      const sheet = new Sheet(paint, ratio);
      this._sheets.push(sheet);
      return sheet;
    },

    onAdd(map) {
      const pane = map.createPane("sc-stage");
      pane.style.zIndex = 300;
      pane.style.pointerEvents = "none";
      this._sheets.forEach(({ canvas }) => pane.append(canvas));
      this.repaint();
    },

    getEvents() {
      return {
        moveend: this.repaint,
        resize: this.repaint,
        move: this._keepUp,
        zoom: () => this._stretch(this._map.getPixelOrigin(), this._map.getZoom()),
        zoomanim: ({ center, zoom }) => this._stretch(this._originAt(center, zoom), zoom),
      };
    },

    /** Paint all sheets as finely as this, or again each as its own ratio has it. */
    setRatio(ratio) {
      this._ratio = ratio;
    },

    /** Paint these sheets, or all, as soon as there is time. */
    repaint(...sheets) {
      const chosen = sheets[0] instanceof Sheet ? sheets : this._sheets;
      chosen.forEach((sheet) => {
        sheet.dirty = true;
      });
      this._frame = this._frame || requestAnimationFrame(() => this._run(FRAME_MS));
    },

    /**
     * Paint whatever is due before this returns, as single pictures: a printer does not
     * wait, and Chromium repeats a canvas's strokes on paper, millimetres beside where its
     * pictures are.
     */
    flush() {
      cancelAnimationFrame(this._frame);
      this._run(Infinity);
      this._sheets.forEach(({ canvas, pen }) => {
        const { width, height } = canvas;
        const copy = L.DomUtil.create("canvas");
        Object.assign(copy, { width, height });
        const reader = copy.getContext("2d", { willReadFrequently: true });
        reader.drawImage(canvas, 0, 0);
        canvas.width = width;
        pen.putImageData(reader.getImageData(0, 0, width, height), 0, 0);
      });
    },

    /** Call back once everything that is due has been painted. */
    whenSettled(callback) {
      this._settled.push(callback);
      this._frame = this._frame || requestAnimationFrame(() => this._run(FRAME_MS));
    },

    _run(budgetMs) {
      this._frame = 0;
      const start = performance.now();
      for (const sheet of this._sheets) {
        if (sheet.dirty && performance.now() - start < budgetMs) {
          this._lay(sheet);
          const empty = sheet.paint(sheet.pen, sheet.view) === false;
          sheet.canvas.style.display = empty ? "none" : "";
          sheet.dirty = false;
        }
      }
      if (this._sheets.some(({ dirty }) => dirty)) {
        this._frame = requestAnimationFrame(() => this._run(budgetMs));
      } else {
        this._settled.splice(0).forEach((callback) => callback());
      }
    },

    /** Put a sheet where the map is now. */
    _lay(sheet) {
      const map = this._map;
      const size = map.getSize();
      const margin = size.multiplyBy(MARGIN).round();
      const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
      const width = size.x + 2 * margin.x;
      const height = size.y + 2 * margin.y;
      const { canvas, view } = sheet;
      const ratio = this._ratio || sheet.ratio;
      const across = Math.round(width * ratio);
      const down = Math.round(height * ratio);
      if (canvas.width !== across || canvas.height !== down) {
        canvas.width = across;
        canvas.height = down;
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      } else {
        // On paper what was cleared would be white and hide the sheets below; there the
        // canvas always has another size, and is empty.
        sheet.pen.setTransform(1, 0, 0, 1, 0, 0);
        sheet.pen.clearRect(0, 0, across, down);
      }
      L.DomUtil.setPosition(canvas, corner);
      sheet.corner = map.getPixelOrigin().add(corner);
      view.place(this._origin, sheet.corner, map.getZoom(), ratio, across, down);
    },

    /** While the map is dragged: paint before the margin is used up. */
    _keepUp() {
      const map = this._map;
      const { corner, view } = this._sheets[0];
      if (view.zoom !== map.getZoom()) {
        return;
      }
      const seen = map.getPixelBounds();
      const inside =
        seen.min.x >= corner.x &&
        seen.min.y >= corner.y &&
        seen.max.x <= corner.x + view.width / view.ratio &&
        seen.max.y <= corner.y + view.height / view.ratio;
      if (!inside) {
        this.repaint();
      }
    },

    /** While the map zooms: stretch what is painted. */
    _stretch(pixelOrigin, zoom) {
      this._sheets.forEach(({ canvas, corner, view }) => {
        const scale = this._map.getZoomScale(zoom, view.zoom);
        const place = corner.multiplyBy(scale).subtract(pixelOrigin);
        L.DomUtil.setTransform(canvas, place, scale);
      });
    },

    /** Leaflet's origin of layer points when it will have zoomed. */
    _originAt(center, zoom) {
      const map = this._map;
      return map
        .project(center, zoom)
        .subtract(map.getSize().divideBy(2))
        .add(L.DomUtil.getPosition(map.getPane("mapPane")))
        .round();
    },
  });
}
