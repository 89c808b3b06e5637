"""Datums: laws over all of China, published pairs, and a second implementation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.datum import DATUMS, convert_datum, convert_datum_of_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.datum.convert import Datum

METRES_PER_DEGREE = 111_320.0
LONGITUDES = st.floats(72.004, 137.8347)
LATITUDES = st.floats(0.8293, 55.8271)
SHIFTED = st.sampled_from(["gcj02", "bd09"])

# Longitude and latitude before and after, as the tests of eviltransform and the
# read-me of coordtransform print them.
PUBLISHED = [
    (
        "wgs84",
        "gcj02",
        (121.5272106, 31.1774276),
        (121.531541859215, 31.17530398364597),
    ),
    (
        "wgs84",
        "gcj02",
        (113.912316, 22.543847),
        (113.9171764808363, 22.540796131694766),
    ),
    (
        "wgs84",
        "gcj02",
        (116.377817, 39.911954),
        (116.38404722455657, 39.91334545536069),
    ),
    ("wgs84", "gcj02", (116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ("gcj02", "bd09", (116.404, 39.915), (116.41036949371029, 39.92133699351021)),
]


def literal(longitude: float, latitude: float) -> tuple[float, float]:
    """Shift one point to GCJ-02, written anew after the literature, step by step."""
    x, y, pi = longitude - 105, latitude - 35, math.pi
    common = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    lat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x) ** 0.5
    lat += common + (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    lat += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    lon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x) ** 0.5
    lon += common + (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    lon += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    magic = 1 - 0.00669342162296594323 * math.sin(latitude / 180 * pi) ** 2
    a = 6378245.0
    lat_deg = lat * 180 / ((a * (1 - 0.00669342162296594323)) / magic**1.5 * pi)
    lon_deg = lon * 180 / (a / magic**0.5 * math.cos(latitude / 180 * pi) * pi)
    return longitude + lon_deg, latitude + lat_deg


def literal_bd09(longitude: float, latitude: float) -> tuple[float, float]:
    """Shift one point from GCJ-02 to BD-09, after the literature."""
    wave = 3.14159265358979324 * 3000 / 180
    z = math.sqrt(longitude**2 + latitude**2) + 0.00002 * math.sin(latitude * wave)
    theta = math.atan2(latitude, longitude) + 0.000003 * math.cos(longitude * wave)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


@given(LONGITUDES, LATITUDES, SHIFTED)
def test_every_point_of_china_comes_back(lon: float, lat: float, datum: Datum) -> None:
    """To a hundredth of a millimetre, the rectangle's edges and 105 E included."""
    there = convert_datum(lon, lat, source="wgs84", target=datum)
    back = convert_datum(*there, source=datum, target="wgs84")
    off_m = np.hypot(back[0] - lon, back[1] - lat) * METRES_PER_DEGREE
    assert off_m < 1e-5


@pytest.mark.parametrize("lon", [72.004, 105.0, 105.0 + 1e-12, 137.8347])
@pytest.mark.parametrize("lat", [0.8293, 35.0, 55.8271])
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_corners_come_back(lon: float, lat: float, datum: Datum) -> None:
    """Also where a shift leads out of the rectangle."""
    there = convert_datum(lon, lat, source="wgs84", target=datum)
    back = convert_datum(*there, source=datum, target="wgs84")
    np.testing.assert_allclose(back, (lon, lat), rtol=0, atol=1e-9)


@given(LONGITUDES, LATITUDES)
def test_formula_of_the_literature(lon: float, lat: float) -> None:
    """The vectorised transform is the scalar one."""
    gcj02 = convert_datum(lon, lat, source="wgs84", target="gcj02")
    bd09 = convert_datum(lon, lat, source="wgs84", target="bd09")
    expected = literal(lon, lat)
    np.testing.assert_allclose(gcj02, expected, rtol=0, atol=1e-11)
    np.testing.assert_allclose(bd09, literal_bd09(*expected), rtol=0, atol=1e-11)


