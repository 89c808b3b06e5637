"""Recognising layers and columns under the names that districts give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicecircle.area import read_config
from servicecircle.area.draft import draft_area, write_draft
from servicecircle.area.draft.roles import EXACT, roles_named
from servicecircle.tables import table, units_table
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area.draft import Draft

CRS = "EPSG:4547"
WEST, SOUTH = 493_000.0, 2_516_000.0


def squares(side: float, number: int) -> list[shapely.Polygon]:
    """Cut 2.4 km x 2.4 km into squares."""
    return [
        shapely.box(x, y, x + side, y + side)
        for x in (WEST + side * k for k in range(number))
        for y in (SOUTH + side * k for k in range(number))
    ]


def communities(**columns: object) -> gpd.GeoDataFrame:
    """Make four communities of 1.44 km2."""
    return gpd.GeoDataFrame(columns, geometry=squares(1_200, 2), crs=CRS)


def grids(**columns: object) -> gpd.GeoDataFrame:
    """Make 64 grids of 9 ha."""
    return gpd.GeoDataFrame(columns, geometry=squares(300, 8), crs=CRS)


def codes(letter: str, number: int) -> list[str]:
    """Make codes."""
    return [f"{letter}{k:03d}" for k in range(number)]


def holders() -> list[str]:
    """Name the community that each of the 64 grids lies in."""
    west, south = zip(
        *((g.bounds[0], g.bounds[1]) for g in squares(300, 8)), strict=True
    )
    place = zip(west, south, strict=True)
    return [
        f"C{2 * int((x - WEST) // 1200) + int((y - SOUTH) // 1200):03d}"
        for x, y in place
    ]


def stations(**columns: object) -> pd.DataFrame:
    """Make three stations inside, without coordinates."""
    return pd.DataFrame({"站点编码": ["S1", "S2", "S3"], **columns})


def lonlat() -> tuple[list[float], list[float]]:
    """Give the stations' longitudes and latitudes."""
    points = gpd.GeoSeries.from_xy(
        [WEST + 500, WEST + 1500, WEST + 2000], [SOUTH + 600] * 3, crs=CRS
    ).to_crs(4326)
    return points.x.tolist(), points.y.tolist()


def draft_of(tmp_path: Path, **files: pd.DataFrame) -> Draft:
    """Draft from a file for each table."""
    for name, frame in files.items():
        if isinstance(frame, gpd.GeoDataFrame):
            frame.to_file(tmp_path / f"{name}.gpkg", layer=name)
        else:
            frame.to_csv(tmp_path / f"{name}.csv", index=False)
    return draft_area([tmp_path], name="v")


def test_initials_and_codes_of_a_district_database(tmp_path: Path) -> None:
    """Layers jd, sq and grid with the codes that Shenzhen's districts use."""
    whole = shapely.box(WEST, SOUTH, WEST + 2400, SOUTH + 2400)
    street = gpd.GeoDataFrame({"JDCODE": ["J1"]}, geometry=[whole], crs=CRS)
    sq = communities(SQCODE=codes("C", 4), SQNAME=list("东西南北"), JDCODE=["J1"] * 4)
    grid = grids(WGBM=codes("G", 64), SQCODE=holders())
    draft = draft_of(tmp_path, jd=street, sq=sq, grid=grid)
    assert [level.value for level in draft.levels] == ["street", "community", "grid"]
    assert draft.levels[Level.GRID].recognised == {
        "unit_id": "WGBM",
        "parent_id": "SQCODE",
    }


def test_levels_without_names_are_told_by_size_and_nesting(tmp_path: Path) -> None:
    """A guess, and marked as one."""
    draft = draft_of(
        tmp_path, a=communities(代码=codes("C", 4)), b=grids(代码=codes("G", 64))
    )
    assert [p.look.title for p in draft.levels.values()] == ["a.gpkg", "b.gpkg"]
    assert list(draft.levels)[1] is Level.GRID
    for part in draft.levels.values():
        assert "Nothing names its level" in part.questions[0]


def test_a_level_may_stand_in_the_table_of_a_finer_one(tmp_path: Path) -> None:
    """Communities are dissolved from grids that name them."""
    names = [f"社区{code}" for code in holders()]
    grid = grids(WGBM=codes("G", 64), SQCODE=holders(), SQNAME=names)
    draft = draft_of(tmp_path, 网格=grid)
    assert draft.derived[Level.COMMUNITY] == (Level.GRID, "SQCODE", "SQNAME")
    write_draft(draft, tmp_path / "new")
    section = read_config(tmp_path / "new").levels[Level.COMMUNITY]
    assert section.columns == {"unit_id": "SQCODE", "name": "SQNAME"}


