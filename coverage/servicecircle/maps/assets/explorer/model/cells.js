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

  /**
   * Lay a grid of cells over the area and list what lies in each.
   *
   * @param {Buildings} buildings
   * @param {Network} network
   * @param {Obstacles} obstacles
   * @param {[number, number]} extent
   * @returns {Cells}
   */
  ServiceCircle.model.makeCells = function (buildings, network, obstacles, extent) {
    const columns = Math.max(1, Math.ceil(extent[0] / SIZE));
    const rows = Math.max(1, Math.ceil(extent[1] / SIZE));
    const count = columns * rows;
    const column = (x) => clamp(Math.floor(x / SIZE), columns);
    const row = (y) => clamp(Math.floor(y / SIZE), rows);
    const box = new Int32Array(4);

    /** List things in every cell that their box touches. */
    const listed = function (things, boxOf) {
      const each = function (visit) {
        for (let i = 0; i < things.length; i += 1) {
          boxOf(things[i], box);
          const east = column(box[2]);
          const south = row(box[3]);
          for (let r = row(box[1]); r <= south; r += 1) {
            for (let c = column(box[0]); c <= east; c += 1) {
              visit(r * columns + c, things[i]);
            }
          }
        }
      };
      // Twice: first to count, then to list, without growing arrays.
      const lengths = new Int32Array(count);
      each((cell) => {
        lengths[cell] += 1;
      });
      const start = ServiceCircle.model.starts(lengths);
      const next = start.slice();
      const members = new Int32Array(start[count]);
      each((cell, thing) => {
        members[next[cell]] = thing;
        next[cell] += 1;
      });
      return { start, members };
    };

    const ofBuilding = new Int32Array(buildings.count);
    for (let i = 0; i < buildings.count; i += 1) {
      const { xy } = buildings;
      ofBuilding[i] = row(xy[2 * i + 1]) * columns + column(xy[2 * i]);
    }
    return {
      size: SIZE,
      columns,
      rows,
      buildings: ServiceCircle.model.grouped(ofBuilding, count),
      edges: listed(upTo(network.u.length), (edge) => edgeBox(network, edge, box)),
      obstacles: listed(pieces(obstacles), (point) => pieceBox(obstacles, point, box)),
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
