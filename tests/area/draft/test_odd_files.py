"""Whatever a file holds, it is looked into or listed with a reason."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicecircle.area import read_config
from servicecircle.area.draft import draft_area, write_draft
from servicecircle.errors import ServiceCircleError

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:4547"
UNIT = shapely.box(493_000, 2_516_000, 493_300, 2_516_300)
HERE = shapely.Point(493_100, 2_516_100)
LAYERS = {
    "no geometry": [None, None],
    "one outline without": [UNIT, None],
    "an empty outline": [shapely.Polygon(), UNIT],
    "a mixed group": [shapely.GeometryCollection([UNIT, HERE]), UNIT],
    "endless": [shapely.Point(float("inf"), 1), HERE],
    "far away": [shapely.Point(1e12, -1e12), HERE],
}
TEXTS = {
    "stations.csv": "站点编码,x,y\nA,abc,def\nB,1e400,nan\n",
    "far.csv": "站点编码,x,y\nA,5000000000,9\nB,1,3\n",
    "points.csv": "站点编码,wkt\nA,POINT (493000 2516000)\n",
    'a"b.csv': '站点编码,服务,lng,lat\nA,"x""y;[z]",113.9,22.7\n',
    "metres.graphml": (
        '<graphml><key id="a" attr.name="x"/><key id="b" attr.name="y"/><graph>'
        '<node id="1"><data key="a">493000</data><data key="b">2516000</data></node>'
        "</graph></graphml>"
    ),
    "one.osm": '<osm version="0.6"><node id="1" lat="22.7" lon="113.9"/></osm>',
}
REFUSED = {
    "cut.graphml": ("<graphml><node>", "not a graph saved by OSMnx"),
    "none.osm": ('<osm version="0.6"></osm>', "holds no points"),
    "bad.osm.pbf": ("garbage" * 9, "not a readable OpenStreetMap file"),
    "header.csv": ("站点编码,x,y\n", "a header and no rows"),
}


def drafted(tmp_path: Path) -> None:
    """Draft, write and read again."""
    write_draft(draft_area([tmp_path], name="v"), tmp_path / "new")
    assert read_config(tmp_path / "new").area.crs == CRS


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("crs", [CRS, None])
def test_odd_geometry(tmp_path: Path, kind: str, crs: str | None) -> None:
    """Missing, empty, mixed and endless geometry, with a CRS and without."""
    codes = {"站点编码": ["a", "b"]}
    layer = gpd.GeoDataFrame(codes, geometry=LAYERS[kind], crs=crs)
    layer.to_parquet(tmp_path / "站点.parquet")
    drafted(tmp_path)


@pytest.mark.parametrize("name", TEXTS)
def test_odd_text(tmp_path: Path, name: str) -> None:
    """Cells that are no numbers, names with quotes, one point only."""
    (tmp_path / name).write_text(TEXTS[name], encoding="utf-8")
    drafted(tmp_path)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    """With the reason."""
    text, reason = REFUSED[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ServiceCircleError, match=reason):
        draft_area([tmp_path], name="v")


def test_a_place_beyond_every_zone_is_a_doubt(tmp_path: Path) -> None:
    """No working CRS is made up for the pole without saying so."""
    pole = gpd.GeoDataFrame(
        {"WGBM": ["a"]}, geometry=[shapely.box(0, 89, 1, 90)], crs=4326
    )
    pole.to_parquet(tmp_path / "grid.parquet")
    drafted(tmp_path)
    text = (tmp_path / "new" / "area.toml").read_text("utf-8")
    assert "# ? No file tells where it lies" in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(data=st.data())
def test_damaged_files_give_a_draft_or_a_reason(
    village_folder: Path, tmp_path: Path, data: st.DataObject
) -> None:
    """Cut or with bytes turned: never a traceback, never a file half written."""
    names = ["stations.csv", "units.gpkg", "buildings.gpkg"]
    path = village_folder / data.draw(st.sampled_from(names))
    content = bytearray(path.read_bytes())
    content = content[: data.draw(st.integers(0, len(content)))]
    for place in data.draw(
        st.lists(st.integers(0, max(len(content) - 1, 0)), max_size=9)
    ):
        if content:
            content[place] ^= 0xFF
    (tmp_path / path.name).write_bytes(content)
    try:
        draft = draft_area([tmp_path / path.name], name="v")
    except ServiceCircleError:
        return
    write_draft(draft, tmp_path / "new")
    assert (tmp_path / "new" / "area.toml").is_file()
    shutil.rmtree(tmp_path / "new")
