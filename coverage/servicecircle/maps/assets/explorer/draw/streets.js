{
  const CLOSED = 2;
  const { eachPart } = ServiceCircle.walk;

  /** Add parts of edges to a path, joined where they meet. */
  const addTo = function (path) {
    let [lastX, lastY] = [NaN, NaN];
    return (ax, ay, bx, by) => {
      if (ax !== lastX || ay !== lastY) {
        path.moveTo(ax, ay);
      }
      path.lineTo(bx, by);
      lastX = bx;
      lastY = by;
    };
  };

  /** Visit the parts of an edge within these shares of it. */
  const eachPartOf = function (network, edge, from, to, visit) {
    const xy = ServiceCircle.walk.stretch(network, edge, from, to);
    for (let i = 2; i < xy.length; i += 2) {
      visit(xy[i - 2], xy[i - 1], xy[i], xy[i + 1]);
    }
  };

  /** The walking network, and what of it the stations reach. */
  ServiceCircle.draw.Streets = class {
    /** @param {Model} model */
    constructor(model) {
      this._model = model;
      this._seen = new Uint32Array(model.network.u.length);
      this._visit = 0;
    }

    /**
     * Call back with every edge on the canvas, once each.
     *
     * @param {View} view
     * @param {function(number): void} visit
     */
    each(view, visit) {
      const { cells } = this._model;
      this._visit += 1;
      const window = [view.west, view.north, view.east, view.south];
      ServiceCircle.model.inRectangle(cells, cells.edges, window, (edge) => {
        if (this._seen[edge] !== this._visit) {
          this._seen[edge] = this._visit;
          visit(edge);
        }
      });
    }

    /** Stroke the network by the canvas's own commands, closed ways dashed. */
    strokeAll(pen, view, { colour, width }) {
      const { network } = this._model;
      const [open, closed] = [new Path2D(), new Path2D()];
      this.each(view, (edge) => {
        const path = network.flags[edge] & CLOSED ? closed : open;
        eachPart(network, edge, addTo(path));
      });
      this._pen(pen, view, colour, width);
      pen.stroke(open);
      pen.setLineDash([view.pagePixels(3), view.pagePixels(4)]);
      pen.stroke(closed);
      pen.setLineDash([]);
    }

    /**
     * Stroke the pieces within a distance of a station.
     *
     * @param {Int32Array} nodeDm Decimetres to each node (`StationDistances.dm`).
     * @param {number} distanceM
     */
    strokeReached(pen, view, nodeDm, distanceM, { colour, width }) {
      const { network } = this._model;
      const path = new Path2D();
      const add = addTo(path);
      this.each(view, (edge) => this._reached(network, edge, nodeDm, distanceM, add));
      this._pen(pen, view, colour, width);
      pen.stroke(path);
    }

    /**
     * Stroke polylines.
     *
     * @param {Pieces} pieces
     */
    strokePieces(pen, view, { start, xy }, { colour, width }) {
      this._pen(pen, view, colour, width);
      pen.beginPath();
      for (let i = 0; i + 1 < start.length; i += 1) {
        pen.moveTo(xy[2 * start[i]], xy[2 * start[i] + 1]);
        for (let at = 2 * start[i] + 2; at < 2 * start[i + 1]; at += 2) {
          pen.lineTo(xy[at], xy[at + 1]);
        }
      }
      pen.stroke();
    }

    /** Write the network, or what of it is reached, into a picture of pixels. */
    writeAll(pixels, view, colour, side) {
      this._write(pixels, view, colour, side, (edge, visit) =>
        eachPart(this._model.network, edge, visit)
      );
    }

    writeReached(pixels, view, nodeDm, distanceM, colour, side) {
      this._write(pixels, view, colour, side, (edge, visit) =>
        this._reached(this._model.network, edge, nodeDm, distanceM, visit)
      );
    }

    _write(pixels, view, colour, side, along) {
      const { scale, left, top } = view;
      const stroke = (ax, ay, bx, by) =>
        pixels.stroke(
          ax * scale + left,
          ay * scale + top,
          bx * scale + left,
          by * scale + top,
          side,
          colour
        );
      this.each(view, (edge) => along(edge, stroke));
    }

    _reached(network, edge, nodeDm, distanceM, visit) {
      if (network.flags[edge] & CLOSED) {
        return;
      }
      const length = network.lengthDm[edge] || 1;
      const fromU = (10 * distanceM - nodeDm[network.u[edge]]) / length;
      const fromV = (10 * distanceM - nodeDm[network.v[edge]]) / length;
      if (fromU + fromV >= 1) {
        eachPart(network, edge, visit);
        return;
      }
      if (fromU > 0) {
        eachPartOf(network, edge, 0, fromU, visit);
      }
      if (fromV > 0) {
        eachPartOf(network, edge, 1 - fromV, 1, visit);
      }
    }

    _pen(pen, view, colour, width) {
      view.inModel(pen);
      pen.lineCap = "round";
      pen.lineJoin = "round";
      pen.strokeStyle = colour;
      pen.lineWidth = view.pagePixels(width);
    }
  };
}
