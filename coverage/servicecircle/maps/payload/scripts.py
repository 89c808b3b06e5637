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
    "explorer/model/cells.js",
    "explorer/model/model.js",
)
"""Paths within ``maps/assets``; the first is pako's, which inflates the payload."""
