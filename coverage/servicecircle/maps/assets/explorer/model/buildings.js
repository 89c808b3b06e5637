{
  const { starts } = ServiceCircle.model;

  /**
   * Put rings where they are: each begins at a step from its building's place.
   *
   * @param {Int32Array} steps
   * @param {Int32Array} xy Places of the buildings.
   * @param {Int32Array} ringStart
   * @param {Int32Array} pointStart
   * @returns {Int32Array} `steps`, changed in place.
   */
  function placeRings(steps, xy, ringStart, pointStart) {
    const count = ringStart.length - 1;
    for (let i = 0; i < count; i += 1) {
      for (let ring = ringStart[i]; ring < ringStart[i + 1]; ring += 1) {
        let x = xy[2 * i];
        let y = xy[2 * i + 1];
        for (let k = 2 * pointStart[ring]; k < 2 * pointStart[ring + 1]; k += 2) {
          x += steps[k];
          y += steps[k + 1];
          steps[k] = x;
          steps[k + 1] = y;
        }
      }
    }
    return steps;
  }

  /**
   * Read ids that were written as a beginning and a number.
   *
   * @param {Payload} payload
   * @param {string} name
   * @param {{digits: number, heads: string[]}} said
   * @returns {(i: number) => string}
   */
  function idReader(payload, name, said) {
    const head = payload.get(`${name}_head`);
    const tail = payload.get(`${name}_tail`);
    if (said.digits === 0) {
      return (i) => said.heads[head[i]];
    }
    return (i) => said.heads[head[i]] + String(tail[i]).padStart(said.digits, "0");
  }

  /** Read residents; a public file has none. */
  function readResidents(payload) {
    if (!payload.has("residents")) {
      return null;
    }
    const perPerson = payload.header.buildings.residents_per_person;
    const residents = new Float64Array(payload.get("residents"));
    for (let i = 0; perPerson !== 1 && i < residents.length; i += 1) {
      residents[i] /= perPerson;
    }
    return residents;
  }

  /**
   * Read the buildings.
   *
   * @param {Payload} payload
   * @returns {Buildings}
   */
  ServiceCircle.model.readBuildings = function (payload) {
    const said = payload.header.buildings;
    const xy = payload.get("building_xy");
    const ringStart = starts(payload.get("building_rings"));
    const pointStart = starts(payload.get("ring_size"));
    const steps = payload.get("ring_xy");
    const named = payload.get("building_named");
    const names = new Map(said.names.map((name, i) => [named[i], name]));
    return {
      count: said.count,
      xy,
      ringStart,
      pointStart,
      ringXy: placeRings(steps, xy, ringStart, pointStart),
      residents: readResidents(payload),
      hasEntrance: payload.get("has_entrance"),
      unit: payload.header.levels.map((_, number) => payload.get(`unit_${number}`)),
      id: idReader(payload, "building_id", said.id),
      names,
    };
  };
}
