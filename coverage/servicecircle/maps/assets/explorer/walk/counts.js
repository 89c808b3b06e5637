{
  /**
   * Take the least of some tables, building by building.
   *
   * @param {Array<Uint16Array|null>} tables One per tier.
   * @param {number} tiers Which of them, as bits.
   * @param {number} count
   * @param {number} beyondM
   * @returns {Uint16Array}
   */
  ServiceCircle.walk.least = function (tables, tiers, count, beyondM) {
    const least = new Uint16Array(count).fill(beyondM);
    tables.forEach((table, tier) => {
      if (table && (tiers >> tier) & 1) {
        for (let i = 0; i < count; i += 1) {
          if (table[i] < least[i]) {
            least[i] = table[i];
          }
        }
      }
    });
    return least;
  };

  /**
   * Count the buildings and residents within a limit, in each unit of a level.
   *
   * @param {Model} model
   * @param {number} level
   * @param {Uint16Array|null} distances Null: count them all.
   * @param {number} limitM
   * @param {Counts} [into] Written over and returned; made where not given.
   * @returns {Counts}
   */
  ServiceCircle.walk.count = function (model, level, distances, limitM, into) {
    const { buildings, levels } = model;
    const unit = buildings.unit[level];
    const { residents } = buildings;
    const counts = into || {
      buildings: new Int32Array(levels[level].count),
      residents: residents && new Float64Array(levels[level].count),
    };
    counts.buildings.fill(0);
    if (residents) {
      counts.residents.fill(0);
    }
    for (let i = 0; i < unit.length; i += 1) {
      if (unit[i] >= 0 && (!distances || distances[i] <= limitM)) {
        counts.buildings[unit[i]] += 1;
        if (residents) {
          counts.residents[unit[i]] += residents[i];
        }
      }
    }
    return counts;
  };
}
