"""Numbers of a file to places, and back."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.area.local_system import fit_local_system
from servicecircle.area.reading import Reading, as_in_the_file, in_working_crs
from servicecircle.crs import LONLAT, parse_crs

CRS = parse_crs("EPSG:4547")
HERE = np.array(
    [(493_426.0, 2_516_632.0), (499_000.0, 2_510_000.0), (487_000.0, 2_520_000)]
)
LOCAL = fit_local_system(HERE - (400_000, 2_400_000), HERE)
CITY = "+proj=tmerc +lat_0=22 +lon_0=114.2 +k=1 +x_0=120000 +y_0=5000 +ellps=GRS80"


@given(
    st.sampled_from(["EPSG:4326", "EPSG:4526", "EPSG:4548", "EPSG:3857", CITY]),
    st.sampled_from(["wgs84", "gcj02", "bd09"]),
    st.booleans(),
)
def test_every_reading_is_undone_by_its_reverse(
    crs: str,
    datum: str,
    swapped: bool,  # noqa: FBT001 - drawn
) -> None:
    """Places written in a reading and read in it are where they were."""
    reading = Reading(parse_crs(crs), datum=datum, swap_axes=swapped)  # type: ignore[arg-type]
    shapes = np.array(
        [*shapely.points(HERE), shapely.box(490_000, 2_515_000, 490_040, 2_515_030)]
    )
    written = as_in_the_file(shapes, reading, crs=CRS)
    read = in_working_crs(written, reading, crs=CRS)
    assert shapely.equals_exact(read, shapes, tolerance=0.001).all()


def test_a_local_system_both_ways() -> None:
    """Control points stand in the place of a CRS."""
    shapes = shapely.points(HERE)
    reading = Reading(None, local=LOCAL, swap_axes=True)
    written = as_in_the_file(shapes, reading, crs=CRS)
    assert (written[0].x, written[0].y) == pytest.approx((116_632, 93_426))
    assert shapely.equals_exact(
        in_working_crs(written, reading, crs=CRS), shapes, tolerance=1e-6
    ).all()


def test_a_local_system_as_a_proj_string() -> None:
    """A city's own projection needs no code: 100 m in it are 100 m here."""
    reading = Reading(parse_crs(CITY))
    (shape,) = in_working_crs(
        np.array([shapely.Point(120_000, 90_000)]), reading, crs=CRS
    )
    lonlat = gpd.GeoSeries([shape], crs=CRS).to_crs(LONLAT)[0]
    assert lonlat.x == pytest.approx(114.2, abs=1e-8)
    assert lonlat.y == pytest.approx(22 + 85_000 / 110_750, abs=0.001)


def test_a_zone_with_its_number_is_the_zone_without() -> None:
    """EPSG:4526 is EPSG:4547 with 38 before the easting."""
    numbered = shapely.transform(
        shapely.points(HERE), lambda xy: xy + np.array([38e6, 0.0])
    )
    read = in_working_crs(numbered, Reading(parse_crs("EPSG:4526")), crs=CRS)
    assert shapely.equals_exact(read, shapely.points(HERE), tolerance=0.001).all()


def test_nothing_is_touched_that_is_right() -> None:
    """Coordinates in the working CRS keep every bit, and gaps stay gaps."""
    shapes = np.array([shapely.Point(493_426.123456789, 2.5e6), None])
    read = in_working_crs(shapes, Reading(CRS), crs=CRS)
    assert read[0].x == 493_426.123456789
    assert read[1] is None
