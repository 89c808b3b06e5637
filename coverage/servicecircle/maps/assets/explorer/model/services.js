{
  /** Read one table per tier, null where no station of the tier offers the service. */
  function tables(payload, what, service, there) {
    return there.map((offered, tier) =>
      offered ? Uint16Array.from(payload.get(`${what}_${service}_${tier}`)) : null,
    );
  }

  /**
   * Read the service circles with their tables of distances.
   *
   * @param {Payload} payload
   * @returns {Service[]}
   */
  ServiceCircle.model.readServices = function (payload) {
    return payload.header.services.map((said, number) => ({
      key: said.key,
      name: said.name,
      standardM: said.standard_m,
      stepFree: said.step_free,
      kind: said.kind,
      reason: payload.has(`reason_${number}`) ? payload.get(`reason_${number}`) : null,
      station: payload.has(`station_${number}`)
        ? payload.get(`station_${number}`)
        : null,
      walkM: tables(payload, "walk", number, said.tiers),
      straightM: tables(payload, "straight", number, said.tiers),
    }));
  };

  /**
   * Read the stations.
   *
   * @param {Payload} payload
   * @returns {Stations}
   */
  ServiceCircle.model.readStations = function (payload) {
    const said = payload.header.stations;
    return {
      count: said.ids.length,
      xy: payload.get("station_xy"),
      tier: payload.get("station_tier"),
      ids: said.ids,
      names: said.names,
      hosts: said.hosts,
      offers: payload.header.services.map((_, s) => payload.get(`offers_${s}`)),
    };
  };
}
