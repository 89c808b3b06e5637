/** The card with the title, the choices and the legend. */

/**
 * Build the card.
 *
 * @param {object} data The page's data.
 * @param {object} state What is chosen; the card writes to it.
 * @param {function(): void} changed Called after every choice.
 * @returns {{element: HTMLElement, refresh: function(boolean): void}}
 */
ServiceCircle.controls = function (data, state, changed) {
  const { element } = ServiceCircle;
  const words = data.text;

  const menu = (id, label, entries, key) => {
    const select = element("select", "");
    select.id = id;
    entries.forEach(([value, name]) => {
      const option = element("option", "", name);
      option.value = value;
      select.append(option);
    });
    select.value = String(state[key]);
    select.addEventListener("change", () => {
      state[key] = typeof state[key] === "number" ? Number(select.value) : select.value;
      changed();
    });
    return element("label", "sc-menu", [element("span", "", label), select]);
  };

  const box = (key) => {
    const input = element("input", "");
    input.type = "checkbox";
    input.id = `sc-show-${key}`;
    input.checked = state.show[key];
    input.addEventListener("change", () => {
      state.show[key] = input.checked;
      changed();
    });
    return element("label", "sc-box", [input, element("span", "", words[key])]);
  };

  const services = data.services.map((service, i) => [
    String(i),
    `${service.name} (${ServiceCircle.standard(data, service)})`,
  ]);
  const levels = data.levels.map(({ label }, i) => [String(i), label]);
  const measures = Object.entries(ServiceCircle.MEASURES)
    .filter(([, column]) => column in data.levels[0].figures[0])
    .map(([measure]) => [measure, words[measure]]);

  const legend = element("div", "sc-legend");
  const details = element("details", "", [
    element("summary", "", words.legend),
    menu("sc-measure", words.colour_by, measures, "measure"),
    element("div", "sc-boxes", ["stations", "buildings", "names"].map(box)),
    legend,
  ]);
  details.open = window.matchMedia("(min-width: 700px)").matches;
  const card = element("section", "sc-card sc-controls", [
    element("h1", "", data.title),
    element("div", "sc-menus", [
      menu("sc-service", words.service, services, "service"),
      menu("sc-level", words.level, levels, "level"),
    ]),
    details,
  ]);
  return {
    element: card,
    refresh: (buildingsShown) =>
      legend.replaceChildren(...ServiceCircle.legend(data, state, buildingsShown)),
  };
};

/** List what is on the map at the moment, with the colours it is drawn in. */
ServiceCircle.legend = function (data, state, buildingsShown) {
  const { element } = ServiceCircle;
  const words = data.text;
  const entry = (key, label) =>
    element("li", "", [key, element("span", "", label)]);
  const dot = (colour) => {
    const key = element("i", "sc-dot");
    key.style.background = colour;
    return key;
  };
  const patch = (image) => {
    const key = element("i", "sc-patch");
    key.style.backgroundImage = image;
    return key;
  };
  // As pale in the legend as on the map.
  const opacity = Math.round(255 * ServiceCircle.areaOpacity(buildingsShown)).toString(16);
  const fill = (colour) => `linear-gradient(${colour}${opacity} 0 100%)`;
  const part = (title, entries) => [
    element("h2", "", title),
    element("ul", "", entries),
  ];

  const standard = ServiceCircle.standard(data, data.services[state.service]);
  const classes = data.share_labels.map((label, i) =>
    entry(patch(fill(data.share_colours[i])), label)
  );
  const hatch =
    `repeating-linear-gradient(-45deg, ${data.no_data_colour} 0 2px, #f3f3f1 2px 6px)`;
  classes.reverse().push(entry(patch(hatch), words.no_data));
  const title = words.legend_title
    .replace("{standard}", standard)
    .replace("{measure}", words[`by_${state.measure}`]);
  const parts = part(title, classes);

  if (state.show.stations && data.stations.tiers.length) {
    const tiers = data.stations.tiers.map((name, tier) =>
      entry(ServiceCircle.symbolKey(tier, true), name || words.station)
    );
    if (data.stations.offers[state.service].includes("0")) {
      const lowest = data.stations.tiers.length - 1;
      tiers.push(entry(ServiceCircle.symbolKey(lowest, false), words.not_offered));
    }
    parts.push(...part(words.stations, tiers));
  }
  if (state.show.buildings) {
    const present = new Set(data.buildings.answers[state.service].reason);
    const reasons = data.reasons
      .filter((_, digit) => present.has(String(digit)))
      .map(({ key, colour }) => entry(dot(colour), words[key]));
    const note = element("p", "sc-note", words.zoom_in);
    parts.push(...part(words.buildings, buildingsShown ? reasons : []));
    parts.push(...(buildingsShown ? [] : [note]));
  }
  return parts;
};

/** Draw a tier's symbol for the legend. */
ServiceCircle.symbolKey = function (tier, offers) {
  const canvas = ServiceCircle.element("canvas", "sc-symbol");
  canvas.width = 52;
  canvas.height = 52;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  ServiceCircle.drawSymbol(pen, 13, 13, tier, offers);
  return canvas;
};
