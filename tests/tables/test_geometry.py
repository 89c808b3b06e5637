"""Geometry that is missing, of the wrong kind, or broken."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from servicecircle.tables import check_geometry, table

BOWTIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


@pytest.mark.parametrize(
    ("shape", "rule", "says"),
    [
        (None, "empty-geometry", "b.gpkg feature 1 (b1) has no geometry."),
        (shapely.Point(), "empty-geometry", "has no geometry"),
        (shapely.LineString([(0, 0), (1, 1)]), "geometry-kind", "is a line, and"),
        (shapely.Point(float("inf"), 0), "geometry-not-finite", "not finite"),
        (
            shapely.Polygon([(0, 0), (1, 1), (2, 2)]),
            "empty-geometry",
            "encloses no area",
        ),
    ],
)
def test_unusable_shapes_block(shape: object, rule: str, says: str) -> None:
    """The row and its id are named."""
    frame = gpd.GeoDataFrame({"building_id": ["b1"]}, geometry=[shape])
    frame.index = frame.index.set_names("feature") + 1
    _, findings = check_geometry(frame, table("buildings"), source="b.gpkg")
    assert [f.rule for f in findings if f.blocks] == [rule]
    assert says in findings[0].message
    assert findings[0].id == "b1"


def test_a_bowtie_is_repaired_and_said() -> None:
    """The area meant is kept, as a warning."""
    frame = gpd.GeoDataFrame({"building_id": ["b1"]}, geometry=[BOWTIE])
    done, findings = check_geometry(frame, table("buildings"), source="b.gpkg")
    assert done.geometry.is_valid.all()
    assert done.area.tolist() == [2.0]
    assert [f.rule for f in findings] == ["geometry-repaired"]
    assert not findings[0].blocks
    assert frame.geometry.iloc[0] is BOWTIE


def test_heights_and_groups_of_one_are_unwrapped() -> None:
    """A MultiPoint of one point with a height is a point."""
    shape = shapely.MultiPoint([(1, 2, 3)])
    frame = gpd.GeoDataFrame({"station_id": ["s"]}, geometry=[shape])
    done, findings = check_geometry(frame, table("stations"), source="s.gpkg")
    assert findings == []
    assert done.geometry.iloc[0].equals_exact(shapely.Point(1, 2))
    assert not done.geometry.iloc[0].has_z
