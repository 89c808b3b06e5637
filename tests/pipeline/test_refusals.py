"""Bad input: one clear message with file, rule and remedy, and nothing written."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Polygon

from servicecircle.errors import ServiceCircleError
from servicecircle.pipeline import check_area, plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Spoil = Callable[[Path], object]


def config(old: str, new: str) -> Spoil:
    """Change the first such text of area.toml."""

    def spoil(folder: Path) -> None:
        path = folder / "area.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def stations(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Spoil:
    """Change the table of stations."""

    def spoil(folder: Path) -> None:
        table = change(pd.read_csv(folder / "stations.csv"))
        table.to_csv(folder / "stations.csv", index=False)

    return spoil


def layer(file: str, name: str, change: Callable[[gpd.GeoDataFrame], object]) -> Spoil:
    """Change a layer of a GeoPackage in place."""

    def spoil(folder: Path) -> None:
        frame = gpd.read_file(folder / file, layer=name)
        change(frame)
        frame.to_file(folder / file, layer=name)

    return spoil


def move_away(frame: gpd.GeoDataFrame) -> None:
    """Move a layer 50 km."""
    frame["geometry"] = frame.translate(50_000, 0)


def empty_fourth(frame: gpd.GeoDataFrame) -> None:
    """Take a building's shape away."""
    frame.loc[3, "geometry"] = Polygon()


SPOILED: dict[str, tuple[Spoil, str]] = {
    "missing file": (
        lambda folder: (folder / "stations.csv").unlink(),
        r"no file stations\.csv.*correct its name",
    ),
    "missing layer": (
        config('layer = "streets"', 'layer = "street"'),
        r"streets\.gpkg has no layer 'street'.*Did you mean 'streets'\?",
    ),
    "unknown column": (
        config("[stations]", '[stations]\ncolumns = { name = "nmae" }'),
        r"stations\.csv has no column 'nmae'.*Did you mean 'name'\?",
    ),
    "two columns for one meaning": (
        stations(lambda t: t.assign(station_name=t["name"])),
        r"2 columns that could be name: 'name', 'station_name'\. Say which",
    ),
    "unknown CRS": (
        config('crs = "EPSG:4547"', 'crs = "EPSG:999999"'),
        "Unknown CRS 'EPSG:999999'",
    ),
    "degrees as working CRS": (
        config('crs = "EPSG:4547"', 'crs = "EPSG:4326"'),
        "EPSG:4326 is in degrees, and distance needs metres",
    ),
    "Web Mercator": (
        config('crs = "EPSG:4547"', 'crs = "EPSG:3857"'),
        "500 m in EPSG:3857 are 461 m on the ground",
    ),
    "degrees where metres are needed": (
        stations(lambda t: t.assign(x=113.93, y=22.75)),
        r"(?s)degrees-for-metres.*EPSG:4326",
    ),
    "duplicate ids": (
        stations(lambda t: t.assign(station_id=["A", "A", "B", "C"])),
        r"rows 2 and 3 share the station_id 'A'\. Give each its own code",
    ),
    "empty geometry": (
        layer("buildings.gpkg", "buildings", empty_fourth),
        r"buildings\.gpkg feature 4 \(A4\) has no geometry",
    ),
    "station outside": (
        stations(lambda t: t.assign(x=[499_999.0, *t["x"][1:]])),
        r"station 'H1' lies [\d,]+ m outside the district",
    ),
    "network elsewhere": (
        layer("streets.gpkg", "streets", move_away),
        "network does not touch the district",
    ),
    "no network": (
        config('[[network.sources]]\nfile = "streets.gpkg"\nlayer = "streets"', ""),
        "names no walking network",
    ),
    "service nobody offers": (
        config("[services.legal]", "[services.tax]"),
        r"No station of stations\.csv offers 'tax'",
    ),
    "unknown key": (
        config("distance_m = 500", "distnce_m = 500"),
        r"unknown key services\.appeals\.distnce_m\. Did you mean 'distance_m'\?",
    ),
    "a walk of 100 km": (
        config("distance_m = 500", "distance_m = 100000"),
        r"services\.appeals: distance_m must be under 100000 m",
    ),
    "not TOML": (config("[area]", "[area"), "is not TOML"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_refused_with_nothing_written(
    village_folder: Path, tmp_path: Path, name: str
) -> None:
    """The message says what, where and what to do; no run folder appears."""
    spoil, message = SPOILED[name]
    folder = shutil.copytree(village_folder, tmp_path / "area")
    spoil(folder)
    with pytest.raises(ServiceCircleError, match=message):
        plan(folder, tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["area"]


@pytest.mark.parametrize("name", ["missing layer", "network elsewhere"])
def test_check_makes_a_finding_of_a_bad_network(
    village_folder: Path, tmp_path: Path, name: str
) -> None:
    """The network is checked with everything else."""
    folder = shutil.copytree(village_folder, tmp_path / "area")
    SPOILED[name][0](folder)
    area, findings = check_area(folder)
    assert area is None
    assert [f.table for f in findings if f.blocks] == ["network"]


def test_check_finds_islands_and_homes_without_a_way(village_folder: Path) -> None:
    """As the run's own findings do."""
    area, findings = check_area(village_folder)
    assert area is not None
    rules = {(f.rule, f.id) for f in findings}
    assert rules >= {("building-on-island", "F1"), ("building-off-network", "G1")}
