{
  const { starts } = ServiceCircle.model;

  /** Find each unit's west, north, east and south from the arcs of its rings. */
  function boxes(level, outlines) {
    const box = new Int32Array(4 * level.count);
    for (let unit = 0; unit < level.count; unit += 1) {
      let west = Infinity;
      let north = Infinity;
      let east = -Infinity;
      let south = -Infinity;
      const first = level.arcStart[level.ringStart[unit]];
      const end = level.arcStart[level.ringStart[unit + 1]];
      for (let i = first; i < end; i += 1) {
        const arc = level.arcs[i] < 0 ? -1 - level.arcs[i] : level.arcs[i];
        for (let k = outlines.start[arc]; k < outlines.start[arc + 1]; k += 1) {
          const x = outlines.xy[2 * k];
          const y = outlines.xy[2 * k + 1];
          west = Math.min(west, x);
          east = Math.max(east, x);
          north = Math.min(north, y);
          south = Math.max(south, y);
        }
      }
      if (first < end) {
        box.set([west, north, east, south], 4 * unit);
      }
    }
    return box;
  }

  /** Read the run's figures of a level: per service, a column each; NaN is missing. */
  function figuresOf(payload, number) {
    const { figures, services } = payload.header;
    if (!figures) {
      return null;
    }
    return services.map((_, service) =>
      Object.fromEntries(
        Object.entries(figures).map(([column, steps]) => {
          const counted = payload.get(`figure_${number}_${service}_${column}`);
          const values = new Float64Array(counted.length);
          for (let i = 0; i < counted.length; i += 1) {
            values[i] = counted[i] ? (counted[i] - 1) / steps : NaN;
          }
          return [column, values];
        }),
      ),
    );
  }

  /**
   * Read the borders that all levels share.
   *
   * @param {Payload} payload
   * @returns {Outlines}
   */
  ServiceCircle.model.readOutlines = function (payload) {
    return {
      start: starts(payload.get("arc_size")),
      xy: payload.get("arc_xy"),
      level: payload.get("arc_level"),
    };
  };

  /**
   * Read the units of all levels.
   *
   * @param {Payload} payload
   * @param {Outlines} outlines
   * @returns {Level[]}
   */
  ServiceCircle.model.readLevels = function (payload, outlines) {
    return payload.header.levels.map((said, number) => {
      const level = {
        key: said.key,
        label: said.label,
        ids: said.ids,
        names: said.names,
        count: said.ids.length,
        parent: payload.get(`parent_${number}`),
        labelXy: payload.get(`label_${number}`),
        ringStart: starts(payload.get(`unit_rings_${number}`)),
        arcStart: starts(payload.get(`ring_arcs_${number}`)),
        arcs: payload.get(`arcs_${number}`),
        figures: figuresOf(payload, number),
      };
      level.box = boxes(level, outlines);
      return level;
    });
  };
}
