{
  /** Say in a sentence why a building is covered or not. */
  const why = function ({ model, look, store, word }, index, status) {
    const { amount, fill } = ServiceCircle.page;
    const { distanceM } = store.state;
    const walk = look.distances("walk")[index];
    const straight = look.distances("circle")[index];
    if (status === "covered" || status === "newly_covered" || status === "too_far") {
      const far = walk >= model.beyondM;
      return fill(word(far ? "why_beyond" : `why_${status}`), {
        walk: amount(walk, "m"),
        over: amount(walk - distanceM, "m"),
        straight: straight < model.beyondM ? amount(straight, "m") : "–",
        distance: amount(far ? model.beyondM - 1 : distanceM, "m"),
      });
    }
    return word(`why_${status}`);
  };

  /** A building: its answer, its reason, its station, its walk and where it lies. */
  ServiceCircle.page.buildingFacts = function (context, { index }) {
    const { model, look, store, word, goTo } = context;
    const { element, amount, button, fill, factList } = ServiceCircle.page;
    const { buildings, services, stations } = model;
    const { service, distanceM } = store.state;
    const walk = look.distances("walk")[index];
    const straight = look.distances("circle")[index];
    const reason = services[service].reason && model.reasons[services[service].reason[index]];
    let status = reason && reason !== "covered" ? reason : "too_far";
    if (walk <= distanceM) {
      const today = look.distancesToday("walk")[index] <= distanceM;
      status = today ? "covered" : "newly_covered";
    }
    const { statuses } = model.page.palette;
    const dot = element("i", { class: "sc-dot" });
    dot.style.background = statuses.find(({ key }) => key === status).colour;

    const metres = (value, known) => {
      const beyond = fill(word("beyond"), { distance: amount(model.beyondM - 1, "m") });
      return known ? (value < model.beyondM ? amount(value, "m") : beyond) : "–";
    };
    const reached = !["no_path", "no_edge_nearby", "behind_obstacle", "no_station"].includes(
      status
    );
    const path = look.path();
    const units = buildings.unit.map((unitOf) => unitOf[index]);
    const where = ServiceCircle.page.unitNames(model, units).join(" › ");
    const residents = buildings.residents && amount(buildings.residents[index]);
    const name = buildings.names.get(index) || "";
    const parts = [
      ...ServiceCircle.page.heading(name, word("building"), buildings.id(index)),
      where ? element("p", { class: "sc-below" }, where) : "",
      element("p", { class: "sc-answer" }, [
        dot,
        element("span", { "data-field": "reason" }, word(status)),
      ]),
      element("p", { class: "sc-why" }, why(context, index, status)),
      factList(word, [
        ["walk_m", metres(walk, reached)],
        ["straight_m", metres(straight, true)],
        ["residents", residents],
      ]),
    ];
    if (ServiceCircle.page.viewOf(store.state.colourBy) === "dispatch") {
      parts.push(ServiceCircle.page.dispatchOfBuilding(context, index));
    }
    if (path && path.station >= 0) {
      const name = stations.names[path.station] || stations.ids[path.station];
      parts.push(
        element("p", { class: "sc-row sc-spread" }, [
          element("span", {}, word("nearest_station")),
          button(name, () => goTo({ kind: "station", index: path.station }), {
            class: "sc-link",
            "data-field": "station",
          }),
        ]),
        element("p", { class: "sc-note" }, word("path_note"))
      );
    }
    return parts.filter((part) => part !== "");
  };
}
