"""The folder of a synthetic district, and its dirty twin."""

from __future__ import annotations

import hashlib
import sqlite3
import tomllib
from contextlib import closing
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from lattice import lattice, society

from servicecircle.area.read import read_area
from servicecircle.errors import OutputError
from servicecircle.inputs.files import read_table
from servicecircle.synthetic.write_area import write_area
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

TRUTHS = {"rates", "hot_spots", "outbreaks", "under_reporting"}


def digests(folder: Path) -> dict[str, str]:
    """Hash every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the lattice once."""
    return write_area(tmp_path_factory.mktemp("clean") / "area", lattice(), society())


def test_the_folder_reads_without_a_warning(folder: Path) -> None:
    """All that there is to say is that some posts have closed."""
    area = read_area(folder)
    assert [finding.rule for finding in area.findings] == ["station-not-open"]
    assert len(area.levels[Level.GRID]) == len(lattice().levels[Level.GRID])
    assert area.buildings["residents"].sum() == lattice().buildings["residents"].sum()
    assert len(area.candidates) == len(society().candidates)
    open_to = society().stations["open_to"]
    gone = open_to < pd.Timestamp(area.config.area.planning_date)
    assert set(area.stations.index) == set(open_to.index[~gone])


def test_same_bytes_on_two_runs(folder: Path, tmp_path: Path) -> None:
    """Nothing of the day or the clock is in the files."""
    again = write_area(tmp_path / "area", lattice(), society())
    assert digests(again) == digests(folder)


def test_every_file_says_synthetic(folder: Path) -> None:
    """Layers in their description, tables in a column, the names in their ending."""
    for path in folder.rglob("*.gpkg"):
        with closing(sqlite3.connect(path)) as database:
            told = database.execute(
                "SELECT description FROM gpkg_contents WHERE data_type = 'features'"
            ).fetchall()
        assert {text for (text,) in told} == {"合成数据 synthetic"}
    for path in [*folder.rglob("*.csv"), *folder.rglob("*.xlsx")]:
        table = pd.read_csv(path) if path.suffix == ".csv" else read_table(path)
        assert set(table["data"]) == {"合成数据 synthetic"}
    assert "合成数据 synthetic" in (folder / "area.toml").read_text("utf-8")
    assert read_area(folder).levels[Level.GRID]["name"].str.endswith("（合成）").all()


def test_truths_lie_apart(folder: Path) -> None:
    """No section of area.toml names them."""
    assert {path.stem for path in (folder / "truth").iterdir()} == TRUTHS
    config = tomllib.loads((folder / "area.toml").read_text("utf-8"))
    assert "truth" not in str(config)


def test_area_toml_says_what_is_in_it(folder: Path) -> None:
    """And nothing of the whole district, which is not there."""
    text = (folder / "area.toml").read_text("utf-8")
    assert f"stations 站点: {len(society().stations)}" in text
    assert "197" not in text


def test_the_register_comes_back(folder: Path) -> None:
    """Times to the second, codes to the last digit."""
    read = read_table(folder / "appeals.csv").set_index("appeal_id")
    made = society().appeals
    assert (pd.to_datetime(read["reported_at"]) == made["reported_at"].array).all()
    assert read["building_id"].equals(made["building_id"].set_axis(read.index))


def test_refuses_a_folder_in_use(tmp_path: Path) -> None:
    """Nothing of the user's is written over."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"is not an empty folder\. Nothing"):
        write_area(tmp_path, lattice(), society())
