"""The planning area: levels, stations, buildings and standards, proved and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle._validation import check_unique, name_some, suggest
from servicecircle.crs import check_working_crs, label
from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    import pyproj

    from servicecircle.area.config import AreaConfig
    from servicecircle.findings import Finding
    from servicecircle.standards import ServiceStandard
    from servicecircle.vocabulary import Level

UNIT_COLUMNS = ("name", "parent_id", "residents", "geometry")
STATION_COLUMNS = (
    "name",
    "tier",
    "host_type",
    "services",
    "capacity",
    "open_from",
    "open_to",
    "geometry",
)
BUILDING_COLUMNS = ("name", "residents", "floors", "use", "geometry")
COUNTED_COLUMNS = ("households", "stairs")
"""Columns of buildings that are kept where the table states any."""
MANNED_COLUMNS = ("staff", "hours")
"""Columns of stations that are kept where the table states any."""
PLANNED_COLUMNS = ("tier", "staff", "open_from")
"""Columns of candidates that are kept where the table states any."""
ENTRANCE_COLUMNS = ("building_id", "kind", "geometry")
BACKGROUND_COLUMNS = ("kind", "geometry")
CANDIDATE_COLUMNS = ("name", "host_type", "cost", "capacity", "geometry")


@dataclass(frozen=True, eq=False, repr=False)
class PlanningArea:
    """
    A district as it is planned for, in one working CRS.

    Parameters
    ----------
    name
        What the area is called.
    crs
        The working CRS, projected and in metres; all geometry is in it.
    levels
        The units of each level that is there, from the widest to the finest. Each is
        indexed by ``unit_id`` (str) with ``name``, ``parent_id`` (missing at the top),
        ``residents`` (persons, NaN where not stated) and the polygon.
    stations
        Indexed by ``station_id``: ``name``, ``tier``, ``host_type`` (str or missing),
        ``services`` (tuple of str, sorted), ``capacity`` (persons or NaN),
        ``open_from``, ``open_to`` (dates or missing), ``staff`` (persons or NaN) and
        ``hours`` where the table states any, and the point. Only those that are open
        at the planning date.
    buildings
        Indexed by ``building_id``: ``name``, ``use`` (str or missing), ``residents``
        (persons, never missing), ``floors`` (or NaN), ``households`` and ``stairs``
        where the table states any (or NaN), one ``<level>_id`` for every
        level (missing where the building lies outside) and the footprint or point.
    entrances
        ``building_id``, ``kind`` and the point; may be empty.
    candidates
        Indexed by ``site_id``: ``name``, ``host_type``, ``cost`` of opening it,
        ``capacity`` (persons; both NaN where not stated), ``tier``, ``staff`` and
        ``open_from`` where the table states any, and the point; may be empty.
    background
        What maps draw quietly below: ``kind`` (``wood``, ``grass``, ``park``,
        ``water``, to be drawn in this order) and polygons or lines, up to 1.5 km
        around the district; may be empty.
    standards
        The service circles.
    config
        The `area.toml` it was read from.
    folder
        Where it was read from; the configuration's files are relative to it.
    findings
        Warnings and notes from reading.

    Raises
    ------
    InputError
        If a column is missing, ids repeat, a frame is in another CRS, or a building
        names a unit that is not there.

    Notes
    -----
    Every frame is sorted by its ids, so nothing depends on the order of a file.
    """

    name: str
    crs: pyproj.CRS
    levels: Mapping[Level, gpd.GeoDataFrame]
    stations: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    background: gpd.GeoDataFrame
    standards: tuple[ServiceStandard, ...]
    config: AreaConfig
    folder: Path
    findings: tuple[Finding, ...] = field(default=())

    def __post_init__(self) -> None:
        """Prove what everything later stands on."""
        check_working_crs(self.crs)
        if not self.levels:
            msg = "A planning area needs at least one level of units."
            raise InputError(msg)
        for level, units in self.levels.items():
            _check_frame(units, UNIT_COLUMNS, self.crs, name=level.layer)
        ids = tuple(level.id_column for level in self.levels)
        _check_frame(self.stations, STATION_COLUMNS, self.crs, name="stations")
        _check_frame(
            self.buildings, (*BUILDING_COLUMNS, *ids), self.crs, name="buildings"
        )
        _check_frame(self.candidates, CANDIDATE_COLUMNS, self.crs, name="candidates")
        _check_frame(
            self.entrances, ENTRANCE_COLUMNS, self.crs, name="entrances", unique=False
        )
        _check_frame(self.background, BACKGROUND_COLUMNS, self.crs, name="background")
        for level, units in self.levels.items():
            named = pd.Index(self.buildings[level.id_column].dropna().unique())
            unknown = named.difference(units.index)
            if len(unknown):
                missing = name_some(unknown)
                msg = f"buildings name {level.layer} that are not there: {missing}."
                raise InputError(msg)

    @property
    def finest(self) -> Level:
        """The finest level that is there."""
        return list(self.levels)[-1]

    @property
    def widest(self) -> Level:
        """The widest level that is there: the district."""
        return next(iter(self.levels))

    def units(self, level: Level) -> gpd.GeoDataFrame:
        """
        Return the units of one level.

        Raises
        ------
        InputError
            If the area does not have this level.
        """
        if level not in self.levels:
            there = [str(known) for known in self.levels]
            msg = f"The area has no level {level.value!r}. {suggest(level, there)}"
            raise InputError(msg)
        return self.levels[level]

    def label(self, level: Level) -> str:
        """Say what a level is called here, for example 微治圈."""
        section = self.config.levels.get(level)
        if section is not None and section.label:
            return section.label
        return level.value.replace("_", " ").capitalize()

    def replace(self, **changes: Any) -> PlanningArea:  # noqa: ANN401 - dataclass fields
        """Return an area with some parts changed and every invariant proved anew."""
        return replace(self, **changes)

    def __repr__(self) -> str:
        """Say what the area is, in one line."""
        units = ", ".join(f"{len(u)} {k.layer}" for k, u in self.levels.items())
        return (
            f"<PlanningArea {self.name!r}: {units}, {len(self.stations)} stations, "
            f"{len(self.buildings)} buildings, "
            f"{self.buildings['residents'].sum():.0f} residents, {label(self.crs)}>"
        )

    def _repr_html_(self) -> str:
        """Show counts, services and a small map in a notebook."""
        from servicecircle.area.as_card import area_card  # noqa: PLC0415 - above this

        return area_card(self)


def _check_frame(
    frame: gpd.GeoDataFrame,
    columns: tuple[str, ...],
    crs: pyproj.CRS,
    *,
    name: str,
    unique: bool = True,
) -> None:
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        msg = f"{name} lack the columns {name_some(missing)}."
        raise InputError(msg)
    if frame.crs is None or not frame.crs.equals(crs, ignore_axis_order=True):
        msg = f"{name} are not in the working CRS {label(crs)}."
        raise InputError(msg)
    if unique and not frame.index.is_unique:
        try:
            check_unique(frame.index, name=f"ids of {name}")
        except ValueError as error:
            raise InputError(str(error)) from error
