/** Buildings, stations and names, on one canvas above the areas. */

/** From this zoom on single buildings can be told apart. */
ServiceCircle.BUILDINGS_FROM_ZOOM = 14;

/** How far beyond the window the canvas reaches, as a share of it, for panning. */
const MARGIN = 0.25;

const FONT = "'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/** The symbol of each tier, from the fewest stations to the most. */
const TIER_SYMBOLS = [
  { shape: "star", radius: 11 },
  { shape: "square", radius: 7 },
  { shape: "circle", radius: 6 },
  { shape: "triangle", radius: 6 },
  { shape: "diamond", radius: 5 },
];

/**
 * Draw a station's symbol.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} tier Its rank; ranks beyond the last symbol share it.
 * @param {boolean} offers Whether it offers the service: filled, or else hollow.
 * @param {number} [size] How large, as a share of the full size.
 */
ServiceCircle.drawSymbol = function (pen, x, y, tier, offers, size = 1) {
  const symbol = ServiceCircle.tierSymbol(tier);
  const { shape } = symbol;
  const radius = symbol.radius * size;
  pen.beginPath();
  if (shape === "circle") {
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  } else {
    const count = { star: 10, square: 4, triangle: 3, diamond: 4 }[shape];
    const turn = shape === "square" ? Math.PI / 4 : 0;
    for (let i = 0; i < count; i += 1) {
      const reach = shape === "star" && i % 2 ? radius * 0.48 : radius * 1.12;
      const angle = turn + (2 * Math.PI * i) / count - Math.PI / 2;
      pen.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    }
    pen.closePath();
  }
  pen.lineJoin = "round";
  pen.lineWidth = 1.4 + 2.6 * size;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.fillStyle = offers ? "#1d1d1f" : "#ffffff";
  pen.fill();
  pen.lineWidth = 1.4;
  pen.strokeStyle = offers ? "#1d1d1f" : "#7b7b7b";
  pen.stroke();
};

/** @returns {{shape: string, radius: number}} */
ServiceCircle.tierSymbol = function (tier) {
  return TIER_SYMBOLS[Math.min(tier, TIER_SYMBOLS.length - 1)];
};

/** @returns {number} How large stations are: in an overview they would hide the areas. */
const symbolSize = (zoom) => Math.min(1, Math.max(0.5, 1 - 0.15 * (15 - zoom)));

/** @returns {number} The radius of a building's dot in pixels. */
const dotRadius = (zoom) => Math.min(7, Math.max(1.6, 1.6 * 1.5 ** (zoom - 14)));

