/**
 * How tiers come about, in words and numbers: it stands on the map and on its print.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.riskMethod = function (context) {
  const { model, store, word } = context;
  const { element, fill } = ServiceCircle.page;
  const { risk } = model;
  const { method } = risk;
  const box = element("section", { class: "sc-method sc-risk" });
  const percent = (share) => `${Math.round(100 * share)}\u00a0%`;

  const refresh = function () {
    const { language, level, moment } = store.state;
    const zh = language === "zh";
    const weights = risk.indicators
      .map(({ english, chinese, weight }) => `${zh ? chinese : english} ${weight}`)
      .join(zh ? "；" : "; ");
    const [red, yellow] = (risk.thresholds[model.levels[level].key] || [])[moment] || [];
    const said = {
      ...method,
      moment: risk.moments[moment],
      weights,
      red: red ?? "–",
      yellow: yellow ?? "–",
      above_red: percent(1 - method.red),
      above_yellow: percent(1 - method.yellow),
      swing: percent(method.swing),
      quiet: percent(method.quiet_below),
    };
    const keys = [
      method.half_life_days ? "method_window" : "method_window_even",
      ...(method.window_days ? ["method_days"] : []),
      "method_weights",
      "method_scores",
      ...(red === undefined ? [] : [`method_${method.tiers}`]),
      "method_sure",
      "method_rates",
      "method_insufficient",
      "method_today",
    ];
    box.replaceChildren(
      element("h2", {}, word("method")),
      ...keys.map((key) => element("p", { "data-field": key }, fill(word(key), said)))
    );
  };
  return { element: box, refresh, concerns: ["moment", "level"] };
};
