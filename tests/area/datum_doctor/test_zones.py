"""Zones by their codes."""

from __future__ import annotations

import pytest

from servicecircle.area.datum_doctor.zones import (
    CGCS2000,
    OLDER,
    Family,
    utm_codes,
    zone_codes,
)
from servicecircle.crs import parse_crs


@pytest.mark.parametrize(
    "family", [*CGCS2000, *OLDER], ids=lambda f: f"{f.name} {f.width_deg}"
)
def test_every_code_is_what_it_is_taken_for(family: Family) -> None:
    """The registry's name holds datum, width, number and meridian of every zone."""
    width = "3-degree Gauss-Kruger" if family.width_deg == 3 else "Gauss-Kruger"
    for step in range(family.zones):
        meridian = family.first_meridian_deg + step * family.width_deg
        numbered = parse_crs(family.with_prefix + step)
        plain = parse_crs(family.without_prefix + step)
        zone = family.first_zone + step
        assert numbered.name == f"{family.name} / {width} zone {zone}"
        assert plain.name == f"{family.name} / {width} CM {meridian}E"
        assert _easting(numbered) == zone * 1_000_000 + 500_000
        assert _easting(plain) == 500_000


def _easting(crs: object) -> float:
    found = {p.name: p.value for p in crs.coordinate_operation.params}  # type: ignore[attr-defined]
    return float(found["False easting"])


def test_a_number_before_the_easting_names_the_zone() -> None:
    """Numbers from 25 are of zones of 3 degrees, those below 24 of zones of 6."""
    assert zone_codes(CGCS2000, easting=39_493_000, longitude=114) == [4527]
    assert zone_codes(CGCS2000, easting=20_193_000, longitude=114) == [4498]
    assert zone_codes(CGCS2000, easting=24_193_000, longitude=114) == []
    assert zone_codes(CGCS2000, easting=float("nan"), longitude=114) == []


def test_the_edge_of_the_families() -> None:
    """There is no neighbour beyond the last zone."""
    assert zone_codes(CGCS2000, easting=5e5, longitude=75) == [4534, 4535, 4502, 4503]


@pytest.mark.parametrize(
    ("longitude", "latitude", "codes"),
    [(-15.4, 28.1, [32628, 32627, 32629]), (-180, -1, [32701, 32760, 32702])],
)
def test_utm(longitude: float, latitude: float, codes: list[int]) -> None:
    """Also round the back of the world, and in the south."""
    assert utm_codes(longitude, latitude) == codes
