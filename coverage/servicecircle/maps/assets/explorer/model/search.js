{
  /** How well a text fits what is looked for: 0 the same, 1 begins with it, 2 holds it. */
  const fit = function (text, wanted) {
    const at = text.indexOf(wanted);
    if (at < 0) {
      return 3;
    }
    return at > 0 ? 2 : Number(text.length > wanted.length);
  };

  /** List everything that can be found, once: small letters, names beside ids. */
  const entriesOf = function (model) {
    const entries = [];
    const { stations, gates, buildings } = model;
    stations.ids.forEach((id, index) => {
      entries.push({ kind: "station", index, id, name: stations.names[index] });
    });
    model.levels.forEach(({ ids, names }, level) => {
      ids.forEach((id, index) => {
        entries.push({ kind: "unit", level, index, id, name: names[index] });
      });
    });
    gates.ids.forEach((id, index) => {
      entries.push({ kind: "gate", index, id, name: "" });
    });
    buildings.names.forEach((name, index) => {
      entries.push({ kind: "building", index, id: buildings.id(index), name });
    });
    const named = entries.map(({ id, name }) => [id.toLowerCase(), name.toLowerCase()]);
    const ids = [];
    for (let i = 0; i < buildings.count; i += 1) {
      ids.push(buildings.id(i).toLowerCase());
    }
    return { entries, named, ids };
  };

  const known = new WeakMap();

  /**
   * Search stations, units, gates and buildings, by id and by name.
   *
   * @param {Model} model
   * @param {string} text
   * @param {number} [limit] At most so many.
   * @returns {Found[]} The best first: the same, beginning with it, holding it; of those
   *   stations before units, wide before fine, before gates, before buildings.
   */
  ServiceCircle.model.search = function (model, text, limit = 8) {
    const wanted = text.trim().toLowerCase();
    if (wanted === "") {
      return [];
    }
    if (!known.has(model)) {
      known.set(model, entriesOf(model));
    }
    const { buildings } = model;
    const { entries, named, ids } = known.get(model);
    const found = [[], [], [], []];
    entries.forEach((entry, i) => {
      found[Math.min(fit(named[i][0], wanted), fit(named[i][1], wanted))].push(entry);
    });
    for (let i = 0; i < ids.length; i += 1) {
      const how = fit(ids[i], wanted);
      if (how < 3 && found[how].length < limit && !buildings.names.has(i)) {
        found[how].push({ kind: "building", index: i, id: buildings.id(i), name: "" });
      }
    }
    return found.slice(0, 3).flat().slice(0, limit);
  };
}
