{
  /** Places of the model and of the map, turned into each other. */
  ServiceCircle.page.places = function ({ origin }) {
    const crs = L.CRS.EPSG3857;
    return {
      latLng: (x, y) => crs.pointToLatLng(L.point(x + origin[0], y + origin[1]), 20),
      model: (latLng) => {
        const world = crs.latLngToPoint(latLng, 20);
        return [world.x - origin[0], world.y - origin[1]];
      },
    };
  };

  /** What covers the map on each side, in pixels of the page. */
  ServiceCircle.page.covered = function () {
    const wide = window.matchMedia("(min-width: 700px)").matches;
    const panel = document.querySelector(".sc-side");
    const sheets = [".sc-panel", ".sc-card"].map((name) => document.querySelector(name));
    const printing = document.body.classList.contains("sc-printing");
    if (printing || !panel) {
      return { left: 0, top: 0, bottom: 0 };
    }
    return wide
      ? { left: panel.getBoundingClientRect().right, top: 0, bottom: 0 }
      : {
          left: 0,
          top: document.querySelector(".sc-head").getBoundingClientRect().height,
          bottom: Math.max(...sheets.map((sheet) => sheet.getBoundingClientRect().height)),
        };
  };

  /** The corners of the widest level. */
  ServiceCircle.page.wholeArea = function ({ levels, size }) {
    const sides = [[], [], [], []];
    levels[0].box.forEach((value, i) => sides[i % 4].push(value));
    const [west, north, east, south] = sides;
    return levels[0].count
      ? [[Math.min(...west), Math.min(...north)], [Math.max(...east), Math.max(...south)]]
      : [[0, 0], size];
  };

  /** Show a box of the model in the part of the map that nothing covers. */
  ServiceCircle.page.fitBox = function (model, map, [[west, north], [east, south]]) {
    const { latLng } = ServiceCircle.page.places(model);
    const { left, top, bottom } = ServiceCircle.page.covered();
    map.fitBounds(L.latLngBounds(latLng(west, south), latLng(east, north)), {
      paddingTopLeft: [left + 16, top + 12],
      paddingBottomRight: [16, bottom + 12],
      animate: false,
    });
  };

  /** Show a place in the middle of what nothing covers, at least so near. */
  ServiceCircle.page.showPlace = function (model, map, x, y, zoom) {
    const { latLng } = ServiceCircle.page.places(model);
    const { left, top, bottom } = ServiceCircle.page.covered();
    const nearer = Math.max(zoom, map.getZoom());
    const shift = L.point(left, top - bottom).divideBy(2);
    const middle = map.project(latLng(x, y), nearer).subtract(shift);
    map.setView(map.unproject(middle, nearer), nearer, { animate: false });
  };
}
