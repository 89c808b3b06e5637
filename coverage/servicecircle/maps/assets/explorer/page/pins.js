/**
 * The pins of what is tried: new stations, which can be dragged, gates and closures.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.pins = function (context) {
  const { model, store, map, place, word } = context;
  const { palette } = model.page;
  const group = L.layerGroup().addTo(map);
  const pins = new Map();

  const positionOf = function (trial) {
    if (trial.action === "open") {
      return [trial.x, trial.y];
    }
    const { xy } = trial.action === "close" ? model.stations : model.gates;
    const index = trial.action === "close" ? trial.station : trial.gate;
    return [xy[2 * index], xy[2 * index + 1]];
  };

  const iconOf = function (trial) {
    const canvas = ServiceCircle.page.element("canvas", { width: 88, height: 88 });
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    const colour = palette.actions[trial.action];
    ServiceCircle.draw.badge(pen, 22, 22, trial.action, colour, 15);
    return L.divIcon({
      className: "sc-pin",
      html: canvas,
      iconSize: [44, 44],
      iconAnchor: [22, 22],
    });
  };

  const add = function (trial) {
    const name = ServiceCircle.page.trialName(context, trial);
    const pin = L.marker(place.latLng(...positionOf(trial)), {
      icon: iconOf(trial),
      draggable: trial.action === "open",
      title: name,
      alt: name,
      autoPanOnFocus: false,
    });
    pin.on("dragend", () => {
      const [x, y] = place.model(pin.getLatLng());
      const moved = { ...trial, x, y };
      store.set({
        trials: store.state.trials.map((other) => (other === trial ? moved : other)),
      });
    });
    pin.on("keydown", ({ originalEvent: { key } }) => {
      if (key === "Delete" || key === "Backspace") {
        store.set({ trials: store.state.trials.filter((other) => other !== trial) });
      }
    });
    pins.set(trial, pin);
    group.addLayer(pin);
    pin.getElement().setAttribute("aria-label", `${word("what_if")}: ${name}`);
  };

  const refresh = function () {
    const { trials } = store.state;
    pins.forEach((pin, trial) => {
      if (!trials.includes(trial)) {
        pin.remove();
        pins.delete(trial);
      }
    });
    trials.filter((trial) => !pins.has(trial)).forEach(add);
  };
  return { element: null, refresh, concerns: ["trials"] };
};
