{
  /** How opaque areas are where buildings are drawn over them, and where not. */
  ServiceCircle.draw.areaOpacity = (behind) => (behind ? 0.26 : 1);

  /** Border widths in pixels of the page: the widest of those shown, then the others. */
  const WIDTHS = [2.4, 1.5, 0.9, 0.6];

  /** Add one arc's points to a path, in either direction. */
  const addArc = function (path, outlines, signed, first) {
    const { start, xy } = outlines;
    const arc = signed < 0 ? -1 - signed : signed;
    const count = start[arc + 1] - start[arc];
    for (let k = first ? 0 : 1; k < count; k += 1) {
      const at = 2 * (signed < 0 ? start[arc + 1] - 1 - k : start[arc] + k);
      if (first && k === 0) {
        path.moveTo(xy[at], xy[at + 1]);
      } else {
        path.lineTo(xy[at], xy[at + 1]);
      }
    }
  };

  /** Build the outline of one unit. */
  const unitPath = function (model, level, unit) {
    const { ringStart, arcStart, arcs } = model.levels[level];
    const path = new Path2D();
    for (let ring = ringStart[unit]; ring < ringStart[unit + 1]; ring += 1) {
      for (let i = arcStart[ring]; i < arcStart[ring + 1]; i += 1) {
        addArc(path, model.outlines, arcs[i], i === arcStart[ring]);
      }
      path.closePath();
    }
    return path;
  };

  /** Draw a hatch that keeps its width whatever the pen's scale. */
  const hatchPattern = function (pen, colour) {
    const tile = document.createElement("canvas");
    tile.width = 8;
    tile.height = 8;
    const brush = tile.getContext("2d");
    brush.fillStyle = "#f4f4f1";
    brush.fillRect(0, 0, 8, 8);
    brush.strokeStyle = colour;
    brush.lineWidth = 2;
    brush.lineCap = "square";
    brush.stroke(new Path2D("M-2 2L2 -2M0 8L8 0M6 10L10 6"));
    return pen.createPattern(tile, "repeat");
  };

  /** Areas and borders of all levels; outlines are built when a level is first shown. */
  ServiceCircle.draw.Units = class {
    /**
     * @param {Model} model
     * @param {string} hatchColour
     */
    constructor(model, hatchColour) {
      this._model = model;
      this._hatchColour = hatchColour;
      this._paths = model.levels.map(() => []);
      this._boxes = null;
      this._hatch = null;
    }

    /** @returns {Path2D} */
    path(level, unit) {
      const paths = this._paths[level];
      paths[unit] = paths[unit] || unitPath(this._model, level, unit);
      return paths[unit];
    }

    /**
     * Fill a level's areas.
     *
     * @param {CanvasRenderingContext2D} pen
     * @param {View} view
     * @param {number} level
     * @param {Array<?string>} colours One per unit; null is hatched.
     * @param {boolean} behind Whether buildings are drawn over them.
     */
    fill(pen, view, level, colours, behind) {
      const { box, count } = this._model.levels[level];
      this._hatch = this._hatch || hatchPattern(pen, this._hatchColour);
      this._hatch.setTransform(new DOMMatrix().scale(view.pagePixels(1)));
      view.inModel(pen);
      pen.globalAlpha = ServiceCircle.draw.areaOpacity(behind);
      for (let i = 0, k = 0; i < count; i += 1, k += 4) {
        if (view.shows(box[k], box[k + 1], box[k + 2], box[k + 3])) {
          pen.fillStyle = colours[i] || this._hatch;
          pen.fill(this.path(level, i), "evenodd");
        }
      }
      pen.globalAlpha = 1;
    }

    /** Draw the borders of a level and of all above it, each the thinner the finer. */
    borders(pen, view, level, colour) {
      const { start, xy, level: widest } = this._model.outlines;
      const boxes = this._arcBoxes();
      view.inModel(pen);
      pen.strokeStyle = colour;
      pen.lineJoin = "round";
      for (let shown = level; shown >= 0; shown -= 1) {
        pen.beginPath();
        for (let arc = 0, k = 0; arc < widest.length; arc += 1, k += 4) {
          if (
            widest[arc] === shown &&
            view.shows(boxes[k], boxes[k + 1], boxes[k + 2], boxes[k + 3])
          ) {
            const first = 2 * start[arc];
            pen.moveTo(xy[first], xy[first + 1]);
            for (let at = first + 2; at < 2 * start[arc + 1]; at += 2) {
              pen.lineTo(xy[at], xy[at + 1]);
            }
          }
        }
        // Of several levels the coarsest stands out; a single one stays slim.
        const rank = level > 0 ? Math.min(shown, WIDTHS.length - 1) : 1;
        pen.globalAlpha = shown === level ? 0.65 : 0.85;
        pen.lineWidth = view.pagePixels(WIDTHS[rank]);
        pen.stroke();
      }
      pen.globalAlpha = 1;
    }

    /** Outline one unit, so that it is seen on any ground. */
    outline(pen, view, level, unit) {
      view.inModel(pen);
      pen.lineJoin = "round";
      for (const [colour, width] of [["#ffffff", 6], ["#16191b", 2.8]]) {
        pen.strokeStyle = colour;
        pen.lineWidth = view.pagePixels(width);
        pen.stroke(this.path(level, unit));
      }
    }

    /** The box of every arc: west, north, east, south. */
    _arcBoxes() {
      if (!this._boxes) {
        const { start, xy } = this._model.outlines;
        const count = start.length - 1;
        this._boxes = new Int32Array(4 * count);
        for (let arc = 0; arc < count; arc += 1) {
          let [west, north, east, south] = [2 ** 30, 2 ** 30, -(2 ** 30), -(2 ** 30)];
          for (let at = 2 * start[arc]; at < 2 * start[arc + 1]; at += 2) {
            west = Math.min(west, xy[at]);
            east = Math.max(east, xy[at]);
            north = Math.min(north, xy[at + 1]);
            south = Math.max(south, xy[at + 1]);
          }
          this._boxes.set([west, north, east, south], 4 * arc);
        }
      }
      return this._boxes;
    }
  };
}
