{
  /** Quiet colours of what surrounds the houses; unknown kinds are left out. */
  const COLOURS = { wood: "#dfe8d5", grass: "#e6ecd9", park: "#d7e6c9", water: "#b9d3e2" };

  /** Water, parks and woods, built once as a path per kind. */
  ServiceCircle.draw.Background = class {
    /** @param {Model} model */
    constructor(model) {
      this._areas = new Map();
      this._lines = new Map();
      this._build(model.background);
    }

    /** Draw the kinds below the areas (land), or the one above them (water). */
    paint(pen, view, water) {
      view.inModel(pen);
      pen.lineWidth = view.pagePixels(1.5);
      Object.entries(COLOURS).forEach(([kind, colour]) => {
        if ((kind === "water") === water && this._areas.has(kind)) {
          pen.fillStyle = colour;
          pen.fill(this._areas.get(kind), "evenodd");
          pen.strokeStyle = colour;
          pen.stroke(this._lines.get(kind));
        }
      });
    }

    _build({ kinds, kind, isLine, ringStart, pointStart, xy }) {
      kinds.forEach((name) => {
        this._areas.set(name, new Path2D());
        this._lines.set(name, new Path2D());
      });
      for (let shape = 0; shape < kind.length; shape += 1) {
        const paths = isLine[shape] ? this._lines : this._areas;
        const path = paths.get(kinds[kind[shape]]);
        for (let ring = ringStart[shape]; ring < ringStart[shape + 1]; ring += 1) {
          for (let p = pointStart[ring]; p < pointStart[ring + 1]; p += 1) {
            const place = [xy[2 * p], xy[2 * p + 1]];
            if (p === pointStart[ring]) {
              path.moveTo(...place);
            } else {
              path.lineTo(...place);
            }
          }
          if (!isLine[shape]) {
            path.closePath();
          }
        }
      }
    }
  };

  /** What the legend says of the background: kinds with their colours. */
  ServiceCircle.draw.backgroundKey = (model) =>
    Object.entries(COLOURS).filter(
      ([kind]) => model.background.kinds.includes(kind)
    );
}
