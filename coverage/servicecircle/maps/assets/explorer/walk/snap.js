{
  const { walk } = ServiceCircle;
  const PER_METRE = 10;
  const STOP_M = 10;
  const [OWN_SIDE, OVER_THE_WALL, ISLAND, BEHIND_A_WALL, LAST_RESORT] = [0, 1, 2, 3, 4];

  /**
   * A leg that could be taken.
   *
   * @typedef {object} Leg
   * @property {number} edge
   * @property {number} x Where it meets the edge.
   * @property {number} y
   * @property {number} share How far along the edge, 0 to 1.
   * @property {number} metres
   */

  /** Draw the shortest leg from a place to an edge. */
  const nearestLeg = function (model, edge, x, y) {
    const { network } = model;
    const leg = { edge, x: 0, y: 0, share: 0, metres: Infinity };
    let passed = 0;
    walk.eachPart(network, edge, (ax, ay, bx, by) => {
      const part = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
      const share = walk.nearestShare(x, y, ax, ay, bx, by);
      const [px, py] = [ax + (bx - ax) * share, ay + (by - ay) * share];
      const metres = ServiceCircle.model.metres(model, px - x, py - y);
      if (metres < leg.metres) {
        Object.assign(leg, { x: px, y: py, share: passed + part * share, metres });
      }
      passed += part;
    });
    leg.share = passed > 0 ? leg.share / passed : 0;
    return leg;
  };

  /** Draw legs to places every few metres along an edge. */
  const legsToStops = function (model, edge, x, y) {
    const { network, metresPerPixel } = model;
    const gap = STOP_M / metresPerPixel;
    const whole = walk.drawnLength(network, edge);
    const legs = [];
    let passed = 0;
    walk.eachPart(network, edge, (ax, ay, bx, by) => {
      const part = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
      const stops = Math.max(1, Math.ceil(part / gap));
      for (let k = 0; k <= stops; k += 1) {
        const [px, py] = [ax + ((bx - ax) * k) / stops, ay + ((by - ay) * k) / stops];
        const share = whole > 0 ? (passed + (part * k) / stops) / whole : 0;
        const metres = ServiceCircle.model.metres(model, px - x, py - y);
        legs.push({ edge, x: px, y: py, share, metres });
      }
      passed += part;
    });
    return legs;
  };

  /** List the edges within a radius that can be walked, each once. */
  const edgesWithin = function (model, open, x, y, radius) {
    const edges = new Set();
    const rectangle = [x - radius, y - radius, x + radius, y + radius];
    const { cells } = model;
    ServiceCircle.model.inRectangle(cells, cells.edges, rectangle, (edge) => {
      if (open[edge]) {
        edges.add(edge);
      }
    });
    return [...edges];
  };

  /** Of all legs choose as the run does: the own side first, then the main network. */
  const weigh = function (legs, tolerance) {
    const least = (some) => some.reduce((low, { metres }) => Math.min(low, metres), Infinity);
    const free = legs.filter(({ crossed }) => crossed < 2);
    const ownIsland = least(free.filter((leg) => leg.stranded && !leg.crossed));
    const farIsland = least(free.filter((leg) => leg.stranded && leg.crossed));
    const rank = function ({ crossed, stranded, metres }) {
      const besideOwn = metres <= ownIsland + tolerance;
      if (!stranded && !crossed && besideOwn) {
        return OWN_SIDE;
      }
      if (!stranded && besideOwn && ownIsland < Infinity) {
        return OVER_THE_WALL;
      }
      if (stranded && !crossed) {
        return ISLAND;
      }
      return !stranded && metres <= farIsland + tolerance ? BEHIND_A_WALL : LAST_RESORT;
    };
    const better = (a, b) => rank(a) - rank(b) || a.metres - b.metres || a.edge - b.edge;
    return free.length ? free.reduce((a, b) => (better(b, a) < 0 ? b : a)) : null;
  };

  /**
   * Find the edge at which a place joins the network, on its own side of what cannot be
   * crossed: by the rules of `servicecircle.network.snapping`, on whole pixels.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {Uint8Array} open Which edges can be walked.
   * @param {number} x
   * @param {number} y
   * @returns {Position|null} Null where no edge can be had within the area's limit.
   */
  walk.snap = function (model, graph, open, x, y) {
    const { lengthDm } = model.network;
    const limitM = model.header.snap_limit_m;
    const radius = (1.01 * limitM) / model.metresPerPixel;
    const judged = (leg) => ({
      ...leg,
      stranded: graph.stranded[leg.edge] === 1,
      crossed: walk.crossed(model, x, y, leg.x, leg.y),
    });
    const legs = edgesWithin(model, open, x, y, radius)
      .map((edge) => nearestLeg(model, edge, x, y))
      .filter(({ metres }) => metres <= limitM)
      .sort((a, b) => a.metres - b.metres || a.edge - b.edge);
    if (legs.length === 0) {
      return null;
    }
    let best = judged(legs[0]);
    if (best.crossed || best.stranded) {
      const stops = legs
        .flatMap(({ edge }) => legsToStops(model, edge, x, y))
        .filter(({ metres }) => metres <= limitM);
      best = weigh([...legs, ...stops].map(judged), model.header.island_tolerance_m);
    }
    return (
      best && {
        edge: best.edge,
        alongDm: Math.round(best.share * lengthDm[best.edge]),
        legDm: Math.round(best.metres * PER_METRE),
      }
    );
  };
}
