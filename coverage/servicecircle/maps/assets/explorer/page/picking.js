{
  const BUILDING_ZOOM = 17;

  /**
   * Clicks on the map: choose what is there, or try something.
   *
   * @param {Context} context
   * @param {Points} points
   */
  ServiceCircle.page.picking = function (context, points) {
    const { model, engine, look, store, map, place, tryOut } = context;
    const { pointAt, buildingAt, unitAt } = ServiceCircle.draw;

    /** Find what lies at a place: small things first. */
    const find = function (x, y) {
      const perPixel = 2 ** (20 - map.getZoom());
      const touch = window.matchMedia("(pointer: coarse)").matches;
      const slack = (touch ? 18 : 11) * perPixel;
      const { show, tiers, level, trying } = store.state;
      const thing = (kind, index) => (index >= 0 ? { kind, index } : null);
      const gate = () =>
        trying === "gate"
          ? thing("gate", pointAt(model.gates.xy, x, y, 1.6 * slack, () => true))
          : null;
      const proposal = () =>
        show.proposals
          ? thing("proposal", pointAt(points.proposalXy, x, y, slack, () => true))
          : null;
      const qr = () =>
        show.qr && map.getZoom() >= ServiceCircle.draw.QR_FROM_ZOOM
          ? thing("qr", pointAt(points.qrXy, x, y, 0.5 * slack, () => true))
          : null;
      const counts = (i) => ((tiers >> model.stations.tier[i]) & 1) === 1;
      const station = () =>
        show.stations ? thing("station", pointAt(model.stations.xy, x, y, slack, counts)) : null;
      const building = () =>
        show.buildings && look.showsBuildings(map.getZoom())
          ? thing("building", buildingAt(model, x, y, 0.6 * slack))
          : null;
      const unit = () => {
        const index = unitAt(model, level, x, y);
        return index >= 0 ? { kind: "unit", index, level } : null;
      };
      return gate() || proposal() || station() || qr() || building() || unit();
    };

    const pick = function (latLng) {
      const [x, y] = place.model(latLng);
      const { trying, service } = store.state;
      if (trying === "station") {
        if (engine.snap(x, y, model.services[service].kind)) {
          tryOut({ action: "open", x, y, services: null });
        } else {
          context.tell(context.word("what_if_far"));
        }
        return;
      }
      const found = find(x, y);
      if (trying === "gate" && found && found.kind === "gate") {
        tryOut({ action: "open_gate", gate: found.index });
        return;
      }
      store.set({ chosen: found });
      keepInSight(latLng);
    };

    /** What was touched moves out from under the card that rises on a phone. */
    const keepInSight = function (latLng) {
      const { bottom } = ServiceCircle.page.covered();
      const below = map.latLngToContainerPoint(latLng).y - (map.getSize().y - bottom - 40);
      if (below > 0) {
        map.panBy([0, below]);
      }
    };

    map.on("click", ({ latlng }) => pick(latlng));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === map.getContainer()) {
        const { left, top, bottom } = ServiceCircle.page.covered();
        const size = map.getSize();
        const middle = [(left + size.x) / 2, (top + size.y - bottom) / 2];
        pick(map.containerPointToLatLng(middle));
      }
    });
  };

  /** Choose a thing and show it: what a search or a link leads to. */
  ServiceCircle.page.goTo = function ({ model, store, map }, thing) {
    const { levels } = model;
    if (thing.kind === "unit") {
      const { box } = levels[thing.level];
      const at = 4 * thing.index;
      const corners = [[box[at], box[at + 1]], [box[at + 2], box[at + 3]]];
      store.set({ chosen: thing, level: thing.level });
      ServiceCircle.page.fitBox(model, map, corners);
      return;
    }
    store.set({ chosen: thing });
    const [x, y] = ServiceCircle.page.placeOf(model, thing);
    ServiceCircle.page.showPlace(model, map, x, y, BUILDING_ZOOM - 1);
  };

  /** Where a station, building, gate, proposal or QR point is. */
  ServiceCircle.page.placeOf = function (model, { kind, index }) {
    if (kind === "proposal") {
      const { lon, lat } = model.page.proposals[index];
      return ServiceCircle.model.fromLonLat(model, lon, lat);
    }
    const { xy } = kind === "qr" ? model.qr : model[`${kind}s`];
    return [xy[2 * index], xy[2 * index + 1]];
  };
}
