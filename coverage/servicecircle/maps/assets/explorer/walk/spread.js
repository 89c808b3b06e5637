{
  /**
   * What a search knows: distances from its sources, and which source is nearest.
   *
   * @typedef {object} Search
   * @property {Int32Array} dm Per node; `FAR` where nothing is near enough.
   * @property {Int32Array} source Per node, the number of the nearest source; -1 none.
   * @property {Int32Array} before Per node, the edge it was reached by; -1 from a source.
   * @property {Map<number, Source[]>} onEdge Sources by the edge they stand at.
   * @property {Map<number, Source>} sources By number.
   *
   * @typedef {object} Source
   * @property {number} number What the source is called, 0 or more.
   * @property {number} edge
   * @property {number} alongDm
   * @property {number} legDm
   */

  /**
   * Start a search that has seen nothing.
   *
   * @param {Graph} graph
   * @returns {Search}
   */
  ServiceCircle.walk.freshSearch = function (graph) {
    return {
      dm: new Int32Array(graph.nodes).fill(ServiceCircle.walk.FAR),
      source: new Int32Array(graph.nodes).fill(-1),
      before: new Int32Array(graph.nodes).fill(-1),
      onEdge: new Map(),
      sources: new Map(),
    };
  };

  /** Take a shorter way to a node, if it is one. */
  const improve = function (search, queue, node, dm, source, before) {
    if (dm <= queue.limitDm && dm < search.dm[node]) {
      search.dm[node] = dm;
      search.source[node] = source;
      search.before[node] = before;
      queue.push(dm, node);
    }
  };

  /**
   * Let sources reach the ends of their edges.
   *
   * @param {Graph} graph
   * @param {Search} search Changed in place.
   * @param {BucketQueue} queue
   * @param {Iterable<Source>} sources
   */
  ServiceCircle.walk.seed = function (graph, search, queue, sources) {
    for (const { number, edge, alongDm, legDm } of sources) {
      const rest = Math.max(0, graph.lengthDm[edge] - alongDm);
      improve(search, queue, graph.u[edge], legDm + alongDm, number, -1);
      improve(search, queue, graph.v[edge], legDm + rest, number, -1);
    }
  };

  /**
   * Stand sources at their edges, for what lies along the same edge.
   *
   * @param {Search} search Changed in place.
   * @param {Iterable<Source>} sources
   */
  ServiceCircle.walk.stand = function (search, sources) {
    for (const source of sources) {
      const { edge, number } = source;
      search.onEdge.set(edge, [...(search.onEdge.get(edge) || []), source]);
      search.sources.set(number, source);
    }
  };

  /**
   * Let distances that are known at one node reach its neighbours.
   *
   * @param {Graph} graph
   * @param {Search} search Changed in place.
   * @param {BucketQueue} queue
   * @param {Uint8Array} open Which edges can be walked.
   * @param {number} node
   */
  ServiceCircle.walk.relax = function (graph, search, queue, open, node) {
    const { start, edge, other, lengthDm } = graph;
    const here = search.dm[node];
    for (let i = start[node]; i < start[node + 1]; i += 1) {
      if (open[edge[i]]) {
        const there = here + lengthDm[edge[i]];
        improve(search, queue, other[i], there, search.source[node], edge[i]);
      }
    }
  };

  /**
   * Let distances spread from the nodes in the queue, and only ever become shorter.
   *
   * @param {Graph} graph
   * @param {Search} search Changed in place.
   * @param {BucketQueue} queue
   * @param {Uint8Array} open Which edges can be walked.
   * @returns {number[]} The nodes reached, nearest first.
   */
  ServiceCircle.walk.spread = function (graph, search, queue, open) {
    const { start, edge, other, lengthDm } = graph;
    const { dm, source, before } = search;
    const { limitDm } = queue;
    const reached = [];
    // The same as `relax`, written out: this loop is most of a search's time.
    for (let node = queue.pop(); node >= 0; node = queue.pop()) {
      const here = dm[node];
      if (queue.at === here) {
        reached.push(node);
        for (let i = start[node]; i < start[node + 1]; i += 1) {
          const by = edge[i];
          const there = here + lengthDm[by];
          if (open[by] === 1 && there < dm[other[i]] && there <= limitDm) {
            dm[other[i]] = there;
            source[other[i]] = source[node];
            before[other[i]] = by;
            queue.push(there, other[i]);
          }
        }
      }
    }
    return reached;
  };

  /**
   * Read the walk from a position on an edge to the nearest source.
   *
   * @param {Graph} graph
   * @param {Search} search
   * @param {number} edge
   * @param {number} alongDm
   * @param {Reading} into Changed in place: `dm`; `source`; `node`, where the way leaves
   *   the edge, -1 if it does not.
   */
  ServiceCircle.walk.readPosition = function (graph, search, edge, alongDm, into) {
    const u = graph.u[edge];
    const v = graph.v[edge];
    const fromU = search.dm[u] + alongDm;
    const fromV = search.dm[v] + Math.max(0, graph.lengthDm[edge] - alongDm);
    const node = fromU <= fromV ? u : v;
    into.dm = Math.min(fromU, fromV);
    into.node = node;
    into.source = search.source[node];
    const beside = search.onEdge.get(edge);
    if (beside) {
      for (const source of beside) {
        const dm = Math.abs(source.alongDm - alongDm) + source.legDm;
        if (dm < into.dm) {
          into.dm = dm;
          into.source = source.number;
          into.node = -1;
        }
      }
    }
  };

  /**
   * Read a building's walk to the nearest source: of several entrances the best counts.
   *
   * @param {Graph} graph
   * @param {Search} search
   * @param {number} building
   * @param {Reading} into Changed in place: as `readPosition`, with `place`, the
   *   position taken, -1 if no source is joined (`dm` is then `FAR` or more).
   */
  ServiceCircle.walk.readBuilding = function (graph, search, building, into) {
    const { start, edge, alongDm, legDm } = graph.buildings;
    let [dm, source, node, place] = [ServiceCircle.walk.FAR, -1, -1, -1];
    for (let i = start[building]; i < start[building + 1]; i += 1) {
      ServiceCircle.walk.readPosition(graph, search, edge[i], alongDm[i], into);
      if (into.dm + legDm[i] < dm) {
        [dm, source, node, place] = [into.dm + legDm[i], into.source, into.node, i];
      }
    }
    into.dm = dm;
    into.source = source;
    into.node = node;
    into.place = place;
  };
}
