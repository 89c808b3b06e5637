"""Drafting an area.toml from files, scored against the true one."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from draft_score import Score, score
from lattice import lattice, society

from servicecircle.area import examine_area, read_config
from servicecircle.area.draft import draft_area, write_draft
from servicecircle.errors import InputError
from servicecircle.synthetic.dirty.twin import write_dirty_twin
from servicecircle.synthetic.write_area import write_area

if TYPE_CHECKING:
    from pathlib import Path


def drafted(folder: Path, *files: Path | str) -> Path:
    """Draft an area from files into a folder."""
    write_draft(draft_area(files, name="drafted"), folder)
    return folder


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the lattice and its dirty twin as files."""
    folder = tmp_path_factory.mktemp("town")
    write_area(folder / "area", lattice(), society())
    write_dirty_twin(folder / "dirty", lattice(), society(), seed=7)
    return folder


def test_the_village_is_guessed_whole(village_folder: Path, tmp_path: Path) -> None:
    """Every section and column is as in the area.toml that belongs to the files."""
    found = score(drafted(tmp_path / "new", village_folder), village_folder)
    assert found == Score(sections=9, columns=22, wrong=[])


def test_a_drafted_village_is_sound(village_folder: Path, tmp_path: Path) -> None:
    """It is read without a question."""
    area, findings = examine_area(drafted(tmp_path / "new", village_folder))
    assert area is not None
    assert [f for f in findings if f.blocks] == []
    assert [s.service for s in area.standards] == ["appeals", "legal", "psychology"]


@pytest.mark.parametrize("twin", ["area", "dirty"])
def test_a_town_is_guessed_whole(town: Path, tmp_path: Path, twin: str) -> None:
    """With appeals, volunteers and other tables beside it; also as received."""
    found = score(drafted(tmp_path / "new", town / twin), town / twin)
    assert found.wrong == []
    assert found.sections == 11
    assert found.columns >= 39


def test_other_tables_are_named_and_left_alone(town: Path) -> None:
    """What is not read yet is known by its name or its columns."""
    draft = draft_area([town / "area"], name="x")
    seems = {look.title: meaning for look, meaning in draft.aside}
    assert seems["appeals.csv"] == "the appeals"
    assert seems["volunteers.csv"] == "the volunteers"
    assert seems["streets.gpkg, land"] == "the use of the land"


def test_the_order_of_files_does_not_matter(
    village_folder: Path, tmp_path: Path
) -> None:
    """The same files give the same bytes."""
    files = [p for p in village_folder.iterdir() if p.suffix != ".toml"]
    texts = set()
    for seed in range(3):
        random.Random(seed).shuffle(files)  # noqa: S311 - no secret
        write_draft(draft_area(files, name="v"), tmp_path / "new")
        texts.add((tmp_path / "new" / "area.toml").read_bytes())
        shutil.rmtree(tmp_path / "new")
    assert len(texts) == 1


def test_one_file_may_hold_everything(village_folder: Path, tmp_path: Path) -> None:
    """Layers of one GeoPackage, the points of stations among them."""
    one = tmp_path / "全部.gpkg"
    for file, layer in (
        ("units", "district"), ("units", "communities"), ("units", "grids"),
        ("buildings", "buildings"), ("streets", "streets"),
    ):  # fmt: skip
        gpd.read_file(village_folder / f"{file}.gpkg", layer=layer).to_file(
            one, layer=layer
        )
    table = pd.read_csv(village_folder / "stations.csv")
    points = gpd.points_from_xy(table.pop("x"), table.pop("y"), crs="EPSG:4547")
    gpd.GeoDataFrame(table, geometry=points).to_file(one, layer="平台")
    config = read_config(drafted(tmp_path / "new", one))
    assert config.stations.layer == "平台"
    assert [level.value for level in config.levels] == ["district", "community", "grid"]
    assert config.network.sources[0].layer == "streets"


def test_sheets_of_one_workbook(village_folder: Path, tmp_path: Path) -> None:
    """Stations and appeals in one workbook are told apart."""
    stations = pd.read_csv(village_folder / "stations.csv")
    appeals = pd.DataFrame({"诉求编号": ["A1"], "诉求时间": ["2024-01-01 08:00"]})
    with pd.ExcelWriter(tmp_path / "台账.xlsx") as book:
        appeals.to_excel(book, sheet_name="Sheet1", index=False)
        stations.to_excel(book, sheet_name="Sheet2", index=False)
    draft = draft_area(
        [village_folder / "units.gpkg", tmp_path / "台账.xlsx"], name="v"
    )
    assert draft.tables["stations"].look.layer == "Sheet2"
    assert [meaning for _, meaning in draft.aside] == ["the appeals"]


