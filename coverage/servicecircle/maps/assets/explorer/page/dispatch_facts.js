{
  /** By every mode, how many of a whole somebody reaches in time; and whom nobody does. */
  ServiceCircle.page.reachedRows = function (context, level, units) {
    const { model, look } = context;
    const { percent, amount, modeName } = ServiceCircle.page;
    const sum = (values) => units.reduce((total, unit) => total + values[unit], 0);
    const whole = sum(look.engine.totals(level)[look.unit]);
    const reached = (mode) => sum(look.inTime(level, mode)[look.unit]);
    const rows = model.dispatch.modes.map((_, mode) => [
      modeName(context, mode),
      percent(reached(mode), whole),
      amount(whole - reached(mode)),
    ]);
    return { whole, nobody: whole - reached(null), rows };
  };

  /** By every mode, whether somebody is at a building in time. */
  ServiceCircle.page.dispatchOfBuilding = function (context, index) {
    const { model, look, word } = context;
    const { fill, modeName, smallTable } = ServiceCircle.page;
    const { minutes, modes } = model.dispatch;
    const rows = modes.map((_, mode) => [
      modeName(context, mode),
      word(look.late(mode)[index] ? "dispatch_no" : "dispatch_yes"),
    ]);
    return smallTable(fill(word("dispatch_within"), { minutes }), ["", ""], rows);
  };

  /** Whom responders reach in time, and a unit's nearest ones with their mean minutes. */
  ServiceCircle.page.dispatchFacts = function (context, { level, index }) {
    const { model, look, store, word } = context;
    const { amount, element, factList, fill, modeName, reachedRows, smallTable } =
      ServiceCircle.page;
    const { dispatch } = model;
    const { service } = store.state;
    const { nobody, rows } = reachedRows(context, level, [index]);
    const head = ["", word("dispatch_share"), word(`dispatch_late_${look.unit}`)];
    const caption = fill(word("dispatch_within"), { minutes: dispatch.minutes });
    const parts = [
      smallTable(caption, head, rows),
      factList(word, [[`dispatch_nobody_${look.unit}`, amount(nobody)]]),
    ];
    if (level !== model.levels.length - 1 || dispatch.services[service] < 0) {
      return parts;
    }
    const stations = new Map();
    dispatch.modes.forEach((_, mode) =>
      dispatch.nearest(service, mode, index).forEach(({ station, name, minutes }) => {
        const row = stations.get(station) || [name, ...dispatch.modes.map(() => "–")];
        row[mode + 1] = minutes.toFixed(1);
        stations.set(station, row);
      })
    );
    if (stations.size) {
      const modes = dispatch.modes.map((_, mode) => modeName(context, mode));
      const table = smallTable(word("dispatch_nearest"), ["", ...modes], [...stations.values()]);
      table.dataset.table = "nearest";
      parts.push(table);
    } else {
      parts.push(element("p", {}, word("dispatch_none_near")));
    }
    return parts;
  };
}
