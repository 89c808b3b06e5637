"""Kinds of edges between two cells of land: streets of every width, banks, no path."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Way(IntEnum):
    """What an edge of the partition is to a walker."""

    NONE = 0
    """A boundary of cells without a path."""
    ARTERIAL = 1
    COLLECTOR = 2
    LOCAL = 3
    LANE = 4
    COMPOUND_PATH = 5
    PARK_PATH = 6
    TRAIL = 7
    BANK = 8
    """The path along a river, a railway or one side of a main road."""
    CROSSING = 9
    """Over a bridge, through an underpass or over a zebra crossing."""
    BORDER = 10
    """The district's outline."""
    BARRIER = 11
    """The fence of a motorway or railway, with no path beside it."""


class WayKind(NamedTuple):
    """A way's tag, the metres from its middle to the plots, and what units pay."""

    highway: str
    half_width_m: float
    reach_across: float
    """Factor on the cost at which a community or grid grows across such an edge."""


KINDS: dict[Way, WayKind] = {
    Way.NONE: WayKind("", 0, 1.0),
    Way.ARTERIAL: WayKind("secondary", 15, 2.5),
    Way.COLLECTOR: WayKind("tertiary", 9, 1.8),
    Way.LOCAL: WayKind("residential", 5.5, 1.25),
    Way.LANE: WayKind("footway", 1.2, 1.0),
    Way.COMPOUND_PATH: WayKind("service", 3, 1.0),
    Way.PARK_PATH: WayKind("service", 5, 1.0),
    Way.TRAIL: WayKind("path", 1, 1.1),
    Way.BANK: WayKind("tertiary", 5, 3.0),
    Way.CROSSING: WayKind("footway", 2, 1.0),
    Way.BORDER: WayKind("", 5, 9.0),
    Way.BARRIER: WayKind("", 8, 5.0),
}

WALKABLE = frozenset(way for way, kind in KINDS.items() if kind.highway)
INNER = frozenset({Way.COMPOUND_PATH, Way.PARK_PATH})
"""Paths behind a wall."""
WIDE = frozenset({Way.ARTERIAL, Way.COLLECTOR, Way.BANK})