def test_a_file_that_cannot_be_read_is_listed(
    village_folder: Path, tmp_path: Path
) -> None:
    """With the reason; the others are used."""
    (tmp_path / "cut.gpkg").write_bytes(b"SQLite format 3\0" + b"x" * 50)
    draft = draft_area([village_folder, tmp_path / "cut.gpkg"], name="v")
    assert [what for what, _ in draft.skipped] == ["cut.gpkg"]
    assert "stations" in draft.tables


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    """Every reason is told, and nothing is written."""
    (tmp_path / "thesis.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"None of the files can be read\.\n.*thesis"):
        draft_area([tmp_path], name="v")
    with pytest.raises(InputError, match=r"There is no file .*nowhere\*\.gpkg"):
        draft_area([f"{tmp_path}/nowhere*.gpkg"], name="v")


def test_two_layers_for_one_part_are_a_question(
    village_folder: Path, tmp_path: Path
) -> None:
    """Both are named, and the line to change."""
    shutil.copy(village_folder / "stations.csv", tmp_path / "stations_2.csv")
    draft = draft_area([village_folder, tmp_path / "stations_2.csv"], name="v")
    (question,) = draft.tables["stations"].questions
    assert "stations.csv and stations_2.csv could both be it" in question
    assert f'file = "{tmp_path / "stations_2.csv"}"' in question


@pytest.mark.realdata
def test_a_lone_graph_gives_a_frame_to_fill(realdata: Path, tmp_path: Path) -> None:
    """Valid, with marks where files are missing, and the zone of its place."""
    graph = realdata / "futian" / "futian_walk.graphml"
    folder = drafted(tmp_path / "new", graph)
    assert read_config(folder).area.crs == "EPSG:4547"
    assert (folder / "area.toml").read_text("utf-8").count("# ? MISSING") == 3
    _, findings = examine_area(folder)
    assert {f.rule for f in findings if f.blocks} == {"file-missing", "file-empty"}


def test_files_that_say_nothing_are_told_by_content(
    village_folder: Path, tmp_path: Path
) -> None:
    """Layers called t in files called f1, f2, ...: all parts are still found."""
    for number, (file, layer) in enumerate(
        [("units", "grids"), ("buildings", "entrances"), ("streets", "obstacles"),
         ("units", "district"), ("streets", "streets"), ("buildings", "buildings"),
         ("units", "red_sub_grids"), ("units", "communities")]
    ):  # fmt: skip
        frame = gpd.read_file(village_folder / f"{file}.gpkg", layer=layer)
        frame.to_file(tmp_path / f"f{number}.gpkg", layer="t")
    shutil.copy(village_folder / "stations.csv", tmp_path / "f8.csv")
    draft = draft_area([tmp_path], name="v")
    found = {part.section: part.look.path.stem for part in draft.parts}
    assert found == {
        "levels.district": "f3",
        "levels.community": "f7",
        "levels.red_sub_grid": "f6",
        "levels.grid": "f0",
        "buildings": "f5",
        "stations": "f8",
        "entrances": "f1",
        "network.sources": "f4",
        "network.obstacles": "f2",
    }


def test_of_a_long_table_the_head_is_enough_to_set_it_aside(tmp_path: Path) -> None:
    """Its rows are counted, and read whole only where it is used."""
    rows = 40_000
    appeals = pd.DataFrame(
        {"诉求编号": range(rows), "诉求时间": "2024-01-01 08:00:00", "备注": "x" * 40}
    )
    appeals.to_csv(tmp_path / "appeals.csv", index=False)
    stations = appeals.rename(columns={"诉求编号": "站点编码", "诉求时间": "启用日期"})
    stations.assign(x=113.9, y=22.7).to_csv(tmp_path / "stations.csv", index=False)
    draft = draft_area([tmp_path], name="v")
    ((aside, _),) = draft.aside
    assert (len(aside.frame), aside.rows) == (3_999, rows)
    assert len(draft.tables["stations"].look.frame) == rows