@pytest.mark.parametrize(("source", "target", "place", "published"), PUBLISHED)
def test_published_pairs(
    source: Datum,
    target: Datum,
    place: tuple[float, float],
    published: tuple[float, float],
) -> None:
    """To a tenth of a millimetre."""
    found = convert_datum(*place, source=source, target=target)
    np.testing.assert_allclose(found, published, rtol=0, atol=1e-9)


@given(
    st.one_of(
        st.tuples(st.floats(-180, 71.9), st.floats(-90, 90)),
        st.tuples(st.floats(137.94, 180), st.floats(-90, 90)),
        st.tuples(st.floats(-180, 180), st.floats(-90, 0.7)),
        st.tuples(st.floats(-180, 180), st.floats(55.93, 90)),
    ),
    st.sampled_from(DATUMS),
    st.sampled_from(DATUMS),
)
def test_nothing_moves_elsewhere(
    place: tuple[float, float], source: Datum, target: Datum
) -> None:
    """Outside the rectangle the datums are one, to the bit."""
    assert convert_datum(*place, source=source, target=target) == place


def test_shape_and_missing_values_are_kept() -> None:
    """A matrix stays a matrix; what is no number stays so; the input is untouched."""
    x = np.array([[113.9, np.nan], [np.inf, 114.0]])
    y = np.full((2, 2), 22.7)
    before = x.copy()
    out_x, out_y = convert_datum(x, y, source="bd09", target="wgs84")
    assert out_x.shape == out_y.shape == (2, 2)
    assert np.isfinite(out_x).tolist() == [[True, False], [False, True]]
    np.testing.assert_array_equal(x, before)


def test_unknown_datum() -> None:
    """It is named, with what was probably meant."""
    with pytest.raises(ValueError, match=r"no datum 'gcj'.*Did you mean 'gcj02'"):
        convert_datum(113.9, 22.7, source="gcj", target="wgs84")  # type: ignore[arg-type]


def test_every_kind_of_shape() -> None:
    """Vertex by vertex, heights and gaps kept."""
    hole = shapely.box(113.8, 22.6, 113.9, 22.7) - shapely.box(
        113.83, 22.63, 113.85, 22.65
    )
    shapes = [
        shapely.Point(113.9, 22.7, 12.5),
        None,
        shapely.LineString([(113.9, 22.7), (113.91, 22.71)]),
        shapely.GeometryCollection([hole, shapely.MultiPoint([(113.9, 22.7)])]),
    ]
    moved = convert_datum_of_shapes(shapes, source="wgs84", target="gcj02")
    back = convert_datum_of_shapes(moved, source="gcj02", target="wgs84")
    assert moved[0].z == 12.5
    assert moved[1] is None
    assert shapely.get_type_id(moved).tolist() == [0, -1, 1, 7]
    near = shapely.equals_exact(back, shapes, tolerance=1e-10)
    assert near.tolist() == [True, False, True, True]


@pytest.mark.realdata
def test_guangming_as_a_web_map_shows_it(realdata: Path) -> None:
    """A provider's outline lies 502 m east and 339 m south: the formula's 605 m."""
    outline = gpd.read_file(realdata / "guangming" / "district_wgs84.geojson").geometry
    moved = convert_datum_of_shapes(outline, source="wgs84", target="gcj02")
    spots = outline.to_crs("EPSG:4547").centroid
    shown = gpd.GeoSeries(moved, crs=4326).to_crs("EPSG:4547").centroid
    east, north = shown.x[0] - spots.x[0], shown.y[0] - spots.y[0]
    assert (east, north) == pytest.approx((502, -339), abs=11)
    assert np.hypot(east, north) == pytest.approx(np.hypot(502, 339), abs=1)
    back = convert_datum_of_shapes(moved, source="gcj02", target="wgs84")
    assert shapely.equals_exact(back, outline.to_numpy(), tolerance=1e-10).all()
