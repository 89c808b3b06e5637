{
  const STEPS = 1;
  const CLOSED = 2;
  const SMALL_ISLAND = 4;

  /** How far searches from stations look: nobody walks farther. */
  ServiceCircle.walk.FARTHEST_DM = 200000;

  /** Farther than any search looks: "no distance". */
  ServiceCircle.walk.FAR = 0x3fffffff;

  /** Round decimetres up to whole metres. */
  ServiceCircle.walk.metresUp = (dm) => Math.ceil(dm / 10);

  /**
   * Arrange a kind of network by node, with what stands along each edge.
   *
   * @typedef {object} Graph
   * @property {number} nodes
   * @property {Int32Array} start Edges of node i: start[i] .. start[i + 1].
   * @property {Int32Array} edge
   * @property {Int32Array} other The node at the edge's other end.
   * @property {Int32Array} u
   * @property {Int32Array} v
   * @property {Int32Array} lengthDm
   * @property {Uint8Array} open Per edge: 1 where this kind of walker may walk.
   * @property {Uint8Array} stranded Per edge: 1 on a part too small to be a place.
   * @property {Uint8Array} barred Per edge: 1 where opening a gate would not help.
   * @property {Positions} buildings
   * @property {Lists} placesOnEdge Positions of buildings along each edge.
   * @property {Int32Array} buildingOfPlace
   * @property {Map<number, {x: number, y: number}>} doors By position, where it leaves
   *   its building, if not by the nearest point of the outline.
   * @property {Positions} stations
   *
   * @param {Model} model
   * @param {Kind} kind
   * @returns {Graph}
   */
  ServiceCircle.walk.makeGraph = function (model, kind) {
    const { u, v, lengthDm, flags, nodeXy } = model.network;
    const { grouped } = ServiceCircle.model;
    const nodes = nodeXy.length / 2;
    const count = u.length;
    const ends = new Int32Array(2 * count);
    ends.set(u);
    ends.set(v, count);
    const { start, members } = grouped(ends, nodes);
    const edge = new Int32Array(2 * count);
    const other = new Int32Array(2 * count);
    for (let i = 0; i < members.length; i += 1) {
      const forward = members[i] < count;
      edge[i] = forward ? members[i] : members[i] - count;
      other[i] = forward ? v[edge[i]] : u[edge[i]];
    }
    const stepsBar = kind.stepFree ? STEPS : 0;
    const barred = flags.map((flag) => (flag & stepsBar ? 1 : 0));
    const open = flags.map((flag, i) => (flag & CLOSED || barred[i] ? 0 : 1));
    const island = SMALL_ISLAND << model.network.kinds.indexOf(kind);
    const stranded = flags.map((flag) => (flag & island ? 1 : 0));
    const { buildings, stations, doorPlace, doorXy } = kind;
    const doors = new Map();
    doorPlace.forEach((place, i) => {
      doors.set(place, { x: doorXy[2 * i], y: doorXy[2 * i + 1] });
    });
    const buildingOfPlace = new Int32Array(buildings.edge.length);
    for (let i = 0; i < buildings.start.length - 1; i += 1) {
      buildingOfPlace.fill(i, buildings.start[i], buildings.start[i + 1]);
    }
    return {
      nodes,
      start,
      edge,
      other,
      u,
      v,
      lengthDm,
      open,
      barred,
      stranded,
      buildings,
      placesOnEdge: grouped(buildings.edge, count),
      buildingOfPlace,
      doors,
      stations,
    };
  };
}
