"""Every plausible way to read the coordinates of a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.datum_doctor.zones import (
    CGCS2000,
    OLDER,
    utm_codes,
    zone_codes,
)
from servicecircle.area.reading import Reading
from servicecircle.crs import LONLAT, label, parse_crs
from servicecircle.datum import is_shifted_at

if TYPE_CHECKING:
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.datum_doctor.ground import Ground
    from servicecircle.datum.convert import Datum

    Floats = NDArray[np.float64]

WEB_MERCATOR = 3857
SHIFTED: tuple[Datum, ...] = ("gcj02", "bd09")
LARGEST_LONGITUDE = 180.0
AS_DECLARED = "as declared"


@dataclass(frozen=True)
class Trial:
    """
    A reading to be tried.

    Parameters
    ----------
    reading
        How to read the layer.
    against
        Which datum the polygons are taken to be in, for the case that they are the
        ones to be shifted.
    declared
        Whether this is what the file and `area.toml` say.
    """

    reading: Reading
    against: Datum = "wgs84"
    declared: bool = False

    @property
    def name(self) -> str:
        """What to call it in a table: the words of area.toml."""
        words = self.words()
        if self.against != "wgs84":
            return f"{AS_DECLARED} if what it is held against is in {self.against}"
        return f"{AS_DECLARED}: {words}" if self.declared else words

    def words(self, *, beside: Reading | None = None) -> str:
        """
        Write the reading as in area.toml, or only what differs from another.

        >>> Trial(Reading(LONLAT, datum="gcj02")).words(beside=Reading(LONLAT))
        'datum = "gcj02"'
        """
        own = self.reading
        words = []
        if own.local is not None:
            words.append("control_points")
        elif own.crs is not None and not _same_crs(own, beside):
            words.append(f'crs = "{label(own.crs)}"')
        if own.datum != (beside.datum if beside else "wgs84"):
            words.append(f'datum = "{own.datum}"')
        if own.swap_axes != (beside.swap_axes if beside else False):
            words.append(f"swap_axes = {str(own.swap_axes).lower()}")
        return ", ".join(words)


def trials_for(xy: Floats, declared: Reading | None, ground: Ground) -> list[Trial]:
    """
    List the readings that a file's numbers allow, the declared one first.

    Some of them are the same in other words: a zone of two families, say.

    Parameters
    ----------
    xy
        Some of the file's coordinates as they are, shape (points, 2).
    declared
        What the file and `area.toml` say; None where they do not say enough.
    ground
        Where the district lies.
    """
    trials = []
    if declared is not None:
        trials.append(Trial(declared, declared=True))
        if declared.datum == "wgs84":
            trials += [Trial(declared, against=datum) for datum in _shifts(ground)]
    own = [declared.crs] if declared is not None and declared.crs is not None else []
    known = list({crs.srs: crs for crs in (*own, LONLAT, ground.crs)}.values())
    often_shifted = {crs.srs for crs in (*known, _by_code(WEB_MERCATOR))}
    for swap in (False, True):
        middle = np.nanmedian(xy[:, ::-1] if swap else xy, axis=0)
        plain = [
            Reading(crs, swap_axes=swap) for crs in _systems(middle, known, ground)
        ]
        trials += [Trial(reading) for reading in plain]
        trials += [
            Trial(replace(reading, datum=datum))
            for reading in plain
            if reading.crs is not None and reading.crs.srs in often_shifted
            for datum in _shifts(ground)
        ]
    return trials


def older_trials(xy: Floats, ground: Ground) -> list[Trial]:
    """List the readings in the systems that came before CGCS2000."""
    trials = []
    for swap in (False, True):
        east, north = np.nanmedian(xy[:, ::-1] if swap else xy, axis=0)
        if not _like_degrees(east, north) and ground.in_china:
            codes = zone_codes(
                OLDER, easting=east, longitude=ground.longitude, neighbours=False
            )
            trials += [Trial(Reading(_by_code(code), swap_axes=swap)) for code in codes]
    return trials


def _systems(
    middle: Floats, known: list[pyproj.CRS], ground: Ground
) -> list[pyproj.CRS]:
    """Name the systems whose unit fits the numbers."""
    east, north = middle
    if _like_degrees(east, north):
        return [crs for crs in known if crs.is_geographic]
    codes = []
    if ground.in_china:
        codes = zone_codes(CGCS2000, easting=east, longitude=ground.longitude)
    codes += [*utm_codes(ground.longitude, ground.latitude), WEB_MERCATOR]
    return [crs for crs in known if crs.is_projected] + [_by_code(c) for c in codes]


@cache
def _by_code(code: int) -> pyproj.CRS:
    """Look a CRS up in the registry once: for every layer the same ones are tried."""
    return parse_crs(code)


def _shifts(ground: Ground) -> tuple[Datum, ...]:
    """Name the datums that move the district at all."""
    return SHIFTED if is_shifted_at(ground.longitude, ground.latitude) else ()


def _like_degrees(east: float, north: float) -> bool:
    return max(abs(east), abs(north)) <= LARGEST_LONGITUDE


def _same_crs(reading: Reading, other: Reading | None) -> bool:
    if other is None or other.crs is None or reading.crs is None:
        return False
    return bool(reading.crs.equals(other.crs, ignore_axis_order=True))
