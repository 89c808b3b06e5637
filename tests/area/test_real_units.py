"""Real outlines: the municipality of Las Palmas and its school catchments."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from servicecircle.area import examine_area

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("municipality_wgs84.geojson", "school_catchments_epsg5635.geojson")
TOML = """\
[area]
name = "Las Palmas de Gran Canaria"
crs = "EPSG:32628"
[levels.district]
file = "municipality_wgs84.geojson"
[levels.community]
file = "school_catchments_epsg5635.geojson"
columns = { unit_id = "Codigo", name = "Denominaci" }
[stations]
file = "stations.csv"
[buildings]
file = "stations.csv"
[buildings.residents]
total = 378000
[services.appeals]
distance_m = 500
"""


@pytest.mark.realdata
def test_catchments_do_not_fill_the_municipality(
    realdata: Path, tmp_path: Path
) -> None:
    """What tiles most of a city is measured, and named where it does not."""
    for name in FILES:
        shutil.copy(realdata / "las_palmas" / name, tmp_path)
    (tmp_path / "area.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "stations.csv").write_text("code,lng,lat\nS1,-15.43,28.1\n")
    area, findings = examine_area(tmp_path)
    assert area is None
    blocking = [f for f in findings if f.blocks]
    assert {f.rule for f in blocking} == {"gap", "unit-sticks-out", "units-overlap"}
    told = [f for f in findings if f.rule in {"gap", "sliver"}]
    gaps = gpd.GeoSeries([f.where for f in told if "not filled" in f.message])
    # The same by another library's overlay.
    city, zones = (gpd.read_file(tmp_path / name).to_crs(32628) for name in FILES)
    rest = gpd.overlay(city, zones, how="difference", keep_geom_type=True)
    assert gaps.area.sum() == pytest.approx(rest.area.sum(), rel=1e-4)
