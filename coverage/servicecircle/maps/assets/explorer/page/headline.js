/**
 * What is shown of the whole area: on foot, as the circle has it, with what is tried.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.headline = function ({ look, store, word }) {
  const { element, amount, fill, percent, tenths } = ServiceCircle.page;
  const box = element("section", { class: "sc-headline", "aria-live": "polite" });

  const bar = (measure, part, whole) => {
    const share = tenths(part, whole);
    const fillBar = element("i", { class: `sc-fill sc-${measure}` });
    fillBar.style.width = `${(share || 0) / 10}%`;
    return element("div", { class: "sc-track" }, [fillBar]);
  };

  const refresh = function () {
    const { distanceM, service, trials } = store.state;
    const { unit, model } = look;
    const whole = look.engine.totals(0)[unit].reduce((a, b) => a + b, 0);
    const today = look.within(look.distancesToday("walk"))[unit];
    const circle = look.within(look.distancesToday("circle"))[unit];
    const { stepFree } = model.services[service];
    const metres = amount(distanceM, "m");
    const distance = stepFree ? `${metres} (${word("step_free")})` : metres;
    const numbers = { part: amount(today), whole: amount(whole) };
    const lines = [
      element("p", { class: "sc-big" }, [
        element("b", { "data-field": "share_by_walk" }, percent(today, whole)),
        element("span", {}, fill(word(`headline_${unit}`), { distance })),
      ]),
      bar("on_foot", today, whole),
      element(
        "p",
        { class: "sc-small", "data-field": "amount" },
        fill(word(`headline_amount_${unit}`), numbers)
      ),
      element("p", { class: "sc-claim" }, [
        element("span", {}, word("headline_circle")),
        element("b", { "data-field": "share_by_circle" }, percent(circle, whole)),
      ]),
      bar("circle", circle, whole),
    ];
    if (trials.length) {
      const then = look.within(look.distances("walk"))[unit];
      const share = element("b", { "data-field": "share_tried" }, percent(then, whole));
      const [before, after] = word("what_if_share").split("{share}");
      lines.push(element("p", { class: "sc-tried" }, [before, share, after]));
    }
    box.replaceChildren(...lines);
  };

  return {
    element: box,
    refresh,
    concerns: ["service", "distanceM", "tiers", "trials"],
  };
};
