/**
 * What the page can ask of a walk, as JSDoc types; there is no code in this file.
 *
 * Everything on the network is in whole decimetres (`Dm`), which add up exactly; tables
 * of buildings are in whole metres, rounded up (`M`). `tiers` is a set of tiers as
 * bits: bit t stands for `Model.tiers[t]`. `service` is an index into `Model.services`.
 *
 * @typedef {object} Engine
 * @property {Model} model
 * @property {number} allTiers
 * @property {(service: number, tiers: number) => Uint16Array} walks Per building, the
 *   run's walk to the nearest station of these tiers; `beyondM` if farther or unknown.
 *   Kept: the same array each time, not to be changed.
 * @property {(service: number, tiers: number) => Uint16Array} straights The same in a
 *   straight line.
 * @property {(level: number) => Counts} totals Everything there is in each unit.
 * @property {(level: number, distances: Uint16Array, limitM: number, into?: Counts) =>
 *   Counts} count What lies within a limit, the limit itself included, in each unit.
 * @property {(service: number, tiers: number) => StationDistances} stationDistances
 *   Kept; made at the first call (some 20 ms).
 * @property {(distances: StationDistances, limitM: number) => Pieces} streets The
 *   streets within a limit of a station.
 * @property {(x: number, y: number, kind: number, open?: Uint8Array) => Position|null}
 *   snap Where a place joins the network, on its own side of walls and water; null if no
 *   edge can be had within the area's limit.
 * @property {(at: {x: number, y: number}, kind: number, limitM: number) => Reached|null}
 *   reach Everything within a walk of a clicked place.
 * @property {(trials: Trial[], choice: Choice) => Tried} tryOut What-ifs together.
 * @property {(building: number, choice: Choice) => Path|null} path The way from a
 *   building to its nearest station (choice.trials count too); null if there is none.
 *
 * @typedef {object} Choice
 * @property {number} service
 * @property {number} tiers
 * @property {"walk"|"circle"} [measure] By default "walk".
 * @property {Trial[]} [trials] For `path`.
 *
 * @typedef {object} Counts
 * @property {Int32Array} buildings
 * @property {Float64Array|null} residents
 *
 * @typedef {object} StationDistances
 * @property {number} service
 * @property {number} tiers
 * @property {Int32Array} dm Per node, to the nearest station; `ServiceCircle.walk.FAR`
 *   where none is within 20 km.
 * @property {Int32Array} source Per node, which one; -1 where none.
 * @property {Map<number, Source[]>} onEdge Stations by the edge they stand at.
 * @property {Uint8Array} open Per edge: 1 where this kind of walker may walk.
 *
 * @typedef {object} Position
 * @property {number} edge
 * @property {number} alongDm
 * @property {number} legDm
 *
 * @typedef {object} Trial
 * @property {"open"|"open_gate"|"close"} action
 * @property {number} [x] Of a new station, in pixels of the model.
 * @property {number} [y]
 * @property {number[]|null} [services] Those it would offer; null or missing for all.
 * @property {string} [name]
 * @property {number} [gate] Index into `Model.gates`.
 * @property {number} [station] Index into `Model.stations`.
 * @property {string} [id] What the file calls it.
 *
 * @typedef {object} Tried
 * @property {Uint16Array} distances Per building, as `Engine.walks` (or `straights`)
 *   with all trials; exact where no trial matters, else to within rounding.
 * @property {Int32Array} changed The buildings whose distance is another one.
 * @property {StationDistances|null} stations With all trials; null for circles.
 * @property {Array<""|"no_edge_nearby"|"not_offered"|"no_use">} notes Per trial, why
 *   it counts for nothing: too far from any street, another service, or a gate that this
 *   kind of walker cannot use; "" where it counts.
 *
 * @typedef {object} Pieces Polylines, one after another.
 * @property {Int32Array} start Polyline i has points start[i] .. start[i + 1].
 * @property {Float32Array} xy
 *
 * @typedef {object} Reached
 * @property {Int32Array} buildings
 * @property {Uint16Array} metres
 * @property {Pieces} streets
 *
 * @typedef {object} Path
 * @property {Float32Array} xy From the building to the station.
 * @property {number} metres Rounded up.
 * @property {number} station Index into `Model.stations`; -1 - i for trial i.
 *
 * @typedef {object} Found
 * @property {"building"|"unit"|"station"|"gate"} kind
 * @property {number} index
 * @property {number} [level] Of a unit.
 * @property {string} id
 * @property {string} name
 */
