/** The panel about the area, station or building that is pointed at or pinned. */

/**
 * Build the panel.
 *
 * @param {object} data The page's data.
 * @param {object} state What is chosen.
 * @param {function(): void} closed Called when the reader closes it.
 * @returns {{element: HTMLElement, refresh: function(): void}}
 */
ServiceCircle.panel = function (data, state, closed) {
  const { element } = ServiceCircle;
  const body = element("div", "");
  body.id = "sc-panel";
  body.setAttribute("aria-live", "polite");
  const close = element("button", "sc-close", "×");
  close.type = "button";
  close.setAttribute("aria-label", data.text.close);
  close.addEventListener("click", closed);
  const card = element("section", "sc-card sc-panel", [close, body]);
  const describe = {
    area: ServiceCircle.areaFacts,
    station: ServiceCircle.stationFacts,
    building: ServiceCircle.buildingFacts,
  };
  return {
    element: card,
    refresh() {
      const chosen = state.pinned || state.pointed;
      card.hidden = !chosen;
      close.hidden = !state.pinned;
      if (chosen) {
        body.replaceChildren(...describe[chosen.kind](data, state, chosen.index));
      }
    },
  };
};

/** Lay out facts as a list; each value carries its column's name for readers' tools. */
ServiceCircle.factList = function (data, facts) {
  const { element } = ServiceCircle;
  const rows = facts.flatMap(([column, value]) => {
    const shown = element("dd", "", value);
    shown.dataset.field = column;
    return [element("dt", "", data.text[column]), shown];
  });
  return element("dl", "", rows);
};

/** A heading with the level and code, or the like, below it. */
ServiceCircle.heading = function (name, below) {
  const { element } = ServiceCircle;
  return [element("h2", "", name), element("p", "sc-below", below)];
};

/** Street and circle, side by side, then the amounts behind them. */
ServiceCircle.areaFacts = function (data, state, index) {
  const { element, percent, amount } = ServiceCircle;
  const words = data.text;
  const level = data.levels[state.level];
  const figures = level.figures[state.service];
  const service = data.services[state.service];
  const bars = Object.entries(ServiceCircle.MEASURES)
    .filter(([, column]) => column in figures)
    .map(([measure, column]) => {
      const share = figures[column][index];
      const fill = element("i", `sc-fill sc-${measure}`);
      fill.style.width = `${(share || 0) / 10}%`;
      const value = element("b", "", percent(share));
      value.dataset.field = column;
      return element("div", "sc-bar", [
        element("span", "", words[measure]),
        value,
        element("div", "sc-track", [fill]),
      ]);
    });
  const facts = [
    ["residents", ""],
    ["covered_residents", ""],
    ["unknown_residents", ""],
    ["buildings", ""],
    ["covered_buildings", ""],
    ["mean_walk_m", "m"],
    ["p90_walk_m", "m"],
  ].filter(([column]) => column in figures);
  const rows = facts.map(([column, unit]) => [column, amount(figures[column][index], unit)]);
  if ("share_of_buildings" in figures) {
    rows.push(["share_of_buildings", percent(figures.share_of_buildings[index])]);
  }
  return [
    ...ServiceCircle.heading(level.names[index], `${level.label} · ${level.ids[index]}`),
    element(
      "p",
      "sc-standard",
      `${service.name}: ${words.within} ${ServiceCircle.standard(data, service)}`
    ),
    element("div", "sc-bars", bars),
    ...ServiceCircle.gapNote(data, figures, index),
    ServiceCircle.factList(data, rows),
  ];
};

/** Say how much more the circle claims than people can walk, if both are known. */
ServiceCircle.gapNote = function (data, figures, index) {
  const walk = figures.share_of_residents[index];
  const circle = figures.circle_share_of_residents[index];
  if (walk === null || circle === null || circle < walk) {
    return [];
  }
  const points = ((circle - walk) / 10).toFixed(1);
  const sentence =
    circle === walk ? data.text.no_gap : data.text.circle_gap.replace("{points}", points);
  return [ServiceCircle.element("p", "sc-gap", sentence)];
};

/** A station: its tier and host, and which of the services it offers. */
ServiceCircle.stationFacts = function (data, state, index) {
  const stations = data.stations;
  const offered = data.services
    .filter((_, service) => stations.offers[service][index] === "1")
    .map(({ name }) => name);
  const rows = [["tier", stations.tiers[stations.tier[index]]]];
  if (stations.host_type && stations.host_type[index]) {
    rows.push(["host_type", stations.host_type[index]]);
  }
  rows.push(["services", offered.join(", ") || "–"]);
  const below = `${data.text.station} · ${stations.ids[index]}`;
  return [
    ...ServiceCircle.heading(stations.names[index], below),
    ServiceCircle.factList(data, rows),
  ];
};

/** A building: its answer for the service, the reason, the station and the walk. */
ServiceCircle.buildingFacts = function (data, state, index) {
  const { element, amount } = ServiceCircle;
  const words = data.text;
  const answers = data.buildings.answers[state.service];
  const service = data.services[state.service];
  const { key, colour } = data.reasons[Number(answers.reason[index])];
  const dot = element("i", "sc-dot");
  dot.style.background = colour;
  const answer = element("span", "", words[key]);
  answer.dataset.field = "reason";
  const rows = [["walk_m", amount(answers.walk_m[index], "m")]];
  const station = answers.station[index];
  rows.push(["station", station < 0 ? "–" : data.stations.names[station]]);
  const standard = ServiceCircle.standard(data, service);
  return [
    ...ServiceCircle.heading(data.buildings.ids[index], words.building),
    element("p", "sc-standard", `${service.name}: ${words.within} ${standard}`),
    element("p", "sc-answer", [dot, answer]),
    ServiceCircle.factList(data, rows),
  ];
};
