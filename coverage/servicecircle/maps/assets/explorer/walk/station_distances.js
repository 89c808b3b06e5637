{
  const { walk } = ServiceCircle;

  /**
   * List stations that offer a service, as sources of a search.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {number} service
   * @param {number} tiers
     * @returns {Source[]}
   */
  walk.stationSources = function (model, graph, service, tiers) {
    const { stations } = model;
    const { start, edge, alongDm, legDm } = graph.stations;
    const sources = [];
    for (let number = 0; number < stations.count; number += 1) {
      const chosen = (tiers >> stations.tier[number]) & 1;
      if (chosen && stations.offers[service][number]) {
        for (let i = start[number]; i < start[number + 1]; i += 1) {
          sources.push({ number, edge: edge[i], alongDm: alongDm[i], legDm: legDm[i] });
        }
      }
    }
    return sources;
  };

  /**
   * Search from all stations of a service and some tiers at once.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {BucketQueue} queue
   * @param {number} service
   * @param {number} tiers
   * @returns {Search}
   */
  walk.searchFromStations = function (model, graph, queue, service, tiers) {
    const search = walk.freshSearch(graph);
    const sources = walk.stationSources(model, graph, service, tiers);
    walk.stand(search, sources);
    walk.seed(graph, search, queue, sources);
    walk.spread(graph, search, queue, graph.open);
    return search;
  };
}
