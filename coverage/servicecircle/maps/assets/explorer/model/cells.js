{
  const SIZE = 1024;

  /** Keep a number of a column or row among those that there are. */
  function clamp(value, count) {
    return Math.max(0, Math.min(count - 1, value));
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
    const cells = [];
    const edges = [];
    const { nodeXy, u, v, bendStart, bendXy } = network;
    for (let edge = 0; edge < u.length; edge += 1) {
      let west = Math.min(nodeXy[2 * u[edge]], nodeXy[2 * v[edge]]);
      let east = Math.max(nodeXy[2 * u[edge]], nodeXy[2 * v[edge]]);
      let north = Math.min(nodeXy[2 * u[edge] + 1], nodeXy[2 * v[edge] + 1]);
      let south = Math.max(nodeXy[2 * u[edge] + 1], nodeXy[2 * v[edge] + 1]);
      for (let k = 2 * bendStart[edge]; k < 2 * bendStart[edge + 1]; k += 2) {
        west = Math.min(west, bendXy[k]);
        east = Math.max(east, bendXy[k]);
        north = Math.min(north, bendXy[k + 1]);
        south = Math.max(south, bendXy[k + 1]);
      }
      for (let r = row(north); r <= row(south); r += 1) {
        for (let c = column(west); c <= column(east); c += 1) {
          cells.push(r * columns + c);
          edges.push(edge);
        }
      }
    }
    const { grouped } = ServiceCircle.model;
    const count = columns * rows;
    return {
      size: SIZE,
      columns,
      rows,
      buildings: grouped(ofBuilding, count),
      edges: grouped(Int32Array.from(cells), count, Int32Array.from(edges)),
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
