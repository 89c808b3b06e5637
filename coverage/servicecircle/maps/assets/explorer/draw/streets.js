{
  const CLOSED = 2;
  const { eachPart } = ServiceCircle.walk;

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
     * Write the whole network into a picture, closed ways in a colour of their own.
     *
     * @param {Pixels} pixels
     * @param {View} view
     * @param {{open: number, closed: number}} words Colour words.
     */
    writeAll(pixels, view, { open, closed }) {
      const { network } = this._model;
      const { scale, left, top } = view;
      let word = open;
      const stroke = (ax, ay, bx, by) =>
        pixels.stroke(
          ax * scale + left,
          ay * scale + top,
          bx * scale + left,
          by * scale + top,
          1,
          word
        );
      this._each(view, (edge) => {
        word = network.flags[edge] & CLOSED ? closed : open;
        eachPart(network, edge, stroke);
      });
    }

    /**
     * Write the streets within a distance of a station into a picture.
     *
     * @param {Pixels} pixels
     * @param {View} view
     * @param {StationDistances} from
     * @param {number} distanceM
     * @param {{core: number, rim: number}} words Colour words.
     * @param {number} side How thick, in canvas pixels.
     */
    writeReached(pixels, view, from, distanceM, words, side) {
      const { network } = this._model;
      const { scale, left, top } = view;
      const pass = (word, thick) => {
        const round = thick > 3;
        const stroke = (ax, ay, bx, by) => {
          const [x, y] = [bx * scale + left, by * scale + top];
          pixels.stroke(ax * scale + left, ay * scale + top, x, y, thick, word);
          if (round) {
            pixels.disc(x, y, thick, word);
          }
        };
        this._each(view, (edge) => this._reached(network, edge, from, 10 * distanceM, stroke));
      };
      if (side > 2) {
        pass(words.rim, side + 2);
      }
      pass(words.core, side);
    }

    /**
     * Write polylines into a picture.
     *
     * @param {Pixels} pixels
     * @param {View} view
     * @param {Pieces} pieces
     * @param {{core: number, rim: number}} words Colour words.
     * @param {number} side How thick, in canvas pixels.
     */
    writePieces(pixels, view, pieces, { core, rim }, side) {
      if (side > 2) {
        this._writeLines(pixels, view, pieces, rim, side + 2);
      }
      this._writeLines(pixels, view, pieces, core, side);
    }

    _writeLines(pixels, view, { start, xy }, word, side) {
      const { scale, left, top } = view;
      for (let i = 0; i + 1 < start.length; i += 1) {
        let x = xy[2 * start[i]] * scale + left;
        let y = xy[2 * start[i] + 1] * scale + top;
        for (let at = 2 * start[i] + 2; at < 2 * start[i + 1]; at += 2) {
          const [nextX, nextY] = [xy[at] * scale + left, xy[at + 1] * scale + top];
          pixels.stroke(x, y, nextX, nextY, side, word);
          x = nextX;
          y = nextY;
        }
      }
    }

    /** Call back with every edge on the canvas, once each. */
    _each(view, visit) {
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

    _reached(network, edge, from, limitDm, visit) {
      if (from.open[edge]) {
        for (const [start, end] of ServiceCircle.walk.reachedShares(network, from, edge, limitDm)) {
          if (start === 0 && end === 1) {
            eachPart(network, edge, visit);
          } else {
            eachPartOf(network, edge, start, end, visit);
          }
        }
      }
    }
  };
}
