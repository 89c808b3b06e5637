{
  const { walk } = ServiceCircle;
  const PER_METRE = 10;

  /**
   * Gather polylines.
   *
   * @returns {{add: (xy: number[]) => void, pieces: () => Pieces}}
   */
  const gather = function () {
    const start = [0];
    const all = [];
    return {
      add(xy) {
        for (const value of xy) {
          all.push(value);
        }
        start.push(all.length / 2);
      },
      pieces: () => ({ start: Int32Array.from(start), xy: Float32Array.from(all) }),
    };
  };

  /** Join stretches of an edge that touch. */
  const merged = function (stretches) {
    const inside = stretches
      .map(([from, to]) => [Math.max(0, from), Math.min(1, to)])
      .filter(([from, to]) => from < to)
      .sort((a, b) => a[0] - b[0]);
    const joined = [];
    for (const [from, to] of inside) {
      const last = joined[joined.length - 1];
      if (last && from <= last[1]) {
        last[1] = Math.max(last[1], to);
      } else {
        joined.push([from, to]);
      }
    }
    return joined;
  };

  const WHOLE = [[0, 1]];
  const NOTHING = [];
  const NOBODY = [];

  /**
   * Give the shares of an edge that lie within a limit, from either end and beside.
   *
   * @param {{u: Int32Array, v: Int32Array, lengthDm: Int32Array}} graph
   * @param {{dm: Int32Array, onEdge: Map<number, Source[]>}} search
   * @param {number} edge
   * @param {number} limitDm
   * @returns {Array<[number, number]>}
   */
  walk.reachedShares = function (graph, search, edge, limitDm) {
    const length = graph.lengthDm[edge] || 1;
    const leftAtU = limitDm - search.dm[graph.u[edge]];
    const leftAtV = limitDm - search.dm[graph.v[edge]];
    if (leftAtU >= 0 && leftAtV >= 0 && leftAtU + leftAtV >= length) {
      return WHOLE;
    }
    const beside = search.onEdge.get(edge) || NOBODY;
    if (leftAtU <= 0 && leftAtV <= 0 && beside === NOBODY) {
      return NOTHING;
    }
    return merged([
      [0, leftAtU / length],
      [1 - leftAtV / length, 1],
      ...beside.map(({ alongDm, legDm }) => [
        (alongDm - (limitDm - legDm)) / length,
        (alongDm + (limitDm - legDm)) / length,
      ]),
    ]);
  };

  /**
   * Draw the streets within a limit of a search's sources.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {Search} search
   * @param {Iterable<number>} edges The edges to look at, each once.
   * @param {Uint8Array} open Which edges can be walked.
   * @param {number} limitM
   * @returns {Pieces}
   */
  walk.pieces = function (model, graph, search, edges, open, limitM) {
    const gathered = gather();
    for (const edge of edges) {
      if (open[edge]) {
        for (const [from, to] of walk.reachedShares(graph, search, edge, limitM * PER_METRE)) {
          gathered.add(walk.stretch(model.network, edge, from, to));
        }
      }
    }
    return gathered.pieces();
  };

  /** List the edges at some nodes and those that sources stand at, each once. */
  walk.edgesAt = function (graph, search, nodes) {
    const edges = new Set(search.onEdge.keys());
    for (const node of nodes) {
      for (let i = graph.start[node]; i < graph.start[node + 1]; i += 1) {
        edges.add(graph.edge[i]);
      }
    }
    return edges;
  };
}
