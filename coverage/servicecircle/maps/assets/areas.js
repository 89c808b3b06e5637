/** The areas of one level, coloured by a share. */

/** The column behind each choice of "colour areas by". */
ServiceCircle.MEASURES = {
  on_foot: "share_of_residents",
  circle: "circle_share_of_residents",
  detour: "detour_share_of_residents",
};

const THIN = { color: "#4c5357", weight: 0.8, opacity: 0.7 };
const BOLD = { color: "#16191b", weight: 3, opacity: 1 };
const OUTLINE = { color: "#3a4145", weight: 2, opacity: 0.9, fill: false, interactive: false };

/**
 * Build the polygons of a level.
 *
 * @param {object} data The page's data.
 * @param {number} level Its position in data.levels.
 * @param {object} [options] How Leaflet draws them.
 * @returns {L.FeatureGroup} One polygon per area, each with its position as `unit`.
 */
ServiceCircle.areasLayer = function (data, level, options = THIN) {
  const steps = data.steps_per_degree;
  const group = L.featureGroup();
  data.levels[level].polygons.forEach((polygons, unit) => {
    const corners = polygons.map((rings) =>
      rings.map((ring) => ServiceCircle.ringLatLngs(ring, steps))
    );
    const polygon = L.polygon(corners, { smoothFactor: 0.5, ...options });
    polygon.unit = unit;
    if (polygon.options.interactive) {
      polygon.on("add", () => {
        const { dataset } = polygon.getElement();
        dataset.unit = unit;
        dataset.unitId = data.levels[level].ids[unit];
      });
    }
    group.addLayer(polygon);
  });
  return group;
};

/**
 * Where buildings are drawn areas step back, so that two colour schemes never fight.
 *
 * @param {boolean} behindBuildings
 * @returns {number}
 */
ServiceCircle.areaOpacity = (behindBuildings) => (behindBuildings ? 0.26 : 0.88);

/**
 * Colour the areas for the present choice.
 *
 * @param {object} data
 * @param {object} state
 * @param {L.FeatureGroup} group
 * @param {boolean} behindBuildings
 */
ServiceCircle.colourAreas = function (data, state, group, behindBuildings) {
  const figures = data.levels[state.level].figures[state.service];
  const shares = figures[ServiceCircle.MEASURES[state.measure]];
  group.eachLayer((polygon) => {
    polygon.setStyle({
      fillColor: ServiceCircle.shareColour(data, shares[polygon.unit]),
      fillOpacity: ServiceCircle.areaOpacity(behindBuildings),
    });
  });
};

/**
 * Draw the chosen area's outline bold, and no other's.
 *
 * @param {L.FeatureGroup} group
 * @param {?{kind: string, index: number}} chosen
 */
ServiceCircle.outlineChosen = function (group, chosen) {
  const unit = chosen && chosen.kind === "area" ? chosen.index : -1;
  if (group.bold) {
    group.bold.setStyle(THIN);
  }
  group.bold = group.getLayers().find((polygon) => polygon.unit === unit);
  if (group.bold) {
    group.bold.setStyle(BOLD).bringToFront();
  }
};

/**
 * Build the outlines of a level, to be seen over the areas of a finer one.
 *
 * @param {object} data
 * @param {number} level
 * @returns {L.FeatureGroup}
 */
ServiceCircle.outlinesLayer = function (data, level) {
  return ServiceCircle.areasLayer(data, level, { ...OUTLINE, pane: "sc-outlines" });
};

/** Add the hatch that fills areas without data; SVG fills name it by its id. */
ServiceCircle.addHatch = function (colour) {
  const holder = document.createElement("div");
  holder.className = "sc-hatch";
  holder.innerHTML =
    '<svg width="0" height="0" aria-hidden="true"><defs><pattern id="sc-no-data" ' +
    'width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
    '<rect width="7" height="7" fill="#f3f3f1"/><rect width="2.2" height="7"/>' +
    "</pattern></defs></svg>";
  holder.querySelector("rect:last-child").setAttribute("fill", colour);
  document.body.append(holder);
};
