/**
 * Read everything that the page knows of an area.
 *
 * @param {string} text The payload in base64, as it stands in the page.
 * @returns {Model}
 */
ServiceCircle.model.read = function (text) {
  const payload = ServiceCircle.payload.open(text);
  const { header } = payload;
  const { model } = ServiceCircle;
  const outlines = model.readOutlines(payload);
  const buildings = model.readBuildings(payload);
  const network = model.readNetwork(payload);
  const obstacles = model.readObstacles(payload);
  const levels = model.readLevels(payload, outlines);
  const stations = model.readStations(payload);
  return {
    header,
    page: header.page,
    area: header.area,
    areaHash: header.area_hash,
    origin: header.origin,
    size: header.size,
    metresPerPixel: Math.sqrt(header.metres_per_pixel[0] * header.metres_per_pixel[1]),
    beyondM: header.beyond_m,
    reasons: header.reasons,
    tiers: header.tiers,
    services: model.readServices(payload),
    levels,
    risk: model.readRisk(payload, levels),
    dispatch: model.readDispatch(payload, stations.names, levels[levels.length - 1].count),
    outlines,
    buildings,
    stations,
    network,
    obstacles,
    gates: model.readGates(payload),
    qr: model.readQrPoints(payload),
    cells: model.makeCells(buildings, network, obstacles, header.size),
    background: model.readBackground(payload),
  };
};
