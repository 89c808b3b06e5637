{
  const DASH = "–";

  /** Keeps a number and its unit on one line. */
  const TIE = "\u00a0";

  /**
   * Write a share. All and nothing are said only where they are true: a share that would
   * round to them is shown one tenth short of it.
   *
   * @param {number} part
   * @param {number} whole
   * @returns {string}
   */
  ServiceCircle.page.percent = function (part, whole) {
    const tenths = ServiceCircle.page.tenths(part, whole);
    return tenths === null ? DASH : `${(tenths / 10).toFixed(1)}${TIE}%`;
  };

  /** The same as a number: tenths of a percent, or null where there is no whole. */
  ServiceCircle.page.tenths = function (part, whole) {
    if (!(whole > 0) || !(part >= 0)) {
      return null;
    }
    const rounded = Math.round((1000 * part) / whole);
    if (part > 0 && part < whole) {
      return Math.min(999, Math.max(1, rounded));
    }
    return rounded;
  };

  /** Write an amount as a whole number, with a unit if there is one. */
  ServiceCircle.page.amount = function (value, unit = "") {
    if (value === null || value === undefined || Number.isNaN(value)) {
      return DASH;
    }
    // The browser's own way loads tables of all languages at its first call.
    const written = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
    return written + (unit ? TIE + unit : "");
  };

  /** Put values into the places of a sentence: "{name}". */
  ServiceCircle.page.fill = function (sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (place, name) =>
      name in values ? values[name] : place
    );
  };
}
