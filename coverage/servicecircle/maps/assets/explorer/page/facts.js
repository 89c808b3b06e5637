{
  /** Lay out facts as a list; each value carries its column's name for readers' tools. */
  ServiceCircle.page.factList = function (word, facts) {
    const { element } = ServiceCircle.page;
    const rows = facts
      .filter(([, value]) => value !== null)
      .flatMap(([column, value]) => [
        element("dt", {}, word(column)),
        element("dd", { "data-field": column }, value),
      ]);
    return element("dl", {}, rows);
  };

  /** A heading with what kind of thing it is, and its code. */
  ServiceCircle.page.heading = function (name, kind, id) {
    const { element } = ServiceCircle.page;
    const below = name && name !== id ? `${kind} · ${id}` : kind;
    return [
      element("h2", {}, name || id),
      element("p", { class: "sc-below" }, below),
    ];
  };

  /** The units a building or a unit lies in, from the widest. */
  ServiceCircle.page.unitNames = function (model, units) {
    return units
      .map((unit, level) => (unit < 0 ? "" : model.levels[level].names[unit]))
      .filter((name) => name);
  };

  /** A station: its tier and host, what it offers, whom it reaches. */
  ServiceCircle.page.stationFacts = function (context, { index }) {
    const { model, engine, look, store, word } = context;
    const { element, amount, fill, button, factList } = ServiceCircle.page;
    const { stations, services } = model;
    const { service, distanceM, trials } = store.state;
    const offered = services.filter((_, s) => stations.offers[s][index]);
    const tier = model.tiers[stations.tier[index]];
    const facts = [
      ["tier", word(`tier_${tier}`, tier)],
      ["host_type", stations.hosts[index] || null],
      ["services", offered.map(({ name }) => name).join(", ") || "–"],
    ];
    const place = { x: stations.xy[2 * index], y: stations.xy[2 * index + 1] };
    const reached = engine.reach(place, services[service].kind, distanceM);
    const { residents } = model.buildings;
    const sentence = residents ? "reach_of_station" : "reach_of_station_buildings";
    const parts = [
      ...ServiceCircle.page.heading(stations.names[index], word("station"), stations.ids[index]),
      factList(word, facts),
    ];
    if (reached) {
      const people = residents && reached.buildings.reduce((sum, b) => sum + residents[b], 0);
      parts.push(
        element("p", { class: "sc-row sc-spread" }, [
          element("span", {}, fill(word(sentence), { distance: amount(distanceM, "m") })),
          element(
            "b",
            { "data-field": "reached" },
            amount(residents ? people : reached.buildings.length)
          ),
        ])
      );
    }
    const closed = trials.some((t) => t.action === "close" && t.station === index);
    if (look.stationCounts(index) && !closed) {
      parts.push(button(word("what_if_close"), () => context.tryOut({ action: "close", station: index })));
    }
    return parts;
  };

  /** A closed gate, and trying it open. */
  ServiceCircle.page.gateFacts = function (context, { index }) {
    const { model, store, word } = context;
    const { button, factList, heading } = ServiceCircle.page;
    const { ids, kinds } = model.gates;
    const parts = [...heading(ids[index], word("gate"), ids[index])];
    parts.push(factList(word, [["reason", kinds[index] || null]]));
    const tried = store.state.trials.some((t) => t.action === "open_gate" && t.gate === index);
    if (!tried) {
      parts.push(
        button(word("what_if_gate_open"), () =>
          context.tryOut({ action: "open_gate", gate: index })
        )
      );
    }
    return parts;
  };

  /** A proposal, as the siting's table tells it. */
  ServiceCircle.page.proposalFacts = function ({ model, word }, { index }) {
    const { factList, heading, amount, percent } = ServiceCircle.page;
    const proposal = model.page.proposals[index];
    const share = proposal.cumulative_share;
    const known = (value) => value !== null && value !== undefined;
    return [
      ...heading(proposal.name, word(`action_${proposal.action}`, proposal.action), proposal.id),
      factList(word, [
        ["rank", known(proposal.rank) ? amount(proposal.rank) : null],
        ["residents_gained", known(proposal.gained) ? amount(proposal.gained) : null],
        ["cumulative_share", known(share) ? percent(share, 1) : null],
        ["reason", proposal.reason || null],
      ]),
    ];
  };

  /** A QR point: at which door it is, why there, and how sure that is. */
  ServiceCircle.page.qrFacts = function ({ model, word, goTo }, { index }) {
    const { button, element, factList } = ServiceCircle.page;
    const { building, kind, why, confidence } = model.qr;
    const said = (column, key) => (key ? word(`qr_${column}_${key}`, key) : null);
    const parts = [
      element("h2", {}, said("kind", kind(index)) || word("qr_point")),
      element("p", { class: "sc-below" }, word("qr_point")),
      factList(word, [
        ["qr_why", said("why", why(index))],
        ["qr_confidence", said("confidence", confidence(index))],
      ]),
    ];
    const whose = building[index];
    if (whose >= 0) {
      parts.push(
        element("p", { class: "sc-row sc-spread" }, [
          element("span", {}, word("building")),
          button(model.buildings.id(whose), () => goTo({ kind: "building", index: whose }), {
            class: "sc-link",
            "data-field": "building",
          }),
        ])
      );
    }
    return parts;
  };
}
