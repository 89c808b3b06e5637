/**
 * Read whom responders reach in time, and each unit's nearest ones.
 *
 * @param {Payload} payload
 * @param {string[]} names Of the stations on the map.
 * @param {number} units How many units the finest level has.
 * @returns {?Dispatch} Null where the file has none: a public one never has.
 */
ServiceCircle.model.readDispatch = function (payload, names, units) {
  const said = payload.header.dispatch;
  if (!said) {
    return null;
  }
  const tables = new Map();
  const table = function (name) {
    if (!tables.has(name)) {
      tables.set(name, payload.get(name));
    }
    return tables.get(name);
  };
  const known = [...names, ...said.elsewhere];
  return {
    minutes: said.minutes,
    modes: said.modes,
    services: said.services,
    late: (service, mode) => table(`late_${said.services[service]}_${mode}`),
    nearest(service, mode, unit) {
      const of = `nearest_${said.services[service]}_${mode}`;
      return Array.from({ length: said.ranks }, (_, rank) => rank * units + unit)
        .filter((at) => table(`${of}_station`)[at] > 0)
        .map((at) => {
          const station = table(`${of}_station`)[at] - 1;
          const minutes = table(`${of}_tenths`)[at] / 10;
          return { station, name: known[station], minutes };
        });
    },
  };
};
