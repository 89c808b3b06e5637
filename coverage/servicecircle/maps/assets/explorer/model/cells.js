{
  const SIZE = 1024;

  /** Keep a number of a column or row among those that there are. */
  function clamp(value, count) {
    return Math.max(0, Math.min(count - 1, value));
  }

  /** Find the west, north, east and south of an edge's drawing. */
  function edgeBox({ nodeXy, u, v, bendStart, bendXy }, edge, box) {
    const [a, b] = [2 * u[edge], 2 * v[edge]];
    box[0] = Math.min(nodeXy[a], nodeXy[b]);
    box[1] = Math.min(nodeXy[a + 1], nodeXy[b + 1]);
    box[2] = Math.max(nodeXy[a], nodeXy[b]);
    box[3] = Math.max(nodeXy[a + 1], nodeXy[b + 1]);
    for (let k = 2 * bendStart[edge]; k < 2 * bendStart[edge + 1]; k += 2) {
      box[0] = Math.min(box[0], bendXy[k]);
      box[1] = Math.min(box[1], bendXy[k + 1]);
      box[2] = Math.max(box[2], bendXy[k]);
      box[3] = Math.max(box[3], bendXy[k + 1]);
    }
  }

  /** Find the box of the piece of an obstacle that begins at a point. */
  function pieceBox({ xy }, point, box) {
    const at = 2 * point;
    box[0] = Math.min(xy[at], xy[at + 2]);
    box[1] = Math.min(xy[at + 1], xy[at + 3]);
    box[2] = Math.max(xy[at], xy[at + 2]);
    box[3] = Math.max(xy[at + 1], xy[at + 3]);
  }

  /** List the points at which pieces of obstacles begin: all but each line's last. */
  function pieces({ start }) {
    const points = [];
    for (let line = 0; line < start.length - 1; line += 1) {
      for (let point = start[line]; point < start[line + 1] - 1; point += 1) {
        points.push(point);
      }
    }
    return Int32Array.from(points);
  }

  /** The numbers 0, 1, 2, ... */
  function upTo(count) {
    const numbers = new Int32Array(count);
    for (let i = 0; i < count; i += 1) {
      numbers[i] = i;
    }
    return numbers;
  }

  /** List things in every cell that their box touches. */
  function listed(grid, things, boxOf) {
    const { columns, rows } = grid;
    const box = new Int32Array(4);
    const span = new Int32Array(4 * things.length);
    const lengths = new Int32Array(columns * rows);
    for (let i = 0; i < things.length; i += 1) {
      boxOf(things[i], box);
      const west = clamp(Math.floor(box[0] / SIZE), columns);
      const north = clamp(Math.floor(box[1] / SIZE), rows);
      const east = clamp(Math.floor(box[2] / SIZE), columns);
      const south = clamp(Math.floor(box[3] / SIZE), rows);
      span[4 * i] = west;
      span[4 * i + 1] = north;
      span[4 * i + 2] = east;
      span[4 * i + 3] = south;
      for (let r = north; r <= south; r += 1) {
        for (let c = west; c <= east; c += 1) {
          lengths[r * columns + c] += 1;
        }
      }
    }
    const start = ServiceCircle.model.starts(lengths);
    const next = start.slice();
    const members = new Int32Array(start[lengths.length]);
    for (let i = 0; i < things.length; i += 1) {
      for (let r = span[4 * i + 1]; r <= span[4 * i + 3]; r += 1) {
        for (let c = span[4 * i]; c <= span[4 * i + 2]; c += 1) {
          const cell = r * columns + c;
          members[next[cell]] = things[i];
          next[cell] += 1;
        }
      }
    }
    return { start, members };
  }

  /** List buildings in the cell of their place. */
  function placed(grid, { xy, count }) {
    const cell = new Int32Array(count);
    for (let i = 0; i < count; i += 1) {
      const column = clamp(Math.floor(xy[2 * i] / SIZE), grid.columns);
      const row = clamp(Math.floor(xy[2 * i + 1] / SIZE), grid.rows);
      cell[i] = row * grid.columns + column;
    }
    return ServiceCircle.model.grouped(cell, grid.columns * grid.rows);
  }

  /**
   * Lay a grid of cells over the area; what lies in them is listed when it is asked for.
   *
   * @param {Buildings} buildings
   * @param {Network} network
   * @param {Obstacles} obstacles
   * @param {[number, number]} extent
   * @returns {Cells}
   */
  ServiceCircle.model.makeCells = function (buildings, network, obstacles, extent) {
    const { once } = ServiceCircle.model;
    const grid = {
      columns: Math.max(1, Math.ceil(extent[0] / SIZE)),
      rows: Math.max(1, Math.ceil(extent[1] / SIZE)),
    };
    const ofBuildings = once(() => placed(grid, buildings));
    const ofEdges = once(() =>
      listed(grid, upTo(network.u.length), (edge, box) => edgeBox(network, edge, box)),
    );
    const ofObstacles = once(() =>
      listed(grid, pieces(obstacles), (point, box) => pieceBox(obstacles, point, box)),
    );
    return {
      size: SIZE,
      ...grid,
      get buildings() {
        return ofBuildings();
      },
      get edges() {
        return ofEdges();
      },
      get obstacles() {
        return ofObstacles();
      },
    };
  };

  /**
   * Call back with everything listed in the cells that a rectangle touches.
   *
   * @param {Cells} cells
   * @param {Lists} lists `cells.buildings` or `cells.edges`; an edge can come twice.
   * @param {[number, number, number, number]} rectangle West, north, east, south.
   * @param {(item: number) => void} visit
   */
  ServiceCircle.model.inRectangle = function (cells, lists, rectangle, visit) {
    const [west, north, east, south] = rectangle.map((at) => Math.floor(at / cells.size));
    for (let r = clamp(north, cells.rows); r <= clamp(south, cells.rows); r += 1) {
      for (let c = clamp(west, cells.columns); c <= clamp(east, cells.columns); c += 1) {
        const cell = r * cells.columns + c;
        for (let i = lists.start[cell]; i < lists.start[cell + 1]; i += 1) {
          visit(lists.members[i]);
        }
      }
    }
  };
}
