{
  /** What the run's table says besides what the page counts, and in what. */
  const FIGURES = [
    ["mean_walk_m", "m"],
    ["p90_walk_m", "m"],
    ["unknown_residents", ""],
  ];

  /** What only the table says where the file holds no residents of buildings. */
  const OF_RESIDENTS = [
    ["residents", ""],
    ["covered_residents", ""],
    ["share_of_residents", "%"],
  ];

  /** A bar with its share. */
  const bar = function (word, measure, column, part, whole) {
    const { element, percent, tenths } = ServiceCircle.page;
    const fill = element("i", { class: `sc-fill sc-${measure}` });
    fill.style.width = `${(tenths(part, whole) || 0) / 10}%`;
    return element("div", { class: "sc-bar" }, [
      element("span", {}, word(measure)),
      element("b", { "data-field": column }, percent(part, whole)),
      element("div", { class: "sc-track" }, [fill]),
    ]);
  };

  /** Say how much more the circle claims than people can walk, if both are known. */
  const gapNote = function (word, walk, circle, whole) {
    const { element, fill, tenths } = ServiceCircle.page;
    const [onFoot, claimed] = [tenths(walk, whole), tenths(circle, whole)];
    if (onFoot === null || claimed === null || claimed < onFoot) {
      return [];
    }
    const points = ((claimed - onFoot) / 10).toFixed(1);
    const sentence = claimed === onFoot ? word("no_gap") : fill(word("circle_gap"), { points });
    return [element("p", { class: "sc-gap" }, sentence)];
  };

  /**
   * A unit: street, circle and circle with detours side by side, the amounts behind
   * them, and what the run says of it at the standard.
   */
  ServiceCircle.page.unitFacts = function (context, thing) {
    const { model, look, store, word, map } = context;
    const { element, amount, button, factList, heading, percent } = ServiceCircle.page;
    const { level, index } = thing;
    const { service, distanceM, tiers, trials } = store.state;
    const { ids, names, label, key, figures, box } = model.levels[level];
    const table = figures && figures[service];
    const asTheRun =
      distanceM === model.services[service].standardM &&
      tiers === look.engine.allTiers &&
      !trials.length;

    const all = look.engine.totals(level);
    const walk = look.counts(level, "walk");
    const circle = look.counts(level, "circle");
    const { unit } = look;
    const whole = all[unit][index];
    const bars = [
      bar(word, "on_foot", "share_by_walk", walk[unit][index], whole),
      bar(word, "circle", "share_by_circle", circle[unit][index], whole),
    ];
    if (asTheRun && table && table.share_by_detour) {
      const share = table.share_by_detour[index];
      bars.push(bar(word, "detour", "share_by_detour", share, 1));
    }
    const residents = all.residents && [
      ["residents", amount(all.residents[index])],
      ["covered_residents", amount(walk.residents[index])],
      ["uncovered_residents", amount(all.residents[index] - walk.residents[index])],
    ];
    const buildings = [
      ["buildings", amount(all.buildings[index])],
      ["covered_buildings", amount(walk.buildings[index])],
    ];
    const above = [];
    let [unitAbove, levelAbove] = [model.levels[level].parent[index], level - 1];
    while (levelAbove >= 0 && unitAbove >= 0) {
      above.unshift(model.levels[levelAbove].names[unitAbove]);
      unitAbove = model.levels[levelAbove].parent[unitAbove];
      levelAbove -= 1;
    }
    const told = {
      risk: () => ServiceCircle.page.riskFacts(context, thing),
      dispatch: () => ServiceCircle.page.dispatchFacts(context, thing),
      walk: () => [],
    };
    const parts = [
      ...heading(names[index], label || word(key, key), ids[index]),
      above.length ? element("p", { class: "sc-below" }, above.join(" › ")) : null,
      ...told[ServiceCircle.page.viewOf(store.state.colourBy)](),
      element("div", { class: "sc-bars" }, bars),
      ...gapNote(word, walk[unit][index], circle[unit][index], whole),
      factList(word, [...(residents || []), ...buildings]),
    ];
    if (asTheRun && table) {
      const columns = residents ? FIGURES : [...OF_RESIDENTS, ...FIGURES];
      const rows = columns
        .filter(([column]) => table[column])
        .map(([column, unitOf]) => {
          const value = table[column][index];
          if (model.page.publish && Number.isNaN(value)) {
            return [column, word("withheld")];
          }
          return [column, unitOf === "%" ? percent(value, 1) : amount(value, unitOf)];
        });
      parts.push(factList(word, rows));
    }
    const corners = [
      [box[4 * index], box[4 * index + 1]],
      [box[4 * index + 2], box[4 * index + 3]],
    ];
    parts.push(
      button(word("zoom_here"), () => ServiceCircle.page.fitBox(model, map, corners))
    );
    return parts.filter((part) => part !== null);
  };
}
