{
  /**
   * One line of the legend: `key` names its picture, `make` draws it.
   *
   * @typedef {object} Entry
   * @property {string} key
   * @property {function(): HTMLElement} make
   * @property {string} label
   *
   * @typedef {{title: string, note: string, entries: Entry[]}} List
   */

  const patch = function (background, kind) {
    const key = ServiceCircle.page.element("i", { class: kind });
    key.style.background = background;
    return key;
  };

  const flat = (background, label, kind = "sc-patch") => ({
    key: `${kind} ${background}`,
    make: () => patch(background, kind),
    label,
  });

  /** The ground within reach, with the rim that it has on the map. */
  const within = (colour, label) => ({
    key: `ground ${colour}`,
    make() {
      const { FILL, RIM, hexAlpha } = ServiceCircle.draw;
      const key = patch(hexAlpha(colour, FILL), "sc-ground");
      key.style.borderColor = hexAlpha(colour, RIM);
      return key;
    },
    label,
  });

  const symbol = (key, label, draw) => ({
    key,
    make: () => ServiceCircle.page.symbolKey(draw),
    label,
  });

  /** The classes of areas, as pale as they are on the map. */
  const areas = function ({ map, model, look, store, word }, behind) {
    const { amount, fill } = ServiceCircle.page;
    const { state } = store;
    const scheme = ServiceCircle.page.scheme(look, state);
    if (!scheme || look.showsArea(map.getZoom())) {
      return [];
    }
    const opacity = ServiceCircle.draw.areaOpacity(behind);
    const area = (background, label) => ({
      key: `area ${opacity} ${background}`,
      make() {
        const key = ServiceCircle.page.element("i", { class: "sc-patch" }, [
          patch(background, "sc-area"),
        ]);
        key.firstChild.style.opacity = opacity;
        return key;
      },
      label,
    });
    const ofBuildings = look.unit === "buildings" && !["gap", "risk"].includes(state.colourBy);
    const of = ofBuildings ? "_buildings" : "";
    const title =
      ServiceCircle.page.viewOf(state.colourBy) === "dispatch"
        ? ServiceCircle.page.dispatchSaid(look, `legend_dispatch${of}`, state.colourBy)
        : word(`legend_${state.colourBy}${of}`);
    const entries = scheme.labels.map((label, i) => area(scheme.colours[i], label));
    const { count } = model.levels[state.level];
    if (Array.from({ length: count }, (_, i) => scheme.value(i)).includes(null)) {
      const { hatch } = model.page.palette;
      const stripes = `${hatch} 0 2px, #f4f4f1 2px 6px`;
      entries.push(area(`repeating-linear-gradient(-45deg, ${stripes})`, scheme.none || word("no_data")));
    }
    const distance = amount(state.distanceM, "m");
    return [{ title: fill(title, { distance }), note: "", entries }];
  };

  const buildings = function ({ map, model, look, store, word }, shown) {
    const { show, trials, distanceM } = store.state;
    const { palette } = model.page;
    const tried = trials.some(({ action }) => action === "open")
      ? [flat(palette.tried, word("tried_streets"), "sc-line")]
      : [];
    const view = ServiceCircle.page.viewOf(store.state.colourBy);
    if (!shown) {
      return [{ title: "", note: view === "risk" ? "" : word("zoom_in"), entries: tried }];
    }
    const entries = [...tried];
    if (show.buildings) {
      const status = look.status();
      const present = palette.statuses.map((_, code) => status.includes(code));
      palette.statuses
        .filter((_, code) => present[code])
        .forEach(({ key, colour }) => {
          const said = view === "dispatch" ? `dispatch_${key}` : key;
          entries.push(flat(colour, word(said), "sc-dot"));
        });
    }
    if (look.showsArea(map.getZoom())) {
      const label = `${word("area")}, ${ServiceCircle.page.amount(distanceM, "m")}`;
      entries.push(within(palette.area, label));
    }
    if (show.reached) {
      entries.push(flat(palette.reached, word("reached"), "sc-line sc-thick"));
    }
    if (show.network) {
      entries.push(flat(palette.network, word("network"), "sc-line"));
    }
    return entries.length ? [{ title: word("buildings"), note: "", entries }] : [];
  };

  const stations = function ({ model, store, word }) {
    const { show, tiers, service, distanceM } = store.state;
    const { station } = ServiceCircle.draw;
    const used = model.tiers.map((_, tier) => tier).filter((tier) => (tiers >> tier) & 1);
    if (!show.stations || !used.length) {
      return [];
    }
    const entries = used.map((tier) =>
      symbol(
        `tier ${tier}`,
        word(`tier_${model.tiers[tier]}`, model.tiers[tier]),
        (pen) => station(pen, 13, 13, tier, true)
      )
    );
    if (model.stations.offers[service].includes(0)) {
      const last = used[used.length - 1];
      entries.push(
        symbol(`hollow ${last}`, word("not_offered"), (pen) => station(pen, 13, 13, last, false))
      );
    }
    if (show.circles) {
      const metres = ServiceCircle.page.amount(distanceM, "m");
      const make = () => ServiceCircle.page.element("i", { class: "sc-ring" });
      entries.push({ key: "circles", make, label: `${word("circles")}, ${metres}` });
    }
    return [{ title: word("stations"), note: "", entries }];
  };

  const points = function ({ map, model, store, word }) {
    const { proposals, palette } = model.page;
    const { badge, qrPoint, QR_FROM_ZOOM } = ServiceCircle.draw;
    const lists = [];
    if (store.state.show.proposals && proposals.length) {
      const actions = [...new Set(proposals.map(({ action }) => action))].sort();
      const entries = actions.map((action) =>
        symbol(`action ${action}`, word(`action_${action}`, action), (pen) =>
          badge(pen, 13, 13, action, palette.actions[action])
        )
      );
      lists.push({ title: word("proposals"), note: "", entries });
    }
    if (store.state.show.qr && model.qr) {
      const entry = symbol("qr", word("qr"), (pen) => qrPoint(pen, 13, 13, palette.qr));
      const drawn = map.getZoom() >= QR_FROM_ZOOM;
      lists.push({
        title: drawn ? word("qr") : "",
        note: drawn ? "" : word("zoom_in_qr"),
        entries: drawn ? [entry] : [],
      });
    }
    return lists;
  };

  /** Woods and parks are only drawn where areas have no colours of their own. */
  const ground = function ({ model, store, word }) {
    const { show, colourBy } = store.state;
    const entries = ServiceCircle.draw
      .backgroundKey(model)
      .filter(([kind]) => kind === "water" || colourBy === "none")
      .map(([kind, colour]) => flat(colour, word(`kind_${kind}`, kind)));
    return show.background && entries.length
      ? [{ title: word("background"), note: "", entries }]
      : [];
  };

  /** @returns {List[]} Everything the map draws now. */
  ServiceCircle.page.legendLists = (context, buildingsShown) => [
    ...areas(context, buildingsShown),
    ...buildings(context, buildingsShown),
    ...stations(context),
    ...points(context),
    ...ground(context),
  ];
}
