{
  const { walk } = ServiceCircle;

  /**
   * Copy a search, so that trials can go on from it.
   *
   * @param {Search} search
   * @returns {Search}
   */
  const copyOf = (search) => ({
    dm: search.dm.slice(),
    source: search.source.slice(),
    before: search.before.slice(),
    onEdge: new Map(search.onEdge),
    sources: new Map(search.sources),
  });

  /** Take stations away: every node that went to them knows nothing any more. */
  const close = function (search, closed) {
    const lost = [];
    for (let node = 0; node < search.source.length; node += 1) {
      if (closed.has(search.source[node])) {
        search.dm[node] = walk.FAR;
        search.source[node] = -1;
        search.before[node] = -1;
        lost.push(node);
      }
    }
    for (const number of closed) {
      const gone = search.sources.get(number);
      if (gone) {
        const left = search.onEdge.get(gone.edge).filter((s) => s.number !== number);
        search.onEdge.set(gone.edge, left);
        search.sources.delete(number);
      }
    }
    return lost;
  };

  /** Let what is known around some nodes reach them again. */
  const refill = function (graph, search, queue, open, lost) {
    for (const node of lost) {
      for (let i = graph.start[node]; i < graph.start[node + 1]; i += 1) {
        const beside = graph.other[i];
        if (search.dm[beside] < walk.FAR) {
          walk.relax(graph, search, queue, open, beside);
        }
      }
    }
    if (lost.length > 0) {
      walk.seed(graph, search, queue, search.sources.values());
    }
  };

  /**
   * Say what a list of trials means for a service: sources, edges, and why not.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {Trial[]} trials
   * @param {number} service
   */
  walk.readTrials = function (model, graph, trials, service) {
    const open = graph.open.slice();
    const opened = [];
    const notes = trials.map(() => "");
    trials.forEach((trial, number) => {
      if (trial.action === "open_gate") {
        const { edgeStart, edges } = model.gates;
        const all = edges.subarray(edgeStart[trial.gate], edgeStart[trial.gate + 1]);
        const useful = all.filter((edge) => !graph.barred[edge]);
        useful.forEach((edge) => {
          open[edge] = 1;
          opened.push(edge);
        });
        notes[number] = useful.length ? "" : "no_use";
      } else if (trial.action === "close" && !model.stations.offers[service][trial.station]) {
        notes[number] = "not_offered";
      }
    });
    const added = [];
    trials.forEach((trial, number) => {
      if (trial.action === "open") {
        const at = walk.snap(model, graph, open, trial.x, trial.y);
        if (trial.services && !trial.services.includes(service)) {
          notes[number] = "not_offered";
        } else if (at) {
          added.push({ number: model.stations.count + number, ...at });
        } else {
          notes[number] = "no_edge_nearby";
        }
      }
    });
    const shut = trials.filter(({ action }) => action === "close");
    return { open, opened, added, closed: new Set(shut.map((t) => t.station)), notes };
  };

  /**
   * Go on from a search of all stations: close, open, add, and let it spread.
   *
   * Only the ground on which a trial matters is walked again.
   *
   * @param {Graph} graph
   * @param {Search} base Left as it is.
   * @param {BucketQueue} queue
   * @param {ReturnType<typeof walk.readTrials>} asked
   * @returns {{search: Search, edges: Set<number>}} The search with all trials, and the
   *   edges along which a distance may have changed.
   */
  walk.searchWithTrials = function (graph, base, queue, asked) {
    const search = copyOf(base);
    const touched = [...asked.closed]
      .map((number) => search.sources.get(number))
      .filter((source) => source)
      .map(({ edge }) => edge);
    queue.within(walk.FARTHEST_DM);
    const lost = close(search, asked.closed);
    walk.stand(search, asked.added);
    refill(graph, search, queue, asked.open, lost);
    walk.seed(graph, search, queue, asked.added);
    for (const edge of asked.opened) {
      for (const node of [graph.u[edge], graph.v[edge]]) {
        if (search.dm[node] < walk.FAR) {
          walk.relax(graph, search, queue, asked.open, node);
        }
      }
    }
    const reached = walk.spread(graph, search, queue, asked.open);
    const edges = new Set([...touched, ...asked.added.map(({ edge }) => edge)]);
    for (const nodes of [lost, reached]) {
      for (const node of nodes) {
        for (let i = graph.start[node]; i < graph.start[node + 1]; i += 1) {
          edges.add(graph.edge[i]);
        }
      }
    }
    return { search, edges };
  };

  /**
   * Lay the changes that trials make over the run's table.
   *
   * Where a walk is not another one, the run's own number stays.
   *
   * @param {Graph} graph
   * @param {Search} base
   * @param {Search} search
   * @param {Set<number>} edges
   * @param {Uint16Array} table
   * @param {number} beyondM
   * @returns {{distances: Uint16Array, changed: Int32Array}}
   */
  walk.laidOver = function (graph, base, search, edges, table, beyondM) {
    const distances = table.slice();
    const changed = [];
    const before = {};
    const after = {};
    for (const building of walk.buildingsAlong(graph, edges)) {
      walk.readBuilding(graph, base, building, before);
      walk.readBuilding(graph, search, building, after);
      const metres = Math.min(beyondM, walk.metresUp(after.dm));
      if (after.dm < before.dm) {
        distances[building] = Math.min(table[building], metres);
      } else if (after.dm > before.dm) {
        distances[building] = Math.max(table[building], metres);
      }
      if (distances[building] !== table[building]) {
        changed.push(building);
      }
    }
    return { distances, changed: Int32Array.from(changed) };
  };
}
