/**
 * What is on the map at the moment, with the colours it is drawn in.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.legend = function ({ model, look, store, word, map }) {
  const { element, amount, fill } = ServiceCircle.page;
  const { palette } = model.page;
  const box = element("section", { class: "sc-legend", "aria-label": word("legend") });

  const entry = (key, label) => element("li", {}, [key, element("span", {}, label)]);
  const patch = (colour, kind = "sc-patch") => {
    const key = element("i", { class: kind });
    key.style.background = colour;
    return key;
  };
  /** As pale as on the map, on the map's own ground. */
  const area = (colour, behind) => {
    const key = element("i", { class: "sc-patch" }, [patch(colour, "sc-area")]);
    key.firstChild.style.opacity = ServiceCircle.draw.areaOpacity(behind);
    return key;
  };
  const symbol = (draw) => ServiceCircle.page.symbolKey(draw);
  const list = (title, entries) =>
    entries.length ? [element("h2", {}, title), element("ul", {}, entries)] : [];

  const areas = function (behind) {
    const { state } = store;
    const scheme = ServiceCircle.page.scheme(look, state);
    if (!scheme) {
      return [];
    }
    const ofBuildings = look.unit === "buildings" && state.colourBy !== "gap";
    const suffix = ofBuildings && state.colourBy !== "risk" ? "_buildings" : "";
    const distance = amount(state.distanceM, "m");
    const title = fill(word(`legend_${state.colourBy}${suffix}`), { distance });
    const entries = scheme.labels.map((label, i) =>
      entry(area(scheme.colours[i], behind), label)
    );
    const { count } = model.levels[state.level];
    if (Array.from({ length: count }, (_, i) => scheme.value(i)).includes(null)) {
      const hatch = `repeating-linear-gradient(-45deg, ${palette.hatch} 0 2px, #f4f4f1 2px 6px)`;
      entries.push(entry(area(hatch, behind), word("no_data")));
    }
    return list(title, entries);
  };

  const buildings = function (shown) {
    const { show } = store.state;
    if (!shown) {
      return [element("p", { class: "sc-note" }, word("zoom_in"))];
    }
    const entries = [];
    if (show.buildings) {
      const present = new Set(look.status());
      palette.statuses.forEach(({ key, colour }, code) => {
        if (present.has(code)) {
          entries.push(entry(patch(colour, "sc-dot"), word(key)));
        }
      });
    }
    if (show.reached) {
      entries.push(entry(patch(palette.reached, "sc-line sc-thick"), word("reached")));
    }
    if (show.network) {
      entries.push(entry(patch(palette.network, "sc-line"), word("network")));
    }
    return list(word("buildings"), entries);
  };

  const stations = function () {
    const { show, tiers, service } = store.state;
    if (!show.stations) {
      return [];
    }
    const used = model.tiers.map((_, t) => t).filter((tier) => (tiers >> tier) & 1);
    const entries = used.map((tier) =>
      entry(
        symbol((pen) => ServiceCircle.draw.station(pen, 13, 13, tier, true)),
        word(`tier_${model.tiers[tier]}`, model.tiers[tier])
      )
    );
    if (used.length && model.services[service] && model.stations.offers[service].includes(0)) {
      const last = used[used.length - 1];
      const key = symbol((pen) => ServiceCircle.draw.station(pen, 13, 13, last, false));
      entries.push(entry(key, word("not_offered")));
    }
    if (show.circles) {
      const key = element("i", { class: "sc-ring" });
      entries.push(entry(key, `${word("circles")}, ${amount(store.state.distanceM, "m")}`));
    }
    return list(word("stations"), entries);
  };

  const points = function () {
    const { show } = store.state;
    const actions = show.proposals
      ? [...new Set(model.page.proposals.map(({ action }) => action))].sort()
      : [];
    const entries = actions.map((action) =>
      entry(
        symbol((pen) =>
          ServiceCircle.draw.badge(pen, 13, 13, action, palette.actions[action])
        ),
        word(`action_${action}`)
      )
    );
    const found = list(word("proposals"), entries);
    if (show.qr && model.page.qr_points.length) {
      const key = symbol((pen) => ServiceCircle.draw.qrPoint(pen, 13, 13, palette.qr));
      found.push(element("ul", {}, [entry(key, word("qr"))]));
    }
    return found;
  };

  const ground = () =>
    store.state.show.background
      ? ServiceCircle.draw
          .backgroundKey(model)
          .map(([kind, colour]) => entry(patch(colour), word(`kind_${kind}`, kind)))
      : [];

  const refresh = function () {
    const shown = look.showsBuildings(map.getZoom());
    box.replaceChildren(
      ...areas(shown),
      ...buildings(shown),
      ...stations(),
      ...points(),
      ...list(word("background"), ground())
    );
  };
  return {
    element: box,
    refresh,
    concerns: ["service", "distanceM", "tiers", "trials", "level", "colourBy", "show", "zoom"],
  };
};
