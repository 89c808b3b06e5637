{
  /** Pixels around the equator at zoom 20. */
  const WORLD = 256 * 2 ** 20;

  /**
   * Measure a way of some pixels: on the ellipsoid north and east differ by 0.5 %.
   *
   * @param {Model} model
   * @param {number} dx
   * @param {number} dy
   * @returns {number}
   */
  ServiceCircle.model.metres = function (model, dx, dy) {
    const [across, down] = model.header.metres_per_pixel;
    return Math.sqrt((dx * across) ** 2 + (dy * down) ** 2);
  };

  /**
   * Say where a place of the model is in longitude and latitude (WGS 84).
   *
   * @param {Model} model
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  ServiceCircle.model.toLonLat = function (model, x, y) {
    const across = (model.origin[0] + x) / WORLD - 0.5;
    const down = 0.5 - (model.origin[1] + y) / WORLD;
    const latitude = Math.atan(Math.sinh(2 * Math.PI * down));
    return [across * 360, (latitude * 180) / Math.PI];
  };

  /**
   * Say which pixel of the model a longitude and latitude is.
   *
   * @param {Model} model
   * @param {number} longitude
   * @param {number} latitude
   * @returns {[number, number]}
   */
  ServiceCircle.model.fromLonLat = function (model, longitude, latitude) {
    const x = (longitude / 360 + 0.5) * WORLD;
    const sine = Math.sin((latitude * Math.PI) / 180);
    const y = (0.5 - Math.atanh(sine) / (2 * Math.PI)) * WORLD;
    return [x - model.origin[0], y - model.origin[1]];
  };
}
