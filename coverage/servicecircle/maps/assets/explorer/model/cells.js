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

  /**
   * Lay a grid of cells over the area and list what lies in each.
   *
   * @param {Buildings} buildings
   * @param {Network} network
   * @param {[number, number]} extent
   * @returns {Cells}
   */
  ServiceCircle.model.makeCells = function (buildings, network, extent) {
    const columns = Math.max(1, Math.ceil(extent[0] / SIZE));
    const rows = Math.max(1, Math.ceil(extent[1] / SIZE));
    const column = (x) => clamp(Math.floor(x / SIZE), columns);
    const row = (y) => clamp(Math.floor(y / SIZE), rows);
    const ofBuilding = new Int32Array(buildings.count);
    for (let i = 0; i < buildings.count; i += 1) {
      const { xy } = buildings;
      ofBuilding[i] = row(xy[2 * i + 1]) * columns + column(xy[2 * i]);
    }
    const count = columns * rows;
    const box = new Int32Array(4);
    // Twice over the edges: first to count, then to list, without growing arrays.
    const lengths = new Int32Array(count);
    const each = function (visit) {
      for (let edge = 0; edge < network.u.length; edge += 1) {
        edgeBox(network, edge, box);
        const east = column(box[2]);
        const south = row(box[3]);
        for (let r = row(box[1]); r <= south; r += 1) {
          for (let c = column(box[0]); c <= east; c += 1) {
            visit(r * columns + c, edge);
          }
        }
      }
    };
    each((cell) => {
      lengths[cell] += 1;
    });
    const start = ServiceCircle.model.starts(lengths);
    const next = start.slice();
    const members = new Int32Array(start[count]);
    each((cell, edge) => {
      members[next[cell]] = edge;
      next[cell] += 1;
    });
    return {
      size: SIZE,
      columns,
      rows,
      buildings: ServiceCircle.model.grouped(ofBuilding, count),
      edges: { start, members },
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
