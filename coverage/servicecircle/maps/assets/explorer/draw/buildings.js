{
  /** The side of a building's dot in pixels of the page. */
  const dotSide = (zoom) => Math.min(4.5, Math.max(1.5, 1.5 * 1.5 ** (zoom - 13)));

  /** From this zoom on a rim parts buildings that touch. */
  const RIMS_FROM_ZOOM = 16.25;

  /** Buildings, each in the colour of its status. */
  ServiceCircle.draw.Buildings = class {
    /** @param {Model} model */
    constructor(model) {
      this._model = model;
      this._visible = new Int32Array(model.buildings.count);
      this._paths = new Array(model.buildings.count);
    }

    /**
     * Write a dot per building into a picture.
     *
     * @param {Pixels} pixels
     * @param {View} view
     * @param {Uint8Array} status Per building.
     * @param {number[]} words A colour word per status; the last statuses lie on top.
     */
    writeDots(pixels, view, status, words) {
      const { xy, count } = this._model.buildings;
      const { scale, left, top } = view;
      const side = Math.max(1, Math.round(dotSide(view.zoom) * view.ratio));
      for (let wanted = 0; wanted < words.length; wanted += 1) {
        for (let i = 0; i < count; i += 1) {
          if (status[i] === wanted) {
            const x = xy[2 * i] * scale + left;
            const y = xy[2 * i + 1] * scale + top;
            pixels.square(x, y, side, words[wanted]);
          }
        }
      }
    }

    /** Draw the outlines of the buildings on the canvas. */
    paint(pen, view, status, colours) {
      const shown = this._gather(view);
      view.inModel(pen);
      pen.lineWidth = view.pagePixels(0.7);
      pen.strokeStyle = "rgba(255, 255, 255, 0.9)";
      const rimmed = view.zoom >= RIMS_FROM_ZOOM;
      colours.forEach((colour, wanted) => {
        pen.fillStyle = colour;
        for (let k = 0; k < shown; k += 1) {
          const building = this._visible[k];
          if (status[building] === wanted) {
            const path = this.path(building, view);
            pen.fill(path, "evenodd");
            if (rimmed) {
              pen.stroke(path);
            }
          }
        }
      });
    }

    /** The buildings on the canvas, in the first places of a list kept for them. */
    _gather(view) {
      const { cells } = this._model;
      // An outline reaches out of the cell that its building's place lies in.
      const slack = cells.size / 2;
      let shown = 0;
      const { west, north, east, south } = view;
      const window = [west - slack, north - slack, east + slack, south + slack];
      ServiceCircle.model.inRectangle(cells, cells.buildings, window, (building) => {
        this._visible[shown] = building;
        shown += 1;
      });
      return shown;
    }

    /** @returns {Path2D} A building's outline, or a spot where it is a point. */
    path(building, view) {
      const { ringStart, pointStart, ringXy, xy } = this._model.buildings;
      if (ringStart[building] === ringStart[building + 1]) {
        const spot = new Path2D();
        const radius = view.pagePixels(dotSide(view.zoom));
        spot.arc(xy[2 * building], xy[2 * building + 1], radius, 0, 2 * Math.PI);
        return spot;
      }
      if (!this._paths[building]) {
        const path = new Path2D();
        for (let r = ringStart[building]; r < ringStart[building + 1]; r += 1) {
          for (let at = 2 * pointStart[r]; at < 2 * pointStart[r + 1]; at += 2) {
            if (at === 2 * pointStart[r]) {
              path.moveTo(ringXy[at], ringXy[at + 1]);
            } else {
              path.lineTo(ringXy[at], ringXy[at + 1]);
            }
          }
          path.closePath();
        }
        this._paths[building] = path;
      }
      return this._paths[building];
    }
  };
}
