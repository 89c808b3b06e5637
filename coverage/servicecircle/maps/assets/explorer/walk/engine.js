{
  const { walk } = ServiceCircle;

  /** Remember what a function gave for its arguments. */
  const remembered = function (make) {
    const known = new Map();
    return (...key) => {
      const name = key.join(" ");
      if (!known.has(name)) {
        known.set(name, make(...key));
      }
      return known.get(name);
    };
  };

  /**
   * Make what answers the page's questions.
   *
   * @param {Model} model
   * @returns {Engine}
   */
  walk.engine = function (model) {
    const { services, network, stations, beyondM } = model;
    const { count } = model.buildings;
    const queue = new walk.BucketQueue(walk.FARTHEST_DM);
    const graph = remembered((kind) => walk.makeGraph(model, network.kinds[kind]));
    const graphOf = (service) => graph(services[service].kind);
    const walks = remembered((service, tiers) =>
      walk.least(services[service].walkM, tiers, count, beyondM),
    );
    const straights = remembered((service, tiers) =>
      walk.least(services[service].straightM, tiers, count, beyondM),
    );
    const search = remembered((service, tiers) => {
      queue.within(walk.FARTHEST_DM);
      return walk.searchFromStations(model, graphOf(service), queue, service, tiers);
    });
    const distancesOf = ({ dm, source, onEdge }, open, service, tiers) => ({
      service,
      tiers,
      dm,
      source,
      onEdge,
      open,
    });

    /** Walk with trials: the search and what it starts from. */
    const tried = function (trials, service, tiers) {
      const base = search(service, tiers);
      const asked = walk.readTrials(model, graphOf(service), trials, service);
      const found = walk.searchWithTrials(graphOf(service), base, queue, asked);
      return { ...found, ...asked, base };
    };

    const tryOut = function (trials, { service, tiers, measure = "walk" }) {
      if (measure === "circle") {
        const table = straights(service, tiers);
        const found = walk.straightWithTrials(
          model,
          graphOf(service),
          trials,
          service,
          tiers,
          table,
        );
        return { ...found, stations: null, notes: trials.map(() => "") };
      }
      const found = tried(trials, service, tiers);
      const over = walk.laidOver(
        graphOf(service),
        found.base,
        found.search,
        found.edges,
        walks(service, tiers),
        beyondM,
      );
      const stationsThen = distancesOf(found.search, found.open, service, tiers);
      return { ...over, stations: stationsThen, notes: found.notes };
    };

    const path = function (building, { service, tiers, trials = [] }) {
      const found = trials.length
        ? tried(trials, service, tiers).search
        : search(service, tiers);
      const way = walk.pathOf(model, graphOf(service), found, building);
      if (!way) {
        return null;
      }
      const isStation = way.source < stations.count;
      const trial = way.source - stations.count;
      const end = isStation
        ? stations.xy.subarray(2 * way.source, 2 * way.source + 2)
        : [trials[trial].x, trials[trial].y];
      const table = trials.length
        ? tryOut(trials, { service, tiers }).distances
        : walks(service, tiers);
      return {
        xy: Float32Array.from([...way.xy, ...end]),
        metres: table[building] < beyondM ? table[building] : walk.metresUp(way.dm),
        station: isStation ? way.source : -1 - trial,
      };
    };

    return {
      model,
      allTiers: 2 ** model.tiers.length - 1,
      walks,
      straights,
      totals: remembered((level) => walk.count(model, level, null, 0)),
      count: (level, distances, limitM, into) =>
        walk.count(model, level, distances, limitM, into),
      stationDistances: remembered((service, tiers) =>
        distancesOf(search(service, tiers), graphOf(service).open, service, tiers),
      ),
      snap: (x, y, kind, open) => 
        walk.snap(model, graph(kind), open || graph(kind).open, x, y),
      reach: ({ x, y }, kind, limitM) => {
        const at = walk.snap(model, graph(kind), graph(kind).open, x, y);
        return (
          at && walk.reachOf(model, graph(kind), queue, graph(kind).open, at, limitM)
        );
      },
      tryOut,
      path,
    };
  };
}
