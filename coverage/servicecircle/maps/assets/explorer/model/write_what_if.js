{
  const KIND = "what-if 1";
  const DIGITS = 7;

  /** What the file calls itself. */
  ServiceCircle.model.WHAT_IF_KIND = KIND;

  /** Round degrees to about a centimetre. */
  const rounded = (degrees) => Number(degrees.toFixed(DIGITS));

  /** Write a place as GeoJSON. */
  const point = (model, x, y) => ({
    type: "Point",
    coordinates: ServiceCircle.model.toLonLat(model, x, y).map(rounded),
  });

  /** Write what a trial is about, and where. */
  const featureOf = function (model, trial, id) {
    const properties = { action: trial.action };
    let geometry = null;
    if (trial.name) {
      properties.name = trial.name;
    }
    if (trial.action === "open") {
      geometry = point(model, trial.x, trial.y);
      if (trial.services) {
        properties.services = trial.services.map((s) => model.services[s].key);
      }
    } else if (trial.action === "open_gate") {
      const { ids, xy } = model.gates;
      geometry = point(model, xy[2 * trial.gate], xy[2 * trial.gate + 1]);
      properties.gate_id = ids[trial.gate];
    } else {
      properties.station_id = model.stations.ids[trial.station];
    }
    return { type: "Feature", id, geometry, properties };
  };

  /** Give every trial an id of its own: its own where it has one, else W1, W2, ... */
  const idsOf = function (trials) {
    const taken = new Set();
    const take = function (id, number) {
      const free = id && !taken.has(id) ? id : `W${number}`;
      if (taken.has(free)) {
        return take(null, number + 1);
      }
      taken.add(free);
      return free;
    };
    return trials.map(({ id }, i) => take(id, i + 1));
  };

  /**
   * Write what was tried as the file that `servicecircle site --what-if` reads.
   *
   * @param {Model} model
   * @param {Trial[]} trials At least one.
   * @returns {string} GeoJSON, as `servicecircle.siting.what_if` describes it.
   */
  ServiceCircle.model.writeWhatIf = function (model, trials) {
    const ids = idsOf(trials);
    const features = trials.map((trial, i) => featureOf(model, trial, ids[i]));
    const collection = {
      type: "FeatureCollection",
      servicecircle: KIND,
      area: model.area,
      area_hash: model.areaHash,
      features,
    };
    return `${JSON.stringify(collection, null, 2)}\n`;
  };
}
