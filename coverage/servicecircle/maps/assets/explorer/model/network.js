{
  const { starts } = ServiceCircle.model;
  const PER_METRE = 10;

  /** Measure a piece in whole decimetres, as the file's writer did. */
  function piece(ax, ay, bx, by, [across, down]) {
    const dx = (bx - ax) * across;
    const dy = (by - ay) * down;
    return Math.floor(Math.sqrt(dx * dx + dy * dy) * PER_METRE + 0.5);
  }

  /** Put bends where they are, and lengths from drawing and difference. */
  function placeEdges(network, difference, metresPerPixel) {
    const { nodeXy, u, v, bendStart, bendXy, lengthDm } = network;
    for (let edge = 0; edge < u.length; edge += 1) {
      let x = nodeXy[2 * u[edge]];
      let y = nodeXy[2 * u[edge] + 1];
      let length = difference[edge];
      for (let k = 2 * bendStart[edge]; k < 2 * bendStart[edge + 1]; k += 2) {
        bendXy[k] += x;
        bendXy[k + 1] += y;
        length += piece(x, y, bendXy[k], bendXy[k + 1], metresPerPixel);
        x = bendXy[k];
        y = bendXy[k + 1];
      }
      const endX = nodeXy[2 * v[edge]];
      const endY = nodeXy[2 * v[edge] + 1];
      length += piece(x, y, endX, endY, metresPerPixel);
      lengthDm[edge] = length;
    }
  }

  /**
   * Read where walks of buildings or stations meet the network.
   *
   * @param {Payload} payload
   * @param {string} name
   * @returns {Positions}
   */
  function readPositions(payload, name) {
    return {
      start: starts(payload.get(`${name}_count`)),
      edge: payload.get(`${name}_edge`),
      alongDm: payload.get(`${name}_along`),
      legDm: payload.get(`${name}_leg`),
    };
  }

  /**
   * Read the walking network.
   *
   * @param {Payload} payload
   * @returns {Network}
   */
  ServiceCircle.model.readNetwork = function (payload) {
    const u = payload.get("edge_u");
    const v = payload.get("edge_v");
    for (let edge = 0; edge < u.length; edge += 1) {
      v[edge] += u[edge];
    }
    const network = {
      nodeXy: payload.get("node_xy"),
      u,
      v,
      lengthDm: new Int32Array(u.length),
      flags: payload.get("edge_flags"),
      bendStart: starts(payload.get("edge_bends")),
      bendXy: payload.get("bend_xy"),
      kinds: payload.header.kinds.map((said, number) => ({
        stepFree: said.step_free,
        buildings: readPositions(payload, `kind_${number}_buildings`),
        stations: readPositions(payload, `kind_${number}_stations`),
        doorPlace: payload.get(`kind_${number}_door_place`),
        doorXy: payload.get(`kind_${number}_door_xy`),
      })),
    };
    const metresPerPixel = payload.header.metres_per_pixel;
    placeEdges(network, payload.get("edge_length"), metresPerPixel);
    return network;
  };
}
