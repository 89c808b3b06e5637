{
  const STATION_NAMES_FROM_ZOOM = 14.5;
  const GATES_FROM_ZOOM = 14.5;

  /** What has a ring when it is chosen: where such things are, and how wide it is. */
  const RINGED = {
    station: [({ stations }) => stations.xy, 15],
    gate: [({ gates }) => gates.xy, 15],
    qr: [({ qr }) => qr.xy, 11],
    proposal: [(_, { proposalXy }) => proposalXy, 16],
  };

  /** Where a unit's name may stand, from its place: first in the middle, then around. */
  const AROUND = [0, -13, 13, -26, 26, -39, 39].flatMap((down) =>
    [0, -18, 18, -36, 36].map((right) => [right, down])
  );

  /**
   * The top sheet: what is chosen and tried, circles, stations, proposals and names.
   *
   * @param {Model} model
   * @param {Parts} parts
   */
  ServiceCircle.draw.marks = function (model, { units, buildings, ...parts }) {
    const { store, look, palette, points } = parts;
    const names = new ServiceCircle.draw.Names();
    const { stations, gates } = model;

    const eachStation = (view, visit) => {
      for (let i = 0; i < stations.count; i += 1) {
        const x = view.pageX(stations.xy[2 * i]);
        const y = view.pageY(stations.xy[2 * i + 1]);
        visit(i, x, y);
      }
    };

    const circles = (pen, view) => {
      const radius = store.state.distanceM / model.metresPerPixel;
      view.inModel(pen);
      pen.strokeStyle = palette.circle;
      pen.lineWidth = view.pagePixels(1.2);
      pen.setLineDash([view.pagePixels(6), view.pagePixels(4)]);
      const circle = (x, y) => {
        if (view.shows(x - radius, y - radius, x + radius, y + radius)) {
          pen.beginPath();
          pen.arc(x, y, radius, 0, 2 * Math.PI);
          pen.stroke();
        }
      };
      for (let i = 0; i < stations.count; i += 1) {
        if (look.stationCounts(i)) {
          circle(stations.xy[2 * i], stations.xy[2 * i + 1]);
        }
      }
      pen.strokeStyle = palette.tried;
      store.state.trials
        .filter(({ action }) => action === "open")
        .forEach(({ x, y }) => circle(x, y));
      pen.setLineDash([]);
    };

    const chosen = (pen, view) => {
      const thing = store.state.chosen;
      if (!thing) {
        return;
      }
      if (thing.kind === "unit") {
        units.outline(pen, view, thing.level, thing.index);
      }
      if (thing.kind === "building") {
        const path = look.path();
        const way = path ? path.xy : [];
        view.inModel(pen);
        pen.lineJoin = "round";
        pen.lineCap = "round";
        for (const [colour, width] of [["#ffffff", 7], ["#16191b", 3.5]]) {
          pen.strokeStyle = colour;
          pen.lineWidth = view.pagePixels(width);
          pen.beginPath();
          for (let i = 0; i < way.length; i += 2) {
            pen.lineTo(way[i], way[i + 1]);
          }
          pen.stroke();
        }
        for (const [colour, width] of [["#ffffff", 5], ["#16191b", 2.5]]) {
          pen.strokeStyle = colour;
          pen.lineWidth = view.pagePixels(width);
          pen.stroke(buildings.path(thing.index, view));
        }
      }
    };

    const ring = (pen, x, y, radius) => {
      for (const [colour, width] of [["#ffffff", 5.5], ["#16191b", 2.4]]) {
        pen.beginPath();
        pen.arc(x, y, radius, 0, 2 * Math.PI);
        pen.strokeStyle = colour;
        pen.lineWidth = width;
        pen.stroke();
      }
    };

    const symbols = (pen, view) => {
      const { chosen: thing, show, trying, tiers } = store.state;
      view.onPage(pen);
      const size = ServiceCircle.draw.symbolSize(view.zoom);
      if (thing && thing.kind === "gate") {
        const x = view.pageX(gates.xy[2 * thing.index]);
        ServiceCircle.draw.gate(pen, x, view.pageY(gates.xy[2 * thing.index + 1]), palette.tried);
      }
      if (trying === "gate" && view.zoom >= GATES_FROM_ZOOM) {
        for (let i = 0; i < gates.count; i += 1) {
          const x = view.pageX(gates.xy[2 * i]);
          const y = view.pageY(gates.xy[2 * i + 1]);
          ServiceCircle.draw.gate(pen, x, y, palette.tried);
        }
      }
      points.paint(pen, view, names, show);
      if (show.stations) {
        // Lower tiers first, so that the fewest stand on top.
        for (let tier = model.tiers.length - 1; tier >= 0; tier -= 1) {
          if ((tiers >> tier) & 1) {
            eachStation(view, (i, x, y) => {
              if (stations.tier[i] === tier) {
                ServiceCircle.draw.station(pen, x, y, tier, look.stationCounts(i), size);
                names.keepFree(x, y, ServiceCircle.draw.symbolRadius(tier) * size);
              }
            });
          }
        }
      }
      if (thing && RINGED[thing.kind]) {
        const [placesOf, radius] = RINGED[thing.kind];
        const xy = placesOf(model, points);
        const x = view.pageX(xy[2 * thing.index]);
        ring(pen, x, view.pageY(xy[2 * thing.index + 1]), radius);
      }
    };

    const unitNames = (pen, view) => {
      const { level } = store.state;
      const wide = model.levels[level];
      for (let i = 0; i < wide.count; i += 1) {
        const room = ((wide.box[4 * i + 2] - wide.box[4 * i]) * view.scale) / view.ratio;
        const x = view.pageX(wide.labelXy[2 * i]);
        const y = view.pageY(wide.labelXy[2 * i + 1]);
        const style = { size: 12.5, weight: 600, room: room * 1.05, places: AROUND };
        names.write(pen, wide.names[i], x, y, style);
      }
    };

    const stationNames = (pen, view) => {
      const size = ServiceCircle.draw.symbolSize(view.zoom);
      eachStation(view, (i, x, y) => {
        if ((store.state.tiers >> stations.tier[i]) & 1) {
          const away = ServiceCircle.draw.symbolRadius(stations.tier[i]) * size + 10;
          const style = { size: 12, weight: 500, places: [[0, away], [0, -away]] };
          names.write(pen, stations.names[i], x, y, style);
        }
      });
    };

    return (pen, view) => {
      const { show, level } = store.state;
      names.begin(view);
      if (look.showsBuildings(view.zoom)) {
        units.borders(pen, view, level, palette.border);
      }
      if (show.circles) {
        circles(pen, view);
      }
      chosen(pen, view);
      symbols(pen, view);
      if (show.names) {
        unitNames(pen, view);
        if (show.stations && view.zoom >= STATION_NAMES_FROM_ZOOM) {
          stationNames(pen, view);
        }
      }
    };
  };
}
