{
  const { walk } = ServiceCircle;
  const PER_METRE = 10;

  /** List the buildings with a place along some edges, each once. */
  walk.buildingsAlong = function (graph, edges) {
    const buildings = new Set();
    const { start, members } = graph.placesOnEdge;
    for (const edge of edges) {
      for (let i = start[edge]; i < start[edge + 1]; i += 1) {
        buildings.add(graph.buildingOfPlace[members[i]]);
      }
    }
    return buildings;
  };

  /**
   * Find everything within a walk of a position.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {BucketQueue} queue
   * @param {Uint8Array} open Which edges can be walked.
   * @param {Position} position
   * @param {number} limitM
   * @returns {Reached}
   */
  walk.reachOf = function (model, graph, queue, open, position, limitM) {
    const search = walk.freshSearch(graph);
    const source = { number: 0, ...position };
    walk.stand(search, [source]);
    walk.seed(graph, search, queue.within(limitM * PER_METRE), [source]);
    const nodes = walk.spread(graph, search, queue, open);
    const edges = walk.edgesAt(graph, search, nodes);
    const reading = {};
    const buildings = [];
    const metres = [];
    for (const building of walk.buildingsAlong(graph, edges)) {
      walk.readBuilding(graph, search, building, reading);
      if (walk.metresUp(reading.dm) <= limitM) {
        buildings.push(building);
        metres.push(walk.metresUp(reading.dm));
      }
    }
    return {
      buildings: Int32Array.from(buildings),
      metres: Uint16Array.from(metres),
      streets: walk.pieces(model, graph, search, edges, open, limitM),
    };
  };
}
