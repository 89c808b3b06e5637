{
  const { walk } = ServiceCircle;
  const PER_METRE = 10;

  /** Find the nearest point of an edge to a place. */
  const nearestOn = function (network, edge, x, y, metresPerPixel) {
    let best = { square: Infinity, passed: 0 };
    let passed = 0;
    walk.eachPart(network, edge, (ax, ay, bx, by) => {
      const part = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
      const share = walk.nearestShare(x, y, ax, ay, bx, by);
      const dx = ax + (bx - ax) * share - x;
      const dy = ay + (by - ay) * share - y;
      const square = dx * dx + dy * dy;
      if (square < best.square) {
        best = { square, passed: passed + part * share };
      }
      passed += part;
    });
    const share = passed > 0 ? best.passed / passed : 0;
    return {
      edge,
      alongDm: Math.round(share * network.lengthDm[edge]),
      legDm: Math.round(Math.sqrt(best.square) * metresPerPixel * PER_METRE),
      square: best.square,
    };
  };

  /**
   * Find the nearest edge that can be walked.
   *
   * It is not asked what lies between: `servicecircle site --what-if` does, and keeps
   * to the place's own side of walls and water.
   *
   * @param {Model} model
   * @param {Uint8Array} open Which edges can be walked.
   * @param {number} x
   * @param {number} y
   * @returns {Position|null} Null where none is within the area's limit.
   */
  walk.snap = function (model, open, x, y) {
    const { cells, network, metresPerPixel } = model;
    const reachPixels = model.header.snap_limit_m / metresPerPixel;
    let best = null;
    for (let radius = cells.size / 4; ; radius = Math.min(2 * radius, reachPixels)) {
      ServiceCircle.model.inRectangle(
        cells,
        cells.edges,
        [x - radius, y - radius, x + radius, y + radius],
        (edge) => {
          if (open[edge]) {
            const found = nearestOn(network, edge, x, y, metresPerPixel);
            if (!best || found.square < best.square) {
              best = found;
            }
          }
        },
      );
      // What lies beyond the rectangle is farther away than its half side.
      const settled = best && Math.sqrt(best.square) <= radius;
      if (settled || radius >= reachPixels) {
        break;
      }
    }
    if (!best || Math.sqrt(best.square) > reachPixels) {
      return null;
    }
    const { edge, alongDm, legDm } = best;
    return { edge, alongDm, legDm };
  };
}
