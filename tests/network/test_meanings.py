"""What columns of streets and obstacles mean: by area.toml, by name, by other names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from servicecircle.area.config import NetworkFile
from servicecircle.crs import parse_crs
from servicecircle.inputs import UnusableInputError
from servicecircle.network.as_declared import read_layer
from servicecircle.network.lines import network_from_lines

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.network.walk_network import WalkNetwork

CRS = parse_crs("EPSG:4547")


def streets(folder: Path, said: dict[str, str], **columns: object) -> WalkNetwork:
    """Read two streets with these columns, by what area.toml says of them."""
    x, y = 493_000, 2_516_000
    lines = [shapely.LineString([(x, y + k), (x + 90, y + k)]) for k in (0, 50)]
    frame = gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)
    frame.to_file(folder / "s.gpkg")
    source = NetworkFile(file="s.gpkg", columns=said)
    layer = read_layer(folder, source, crs=CRS, meaning="streets")
    return network_from_lines(layer, crs=CRS)


@pytest.mark.parametrize("name", ["steps", "STEPS", "是否台阶"])
def test_a_flag_is_known_by_its_names(tmp_path: Path, name: str) -> None:
    """In any case, and in Chinese."""
    network = streets(tmp_path, {}, **{name: ["否", "是"]})
    assert network.edges["steps"].tolist() == [False, True]


def test_area_toml_goes_first(tmp_path: Path) -> None:
    """Also before a column that has the very name."""
    said = {"closed": "gate"}
    network = streets(tmp_path, said, closed=["yes", "no"], gate=["no", "yes"])
    assert network.edges["closed"].tolist() == [False, True]


def test_the_very_name_goes_before_other_names(tmp_path: Path) -> None:
    """Where both are there, nothing is asked."""
    network = streets(tmp_path, {}, bridge=["no", "yes"], 桥梁=["有", "无"])
    assert network.edges["bridge"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("said", "columns", "match"),
    [
        ({"stairs": "a"}, {"a": [1, 0]}, "maps 'stairs'.*Did you mean|no such"),
        ({"steps": "b"}, {"a": [1, 0]}, "s.gpkg has no column 'b'"),
        ({}, {"台阶": [1, 0], "阶梯": [1, 0]}, "2 columns that could be steps"),
    ],
)
def test_what_is_not_clear_is_refused(
    tmp_path: Path, said: dict[str, str], columns: dict[str, list[int]], match: str
) -> None:
    """A mapping is never ignored."""
    with pytest.raises(UnusableInputError, match=match):
        streets(tmp_path, said, **columns)
