{
  /** Services and tiers. */
  ServiceCircle.page.serviceChoices = function ({ model, store, word }) {
    const { element, menu, tick } = ServiceCircle.page;
    const names = model.services.map(({ name }, i) => [String(i), name]);
    const change = (service) => {
      const { standardM } = model.services[store.state.service];
      const atStandard = store.state.distanceM === Math.round(standardM);
      const patch = { service: Number(service) };
      if (atStandard) {
        patch.distanceM = Math.round(model.services[patch.service].standardM);
      }
      store.set(patch);
    };
    const services = menu("sc-service", word("service"), names, store.state.service, change);
    const tiers = model.tiers.map((key, tier) => {
      const sign = ServiceCircle.page.symbolKey((pen) =>
        ServiceCircle.draw.station(pen, 13, 13, tier, true, 0.9)
      );
      const ticked = ((store.state.tiers >> tier) & 1) === 1;
      const flip = () => store.set({ tiers: store.state.tiers ^ (2 ** tier) });
      return tick(`sc-tier-${tier}`, word(`tier_${key}`, key), ticked, flip, sign);
    });
    const box = element("section", { class: "sc-choices" }, [
      services,
      element("fieldset", { class: "sc-ticks" }, [
        element("legend", {}, word("tiers")),
        ...tiers,
      ]),
    ]);
    return { element: box, refresh() {}, concerns: [] };
  };

  /** The level that is shown; where it has no risk, the widest that has and can compare. */
  const shownLevel = function (model, colourBy, level) {
    if (colourBy !== "risk" || model.risk.levels[level].assessed) {
      return level;
    }
    const assessed = model.levels
      .map(({ count }, i) => [count, i])
      .filter(([, i]) => model.risk.levels[i].assessed);
    const several = assessed.find(([count]) => count > 1) || assessed[0];
    return several ? several[1] : level;
  };

  /** What the map shows, and at which level. */
  ServiceCircle.page.mapChoices = function ({ model, look, store, word }) {
    const { element, menu } = ServiceCircle.page;
    const colourings = ServiceCircle.page
      .colourings(model)
      .map((key) => [key, ServiceCircle.page.colouringName(look, key)]);
    const levels = model.levels.map(({ label, key }, i) => [String(i), label || word(key, key)]);
    const { colourBy, level } = store.state;
    const box = element("section", { class: "sc-choices" }, [
      menu("sc-colour-by", word("colour_by"), colourings, colourBy, (chosen) =>
        store.set({ colourBy: chosen, level: shownLevel(model, chosen, store.state.level) })
      ),
      menu("sc-level", word("level"), levels, level, (chosen) =>
        store.set({ level: Number(chosen) })
      ),
    ]);
    const refresh = function () {
      box.querySelector("#sc-colour-by").value = store.state.colourBy;
      box.querySelector("#sc-level").value = String(store.state.level);
    };
    return { element: box, refresh, concerns: ["colourBy", "level"] };
  };

  /** The layers that can be shown and hidden. */
  ServiceCircle.page.layerChoices = function ({ model, store, word }) {
    const { element, tick } = ServiceCircle.page;
    const there = {
      background: model.background.kinds.length > 0,
      proposals: model.page.proposals.length > 0,
      qr: model.qr !== null,
    };
    const ticks = Object.keys(store.state.show)
      .filter((layer) => there[layer] !== false)
      .map((layer) =>
        tick(`sc-show-${layer}`, word(layer), store.state.show[layer], (shown) =>
          store.show(layer, shown)
        )
      );
    const box = element("fieldset", { class: "sc-ticks sc-layers" }, [
      element("legend", {}, word("layers")),
      ...ticks,
    ]);
    return { element: box, refresh() {}, concerns: [] };
  };

  /** A small picture of a symbol, for the legend and beside ticks. */
  ServiceCircle.page.symbolKey = function (draw) {
    const canvas = ServiceCircle.page.element("canvas", {
      class: "sc-symbol",
      width: 52,
      height: 52,
      "aria-hidden": "true",
    });
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    draw(pen);
    return canvas;
  };
}
