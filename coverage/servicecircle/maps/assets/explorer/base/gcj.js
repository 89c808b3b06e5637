{
  /** The ellipsoid of the formulas: half its longer axis in metres, and e squared. */
  const HALF_AXIS_M = 6378245;
  const E2 = 0.00669342162296594323;

  /** Outside this rectangle nothing is shifted: west, south, east, north. */
  const SHIFTED = [72.004, 0.8293, 137.8347, 55.8271];

  /** Rounds of going back; each makes the error 25 times smaller. */
  const ROUNDS = 8;

  const wave = (amplitude, angle) => amplitude * Math.sin(angle * Math.PI);

  /** Metres on the formulas' plane, as the public formulas have them. */
  const metres = function (lat, lon) {
    const x = lon - 105;
    const y = lat - 35;
    const both = ((wave(20, 6 * x) + wave(20, 2 * x)) * 2) / 3;
    const root = Math.sqrt(Math.abs(x));
    const waves = (v, long) => ((wave(20, v) + wave(40, v / 3)) * 2) / 3 + (long * 2) / 3;
    const north =
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + both +
      waves(y, wave(160, y / 12) + wave(320, y / 30));
    const east =
      300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + both +
      waves(x, wave(150, x / 12) + wave(300, x / 30));
    return [north, east];
  };

  /**
   * From WGS 84 to GCJ-02, in which Gaode's tiles are drawn.
   *
   * @param {[number, number]} place Latitude and longitude.
   * @returns {[number, number]}
   */
  const toGcj = function ([lat, lon]) {
    const [west, south, east, north] = SHIFTED;
    if (lon < west || lon > east || lat < south || lat > north) {
      return [lat, lon];
    }
    const [up, right] = metres(lat, lon);
    const radians = (lat / 180) * Math.PI;
    const magic = 1 - E2 * Math.sin(radians) ** 2;
    const meridian = (HALF_AXIS_M * (1 - E2)) / (magic * Math.sqrt(magic));
    const parallel = (HALF_AXIS_M / Math.sqrt(magic)) * Math.cos(radians);
    const degrees = (length, radius) => (length * 180) / (radius * Math.PI);
    return [lat + degrees(up, meridian), lon + degrees(right, parallel)];
  };

  /** From GCJ-02 to WGS 84, by going there again and again until it meets. */
  const fromGcj = function ([lat, lon]) {
    let back = [lat, lon];
    for (let round = 0; round < ROUNDS; round += 1) {
      const there = toGcj(back);
      back = [back[0] + lat - there[0], back[1] + lon - there[1]];
    }
    return back;
  };

  ServiceCircle.base = { toGcj, fromGcj };
}
