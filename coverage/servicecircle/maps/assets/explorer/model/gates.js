/**
 * Read the closed gates and ways that could be opened.
 *
 * @param {Payload} payload
 * @returns {Gates}
 */
ServiceCircle.model.readGates = function (payload) {
  const said = payload.header.gates;
  return {
    count: said.ids.length,
    ids: said.ids,
    kinds: said.kinds,
    xy: payload.get("gate_xy"),
    edgeStart: ServiceCircle.model.starts(payload.get("gate_edges_count")),
    edges: payload.get("gate_edges"),
  };
};
