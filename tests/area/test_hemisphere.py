"""UTM zones of the wrong hemisphere: everything agrees, ten thousand km off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from servicecircle.area import examine_area

if TYPE_CHECKING:
    from pathlib import Path

GRIDS = shapely.box([458_000, 458_500], 3_110_000, [458_500, 459_000], 3_110_500)
TOML = """
[area]
name = "Las Palmas"
crs = "{crs}"
[levels.grid]
file = "grids.gpkg"
[stations]
file = "stations.csv"
[buildings]
file = "buildings.gpkg"
[services.walk]
distance_m = 500
"""


def rules(folder: Path, *, working: str, said: str) -> dict[str, str]:
    """Write an area near Las Palmas and say what blocks it, and the remedy."""
    grids = gpd.GeoDataFrame({"grid_id": ["g1", "g2"]}, geometry=GRIDS, crs=said)
    grids.to_file(folder / "grids.gpkg")
    houses = gpd.GeoDataFrame(
        {"building_id": ["b1", "b2"], "residents": [3, 4]},
        geometry=shapely.buffer(shapely.centroid(GRIDS), 10),
        crs=said,
    )
    houses.to_file(folder / "buildings.gpkg")
    text = "station_id,x,y,services\nS1,458100,3110100,walk\n"
    (folder / "stations.csv").write_text(text, encoding="utf-8")
    toml = TOML.format(crs=working).replace(
        '"stations.csv"', f'"stations.csv"\ncrs = "{said}"'
    )
    (folder / "area.toml").write_text(toml, encoding="utf-8")
    _, findings = examine_area(folder)
    return {f.rule: f.remedy for f in findings if f.blocks}


@pytest.mark.parametrize("working", ["EPSG:32728", "EPSG:32628"])
def test_a_district_in_the_antarctic_is_refused(tmp_path: Path, working: str) -> None:
    """Once, with the zone of the other hemisphere, whatever the working CRS is."""
    blocking = rules(tmp_path, working=working, said="EPSG:32728")
    assert set(blocking) == {"latitude-implausible"}
    said = "EPSG:32728 is of the other hemisphere: in EPSG:32628 it lies 28.1 degrees n"
    assert blocking["latitude-implausible"].startswith(said)


def test_a_district_where_people_live_is_not(tmp_path: Path) -> None:
    """In the right zone nothing blocks."""
    assert rules(tmp_path, working="EPSG:32628", said="EPSG:32628") == {}
