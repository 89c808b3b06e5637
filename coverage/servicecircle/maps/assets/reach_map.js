/** The page: areas below, points above, choices on the left, facts on the right. */

/**
 * Draw a measurement on a map.
 *
 * @param {L.Map} map An empty map.
 * @param {object} data What reach_map.py wrote.
 */
ServiceCircle.drawReach = function (map, data) {
  const state = {
    service: 0,
    level: Math.min(1, data.levels.length - 1),
    measure: "on_foot",
    show: { stations: true, buildings: true, names: true },
    pointed: null,
    pinned: null,
  };
  const areas = data.levels.map(() => null);
  const outlines = data.levels.map(() => null);
  const points = new ServiceCircle.PointsLayer(data, state);
  const controls = ServiceCircle.controls(data, state, () => refresh());
  const panel = ServiceCircle.panel(data, state, () => pin(null));

  /** Layers are built when they are first shown: most readers see one or two. */
  const shown = (layers, build, level) => {
    layers[level] = layers[level] || build(data, level);
    return layers[level].addTo(map);
  };

  const showAreas = () => {
    [...areas, ...outlines].forEach((layer) => layer && layer.remove());
    if (state.level > 0) {
      shown(outlines, ServiceCircle.outlinesLayer, state.level - 1);
    }
    return shown(areas, ServiceCircle.areasLayer, state.level);
  };

  /** Draw everything for what is chosen now. */
  function refresh() {
    const chosen = state.pinned || state.pointed;
    // A position in one level's list means nothing in another's.
    if (chosen && chosen.kind === "area" && chosen.level !== state.level) {
      state.pinned = null;
      state.pointed = null;
    }
    showAreas();
    recolour();
    points.redraw();
    showChosen();
  }

  /** Colour areas and legend, which differ where buildings are seen. */
  function recolour() {
    const behind = points.showsBuildings();
    ServiceCircle.colourAreas(data, state, areas[state.level], behind);
    controls.refresh(behind);
  }

  function showChosen() {
    ServiceCircle.outlineChosen(areas[state.level], state.pinned || state.pointed);
    panel.refresh();
  }

  function pin(thing) {
    state.pinned = thing;
    state.pointed = null;
    points.redraw();
    showChosen();
  }

  /** The area under an event, unless it fell on the ground outside all. */
  const areaAt = (event) => {
    const { unit } = event.originalEvent.target.dataset;
    return unit === undefined
      ? null
      : { kind: "area", index: Number(unit), level: state.level };
  };

  map.getContainer().classList.add("sc-map");
  map.attributionControl.setPrefix("Leaflet");
  const attribution = ServiceCircle.element("span", "", data.attribution);
  if (data.attribution) {
    map.attributionControl.addAttribution(attribution.innerHTML);
  }
  ServiceCircle.addHatch(data.no_data_colour);
  [controls.element, panel.element].forEach((card) => {
    map.getContainer().append(card);
    L.DomEvent.disableClickPropagation(card);
    L.DomEvent.disableScrollPropagation(card);
    // The map below would take the pointer on the card for one on itself.
    L.DomEvent.on(card, "mousemove", L.DomEvent.stopPropagation);
  });
  L.control
    .zoom({
      position: "bottomright",
      zoomInTitle: data.text.zoom_in_button,
      zoomOutTitle: data.text.zoom_out_button,
    })
    .addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 140 }).addTo(map);

  // The panel of a phone stands on the attribution, which licences want to be seen.
  const foot = map.attributionControl.getContainer().offsetHeight;
  map.getContainer().style.setProperty("--sc-foot", `${foot}px`);
  const between = map.createPane("sc-outlines");
  between.style.zIndex = 420;
  between.style.pointerEvents = "none";

  const whole = ServiceCircle.areasLayer(data, 0).getBounds();
  const wide = map.getSize().x >= 700;
  map.fitBounds(whole, {
    paddingTopLeft: wide ? [330, 20] : [12, controls.element.offsetHeight + 24],
    paddingBottomRight: wide ? [330, 40] : [12, 60],
    animate: false,
  });
  map.setMaxBounds(whole.pad(0.6));
  points.addTo(map);
  refresh();

  map.on("click", (event) => {
    pin(points.find(event.containerPoint, 6) || areaAt(event));
    if (state.pinned && map.getSize().x < 700) {
      // The panel rises from below; what was touched moves out of its way.
      map.panInside(event.latlng, {
        paddingTopLeft: [24, controls.element.offsetHeight + 24],
        paddingBottomRight: [24, panel.element.offsetHeight + 48],
      });
    }
  });
  map.on("mousemove", (event) => {
    const area = areaAt(event);
    const before = state.pointed;
    if (!state.pinned && (area && area.index) !== (before && before.index)) {
      state.pointed = area;
      showChosen();
    }
  });
  map.on("mouseout", () => {
    state.pointed = null;
    showChosen();
  });
  map.on("zoomend", recolour);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      pin(null);
    }
  });
};
