{
  /** Round down to a number that is easy to read: 1, 2, 3 or 5 times a power of ten. */
  const plain = function (value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return power * [5, 3, 2, 1].find((step) => step * power <= value);
  };

  /** Where classes of amounts begin: at 1, then at plain shares of the largest unit. */
  const amountBreaks = function (amounts) {
    const most = amounts.reduce((a, b) => Math.max(a, b), 1);
    const steps = [0.05, 0.15, 0.3, 0.5].map((share) => plain(Math.max(2, share * most)));
    return [1, ...new Set(steps)];
  };

  /** "a – b" for every class; a share's class ends a tenth before the next begins. */
  const shareLabels = function (breaks, unit) {
    const inner = breaks
      .slice(0, -1)
      .map((low, i) => `${low} – ${(breaks[i + 1] - 0.1).toFixed(1)}${unit}`);
    return [`< ${breaks[0]}${unit}`, ...inner, `≥ ${breaks[breaks.length - 1]}${unit}`];
  };

  const amountLabels = function (breaks) {
    const written = (value) => ServiceCircle.page.amount(value);
    const inner = breaks.slice(0, -1).map((low, i) => {
      const high = breaks[i + 1] - 1;
      return low === high ? written(low) : `${written(low)} – ${written(high)}`;
    });
    return ["0", ...inner, `≥ ${written(breaks[breaks.length - 1])}`];
  };

  /**
   * How the areas are coloured: the value of each, the classes and what they are called.
   * The map and its legend both come from here.
   *
   * @typedef {object} Scheme
   * @property {function(number): ?number} value Of a unit; null where there is none.
   * @property {number[]} breaks The value at which each class but the first begins.
   * @property {string[]} colours
   * @property {string[]} labels
   * @property {string} [none] What it is called where there is no value.
   *
   * @param {Look} look
   * @param {object} state
   * @returns {?Scheme} Null where areas are not coloured.
   */
  ServiceCircle.page.scheme = function (look, { colourBy, level, moment }) {
    const { word, model } = look;
    const { palette } = model.page;
    const { tenths } = ServiceCircle.page;
    const all = look.engine.totals(level)[look.unit];
    const share = (measure) => {
      const part = look.counts(level, measure)[look.unit];
      return (unit) => tenths(part[unit], all[unit]);
    };
    const tenfold = (breaks) => breaks.map((limit) => 10 * limit);

    if (colourBy === "walk" || colourBy === "circle") {
      const { breaks, colours } = palette.share;
      const labels = shareLabels(breaks, " %");
      return { value: share(colourBy), breaks: tenfold(breaks), colours, labels };
    }
    if (colourBy === "gap") {
      const { breaks, colours } = palette.gap;
      const [circle, walk] = [share("circle"), share("walk")];
      const value = (unit) =>
        circle(unit) === null ? null : Math.max(0, circle(unit) - walk(unit));
      return { value, breaks: tenfold(breaks), colours, labels: shareLabels(breaks, "") };
    }
    if (colourBy === "uncovered") {
      const within = look.counts(level, "walk")[look.unit];
      const breaks = amountBreaks(all);
      const value = (unit) => (all[unit] > 0 ? Math.round(all[unit] - within[unit]) : null);
      const { colours } = palette.amount;
      return { value, breaks, colours, labels: amountLabels(breaks) };
    }
    if (ServiceCircle.page.modeShown(colourBy) >= 0) {
      const part = look.inTime(level, ServiceCircle.page.modeShown(colourBy))[look.unit];
      const value = (unit) => tenths(part[unit], all[unit]);
      const { breaks, colours } = palette.share;
      return { value, breaks: tenfold(breaks), colours, labels: shareLabels(breaks, " %") };
    }
    if (colourBy === "risk" && model.risk && model.risk.levels[level].assessed) {
      const of = model.risk.levels[level];
      const tiers = model.risk.tiers.filter((key) => palette.risk[key]);
      const value = function (unit) {
        const tier = of.tier(unit, moment);
        return tier >= 0 && tier < tiers.length ? tier : null;
      };
      return {
        value,
        breaks: tiers.map((_, i) => i).slice(1),
        colours: tiers.map((key) => palette.risk[key]),
        labels: tiers.map((key) => word(`risk_${key}`)),
        none: word("risk_insufficient"),
      };
    }
    return null;
  };

  /** @returns {?string} The colour of a value; null where there is none. */
  ServiceCircle.page.classColour = function ({ breaks, colours }, value) {
    if (value === null) {
      return null;
    }
    let found = 0;
    while (found < breaks.length && value >= breaks[found]) {
      found += 1;
    }
    return colours[found];
  };
}
