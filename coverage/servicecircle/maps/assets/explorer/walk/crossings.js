{
  const TRIM_M = 0.1;

  /** On which side of a line a point lies: above 0, below 0, or on it. */
  const side = (ax, ay, bx, by, x, y) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);

  /** Whether two straight pieces meet. */
  const meet = function (ax, ay, bx, by, cx, cy, dx, dy) {
    const one = side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy);
    const other = side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by);
    const apart =
      Math.max(ax, bx) < Math.min(cx, dx) ||
      Math.max(cx, dx) < Math.min(ax, bx) ||
      Math.max(ay, by) < Math.min(cy, dy) ||
      Math.max(cy, dy) < Math.min(ay, by);
    return !apart && one <= 0 && other <= 0;
  };

  /** Find the line that a point of the obstacles belongs to. */
  const lineOf = function (start, point) {
    let low = 0;
    let high = start.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (start[middle] <= point) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  };

  /**
   * Say what a straight access leg would cross.
   *
   * Its ends do not count: a wall that carries the path is not crossed.
   *
   * @param {Model} model
   * @param {number} ax
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   * @returns {0|1|2} Nothing; something with gates that may not be mapped; something
   *   that nobody crosses.
   */
  ServiceCircle.walk.crossed = function (model, ax, ay, bx, by) {
    const { obstacles, cells, metresPerPixel } = model;
    const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    const trim = TRIM_M / metresPerPixel / length;
    if (!(trim < 0.5)) {
      return 0;
    }
    const [px, py] = [ax + (bx - ax) * trim, ay + (by - ay) * trim];
    const [qx, qy] = [bx - (bx - ax) * trim, by - (by - ay) * trim];
    const { xy, start, kind, kinds } = obstacles;
    const rectangle = [
      Math.min(px, qx),
      Math.min(py, qy),
      Math.max(px, qx),
      Math.max(py, qy),
    ];
    let worst = 0;
    ServiceCircle.model.inRectangle(cells, cells.obstacles, rectangle, (point) => {
      const [cx, cy, dx, dy] = xy.subarray(2 * point, 2 * point + 4);
      if (worst < 2 && meet(px, py, qx, qy, cx, cy, dx, dy)) {
        worst = Math.max(worst, kinds[kind[lineOf(start, point)]].hard ? 2 : 1);
      }
    });
    return worst;
  };
}
