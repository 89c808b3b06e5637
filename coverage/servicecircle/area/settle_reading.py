"""How a file's coordinates are to be read, from area.toml and from the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from servicecircle.area.control_points import read_control_points
from servicecircle.area.reading import Reading
from servicecircle.area.zone_numbers import check_zone
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.inputs import UnusableInputError, check_unit
from servicecircle.inputs.files import agree_crs
from servicecircle.tables.datum_words import datum_of
from servicecircle.tables.match_columns import fold

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pyproj

    from servicecircle.area.local_system import Model
    from servicecircle.datum.convert import Datum
    from servicecircle.findings import Finding


class Located(Protocol):
    """What a section of area.toml says of a file's coordinates."""

    @property
    def crs(self) -> str | None:
        """The CRS of what does not carry its own."""

    @property
    def datum(self) -> Datum:
        """Whether the coordinates are shifted."""

    @property
    def swap_axes(self) -> bool:
        """Whether x and y stand in each other's place."""

    @property
    def control_points(self) -> str | None:
        """The file that ties a local system to the working CRS."""

    @property
    def control_fit(self) -> Model:
        """Which map the control points hold."""


class Coordinates(NamedTuple):
    """What a file says of its coordinates itself."""

    crs: pyproj.CRS | None
    columns: tuple[str, ...] = ()
    """Where they stand in columns: the file's names of x and y."""


def settle_reading(
    section: Located,
    coordinates: Coordinates,
    *,
    source: str,
    crs: pyproj.CRS,
    folder: Path,
) -> tuple[Reading | None, list[Finding]]:
    """
    Settle how a file's coordinates are to be read.

    Parameters
    ----------
    section
        What area.toml says.
    coordinates
        What the file says.
    source
        What to call the file in messages.
    crs
        The working CRS.
    folder
        Where the file of control points lies.

    Returns
    -------
    reading
        None where a finding blocks. Coordinates in columns are longitude and latitude
        unless a CRS is named.
    findings
        What the control points have to say.

    Raises
    ------
    UnusableInputError
        If the file, its columns' names and area.toml disagree, or say too little, or
        too much.
    CrsError
        If a CRS is unknown.
    """
    if section.control_points is not None:
        return _of_control_points(section, section.control_points, source, crs, folder)
    told = {datum for name in coordinates.columns if (datum := datum_of(fold(name)))}
    if told - {section.datum}:
        datum = min(told - {section.datum})
        names = " and ".join(coordinates.columns)
        msg = (
            f"{source}: the columns {names} say that they are in {datum}, and "
            f"area.toml says {section.datum}."
        )
        remedy = f'Write datum = "{datum}" beside the file in area.toml.'
        raise UnusableInputError(msg, remedy, rule="datum-named")
    if coordinates.columns and section.crs is None:
        return Reading(LONLAT, section.datum, section.swap_axes), []
    agreed = (
        parse_crs(section.crs)
        if coordinates.columns
        else agree_crs(coordinates.crs, section.crs, source=source)
    )
    return Reading(agreed, section.datum, section.swap_axes), []


def check_numbers(frame: gpd.GeoDataFrame, reading: Reading, *, source: str) -> None:
    """
    Refuse numbers that cannot be what they are to be read as.

    Raises
    ------
    UnusableInputError
        If degrees are read as metres, or the other way round, or eastings with a
        zone's number as such without, or northings as eastings.
    """
    if reading.crs is not None:
        bounds = bounds_of(frame, reading)
        check_unit(bounds, reading.crs, source=source)
        check_zone(bounds, reading.crs, source=source)


def bounds_of(
    frame: gpd.GeoDataFrame, reading: Reading
) -> tuple[float, float, float, float]:
    """Give west, south, east and north, in the order of the reading's axes."""
    west, south, east, north = (float(value) for value in frame.total_bounds)
    if reading.swap_axes:
        return south, west, north, east
    return west, south, east, north


def _of_control_points(
    section: Located, file: str, source: str, crs: pyproj.CRS, folder: Path
) -> tuple[Reading | None, list[Finding]]:
    for name, given in (
        ("crs", section.crs is not None),
        ("datum", section.datum != "wgs84"),
    ):
        if given:
            msg = f"area.toml gives {source} both control_points and {name}."
            remedy = f"Take {name} out: the control points say where a place is."
            raise UnusableInputError(msg, remedy, rule="reading-unfit")
    local, findings = read_control_points(
        folder / file, crs=crs, model=section.control_fit, swapped=section.swap_axes
    )
    if local is None:
        return None, findings
    return Reading(None, swap_axes=section.swap_axes, local=local), findings
