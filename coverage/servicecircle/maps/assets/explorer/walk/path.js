{
  const { walk } = ServiceCircle;

  /** Say how far along its drawing a position is, 0 to 1. */
  const shareOf = (graph, edge, alongDm) =>
    graph.lengthDm[edge] > 0 ? Math.min(1, alongDm / graph.lengthDm[edge]) : 0;

  /**
   * Draw the way from a building to the source its walk leads to.
   *
   * @param {Model} model
   * @param {Graph} graph
   * @param {Search} search
   * @param {number} building
   * @returns {{xy: number[], dm: number, source: number}|null} Null where no source is
   *   joined; `xy` ends where the source's own access leg begins.
   */
  walk.pathOf = function (model, graph, search, building) {
    const { network } = model;
    const reading = {};
    walk.readBuilding(graph, search, building, reading);
    if (reading.dm >= walk.FAR) {
      return null;
    }
    const { place, source, dm } = reading;
    const xy = [];
    const add = (more) => {
      for (let i = 0; i < more.length; i += 2) {
        const last = xy.length - 2;
        if (last < 0 || more[i] !== xy[last] || more[i + 1] !== xy[last + 1]) {
          xy.push(more[i], more[i + 1]);
        }
      }
    };
    const first = graph.buildings.edge[place];
    const from = shareOf(graph, first, graph.buildings.alongDm[place]);
    const end = search.sources.get(source);
    const endShare = shareOf(graph, end.edge, end.alongDm);
    let { node } = reading;
    if (node < 0) {
      add(walk.stretch(network, first, from, endShare));
    } else {
      add(walk.stretch(network, first, from, node === graph.u[first] ? 0 : 1));
      while (search.before[node] >= 0) {
        const edge = search.before[node];
        const forward = node === graph.u[edge];
        add(walk.stretch(network, edge, forward ? 0 : 1, forward ? 1 : 0));
        node = forward ? graph.v[edge] : graph.u[edge];
      }
      add(walk.stretch(network, end.edge, node === graph.u[end.edge] ? 0 : 1, endShare));
    }
    const door = walk.doorOf(model, graph, place);
    return { xy: [door.x, door.y, ...xy], dm, source };
  };
}
