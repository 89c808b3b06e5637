/**
 * The card about the unit, building, station, gate or proposal that was chosen.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.card = function (context) {
  const { store, word } = context;
  const { element, button } = ServiceCircle.page;
  const describe = {
    unit: ServiceCircle.page.unitFacts,
    building: ServiceCircle.page.buildingFacts,
    station: ServiceCircle.page.stationFacts,
    gate: ServiceCircle.page.gateFacts,
    proposal: ServiceCircle.page.proposalFacts,
    qr: ServiceCircle.page.qrFacts,
  };
  const body = element("div", { id: "sc-card", "aria-live": "polite" });
  const close = button(word("close"), () => store.set({ chosen: null }), {
    sign: "×",
    class: "sc-close",
  });
  const box = element("section", { class: "sc-card", hidden: true }, [close, body]);

  const refresh = function () {
    const { chosen } = store.state;
    box.hidden = !chosen;
    if (chosen) {
      body.replaceChildren(...describe[chosen.kind](context, chosen));
      body.dataset.kind = chosen.kind;
    }
  };
  return {
    element: box,
    refresh,
    concerns: ["service", "distanceM", "tiers", "trials", "chosen", "colourBy", "moment"],
  };
};
