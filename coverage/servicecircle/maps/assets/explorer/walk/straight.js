{
  const { walk } = ServiceCircle;
  const ROUNDING_M = 2;

  /** Whether a place lies inside a building, by the even-odd rule. */
  const inside = function (buildings, building, x, y) {
    const { ringStart, pointStart, ringXy } = buildings;
    let within = false;
    for (let ring = ringStart[building]; ring < ringStart[building + 1]; ring += 1) {
      let j = pointStart[ring + 1] - 1;
      for (let i = pointStart[ring]; i < pointStart[ring + 1]; i += 1) {
        const [ax, ay, bx, by] = [
          ringXy[2 * j],
          ringXy[2 * j + 1],
          ringXy[2 * i],
          ringXy[2 * i + 1],
        ];
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) {
          within = !within;
        }
        j = i;
      }
    }
    return within;
  };

  /**
   * Find the point of a building's outline that is nearest to a place.
   *
   * @param {Buildings} buildings
   * @param {number} building
   * @param {number} x
   * @param {number} y
   * @returns {{x: number, y: number, square: number}} Pixels; a building that is a
   *   point is that point.
   */
  walk.nearestOnOutline = function (buildings, building, x, y) {
    const { xy, ringStart, pointStart, ringXy } = buildings;
    const best = { x: xy[2 * building], y: xy[2 * building + 1], square: Infinity };
    if (ringStart[building] === ringStart[building + 1]) {
      best.square = (best.x - x) ** 2 + (best.y - y) ** 2;
    }
    for (let ring = ringStart[building]; ring < ringStart[building + 1]; ring += 1) {
      let j = pointStart[ring + 1] - 1;
      for (let i = pointStart[ring]; i < pointStart[ring + 1]; i += 1) {
        const [ax, ay] = [ringXy[2 * j], ringXy[2 * j + 1]];
        const [bx, by] = [ringXy[2 * i], ringXy[2 * i + 1]];
        const share = walk.nearestShare(x, y, ax, ay, bx, by);
        const px = ax + (bx - ax) * share;
        const py = ay + (by - ay) * share;
        const square = (px - x) ** 2 + (py - y) ** 2;
        if (square < best.square) {
          best.x = px;
          best.y = py;
          best.square = square;
        }
        j = i;
      }
    }
    return best;
  };

  /**
   * Find where an access leg leaves its building.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {number} place A position of a building on the network.
   * @returns {{x: number, y: number}}
   */
  walk.doorOf = function (model, graph, place) {
    if (graph.doors.has(place)) {
      return graph.doors.get(place);
    }
    const { edge, alongDm } = graph.buildings;
    const length = graph.lengthDm[edge[place]];
    const share = length > 0 ? Math.min(1, alongDm[place] / length) : 0;
    const [x, y] = walk.stretch(model.network, edge[place], share, share);
    return walk.nearestOnOutline(model.buildings, graph.buildingOfPlace[place], x, y);
  };

  /** Measure the straight line from a place to a building, in metres. */
  const straightM = function (model, graph, building, x, y) {
    const { start } = graph.buildings;
    const away = (at) => ServiceCircle.model.metres(model, at.x - x, at.y - y);
    if (model.buildings.hasEntrance[building] && start[building] < start[building + 1]) {
      let metres = Infinity;
      for (let place = start[building]; place < start[building + 1]; place += 1) {
        metres = Math.min(metres, away(walk.doorOf(model, graph, place)));
      }
      return metres;
    }
    return inside(model.buildings, building, x, y)
      ? 0
      : away(walk.nearestOnOutline(model.buildings, building, x, y));
  };

  /** Call back with every building that may lie within a radius of a place. */
  const eachNear = function (model, x, y, radiusM, visit) {
    const radius = (1.01 * radiusM) / model.metresPerPixel;
    const rectangle = [x - radius, y - radius, x + radius, y + radius];
    ServiceCircle.model.inRectangle(model.cells, model.cells.buildings, rectangle, visit);
  };

  /**
   * Lay trials over the table of straight lines: new stations and closed ones.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {Trial[]} trials
   * @param {number} service
   * @param {number} tiers
   * @param {Uint16Array} table
   * @returns {{distances: Uint16Array, changed: Int32Array}}
   */
  walk.straightWithTrials = function (model, graph, trials, service, tiers, table) {
    const { stations, beyondM } = model;
    const distances = table.slice();
    const shut = new Set(trials.map((t) => (t.action === "close" ? t.station : -1)));
    const left = [];
    for (let i = 0; i < stations.count; i += 1) {
      if (stations.offers[service][i] && (tiers >> stations.tier[i]) & 1 && !shut.has(i)) {
        left.push(i);
      }
    }
    const nearestLeft = (building) =>
      left.reduce((best, i) => {
        const [x, y] = [stations.xy[2 * i], stations.xy[2 * i + 1]];
        return Math.min(best, straightM(model, graph, building, x, y));
      }, Infinity);
    shut.delete(-1);
    for (const station of shut) {
      const [x, y] = [stations.xy[2 * station], stations.xy[2 * station + 1]];
      eachNear(model, x, y, beyondM, (building) => {
        // The station was this building's nearest, as far as whole pixels can tell.
        const farthest = table[building] + ROUNDING_M;
        if (straightM(model, graph, building, x, y) <= farthest) {
          const metres = Math.min(beyondM, Math.ceil(nearestLeft(building)));
          if (metres > farthest) {
            distances[building] = metres;
          }
        }
      });
    }
    for (const { action, x, y, services } of trials) {
      if (action === "open" && (!services || services.includes(service))) {
        eachNear(model, x, y, beyondM, (building) => {
          const metres = Math.ceil(straightM(model, graph, building, x, y));
          distances[building] = Math.min(distances[building], metres);
        });
      }
    }
    const changed = [];
    for (let i = 0; i < table.length; i += 1) {
      if (distances[i] !== table[i]) {
        changed.push(i);
      }
    }
    return { distances, changed: Int32Array.from(changed) };
  };
}
