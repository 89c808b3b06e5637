"""Writing a draft: whole or not at all, and over nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pytest

from servicecircle.area import read_config
from servicecircle.area.draft import Draft, draft_area, write_draft
from servicecircle.area.draft.compose import reference
from servicecircle.errors import OutputError


@pytest.fixture(scope="module")
def draft(village_folder: Path) -> Draft:
    """Draft the village once."""
    return draft_area([village_folder], name="v")


def names(folder: Path) -> list[str]:
    """List what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_files_nearby_are_named_from_the_folder(village_folder: Path) -> None:
    """So that both can be moved together; others are named in full."""
    folder = village_folder.parent / "drafted"
    write_draft(draft_area([village_folder], name="v"), folder)
    assert read_config(folder).levels["grid"].file == "../area/units.gpkg"  # type: ignore[index]
    shutil.rmtree(folder)
    assert reference(Path("/a/b/c.gpkg"), Path("/x/y/z/new")) == "/a/b/c.gpkg"


def test_files_can_be_copied(draft: Draft, tmp_path: Path) -> None:
    """Those that are used, under their own names."""
    write_draft(draft, tmp_path / "new", copy=True)
    assert names(tmp_path / "new") == [
        "area.toml", "buildings.gpkg", "columns.csv", "stations.csv", "streets.gpkg",
        "units.gpkg",
    ]  # fmt: skip
    assert read_config(tmp_path / "new").stations.file == "stations.csv"


def test_a_shapefile_is_copied_with_all_its_files(
    village_folder: Path, tmp_path: Path
) -> None:
    """The table, the index and the projection beside it."""
    units = gpd.read_file(village_folder / "units.gpkg", layer="grids")
    (tmp_path / "in").mkdir()
    units.to_file(tmp_path / "in" / "grids.shp", encoding="UTF-8")
    write_draft(draft_area([tmp_path / "in"], name="v"), tmp_path / "new", copy=True)
    copied = {f"grids.{kind}" for kind in ("cpg", "dbf", "prj", "shp", "shx")}
    assert copied <= set(names(tmp_path / "new"))


def test_files_of_one_name_are_told_apart(village_folder: Path, tmp_path: Path) -> None:
    """By the folder they come from."""
    for layer in ("communities", "grids"):
        (tmp_path / layer).mkdir()
        units = gpd.read_file(village_folder / "units.gpkg", layer=layer)
        units.to_file(tmp_path / layer / "data.gpkg", layer=layer)
    given = [tmp_path / "communities", tmp_path / "grids"]
    write_draft(draft_area(given, name="v"), tmp_path / "new", copy=True)
    assert {"data.gpkg", "grids_data.gpkg"} <= set(names(tmp_path / "new"))


def test_area_toml_is_added_beside_the_files(
    village_folder: Path, tmp_path: Path
) -> None:
    """A folder of data may become the area's folder."""
    for path in village_folder.glob("*.[gc]*"):
        shutil.copy(path, tmp_path)
    (written,) = write_draft(draft_area([tmp_path], name="v"), tmp_path)
    assert written.name == "area.toml"
    assert read_config(tmp_path).stations.file == "stations.csv"


def test_nothing_is_overwritten(draft: Draft, tmp_path: Path) -> None:
    """An area.toml that is there stays, and nothing is left beside it."""
    (tmp_path / "area.toml").write_text("mine")
    with pytest.raises(OutputError, match="is there already, and nothing is overwrit"):
        write_draft(draft, tmp_path)
    with pytest.raises(OutputError, match="files are copied into an empty folder"):
        write_draft(draft, tmp_path, copy=True)
    assert names(tmp_path) == ["area.toml"]
    assert (tmp_path / "area.toml").read_text() == "mine"


def test_a_copy_that_fails_leaves_nothing(village_folder: Path, tmp_path: Path) -> None:
    """A file that went away meanwhile."""
    shutil.copytree(village_folder, tmp_path / "in")
    draft = draft_area([tmp_path / "in"], name="v")
    (tmp_path / "in" / "units.gpkg").unlink()
    with pytest.raises(OutputError, match="cannot be written"):
        write_draft(draft, tmp_path / "new", copy=True)
    assert names(tmp_path) == ["in"]


def test_doubts_are_marked(draft: Draft, tmp_path: Path) -> None:
    """What no file tells is a usual value with a mark."""
    write_draft(draft, tmp_path / "new")
    text = (tmp_path / "new" / "area.toml").read_text("utf-8")
    assert "# ? Usual, not read from any file" in text
    assert "# planning_date = " in text
    assert "# units.gpkg, grids, 8 polygons. Sure: the layer says grid" in text


def test_names_with_quotes_and_breaks_stay_valid(draft: Draft, tmp_path: Path) -> None:
    """Whatever an area is called, the file is TOML."""
    named = Draft(**{**vars(draft), "name": 'a "b" \\ c\n[levels]\x7f'})
    write_draft(named, tmp_path / "new")
    assert read_config(tmp_path / "new").area.name == named.name


def test_a_register_of_appeals_is_offered(village_folder: Path, tmp_path: Path) -> None:
    """People are in it: its section waits until somebody takes the marks away."""
    register = tmp_path / "诉求台账.csv"
    register.write_text("诉求编号,受理时间\nA1,2024-01-01 10:00\n", encoding="utf-8")
    folder = tmp_path / "new"
    write_draft(draft_area([village_folder, register], name="v"), folder)
    text = (folder / "area.toml").read_text(encoding="utf-8")
    assert read_config(folder).appeals is None
    assert '# [appeals]\n# file = "../诉求台账.csv"' in text
    freed = text.replace("# [appeals]\n# file", "[appeals]\nfile")
    (folder / "area.toml").write_text(freed, encoding="utf-8")
    assert read_config(folder).appeals.file == "../诉求台账.csv"  # type: ignore[union-attr]
