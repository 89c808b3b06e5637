/**
 * What is shown of the whole area: on foot, as the circle has it, with what is tried.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.headline = function ({ model, look, store, word }) {
  const { element, amount, fill, percent, tenths } = ServiceCircle.page;

  const bar = function (measure) {
    const filled = element("i", { class: `sc-fill sc-${measure}` });
    return { track: element("div", { class: "sc-track" }, [filled]), filled };
  };
  const walkBar = bar("on_foot");
  const circleBar = bar("circle");
  const share = element("b", { "data-field": "share_by_walk" });
  const sentence = element("span");
  const part = element("p", { class: "sc-small", "data-field": "amount" });
  const claim = element("b", { "data-field": "share_by_circle" });
  const tried = element("b", { "data-field": "share_tried" });
  const [before, after] = word("what_if_share").split("{share}");
  const triedLine = element("p", { class: "sc-tried" }, [before, tried, after]);
  const box = element("section", { class: "sc-headline", "aria-live": "polite" }, [
    element("p", { class: "sc-big" }, [share, sentence]),
    walkBar.track,
    part,
    element("p", { class: "sc-claim" }, [
      element("span", {}, word("headline_circle")),
      claim,
    ]),
    circleBar.track,
    triedLine,
  ]);

  const refresh = function () {
    const { distanceM, service, trials } = store.state;
    const { unit } = look;
    const whole = look.engine.totals(0)[unit].reduce((a, b) => a + b, 0);
    const today = look.within(look.distancesToday("walk"))[unit];
    const circle = look.within(look.distancesToday("circle"))[unit];
    const metres = amount(distanceM, "m");
    const distance = model.services[service].stepFree
      ? `${metres} (${word("step_free")})`
      : metres;
    share.textContent = percent(today, whole);
    sentence.textContent = fill(word(`headline_${unit}`), { distance });
    part.textContent = fill(word(`headline_amount_${unit}`), {
      part: amount(today),
      whole: amount(whole),
    });
    claim.textContent = percent(circle, whole);
    walkBar.filled.style.width = `${(tenths(today, whole) || 0) / 10}%`;
    circleBar.filled.style.width = `${(tenths(circle, whole) || 0) / 10}%`;
    triedLine.hidden = !trials.length;
    if (trials.length) {
      tried.textContent = percent(look.within(look.distances("walk"))[unit], whole);
    }
  };

  return {
    element: box,
    refresh,
    concerns: ["service", "distanceM", "tiers", "trials"],
  };
};
