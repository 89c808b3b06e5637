"""One edition of a place's units: what is compared with another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from servicecircle.crs import label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import geopandas as gpd
    import pyproj

    from servicecircle.area import PlanningArea
    from servicecircle.vocabulary import Level


@dataclass(frozen=True, eq=False, repr=False)
class Edition:
    """
    The units of one place as they were drawn at one time.

    Parameters
    ----------
    name
        What messages call it: the folder or file it came from.
    crs
        The working CRS, projected and in metres.
    levels
        The units of each level, from the widest to the finest. Each is indexed by
        ``unit_id`` (str), sorted, with ``name``, ``parent_id`` and the polygon; the
        units of one level do not overlap.
    buildings
        With ``residents`` (persons) and a footprint or point; None where unknown.
    as_of
        The day whose state each level shows, where it is known.
    notice
        What every output is to repeat.
    """

    name: str
    crs: pyproj.CRS
    levels: Mapping[Level, gpd.GeoDataFrame]
    buildings: gpd.GeoDataFrame | None = None
    as_of: Mapping[Level, dt.date] = field(default_factory=dict)
    notice: str = ""

    def __repr__(self) -> str:
        """Say what the edition is, in one line."""
        units = ", ".join(f"{len(u)} {k.layer}" for k, u in self.levels.items())
        return f"<Edition {self.name!r}: {units}, {label(self.crs)}>"


def edition_of(area: PlanningArea, *, name: str = "") -> Edition:
    """
    Take the units, buildings and dates of a planning area.

    Parameters
    ----------
    area
        A planning area: its levels are proved to be partitions.
    name
        What messages call it; the area's name where empty.
    """
    dated = {level: section.as_of for level, section in area.config.levels.items()}
    return Edition(
        name=name or area.name,
        crs=area.crs,
        levels=area.levels,
        buildings=area.buildings,
        as_of={level: day for level, day in dated.items() if day is not None},
        notice=area.config.area.notice,
    )
