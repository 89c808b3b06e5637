/**
 * What the page knows of an area, as JSDoc types; there is no code in this file.
 *
 * Places are whole pixels of Web Mercator at zoom 20, counted from `origin`, x to the
 * east and y to the south, as `x0, y0, x1, y1, ...` in one array ("xy"). Lists of lists
 * are two arrays: `start`, one longer than there are lists, and the members; list i is
 * `members[start[i]]` up to and without `members[start[i + 1]]`.
 *
 * Whatever a profile may not show is not in the file: a type with `|null` says so.
 *
 * @typedef {object} Model
 * @property {object} header The JSON at the head of the payload.
 * @property {object} page What `explorer_map` put in for the page: words, colours, ...
 * @property {string} area The area's name.
 * @property {string} areaHash Tells the area's data from other data; "" if unknown.
 * @property {[number, number]} origin World pixel (zoom 20) of the model's 0, 0.
 * @property {[number, number]} size Width and height of everything, in pixels.
 * @property {number} metresPerPixel In the middle of the area, for drawing; to measure,
 *   use `ServiceCircle.model.metres(model, dx, dy)`.
 * @property {number} beyondM Walks and straight lines of this many metres are "beyond".
 * @property {Reason[]} reasons By the number that `Service.reason` holds.
 * @property {string[]} tiers Keys of the stations' tiers, in order of rank.
 * @property {Service[]} services The service circles; step-free ones are their own.
 * @property {Level[]} levels From the widest to the finest.
 * @property {?Risk} risk
 * @property {?Dispatch} dispatch
 * @property {Outlines} outlines The borders, shared by all levels.
 * @property {Buildings} buildings
 * @property {Stations} stations
 * @property {Network} network
 * @property {Gates} gates Closed gates and ways that could be opened.
 * @property {QrPoints|null} qr
 * @property {Obstacles} obstacles
 * @property {Cells} cells For asking what lies in a rectangle.
 * @property {Background} background
 *
 * @typedef {"covered"|"too_far"|"no_path"|"no_edge_nearby"|"behind_obstacle"
 *   |"no_station"} Reason
 *
 * @typedef {object} Service
 * @property {string} key
 * @property {string} name
 * @property {number} standardM
 * @property {boolean} stepFree
 * @property {number} kind Index into `network.kinds`: on which network it walks.
 * @property {Uint8Array|null} reason Per building, index into `Model.reasons`.
 * @property {Int32Array|null} station Per building, the station nearest on foot as the
 *   run has it (all tiers), or -1.
 * @property {Array<Uint16Array|null>} walkM Per tier and building: whole metres, rounded
 *   up; `beyondM` if farther, or unknown. Null where no station of the tier offers it.
 * @property {Array<Uint16Array|null>} straightM The same in a straight line.
 *
 * @typedef {object} Level
 * @property {string} key
 * @property {string} label What the level is called here.
 * @property {string[]} ids
 * @property {string[]} names
 * @property {number} count
 * @property {Int32Array} parent Index of the unit of the level above, or -1.
 * @property {Int32Array} labelXy A place inside each unit.
 * @property {Int32Array} box Per unit: west, north, east, south.
 * @property {Int32Array} ringStart Unit i has rings ringStart[i] .. ringStart[i + 1];
 *   fill them together by the even-odd rule.
 * @property {Int32Array} arcStart Ring j has arcs arcs[arcStart[j]] ...
 * @property {Int32Array} arcs Arc a, or -1 - a for arc a walked backwards.
 * @property {Array<Object<string, Float64Array>>|null} figures Per service: columns of
 *   the run's tables at the standard, NaN where missing; null if the file has none
 *   (`residents`, `covered_residents`, `unknown_residents`, `buildings`,
 *   `covered_buildings`, `mean_walk_m`, `p90_walk_m`, rounded; `share_of_residents`,
 *   `share_of_buildings`, `circle_share_of_residents`, `share_by_detour`, 0 to 1, to a
 *   tenth of a percent, 0 and 1 only where exact). Any of them may be missing.
 *
 * @typedef {object} Risk Of units; never of a person or a building.
 * @property {string[]} moments Quarters as of their last day; last, the register's last.
 * @property {string[]} tiers The lowest first, then "insufficient".
 * @property {Array<{name: string, english: string, chinese: string, weight: number}>}
 *   indicators What makes up the score.
 * @property {string[][]} whys Why data are insufficient, in English and Chinese.
 * @property {Array<{class: string, step: string, limit: string}>} targets
 * @property {Array<[string, ?string]>} words By what appeals are counted: "all", or a
 *   column and what it says.
 * @property {Object<string, Array<[?number, ?number]>>} thresholds By level and moment:
 *   the scores from which a unit is red, and yellow.
 * @property {object[]} alarms {level, index, english, chinese} of those running, gravest first;
 *   index is -1 where the seat is not in this file.
 * @property {object} method Settings by name.
 * @property {RiskOfLevel[]} levels See model/risk.js.
 *
 * @typedef {object} Outlines
 * @property {Int32Array} start Arc i has points start[i] .. start[i + 1] (of xy pairs).
 * @property {Int32Array} xy
 * @property {Uint8Array} level Index of the widest level that each arc bounds.
 *
 * @typedef {object} Buildings
 * @property {number} count
 * @property {Int32Array} xy A place inside each building.
 * @property {Int32Array} ringStart Building i has rings ringStart[i] .. ringStart[i + 1]:
 *   none for a building that is a point; courtyards and parts by the even-odd rule.
 * @property {Int32Array} pointStart Ring j has points pointStart[j] .. pointStart[j + 1]
 *   (of xy pairs), not closed.
 * @property {Int32Array} ringXy
 * @property {Float64Array|null} residents
 * @property {Uint8Array} hasEntrance 1 where entrances are known; others leave by the
 *   outline.
 * @property {Int32Array[]} unit Per level, the unit of each building, or -1.
 * @property {(i: number) => string} id
 * @property {Map<number, string>} names Of those that have a name.
 *
 * @typedef {object} Stations
 * @property {number} count
 * @property {Int32Array} xy
 * @property {Uint8Array} tier Index into `Model.tiers`.
 * @property {string[]} ids
 * @property {string[]} names
 * @property {string[]} hosts Kind of host, "" where not stated.
 * @property {Uint8Array[]} offers Per service: 1 where the station offers it.
 *
 * @typedef {object} Network
 * @property {Int32Array} nodeXy
 * @property {Int32Array} u First node of each edge.
 * @property {Int32Array} v Second node.
 * @property {Int32Array} lengthDm Whole decimetres, as everything on the network.
 * @property {Uint8Array} flags 1: steps, 2: closed; 4 << kind: on a part of that
 *   kind of network too small to be a place of its own.
 * @property {Int32Array} bendStart Edge i bends at bendStart[i] .. bendStart[i + 1].
 * @property {Int32Array} bendXy
 * @property {Kind[]} kinds 0 the common network; 1, where asked for, the step-free one.
 *
 * @typedef {object} Kind
 * @property {boolean} stepFree
 * @property {Positions} buildings Where each building's walks begin; a building with
 *   several entrances has several, one that no path is near has none.
 * @property {Positions} stations
 * @property {Int32Array} doorPlace Positions of buildings, ascending, whose leg does not
 *   leave by the nearest point of the outline,
 * @property {Int32Array} doorXy and where it leaves.
 *
 * @typedef {object} Positions
 * @property {Int32Array} start Subject i has positions start[i] .. start[i + 1].
 * @property {Int32Array} edge
 * @property {Int32Array} alongDm Decimetres from the edge's first node.
 * @property {Int32Array} legDm The straight access leg.
 *
 * @typedef {object} Gates
 * @property {number} count
 * @property {string[]} ids
 * @property {string[]} kinds
 * @property {Int32Array} xy
 * @property {Int32Array} edgeStart
 * @property {Int32Array} edges The closed edges that opening it would open.
 *
 * @typedef {object} QrPoints
 * @property {number} count
 * @property {Int32Array} xy
 * @property {Int32Array} building Whose door each is at, or -1.
 * @property {(i: number) => string} kind
 * @property {(i: number) => string} why Why it is where it is.
 * @property {(i: number) => string} confidence How sure that is.
 *
 * @typedef {object} Dispatch
 * @property {number} minutes What in time means.
 * @property {string[]} modes
 * @property {number[]} services Which of its own each of the map's services is; -1: none.
 * @property {(service: number, mode: number) => Uint8Array} late Per building, 1 where
 *   no responder of the service is there in time.
 * @property {(service: number, mode: number, unit: number) => object[]} nearest Of a
 *   finest unit: `station` (beyond the map's where it is not on it), `name`, `minutes`.
 *
 * @typedef {object} Obstacles Walls, rails, motorways, water: lines, and outlines.
 * @property {Array<{key: string, hard: boolean}>} kinds Nobody crosses a hard one; of
 *   the others the gates are often not mapped.
 * @property {Uint8Array} kind Per line, index into `kinds`.
 * @property {Int32Array} start Line i has points start[i] .. start[i + 1].
 * @property {Int32Array} xy
 *
 * @typedef {object} Cells
 * @property {number} size Pixels along a cell's side.
 * @property {number} columns
 * @property {number} rows
 * @property {Lists} buildings By the building's place.
 * @property {Lists} obstacles Points of obstacles: each stands for the piece from it to
 *   the next point of its line.
 * @property {Lists} edges Every edge in every cell that its box touches.
 *
 * @typedef {object} Lists
 * @property {Int32Array} start
 * @property {Int32Array} members
 *
 * @typedef {object} Background
 * @property {string[]} kinds
 * @property {Uint8Array} kind Per shape, index into `kinds`; shapes in drawing order.
 * @property {Uint8Array} isLine 1 for a line, 0 for an area.
 * @property {Int32Array} ringStart As of buildings.
 * @property {Int32Array} pointStart
 * @property {Int32Array} xy
 */
