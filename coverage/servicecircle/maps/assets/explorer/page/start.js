{
  /**
   * What the parts of the page share.
   *
   * @typedef {object} Context
   * @property {Model} model
   * @property {Engine} engine
   * @property {Look} look
   * @property {Store} store
   * @property {L.Map} map
   * @property {object} place Places of the model and of the map, turned into each other.
   * @property {function(string, string=): string} word What the page says for a key.
   * @property {function(Trial): void} tryOut Add to what is tried.
   * @property {function(object): void} goTo Choose a thing and show it.
   * @property {function(string): void} tell Say something where trials are listed.
   * @property {"A4"|"A3"} paper
   */

  /** @returns {function(string, string=): string} What the page says for a key. */
  ServiceCircle.page.words = function (model, { state }) {
    const { words } = model.page;
    return (key, otherwise = key) =>
      Object.hasOwn(words[state.language], key) ? words[state.language][key] : otherwise;
  };

  const makeContext = function (map, model, engine, store, look) {
    const context = { model, engine, look, store, map, paper: "A4" };
    context.place = ServiceCircle.page.places(model);
    context.word = look.word;
    context.tryOut = (trial) =>
      store.set({ trials: [...store.state.trials, trial], trying: null, chosen: null });
    context.goTo = (thing) => ServiceCircle.page.goTo(context, thing);
    context.tell = (sentence) => {
      const place = document.querySelector(".sc-error");
      place.textContent = sentence;
      place.hidden = false;
    };
    return context;
  };

  /** The map's own controls, with their words in the page's language. */
  const addControls = function (map, { model, store, word }) {
    map.attributionControl.setPrefix("Leaflet");
    model.page.attribution.forEach((line) => {
      const text = ServiceCircle.page.element("span", {}, line);
      map.attributionControl.addAttribution(text.innerHTML);
    });
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
    let zoom = null;
    const relabel = function () {
      if (zoom) {
        zoom.remove();
      }
      const titles = { zoomInTitle: word("zoom_in_button"), zoomOutTitle: word("zoom_out_button") };
      zoom = L.control.zoom({ position: "bottomright", ...titles }).addTo(map);
      map.getContainer().setAttribute("aria-label", word("map_label"));
    };
    relabel();
    store.listen((changed) => {
      if (changed.has("language")) {
        relabel();
      }
    });
  };

  /**
   * Start the page.
   *
   * @param {L.Map} map An empty map.
   * @param {string} text The payload.
   */
  ServiceCircle.page.start = function (map, text) {
    const model = ServiceCircle.model.read(text);
    const engine = ServiceCircle.walk.engine(model);
    const store = ServiceCircle.page.firstChoices(model);
    const look = new ServiceCircle.page.Look(engine, store);
    const context = makeContext(map, model, engine, store, look);
    map.getContainer().classList.add("sc-map");
    map.getContainer().setAttribute("role", "application");
    addControls(map, context);
    ServiceCircle.page.frame(context);
    ServiceCircle.page.fitBox(model, map, ServiceCircle.page.wholeArea(model));
    const [west, south, east, north] = [0, model.size[1], model.size[0], 0];
    const { latLng } = context.place;
    map.setMaxBounds(L.latLngBounds(latLng(west, south), latLng(east, north)).pad(3));

    const { stage, points } = ServiceCircle.draw.scene(model, store, look);
    stage.addTo(map);
    if (model.page.base) {
      ServiceCircle.base.show(map, model.page.base);
    }
    const pins = ServiceCircle.page.pins(context);
    store.listen((changed) => changed.has("trials") && pins.refresh());
    ServiceCircle.page.picking(context, points);
    ServiceCircle.page.printing(context, stage);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        store.set(store.state.trying ? { trying: null } : { chosen: null });
      }
      if (event.key === "/" && !/^(input|select|textarea)$/i.test(event.target.tagName)) {
        event.preventDefault();
        document.getElementById("sc-search").focus();
      }
    });
    stage.whenSettled(() => {
      performance.mark("sc-complete");
      // What the first search and the first zoom would otherwise wait for.
      setTimeout(() => ServiceCircle.model.search(model, "-"), 400);
      setTimeout(() => look.fromStations(), 600);
    });
    ServiceCircle.app = { ...context, stage };
  };
}
