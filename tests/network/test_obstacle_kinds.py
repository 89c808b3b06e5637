"""Kinds of obstacles by the words of planners' files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from servicecircle.area import read_area
from servicecircle.network.access_legs import SURMOUNTABLE
from servicecircle.network.from_area import network_of
from servicecircle.network.obstacle_kinds import (
    obstacle_kinds,
    unknown_kind_findings,
    unknown_kinds,
)
from servicecircle.network.osm.walk_rules import default_rules

if TYPE_CHECKING:
    from pathlib import Path


def test_every_kind_of_openstreetmap_is_known() -> None:
    """A file made from OpenStreetMap raises no question."""
    of_osm = {value for rule in default_rules().obstacles for value in rule.any_of}
    assert unknown_kinds(of_osm) == []


def test_walls_stay_what_they_are() -> None:
    """What may be crossed as a last resort keeps its name."""
    kinds = pd.Series(sorted(SURMOUNTABLE))
    assert obstacle_kinds(kinds).tolist() == kinds.tolist()


@pytest.mark.parametrize("word", ["围墙", "院墙", "小区围墙", "围栏", "护栏", "绿篱"])
def test_chinese_walls_can_be_crossed_as_a_last_resort(word: str) -> None:
    """A wall in Chinese is a wall."""
    assert obstacle_kinds(pd.Series([word])).isin(SURMOUNTABLE).all()


@pytest.mark.parametrize("word", ["铁路", "高速公路", "河涌", "水库", "高边坡"])
def test_chinese_waters_and_railways_cannot(word: str) -> None:
    """Nobody crosses a railway, in any language."""
    assert unknown_kinds([word]) == []
    assert not obstacle_kinds(pd.Series([word])).isin(SURMOUNTABLE).any()


def test_an_area_with_unknown_kinds_is_told_of_them(
    village_folder: Path, tmp_path: Path
) -> None:
    """What stands for no kind is a note, and nobody crosses it."""
    folder = tmp_path / "a"
    shutil.copytree(village_folder, folder)
    area = read_area(folder)
    x, y = area.levels[area.widest].geometry.iloc[0].representative_point().coords[0]
    lines = shapely.linestrings([[(x, y), (x + 1, y)], [(x, y + 5), (x + 1, y + 5)]])
    kinds = gpd.GeoDataFrame(
        {"障碍类型": ["围墙", "矮坡"]}, geometry=lines, crs=area.crs
    )
    kinds.to_file(folder / "o.gpkg")
    text = (folder / "area.toml").read_text(encoding="utf-8")
    more = '\n[[network.obstacles]]\nfile = "o.gpkg"\n'
    (folder / "area.toml").write_text(text + more, encoding="utf-8")
    network = network_of(read_area(folder))
    assert {"wall", "矮坡"} <= set(network.obstacles["kind"])
    [finding] = unknown_kind_findings(network)
    assert "矮坡" in finding.message
