{
  const ALARMS = 10;

  /** How many units of the level have each tier. */
  const tiers = function ({ model, store }) {
    const { amount } = ServiceCircle.page;
    const { risk } = model;
    const { level, moment } = store.state;
    const { count } = model.levels[level];
    const counts = risk.tiers.map(() => 0);
    for (let unit = 0; unit < count; unit += 1) {
      const tier = risk.levels[level].tier(unit, moment);
      if (tier >= 0) {
        counts[tier] += 1;
      }
    }
    const order = ["red", "yellow", "blue", "insufficient"];
    return order.map((key) => [`risk_${key}`, amount(counts[risk.tiers.indexOf(key)])]);
  };

  /** The gravest alarms; each leads to its unit. */
  const alarms = function ({ model, store, word, goTo }) {
    const { element, button } = ServiceCircle.page;
    const zh = store.state.language === "zh";
    const here = model.risk.alarms.filter(({ index }) => index >= 0);
    const entries = here.slice(0, ALARMS).map((alarm) => {
      const { level, index } = alarm;
      const name = model.levels[level].names[index];
      const show = button(name, () => goTo({ kind: "unit", level, index }));
      return element("li", {}, [show, element("span", {}, zh ? alarm.chinese : alarm.english)]);
    });
    return entries.length
      ? element("details", { class: "sc-alarms" }, [
          element("summary", {}, `${word("alarms")} (${here.length})`),
          element("ol", {}, entries),
        ])
      : null;
  };

  /**
   * The area's headline figures: received, resolved, the clock, tiers, alarms.
   *
   * @param {Context} context
   * @returns {Part}
   */
  ServiceCircle.page.riskHeadline = function (context) {
    const { model, store, word } = context;
    const { element, factList, fill, smallTable, resolutionRows } = ServiceCircle.page;
    const box = element("section", { class: "sc-headline sc-risk", "aria-live": "polite" });
    const units = Array.from({ length: model.levels[0].count }, (_, unit) => unit);

    /** Tables stay as open as the reader left them. */
    const folded = function (title, parts, key) {
      const open = box.querySelector(`details[data-key="${key}"]`)?.open || false;
      return element("details", { "data-key": key, open }, [
        element("summary", {}, title),
        ...parts,
      ]);
    };

    const refresh = function () {
      const { moments } = model.risk;
      const { level } = store.state;
      const [[, received, resolved, rate]] = resolutionRows(context, 0, units, "all");
      const until = moments[moments.length - 1];
      const head = ["received", "resolved", "resolved_share"].map((key) => word(key));
      const tables = ["channel", "category"]
        .map((by) => [by, resolutionRows(context, 0, units, by)])
        .filter(([, rows]) => rows.length)
        .map(([by, rows]) => smallTable(word(by), ["", ...head], rows));
      const clock = ServiceCircle.page.clockTable(context, 0, units);
      const here = model.risk.levels[level].assessed;
      const parts = [
        element("p", { class: "sc-big" }, [
          element("b", { "data-field": "resolved_share" }, rate),
          element("span", {}, word("headline_resolved")),
        ]),
        element("p", { class: "sc-small", "data-field": "resolved" },
          fill(word("headline_received"), { received, resolved, until })
        ),
        here
          ? factList(word, tiers(context))
          : element("p", { class: "sc-hint" }, word("risk_not_here")),
        clock ? folded(word("clock"), [clock], "clock") : null,
        tables.length ? folded(word("by_channel"), tables, "by") : null,
        alarms(context),
      ];
      box.replaceChildren(...parts.filter((part) => part !== null));
    };
    return { element: box, refresh, concerns: ["moment", "level", "colourBy"] };
  };
}