ServiceCircle.PointsLayer = L.Layer.extend({
  /**
   * @param {object} data The page's data.
   * @param {object} state What is chosen; read at every drawing.
   */
  initialize(data, state) {
    const steps = data.steps_per_degree;
    this._data = data;
    this._state = state;
    this._buildings = ServiceCircle.mercator(data.buildings, steps);
    this._stations = ServiceCircle.mercator(data.stations, steps);
    this._labels = data.levels.map((level) =>
      ServiceCircle.mercator({ x: level.label_x, y: level.label_y }, steps)
    );
  },

  onAdd(map) {
    const pane = map.getPane("sc-points") || map.createPane("sc-points");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    // Leaflet hides what has this class while it animates a change of zoom.
    this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
    this.redraw();
  },

  onRemove() {
    this._canvas.remove();
  },

  getEvents() {
    return { moveend: this.redraw, resize: this.redraw };
  },

  /** Whether buildings are asked for and can be told apart. */
  showsBuildings() {
    return (
      this._state.show.buildings &&
      this._map.getZoom() >= ServiceCircle.BUILDINGS_FROM_ZOOM
    );
  },

  redraw() {
    const map = this._map;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const corner = map.containerPointToLayerPoint([-margin.x, -margin.y]).round();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = size.x + 2 * margin.x;
    const height = size.y + 2 * margin.y;
    this._canvas.width = width * ratio;
    this._canvas.height = height * ratio;
    this._canvas.style.width = `${width}px`;
    this._canvas.style.height = `${height}px`;
    L.DomUtil.setPosition(this._canvas, corner);
    const pen = this._canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const view = { ...this._view(corner, width, height), ratio };
    if (this.showsBuildings()) {
      this._drawBuildings(pen, view);
    }
    const taken = [];
    if (this._state.show.stations) {
      this._drawStations(pen, view, taken);
    }
    if (this._state.show.names) {
      this._drawNames(pen, view, taken);
    }
    this._ringPinned(pen, view);
  },

  /** Put a ring around the pinned station or building. */
  _ringPinned(pen, view) {
    const { pinned, show } = this._state;
    const visible = {
      station: show.stations && this._stations,
      building: this.showsBuildings() && this._buildings,
    };
    const points = pinned && visible[pinned.kind];
    if (!points) {
      return;
    }
    const x = points.u[pinned.index] * view.world - view.left;
    const y = points.v[pinned.index] * view.world - view.top;
    [["#ffffff", 6], ["#16191b", 2.5]].forEach(([colour, width]) => {
      pen.beginPath();
      pen.arc(x, y, pinned.kind === "station" ? 17 : 12, 0, 2 * Math.PI);
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke();
    });
  },

  /** How to get from the Mercator square to a place in a rectangle of the map's pane. */
  _view(corner, width, height) {
    const origin = this._map.getPixelOrigin().add(corner);
    const world = this._map.options.crs.scale(this._map.getZoom());
    return { world, left: origin.x, top: origin.y, width, height };
  },

  _drawBuildings(pen, view) {
    const answers = this._data.buildings.answers[this._state.service];
    answers.order = answers.order || ServiceCircle.drawingOrder(answers.reason);
    const colours = this._data.reasons.map(({ colour }) => colour);
    const stamps = ServiceCircle.dotStamps(colours, dotRadius(this._map.getZoom()), view.ratio);
    const { u, v } = this._buildings;
    const [scale, left, top] = [view.world, view.left, view.top].map((n) => n * view.ratio);
    const picture = new ServiceCircle.DotPicture(pen, view.ratio, view.width, view.height);
    answers.order.forEach((i) => {
      const stamp = stamps[answers.reason[i]];
      picture.put(stamp, Math.round(u[i] * scale - left), Math.round(v[i] * scale - top));
    });
    picture.show();
  },

  _drawStations(pen, view, taken) {
    const stations = this._data.stations;
    const offers = stations.offers[this._state.service];
    const size = symbolSize(this._map.getZoom());
    // The highest tier is drawn last, on top.
    for (let tier = stations.tiers.length - 1; tier >= 0; tier -= 1) {
      const radius = ServiceCircle.tierSymbol(tier).radius * size;
      stations.tier.forEach((own, i) => {
        const x = this._stations.u[i] * view.world - view.left;
        const y = this._stations.v[i] * view.world - view.top;
        if (own === tier && x > 0 && y > 0 && x < view.width && y < view.height) {
          ServiceCircle.drawSymbol(pen, x, y, tier, offers[i] === "1", size);
          taken.push([x - radius, y - radius, x + radius, y + radius]);
        }
      });
    }
  },

  /** Write names where there is room: areas first, then stations from the top tier. */
  _drawNames(pen, view, taken) {
    const zoom = this._map.getZoom();
    const level = this._data.levels[this._state.level];
    const places = this._labels[this._state.level];
    level.names.forEach((name, i) => {
      const room = this._areaWidth(level, i) * view.world;
      const style = { font: `500 12px ${FONT}`, colour: "#33424b", room, offset: 0 };
      this._write(pen, view, taken, name, places.u[i], places.v[i], style);
    });
    if (!this._state.show.stations) {
      return;
    }
    const { names, tier, tiers } = this._data.stations;
    tiers.forEach((_, rank) => {
      if (zoom < 13 + Math.min(rank, 2)) {
        return;
      }
      const offset = ServiceCircle.tierSymbol(rank).radius + 9;
      const style = { font: `12px ${FONT}`, colour: "#1d1d1f", room: Infinity, offset };
      names.forEach((name, i) => {
        if (tier[i] === rank) {
          const { u, v } = this._stations;
          this._write(pen, view, taken, name, u[i], v[i], style);
        }
      });
    });
  },

  /** The width of an area's largest part, as a share of the Mercator square. */
  _areaWidth(level, unit) {
    level.widths = level.widths || [];
    if (level.widths[unit] === undefined) {
      const widths = level.polygons[unit].map(([outline]) => {
        const east = outline.filter((_, i) => i % 2 === 0);
        let x = 0;
        const all = east.map((step) => (x += step));
        return all.reduce((a, b) => Math.max(a, b)) - all.reduce((a, b) => Math.min(a, b));
      });
      level.widths[unit] = Math.max(...widths) / this._data.steps_per_degree / 360;
    }
    return level.widths[unit];
  },

  _write(pen, view, taken, name, u, v, { font, colour, room, offset }) {
    const x = u * view.world - view.left;
    const y = v * view.world - view.top + offset;
    if (!name || x < 0 || y < 0 || x > view.width || y > view.height) {
      return;
    }
    pen.font = font;
    const half = pen.measureText(name).width / 2 + 2;
    const box = [x - half, y - 8, x + half, y + 8];
    const clash = ([left, top, right, bottom]) =>
      left < box[2] && right > box[0] && top < box[3] && bottom > box[1];
    if (2 * half > room || taken.some(clash)) {
      return;
    }
    taken.push(box);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = "rgba(255, 255, 255, 0.92)";
    pen.strokeText(name, x, y);
    pen.fillStyle = colour;
    pen.fillText(name, x, y);
  },

  /**
   * Find the station, or else the building, at a place of the window.
   *
   * @param {L.Point} place In pixels from the map's corner.
   * @param {number} slack How far beside a symbol still counts, in pixels.
   * @returns {?{kind: string, index: number}}
   */
  find(place, slack) {
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    const view = this._view(corner, 0, 0);
    const near = (points, limit) => {
      let best = -1;
      let least = limit * limit;
      for (let i = 0; i < points.u.length; i += 1) {
        const dx = points.u[i] * view.world - view.left - place.x;
        const dy = points.v[i] * view.world - view.top - place.y;
        if (dx * dx + dy * dy <= least) {
          least = dx * dx + dy * dy;
          best = i;
        }
      }
      return best;
    };
    const station = this._state.show.stations ? near(this._stations, 7 + slack) : -1;
    if (station >= 0) {
      return { kind: "station", index: station };
    }
    const radius = dotRadius(this._map.getZoom());
    const building = this.showsBuildings() ? near(this._buildings, radius + slack) : -1;
    return building >= 0 ? { kind: "building", index: building } : null;
  },
});
