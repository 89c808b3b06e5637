"""The domain's words as types."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """
    An administrative level, from the widest to the finest.

    A red sub-grid (红色小分格) is a group of about six grids inside one community.
    What a level is called locally is configuration; its role is not.

    >>> Level.RED_SUB_GRID.layer
    'red_sub_grids'
    >>> Level.GRID.finer_than(Level.COMMUNITY)
    True
    """

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    RED_SUB_GRID = "red_sub_grid"
    GRID = "grid"

    @property
    def layer(self) -> str:
        """The level's layer name in GeoPackages."""
        return _LAYERS[self]

    @property
    def id_column(self) -> str:
        """The column that names a unit of this level in other tables."""
        return f"{self.value}_id"

    @property
    def chinese(self) -> str:
        """What Chinese texts call it: 区, 街道, 社区, 红色小分格, 网格."""
        return _CHINESE[self]

    def finer_than(self, other: Level) -> bool:
        """Whether units of this level lie inside units of `other`."""
        order = list(Level)
        return order.index(self) > order.index(other)


_LAYERS = {
    Level.DISTRICT: "district",
    Level.STREET: "streets",
    Level.COMMUNITY: "communities",
    Level.RED_SUB_GRID: "red_sub_grids",
    Level.GRID: "grids",
}

_CHINESE = {
    Level.DISTRICT: "区",
    Level.STREET: "街道",
    Level.COMMUNITY: "社区",
    Level.RED_SUB_GRID: "红色小分格",
    Level.GRID: "网格",
}


class Severity(StrEnum):
    """How much a finding weighs: an error blocks the run, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Reason(StrEnum):
    """
    Why a place counts as covered or not, for one service.

    Missing is missing (DESIGN.md, convention 6): only `COVERED` and `TOO_FAR` come
    with a walking distance.
    """

    COVERED = "covered"
    TOO_FAR = "too_far"
    NO_PATH = "no_path"
    """The place's part of the network is joined to no station of the service."""
    NO_EDGE_NEARBY = "no_edge_nearby"
    """No usable edge lies within the snapping limit."""
    BEHIND_OBSTACLE = "behind_obstacle"
    """Every usable edge within the limit lies across a motorway, a rail or water."""
    NO_STATION = "no_station"
    """No station that is open at the planning date offers the service."""
