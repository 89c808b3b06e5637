{
  /** The side of a cell in pixels of the page. */
  const CELL = 3;

  /** Streets are looked at in parts of so many metres, as the run does. */
  const PART_M = 10;

  const PER_METRE = 10;

  /** How opaque the ground within reach is, and its rim. */
  ServiceCircle.draw.FILL = 0.2;
  ServiceCircle.draw.RIM = 0.62;

  /** Write a colour such as "#2b7bba" with its opacity, for the page. */
  ServiceCircle.draw.hexAlpha = (hex, opacity) =>
    hex + Math.round(255 * opacity).toString(16).padStart(2, "0");

  /**
   * The ground from which a station can be walked to in time, as the run's service areas
   * have it: a place belongs to its nearest street, no farther away than buildings are
   * joined to streets, and walks on from there.
   */
  ServiceCircle.draw.ServiceArea = class {
    /** @param {Model} model */
    constructor(model) {
      this._model = model;
      this._seenAs = "";
      this._open = null;
      this._from = null;
      this._canvas = document.createElement("canvas");
    }

    /**
     * Paint the area on the canvas.
     *
     * @param {CanvasRenderingContext2D} pen
     * @param {View} view
     * @param {StationDistances} from
     * @param {number} kind Of the network that the service walks on.
     * @param {number} distanceM
     * @param {string} colour Such as "#2b7bba".
     */
    paint(pen, view, from, kind, distanceM, colour) {
      this.reckon(view, from, kind);
      const { columns, rows } = this._near;
      this._canvas.width = columns;
      this._canvas.height = rows;
      const small = this._canvas.getContext("2d");
      const image = small.createImageData(columns, rows);
      this._colour(new Uint32Array(image.data.buffer), distanceM, colour);
      small.putImageData(image, 0, 0);
      const side = CELL * view.ratio;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.imageSmoothingEnabled = true;
      pen.drawImage(this._canvas, 0, 0, columns * side, rows * side);
    }

    /**
     * Work out from how far on each cell is within reach, unless that is known.
     *
     * @returns {Float32Array} Per cell, the walk to a station in metres.
     */
    reckon(view, from, kind) {
      const seenAs = [view.scale, view.left, view.top, view.width, view.height, kind].join(" ");
      const sameGround = seenAs === this._seenAs && same(from.open, this._open);
      if (!sameGround) {
        this._seenAs = seenAs;
        this._open = from.open;
        this._layOut(view, from, kind);
      }
      if (!sameGround || from !== this._from) {
        this._from = from;
        this._walk(from);
      }
      return this.walkM;
    }

    /** Find each cell's nearest part of a street. */
    _layOut(view, from, kind) {
      const side = CELL * view.ratio;
      this._side = side;
      this._near = new ServiceCircle.draw.Nearest(
        Math.ceil(view.width / side),
        Math.ceil(view.height / side)
      );
      this._cellM = (side / view.scale) * this._model.metresPerPixel;
      this._edge = [];
      this._along = [];
      const islands = [];
      this._each(view, (edge) => {
        if (from.open[edge]) {
          const alone = this._isStranded(edge, kind) && !isJoined(this._model, from, edge);
          if (alone) {
            islands.push(edge);
          } else {
            this._addEdge(view, edge);
          }
        }
      });
      this._near.spread();
      // Homes leave a small island without a station for the streets beside it.
      const kept = islands.filter((edge) => !this._givesWay(view, edge));
      if (kept.length) {
        kept.forEach((edge) => this._addEdge(view, edge));
        this._near.spread();
      }
    }

    /** Measure the walk of each part of a street, and of the cells that belong to it. */
    _walk(from) {
      const { seed, square } = this._near;
      const { lengthDm } = this._model.network;
      const { readPosition } = ServiceCircle.walk;
      const graph = this._model.network;
      const farthest = this._model.header.snap_limit_m;
      const into = {};
      const ofSeed = new Float32Array(this._edge.length);
      for (let i = 0; i < ofSeed.length; i += 1) {
        const edge = this._edge[i];
        readPosition(graph, from, edge, this._along[i] * lengthDm[edge], into);
        ofSeed[i] = into.dm / PER_METRE;
      }
      this.walkM = new Float32Array(seed.length).fill(Infinity);
      for (let cell = 0; cell < seed.length; cell += 1) {
        const awayM = Math.sqrt(square[cell]) * this._cellM;
        if (seed[cell] >= 0 && awayM <= farthest) {
          // Nobody stands only in the middle of a part.
          this.walkM[cell] = ofSeed[seed[cell]] + Math.max(0, awayM - PART_M / 2);
        }
      }
    }

    /** Write the cells within reach, those at the rim stronger. */
    _colour(words, distanceM, colour) {
      const { colourWord, FILL, RIM } = ServiceCircle.draw;
      const [fill, rim] = [colourWord(colour, FILL), colourWord(colour, RIM)];
      const { columns, rows } = this._near;
      const { walkM } = this;
      for (let row = 0, cell = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1, cell += 1) {
          if (walkM[cell] <= distanceM) {
            const edged =
              (column > 0 && walkM[cell - 1] > distanceM) ||
              (column < columns - 1 && walkM[cell + 1] > distanceM) ||
              (row > 0 && walkM[cell - columns] > distanceM) ||
              (row < rows - 1 && walkM[cell + columns] > distanceM);
            words[cell] = edged ? rim : fill;
          }
        }
      }
    }

    /** Visit the edges whose ground may be on the canvas, each once. */
    _each(view, visit) {
      const { cells, header, metresPerPixel } = this._model;
      const slack = header.snap_limit_m / metresPerPixel;
      const { west, north, east, south } = view;
      const window = [west - slack, north - slack, east + slack, south + slack];
      const seen = new Uint8Array(this._model.network.u.length);
      ServiceCircle.model.inRectangle(cells, cells.edges, window, (edge) => {
        if (!seen[edge]) {
          seen[edge] = 1;
          visit(edge);
        }
      });
    }

    /** Visit the middles of an edge's parts: its place on the grid, and its share. */
    _parts(view, edge, visit) {
      const { network, metresPerPixel } = this._model;
      const step = Math.max(PART_M / metresPerPixel, this._side / view.scale);
      const whole = ServiceCircle.walk.drawnLength(network, edge);
      let passed = 0;
      ServiceCircle.walk.eachPart(network, edge, (ax, ay, bx, by) => {
        const long = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
        const count = Math.max(1, Math.ceil(long / step));
        for (let i = 0; i < count; i += 1) {
          const share = (i + 0.5) / count;
          const x = ((ax + (bx - ax) * share) * view.scale + view.left) / this._side;
          const y = ((ay + (by - ay) * share) * view.scale + view.top) / this._side;
          visit(x, y, whole > 0 ? (passed + share * long) / whole : 0);
        }
        passed += long;
      });
    }

    _addEdge(view, edge) {
      this._parts(view, edge, (x, y, share) => {
        this._near.add(x, y);
        this._edge.push(edge);
        this._along.push(share);
      });
    }

    _isStranded(edge, kind) {
      return (this._model.network.flags[edge] & (4 << kind)) !== 0;
    }

    /** Whether the main network is so near that homes are joined to it instead. */
    _givesWay(view, edge) {
      const { columns, rows, square } = this._near;
      const near = this._model.header.island_tolerance_m / this._cellM;
      let least = Infinity;
      this._parts(view, edge, (x, y) => {
        const column = Math.floor(x);
        const row = Math.floor(y);
        if (column >= 0 && column < columns && row >= 0 && row < rows) {
          least = Math.min(least, square[row * columns + column]);
        }
      });
      return least <= near * near;
    }
  };

  /** Whether anything of an edge leads to a station. */
  const isJoined = ({ network }, from, edge) =>
    from.dm[network.u[edge]] < ServiceCircle.walk.FAR ||
    from.dm[network.v[edge]] < ServiceCircle.walk.FAR ||
    from.onEdge.has(edge);

  /** Whether the same edges can be walked. */
  const same = (open, before) =>
    open === before || (before !== null && open.every((value, edge) => value === before[edge]));
}
