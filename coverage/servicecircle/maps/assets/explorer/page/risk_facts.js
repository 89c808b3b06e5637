{
  /** Points that are named. */
  const LEAST = 1;
  const NAMED = 5;

  /** Write a number with so many decimals; a dash where there is none. */
  const decimal = (value, digits) => (value === null ? "–" : value.toFixed(digits));

  /** A probability out of draws, which never make anything certain. */
  const chance = function (share) {
    if (share === null) {
      return "–";
    }
    if (share < 0.01) {
      return "< 1 %";
    }
    return share > 0.99 ? "> 99 %" : `${Math.round(100 * share)}\u00a0%`;
  };

  /** A resolution rate, to the hundredth that such rates are told in. */
  ServiceCircle.page.rateOf = function (part, whole) {
    if (!(whole > 0)) {
      return "–";
    }
    const hundredths = Math.round((10000 * part) / whole);
    const kept = part < whole ? Math.min(9999, hundredths) : hundredths;
    return `${(kept / 100).toFixed(2)}\u00a0%`;
  };

  /** What a moment is called: a quarter, or the last day. */
  ServiceCircle.page.momentName = function ({ model, store, word }) {
    const { moments } = model.risk;
    const { moment } = store.state;
    const last = moment === moments.length - 1;
    return ServiceCircle.page.fill(word(last ? "risk_now" : "risk_quarter"), {
      moment: moments[moment],
    });
  };

  /** A table whose first column names its rows, and stands above them if `wide`. */
  ServiceCircle.page.smallTable = function (caption, head, rows, wide = false) {
    const { element } = ServiceCircle.page;
    const cellsOf = (cells, tag) => cells.map((cell) => element(tag, {}, cell));
    const body = rows.flatMap(([name, ...cells]) => {
      const title = element("th", { scope: "row", colspan: wide ? cells.length : 1 }, name);
      return wide
        ? [element("tr", { class: "sc-title" }, [title]), element("tr", {}, cellsOf(cells, "td"))]
        : [element("tr", {}, [title, ...cellsOf(cells, "td")])];
    });
    return element("table", { class: "sc-table" }, [
      element("caption", {}, caption),
      element("thead", {}, [element("tr", {}, cellsOf(head, "th"))]),
      element("tbody", {}, body),
    ]);
  };

  /** A target in words: of which appeals, what is to be done, and within what time. */
  const targetName = function (word, target) {
    const limit = target.limit.replace(/same day|working days?|min/, (unit) =>
      word(`limit_${unit.replace(" ", "_")}`, unit)
    );
    return `${target.class} · ${word(`step_${target.step}`, target.step)} · ${limit}`;
  };

  /** How targets were kept: of a quarter's appeals, or of all until the last day. */
  ServiceCircle.page.clockTable = function (context, level, units) {
    const { model, store, word } = context;
    const { amount, percent, fill, smallTable } = ServiceCircle.page;
    const { risk } = model;
    const { moment } = store.state;
    const sums = risk.targets.map(() => [0, 0, 0, 0]);
    units.forEach((unit) =>
      risk.levels[level].clock(unit, moment).forEach((counted, target) =>
        Object.values(counted).forEach((value, state) => {
          sums[target][state] += value;
        })
      )
    );
    const rows = risk.targets.map((target, i) => {
      const [met, missed, running, unclear] = sums[i];
      const name = targetName(word, target);
      return [name, percent(met, met + missed), ...[met, missed, running, unclear].map((n) => amount(n))];
    });
    if (!rows.length) {
      return null;
    }
    const last = moment === risk.moments.length - 1;
    const caption = fill(word(last ? "clock_all" : "clock_quarter"), {
      moment: risk.moments[moment],
    });
    const head = ["clock_kept", "clock_met", "clock_missed", "clock_running", "clock_unclear"];
    return smallTable(caption, head.map((key) => word(key)), rows, true);
  };

  /** Received and resolved, by what a column says: channel, category, satisfaction. */
  ServiceCircle.page.resolutionRows = function (context, level, units, by) {
    const { model, word } = context;
    const { amount, rateOf } = ServiceCircle.page;
    return model.risk.words
      .map(([of, value], i) => [of, value, i])
      .filter(([of]) => of === by)
      .map(([, value, i]) => {
        const counted = units.map((unit) => model.risk.levels[level].resolution(unit)[i]);
        const [received, resolved] = ["received", "resolved"].map((key) =>
          counted.reduce((sum, one) => sum + one[key], 0)
        );
        return { value: value === null ? word("not_said") : value, received, resolved };
      })
      .filter(({ received }) => received > 0 || by === "all")
      .sort((a, b) => b.received - a.received)
      .map(({ value, received, resolved }) => [
        value,
        amount(received),
        amount(resolved),
        rateOf(resolved, received),
      ]);
  };

  /** What makes up a unit's score. */
  const reasons = function ({ model, store, word }, of, unit) {
    const { element } = ServiceCircle.page;
    const { language, moment } = store.state;
    const points = of.points(unit, moment);
    const named = points
      .map((value, i) => [value, model.risk.indicators[i]])
      .filter(([value]) => value >= LEAST)
      .sort((a, b) => b[0] - a[0])
      .slice(0, NAMED);
    const rows = named.map(([value, indicator]) => {
      const fill = element("i", { class: "sc-fill sc-points" });
      fill.style.width = `${value}%`;
      const name = language === "zh" ? indicator.chinese : indicator.english;
      return element("div", { class: "sc-bar" }, [
        element("span", {}, name),
        element("b", { "data-field": `points_${indicator.name}` }, String(value)),
        element("div", { class: "sc-track" }, [fill]),
      ]);
    });
    return element("div", { class: "sc-bars" }, [
      element("p", { class: "sc-below" }, word("risk_reasons")),
      ...rows,
    ]);
  };

  /** The tier as a patch of its colour and a word. */
  const chip = function ({ model, word }, key) {
    const { element } = ServiceCircle.page;
    const { palette } = model.page;
    const dot = element("i", { class: "sc-dot" });
    dot.style.background = palette.risk[key] || palette.hatch;
    return element("p", { class: "sc-answer" }, [
      dot,
      element("span", { "data-field": "risk" }, word(`risk_${key}`)),
    ]);
  };

  /**
   * A unit's risk and clock: tier, how sure it is, what makes it up, alarms, answers.
   *
   * @returns {HTMLElement[]}
   */
  ServiceCircle.page.riskFacts = function (context, { level, index }) {
    const { model, store, word } = context;
    const { element, factList, fill, amount } = ServiceCircle.page;
    const { risk } = model;
    const { language, moment } = store.state;
    const of = risk.levels[level];
    const parts = [element("h3", {}, ServiceCircle.page.momentName(context))];
    const tier = of.tier(index, moment);
    if (tier >= 0) {
      const values = of.values(index, moment);
      const sufficient = values.probability !== null;
      parts.push(chip(context, risk.tiers[tier]));
      if (sufficient) {
        parts.push(
          factList(word, [
            ["tier_probability", chance(values.probability)],
            ["tier_stability", chance(values.stability)],
            ["score", amount(values.score)],
          ]),
          reasons(context, of, index)
        );
      } else {
        const why = risk.whys[of.why(index, moment)];
        parts.push(element("p", { "data-field": "why" }, why[language === "zh" ? 1 : 0]));
      }
      const between = { low: decimal(values.rateLow, 1), high: decimal(values.rateHigh, 1) };
      const rate = `${decimal(values.rate, 1)} ${fill(word("rate_between"), between)}`;
      parts.push(
        factList(word, [
          ["rate", values.rate === null ? null : rate],
          ["appeals", amount(values.appeals)],
        ])
      );
    }
    const alarm = risk.alarms[of.alarm(index, moment)];
    if (alarm) {
      const said = language === "zh" ? alarm.chinese : alarm.english;
      parts.push(element("p", { class: "sc-alarm", "data-field": "alarm" }, said));
    }
    parts.push(ServiceCircle.page.clockTable(context, level, [index]));
    const [whole] = ServiceCircle.page.resolutionRows(context, level, [index], "all");
    if (whole) {
      parts.push(
        factList(word, [
          ["received", whole[1]],
          ["resolved", whole[2]],
          ["resolved_share", whole[3]],
        ])
      );
    }
    const pleased = ServiceCircle.page.resolutionRows(context, level, [index], "satisfaction");
    if (pleased.length) {
      const head = ["satisfaction", "received"].map((key) => word(key));
      const rows = pleased.map((row) => row.slice(0, 2));
      parts.push(ServiceCircle.page.smallTable(word("satisfaction_all"), head, rows));
    }
    return parts.filter((part) => part !== null);
  };
}