def test_two_editions_of_grids_are_a_question(tmp_path: Path) -> None:
    """Both are named."""
    grid = grids(WGBM=codes("G", 64))
    draft = draft_of(tmp_path, 网格2022=grid, 网格2023=grid)
    assert "网格2023.gpkg could both be it" in draft.levels[Level.GRID].questions[0]


def test_swapped_headers_are_noticed(tmp_path: Path) -> None:
    """Longitude under 纬度: the axes are swapped, with a mark."""
    lon, lat = lonlat()
    draft = draft_of(
        tmp_path, 网格=grids(WGBM=codes("G", 64)), 站点=stations(经度=lat, 纬度=lon)
    )
    part = draft.tables["stations"]
    assert part.settings == {"crs": "EPSG:4326", "swap_axes": True}
    assert "each other's place" in part.questions[0]


def test_swapped_metres_are_noticed_by_the_units(tmp_path: Path) -> None:
    """Both numbers could be either; only one reading lies where the units are."""
    x, y = [SOUTH + 100, SOUTH + 200, SOUTH + 900], [WEST + 100, WEST + 300, WEST + 400]
    draft = draft_of(
        tmp_path, 网格=grids(WGBM=codes("G", 64)), 站点=stations(X坐标=x, Y坐标=y)
    )
    assert draft.tables["stations"].settings == {"crs": CRS, "swap_axes": True}


@pytest.mark.parametrize(("zone", "crs"), [(38_000_000, "EPSG:4526"), (0, "EPSG:4547")])
def test_the_zone_before_the_easting_is_read(
    tmp_path: Path, zone: int, crs: str
) -> None:
    """EPSG:4526 writes the zone's number before what EPSG:4547 writes."""
    x, y = [zone + WEST + 100 * k for k in range(3)], [SOUTH + 100] * 3
    draft = draft_of(tmp_path, 网格=grids(WGBM=codes("G", 64)), 站点=stations(x=x, y=y))
    assert draft.tables["stations"].settings == {"crs": crs}


def test_names_that_tell_the_datum_set_it(tmp_path: Path) -> None:
    """Columns of GCJ-02 alone are read as such."""
    lon, lat = lonlat()
    named = stations(gcj_lng=lon, gcj_lat=lat)
    draft = draft_of(tmp_path, 网格=grids(WGBM=codes("G", 64)), 站点=named)
    assert draft.tables["stations"].settings == {"crs": "EPSG:4326", "datum": "gcj02"}


def test_of_two_pairs_the_unshifted_one_is_taken(tmp_path: Path) -> None:
    """With a question that names the other pair."""
    lon, lat = lonlat()
    named = stations(lng_gcj02=lon, lat_gcj02=lat, lng_wgs84=lon, lat_wgs84=lat)
    draft = draft_of(tmp_path, 网格=grids(WGBM=codes("G", 64)), 站点=named)
    part = draft.tables["stations"]
    assert part.settings["columns"] == {"x": "lng_wgs84", "y": "lat_wgs84"}
    assert 'x = "lng_gcj02", y = "lat_gcj02"' in part.questions[0]


def test_a_code_without_a_known_name_is_found_by_its_values(tmp_path: Path) -> None:
    """The first column that tells the rows apart, with a question."""
    grid = grids(类型=["x"] * 64, 图斑号=codes("G", 64))
    draft = draft_of(tmp_path, 网格=grid)
    part = draft.levels[Level.GRID]
    assert part.settings["columns"] == {"unit_id": "图斑号"}
    assert "图斑号 is taken" in part.questions[0]


def test_of_two_columns_for_one_meaning_the_fuller_is_taken(tmp_path: Path) -> None:
    """With the line that takes the other one."""
    grid = grids(WGBM=codes("G", 64), 常住人口=[None] * 63 + [5], 实有人口=[5] * 64)
    part = draft_of(tmp_path, 网格=grid).levels[Level.GRID]
    assert part.settings["columns"] == {"residents": "实有人口"}
    assert 'columns = { residents = "常住人口" }' in part.questions[0]


