"""Places outside the district: what may be wrong, and many of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from servicecircle.area.inside import check_inside
from servicecircle.area.reading import Reading
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from servicecircle.findings import Finding

CRS = parse_crs("EPSG:4547")
HERE = gpd.GeoSeries(gpd.points_from_xy([113.9], [22.75]), crs=LONLAT).to_crs(CRS)
DISTRICT = gpd.GeoDataFrame(geometry=HERE.buffer(3_000), crs=CRS)


def found(points: gpd.GeoSeries, reading: Reading) -> list[Finding]:
    """Check stations called S0, S1, ... that a file puts there."""
    named = gpd.GeoDataFrame(geometry=points.to_crs(CRS))
    named.index = [f"S{k}" for k in range(len(points))]
    return check_inside(
        named, DISTRICT, table="stations", severity=Severity.ERROR, reading=reading
    )


@pytest.mark.parametrize(
    ("x", "y", "reading", "remedy"),
    [
        (-113.9, 22.75, Reading(LONLAT), "minus before its longitude"),
        (22.75, 113.9, Reading(CRS), "Check its coordinates"),
        (113.9, 22.75, Reading(CRS), "seem to be longitude and latitude"),
        (113.9, 22.0, Reading(LONLAT), "Check its coordinates"),
    ],
)
def test_the_remedy_is_what_brings_it_in(
    x: float, y: float, reading: Reading, remedy: str
) -> None:
    """A lost sign, degrees among metres; else it is to be looked at."""
    spot = gpd.GeoSeries(gpd.points_from_xy([x], [y]), crs=reading.crs)
    (finding,) = found(spot, reading)
    assert remedy in finding.remedy
    assert finding.id == "S0"


def test_many_far_out_for_one_reason_are_told_once() -> None:
    """Of 133 stations without their minus there is one finding, and not 133."""
    spots = gpd.GeoSeries(gpd.points_from_xy([-113.9] * 6, [22.75] * 6), crs=LONLAT)
    (finding,) = found(spots, Reading(LONLAT))
    assert finding.message.startswith("6 stations lie ")
    assert isinstance(finding.where, shapely.MultiPoint)
    assert len(found(spots[:4], Reading(LONLAT))) == 4
