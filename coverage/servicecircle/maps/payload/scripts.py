"""Our scripts that read the payload and answer from it, in the order they load."""

from __future__ import annotations

SCRIPTS = (
    "pako/pako_inflate.js",
    "explorer/payload/namespace.js",
    "explorer/payload/read.js",
    "explorer/model/lists.js",
    "explorer/model/levels.js",
    "explorer/model/buildings.js",
    "explorer/model/network.js",
    "explorer/model/services.js",
    "explorer/model/gates.js",
    "explorer/model/qr_points.js",
    "explorer/model/background.js",
    "explorer/model/obstacles.js",
    "explorer/model/cells.js",
    "explorer/model/model.js",
    "explorer/model/search.js",
    "explorer/model/lonlat.js",
    "explorer/model/write_what_if.js",
    "explorer/model/read_what_if.js",
    "explorer/walk/bucket_queue.js",
    "explorer/walk/graph.js",
    "explorer/walk/spread.js",
    "explorer/walk/geometry.js",
    "explorer/walk/crossings.js",
    "explorer/walk/snap.js",
    "explorer/walk/station_distances.js",
    "explorer/walk/pieces.js",
    "explorer/walk/reach.js",
    "explorer/walk/trials.js",
    "explorer/walk/straight.js",
    "explorer/walk/path.js",
    "explorer/walk/counts.js",
    "explorer/walk/engine.js",
)
"""Paths within ``maps/assets``; the first is pako's, which inflates the payload."""
