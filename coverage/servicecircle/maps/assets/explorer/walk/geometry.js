{
  /**
   * Visit the straight parts of an edge, bends included.
   *
   * @param {Network} network
   * @param {number} edge
   * @param {(ax: number, ay: number, bx: number, by: number) => void} visit
   */
  ServiceCircle.walk.eachPart = function (network, edge, visit) {
    const { nodeXy, u, v, bendStart, bendXy } = network;
    let ax = nodeXy[2 * u[edge]];
    let ay = nodeXy[2 * u[edge] + 1];
    for (let k = bendStart[edge]; k < bendStart[edge + 1]; k += 1) {
      visit(ax, ay, bendXy[2 * k], bendXy[2 * k + 1]);
      ax = bendXy[2 * k];
      ay = bendXy[2 * k + 1];
    }
    visit(ax, ay, nodeXy[2 * v[edge]], nodeXy[2 * v[edge] + 1]);
  };

  /** Measure the drawing of an edge in pixels. */
  ServiceCircle.walk.drawnLength = function (network, edge) {
    let length = 0;
    ServiceCircle.walk.eachPart(network, edge, (ax, ay, bx, by) => {
      length += Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    });
    return length;
  };

  /**
   * Draw a stretch of an edge, in the direction asked.
   *
   * @param {Network} network
   * @param {number} edge
   * @param {number} from Share of the edge's length, 0 to 1.
   * @param {number} to
   * @returns {number[]} x0, y0, x1, y1, ...
   */
  ServiceCircle.walk.stretch = function (network, edge, from, to) {
    const { nodeXy, u, v, bendStart } = network;
    if (bendStart[edge] === bendStart[edge + 1]) {
      const [ax, ay] = [nodeXy[2 * u[edge]], nodeXy[2 * u[edge] + 1]];
      const [dx, dy] = [nodeXy[2 * v[edge]] - ax, nodeXy[2 * v[edge] + 1] - ay];
      return [ax + dx * from, ay + dy * from, ax + dx * to, ay + dy * to];
    }
    const whole = ServiceCircle.walk.drawnLength(network, edge);
    const low = Math.min(from, to) * whole;
    const high = Math.max(from, to) * whole;
    const xy = [];
    let passed = 0;
    ServiceCircle.walk.eachPart(network, edge, (ax, ay, bx, by) => {
      const part = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
      const end = passed + part;
      if (end >= low && passed <= high) {
        const share = (at) => (part > 0 ? Math.min(1, Math.max(0, (at - passed) / part)) : 0);
        const [first, last] = [share(low), share(high)];
        if (xy.length === 0) {
          xy.push(ax + (bx - ax) * first, ay + (by - ay) * first);
        }
        xy.push(ax + (bx - ax) * last, ay + (by - ay) * last);
      }
      passed = end;
    });
    return from <= to ? xy : ServiceCircle.walk.backwards(xy);
  };

  /** Turn a polyline round. */
  ServiceCircle.walk.backwards = function (xy) {
    const turned = [];
    for (let i = xy.length - 2; i >= 0; i -= 2) {
      turned.push(xy[i], xy[i + 1]);
    }
    return turned;
  };

  /**
   * Find the point of a straight part that is nearest to a place.
   *
   * @returns {number} Share of the part, 0 to 1.
   */
  ServiceCircle.walk.nearestShare = function (x, y, ax, ay, bx, by) {
    const dx = bx - ax;
    const dy = by - ay;
    const square = dx * dx + dy * dy;
    const share = square > 0 ? ((x - ax) * dx + (y - ay) * dy) / square : 0;
    return Math.min(1, Math.max(0, share));
  };
}