def test_names_that_only_resemble_are_a_remark(tmp_path: Path) -> None:
    """Registered residents are not simply residents: the user decides."""
    grid = grids(WGBM=codes("G", 64), 户籍人口=[5] * 64)
    part = draft_of(tmp_path, 网格=grid).levels[Level.GRID]
    assert "residents" not in part.recognised
    assert "户籍人口 may be residents" in part.remarks[0]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("building_entrances", "entrances"),
        ("马田街道综合网格2023", "grid"),
        ("RedSubGrids", "red_sub_grid"),
        ("LH_building_4490", "buildings"),
        ("manager_grid", "grid"),
        ("心理服务平台", "platforms"),
        ("诉求服务站点", "stations"),
        ("district_wgs84", "district"),
        ("候选点位", "candidates"),
        ("水系", "obstacles"),
    ],
)
def test_the_noun_of_a_name_says_what_it_is(name: str, role: str) -> None:
    """What a name ends with, in English and Chinese."""
    found = roles_named(name)
    assert [named for named, points in found.items() if points == EXACT] == [role]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
@given(st.data())
def test_renamed_and_shuffled_tables_are_recognised(
    tmp_path: Path, data: st.DataObject
) -> None:
    """Any alias of every column, in any order, in a file that says nothing."""
    lon, lat = lonlat()
    grid = units_table(Level.GRID, None)
    values = {
        "station_id": codes("S", 3),
        "services": ["a", "b", "a;b"],
        "tier": ["t"] * 3,
    }
    values |= {"x": lon, "y": lat}
    named = {}
    for column in values:
        known = table("stations").column(column)
        named[data.draw(st.sampled_from((column, *known.aliases)))] = values[column]
    order = data.draw(st.permutations(sorted(named)))
    code = data.draw(st.sampled_from(grid.column("unit_id").aliases))
    draft = draft_of(
        tmp_path, a=pd.DataFrame(named)[order], b=grids(**{code: codes("G", 64)})
    )
    assert draft.tables["stations"].recognised.keys() == values.keys()
    assert draft.levels[Level.GRID].recognised == {"unit_id": code}


def test_a_shapefile_without_prj_is_placed_by_its_numbers(tmp_path: Path) -> None:
    """Metres are the working CRS's; the points in degrees confirm it."""
    lon, lat = lonlat()
    grids(WGBM=codes("G", 64)).to_file(tmp_path / "grid.shp", encoding="UTF-8")
    (tmp_path / "grid.prj").unlink()
    draft = draft_of(tmp_path, 站点=stations(lng=lon, lat=lat))
    assert draft.levels[Level.GRID].settings == {"crs": CRS}
    assert draft.tables["stations"].settings == {"crs": "EPSG:4326"}
    assert "100% of its points lie" in draft.tables["stations"].remarks[0]


def test_a_layer_with_latitude_first_is_put_right(tmp_path: Path) -> None:
    """GeoJSON with swapped axes: the layer is used, with the mark."""
    turned = grids(WGBM=codes("G", 64)).to_crs(4326)
    turned = turned.set_geometry(
        shapely.transform(turned.geometry.to_numpy(), lambda xy: xy[:, ::-1]), crs=4326
    )
    turned.to_file(tmp_path / "grid.geojson")
    draft = draft_of(tmp_path)
    assert draft.levels[Level.GRID].settings == {"swap_axes": True}
    assert draft.crs.to_epsg() == 4547


def test_units_of_another_place_are_no_level_of_this_one(tmp_path: Path) -> None:
    """Communities ten kilometres off hold none of the grids."""
    sq = communities(SQCODE=codes("C", 4))
    apart = sq.set_geometry(sq.translate(10_000), crs=CRS)
    draft = draft_of(tmp_path, 社区=apart, 网格=grids(WGBM=codes("G", 64)))
    assert len(draft.levels) == 1
    assert len(draft.aside) == 1


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"实有人口": [5] * 64}, {"spread_by": "floor_area", "from_level": "grid"}),
        ({}, {"spread_by": "floor_area", "total": 343}),
    ],
)
def test_residents_come_from_the_units_or_are_a_stand_in(
    tmp_path: Path, stated: dict[str, list[int]], told: dict[str, object]
) -> None:
    """Two houses of 3,000 m2 on two floors are 12,000 m2: one person per 35 m2."""
    houses = gpd.GeoDataFrame(
        {"楼栋编码": ["a", "b"], "层数": [2, 2]},
        geometry=[shapely.box(WEST, SOUTH, WEST + 60, SOUTH + 50)] * 2,
        crs=CRS,
    )
    draft = draft_of(tmp_path, 网格=grids(WGBM=codes("G", 64), **stated), 楼栋=houses)
    assert draft.residents == told
