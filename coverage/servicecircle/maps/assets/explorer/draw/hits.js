{
  /** Whether a ray from x, y to the east crosses the segment a-b. */
  const crosses = (x, y, ax, ay, bx, by) =>
    ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;

  /**
   * Find the unit of a level at a place.
   *
   * @param {Model} model
   * @param {number} level
   * @param {number} x
   * @param {number} y
   * @returns {number} Its index, or -1.
   */
  ServiceCircle.draw.unitAt = function (model, level, x, y) {
    const { box, count, ringStart, arcStart, arcs } = model.levels[level];
    const { start, xy } = model.outlines;
    for (let unit = 0; unit < count; unit += 1) {
      const [west, north, east, south] = box.subarray(4 * unit, 4 * unit + 4);
      if (x < west || x > east || y < north || y > south) {
        continue;
      }
      let inside = false;
      for (let i = arcStart[ringStart[unit]]; i < arcStart[ringStart[unit + 1]]; i += 1) {
        const arc = arcs[i] < 0 ? -1 - arcs[i] : arcs[i];
        for (let p = start[arc] + 1; p < start[arc + 1]; p += 1) {
          const at = 2 * p;
          if (crosses(x, y, xy[at - 2], xy[at - 1], xy[at], xy[at + 1])) {
            inside = !inside;
          }
        }
      }
      if (inside) {
        return unit;
      }
    }
    return -1;
  };

  /** Whether a place is within a building's outline (even-odd, courtyards left out). */
  const inFootprint = function ({ ringStart, pointStart, ringXy }, building, x, y) {
    let inside = false;
    for (let ring = ringStart[building]; ring < ringStart[building + 1]; ring += 1) {
      let before = pointStart[ring + 1] - 1;
      for (let p = pointStart[ring]; p < pointStart[ring + 1]; before = p, p += 1) {
        const [a, b] = [2 * before, 2 * p];
        if (crosses(x, y, ringXy[a], ringXy[a + 1], ringXy[b], ringXy[b + 1])) {
          inside = !inside;
        }
      }
    }
    return inside;
  };

  /**
   * Find the building at a place: the one whose outline holds it, else the one whose
   * point is nearest within `slack`.
   *
   * @returns {number} Its index, or -1.
   */
  ServiceCircle.draw.buildingAt = function (model, x, y, slack) {
    const { buildings, cells } = model;
    // Outlines reach out of the cell of their building's place.
    const reach = Math.max(slack, cells.size);
    const box = [x - reach, y - reach, x + reach, y + reach];
    let [held, near, least] = [-1, -1, slack * slack];
    ServiceCircle.model.inRectangle(cells, cells.buildings, box, (i) => {
      if (held < 0 && inFootprint(buildings, i, x, y)) {
        held = i;
      }
      const square =
        (buildings.xy[2 * i] - x) ** 2 + (buildings.xy[2 * i + 1] - y) ** 2;
      if (square <= least) {
        least = square;
        near = i;
      }
    });
    return held >= 0 ? held : near;
  };

  /**
   * Find the point nearest to a place.
   *
   * @param {Int32Array} xy
   * @param {function(number): boolean} counts Whether a point may be found.
   * @returns {number} Its index, or -1 if none is within `slack`.
   */
  ServiceCircle.draw.pointAt = function (xy, x, y, slack, counts) {
    let [best, least] = [-1, slack * slack];
    for (let i = 0; i < xy.length / 2; i += 1) {
      const square = (xy[2 * i] - x) ** 2 + (xy[2 * i + 1] - y) ** 2;
      if (square <= least && counts(i)) {
        least = square;
        best = i;
      }
    }
    return best;
  };
}
