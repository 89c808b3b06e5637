"""Extracts of one unit per level, what rows belong to, and where places lie."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from servicecircle.area.draft import draft_area
from servicecircle.datum import convert_datum

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area.draft import Draft

CRS = "EPSG:4547"
WEST, SOUTH, SIDE = 493_000.0, 2_516_000.0, 2_400.0
WHOLE = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)


def layer(path: Path, shapes: list[shapely.Geometry], **columns: object) -> Path:
    """Write a layer."""
    gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS).to_file(path)
    return path


def quarters() -> list[shapely.Polygon]:
    """Cut the place into four."""
    half = SIDE / 2
    return [
        shapely.box(x, y, x + half, y + half)
        for x in (WEST, WEST + half)
        for y in (SOUTH, SOUTH + half)
    ]


def extract(folder: Path, *, belongs: list[str]) -> Draft:
    """Draft from one district, street and community, with four grids in it."""
    layer(folder / "区界.gpkg", [WHOLE], 编码=["440311"], 名称=["光明区"])
    layer(folder / "街道.gpkg", [WHOLE], 编码=["440311006"], 名称=["马田街道"])
    layer(folder / "社区.gpkg", [WHOLE], 编码=["440311006003"], 名称=["合水口"])
    grids = [f"44031100600301{k}" for k in range(4)]
    layer(folder / "网格.gpkg", quarters(), 编码=grids, 所属社区=belongs)
    return draft_area([folder], name="v")


def test_an_extract_of_one_community_keeps_its_levels(tmp_path: Path) -> None:
    """Three outlines of one ground are three levels where their names tell them."""
    draft = extract(tmp_path, belongs=["440311006003"] * 4)
    named = {k.value: part.look.path.stem for k, part in draft.levels.items()}
    assert named == {
        "district": "区界",
        "street": "街道",
        "community": "社区",
        "grid": "网格",
    }


def test_codes_of_the_level_above_are_parents(tmp_path: Path) -> None:
    """A column that no table knows is told by its name and what it holds."""
    draft = extract(tmp_path, belongs=["440311006003"] * 4)
    grids = [*draft.levels.values()][-1]
    assert grids.settings["columns"] == {"parent_id": "所属社区"}


def test_names_of_the_level_above_are_no_codes(tmp_path: Path) -> None:
    """They would be refused as unknown codes; the place tells the parent."""
    draft = extract(tmp_path, belongs=["合水口"] * 4)
    grids = [*draft.levels.values()][-1]
    assert "parent_id" not in grids.recognised
    assert any("in words" in remark for remark in grids.remarks)


def test_outlines_that_no_name_tells_apart_are_a_question(tmp_path: Path) -> None:
    """One is taken as the district; the others are named beside it."""
    for name in "abc":
        layer(tmp_path / f"{name}.gpkg", [WHOLE], 备注=[name])
    draft = draft_area([tmp_path], name="v")
    (district,) = draft.levels.values()
    asked = [q for q in district.questions if "could both be it" in q]
    assert [q.split()[2] for q in asked] == ["b.gpkg", "c.gpkg"]


def test_a_lone_community_is_no_district(tmp_path: Path) -> None:
    """Its name says what it is, though it is one outline."""
    layer(tmp_path / "社区.gpkg", [WHOLE], 编码=["1"])
    layer(tmp_path / "网格.gpkg", quarters(), 编码=list("abcd"))
    levels = draft_area([tmp_path], name="v").levels
    assert [k.value for k in levels] == ["community", "grid"]


def test_the_order_of_outlines_does_not_matter(tmp_path: Path) -> None:
    """Neither of their files' names nor on the command line."""
    layer(tmp_path / "街道.gpkg", [WHOLE], 编码=["440311006"])
    layer(tmp_path / "社区.gpkg", [WHOLE], 编码=["440311006003"])
    layer(tmp_path / "a网格.gpkg", quarters(), 编码=list("abcd"))
    files = sorted(tmp_path.iterdir())
    drafts = [draft_area(some, name="v") for some in permutations(files)]
    found = {
        tuple((k.value, p.look.path.name) for k, p in d.levels.items()) for d in drafts
    }
    names = ("社区.gpkg", "a网格.gpkg")
    assert found == {
        (("street", "街道.gpkg"), ("community", names[0]), ("grid", names[1]))
    }


@pytest.mark.parametrize("shifted", [True, False])
def test_the_doctor_looks_at_the_places_of_a_draft(
    tmp_path: Path, *, shifted: bool
) -> None:
    """Stations picked from a web map are asked about by datum, not by CRS."""
    layer(tmp_path / "社区.gpkg", [WHOLE], 编码=["C1"])
    x, y = np.meshgrid(
        np.linspace(WEST + 50, WEST + SIDE - 50, 9),
        np.linspace(SOUTH + 50, SOUTH + SIDE - 50, 9),
    )
    here = gpd.GeoSeries.from_xy(x.ravel(), y.ravel(), crs=CRS).to_crs(4326)
    lon, lat = here.x.to_numpy(), here.y.to_numpy()
    if shifted:
        lon, lat = convert_datum(lon, lat, source="wgs84", target="gcj02")
    rows = pd.DataFrame(
        {"站点编码": [f"S{k}" for k in range(len(lon))], "经度": lon, "纬度": lat}
    )
    rows.to_csv(tmp_path / "站点.csv", index=False)
    asked = draft_area([tmp_path], name="v").tables["stations"].questions
    assert any('Write datum = "gcj02"' in q for q in asked) == shifted


def test_places_of_the_neighbours_are_no_wrong_crs(tmp_path: Path) -> None:
    """They are counted, with the farthest, and nothing is said to be wrong."""
    layer(tmp_path / "社区.gpkg", [WHOLE], 编码=["C1"])
    east = [WEST + SIDE * k / 8 for k in range(12)]
    rows = pd.DataFrame({"站点编码": [f"S{k}" for k in range(12)], "X坐标": east})
    rows.assign(Y坐标=SOUTH + 700).to_csv(tmp_path / "站点.csv", index=False)
    (asked,) = draft_area([tmp_path], name="v").tables["stations"].questions
    assert asked.startswith("3 of 12 places")
    assert "up to 900 m" in asked


@pytest.mark.parametrize(("name", "asked"), [("类型", False), ("class", True)])
def test_kinds_of_obstacles_under_another_name_are_found(
    tmp_path: Path, name: str, *, asked: bool
) -> None:
    """Else a wall would count like a motorway; a name that may mean all is asked of."""
    layer(tmp_path / "社区.gpkg", [WHOLE], 编码=["C1"])
    wall = shapely.LineString([(WEST, SOUTH), (WEST + 500, SOUTH + 500)])
    layer(tmp_path / "围墙.gpkg", [wall], **{name: ["wall"]})
    (part,) = draft_area([tmp_path], name="v").obstacles
    assert any("is taken for the kind" in q for q in part.questions) == asked
    assert part.settings.get("columns") == ({"kind": name} if asked else None)
