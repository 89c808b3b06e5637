"""`servicecircle risk` on the village: files, refusals, and no word of people."""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyogrio
import pytest

from servicecircle.errors import AreaError, ConfigError, MissingDependencyError
from servicecircle.inputs import UnusableInputError
from servicecircle.pipeline.risk_run import assess_risk
from servicecircle.reports.finished_run import finished_run
from servicecircle.reports.word.paper import Paper
from servicecircle.reports.word.risk import add_risk, add_risk_method
from servicecircle.reports.workbook import sheets_of

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = """
[appeals]
file = "appeals.csv"

[risk.tiers]
method = "fixed"
red = 50
yellow = 20

[risk.indicators.hawkers]
file = "hawkers.csv"
unit = "grid_id"
column = "{column}"
per = "km2"
"""
NAME, PHONE, WORDS = "吴江亮", "12502564250", "近来失眠焦虑"
FILES = [
    "alarms.csv",
    "findings.csv",
    "manifest.json",
    "risk.csv",
    "risk.gpkg",
    "risk_indicators.csv",
    "risk_method.csv",
    "risk_weights.csv",
]


@pytest.fixture(scope="module")
def area(
    village_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[str]]:
    """Give the village a register with people in it, and a table of its own."""
    folder = tmp_path_factory.mktemp("risk") / "area"
    shutil.copytree(village_folder, folder)
    with (folder / "area.toml").open("a", encoding="utf-8") as file:
        file.write(SECTIONS.format(column="number"))
    units = pyogrio.read_dataframe(folder / "units.gpkg", layer="grids")
    grids = sorted(units["unit_id"])
    rng = np.random.default_rng(1)
    register = pd.DataFrame(
        {
            "appeal_id": [f"A{n}" for n in range(400)],
            "reported_at": pd.to_datetime("2025-01-01")
            + pd.to_timedelta(rng.integers(0, 300 * 24, 400), unit="h"),
            "grid_id": rng.choice(grids, 400),
            "reporter_name": NAME,
            "reporter_phone": PHONE,
            "description": WORDS,
        }
    )
    register.to_csv(folder / "appeals.csv", index=False, encoding="utf-8-sig")
    hawkers = pd.DataFrame({"grid_id": grids[:2], "number": [3, 0]})
    hawkers.to_csv(folder / "hawkers.csv", index=False)
    return folder, grids


@pytest.fixture(scope="module")
def run(area: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Assess the village once."""
    out = tmp_path_factory.mktemp("risk") / "run"
    assessed = assess_risk(area[0], out)
    # A notebook shows it, names escaped, and no word of people.
    shown = assessed._repr_html_()
    assert f"{len(assessed.assessments[-1].units)} units" in repr(assessed)
    assert not any(word in shown for word in (NAME, PHONE, WORDS))
    return out


def test_everything_is_written(run: Path) -> None:
    """Tables, layers and a manifest that names the tables it read."""
    assert sorted(p.name for p in run.iterdir()) == FILES
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["appeals"] == 400
    inputs = {row["file"] for row in manifest["inputs"]}
    assert {"appeals.csv", "hawkers.csv"} <= inputs


def test_layers_hold_what_the_table_says(run: Path) -> None:
    """One layer a level, coloured by tier in QGIS."""
    table = pd.read_csv(run / "risk.csv", encoding="utf-8-sig")
    grids = pyogrio.read_dataframe(run / "risk.gpkg", layer="grids")
    told = table[table["level"] == "grid"].set_index("unit_id")["tier"]
    assert grids.set_index("unit_id")["tier"].to_dict() == told.to_dict()
    styles = pyogrio.read_dataframe(run / "risk.gpkg", layer="layer_styles")
    assert "grids" in set(styles["f_table_name"])


def test_nothing_of_people_is_in_any_file(run: Path) -> None:
    """Neither names nor telephones nor their words, whatever the file."""
    for path in run.iterdir():
        content = path.read_bytes()
        for word in (NAME, PHONE, WORDS):
            assert word.encode() not in content, path.name


def test_units_are_assessed_and_never_people_or_houses(run: Path) -> None:
    """No table has a row or a column for a building or an appeal."""
    for path in run.glob("*.csv"):
        columns = set(pd.read_csv(path, encoding="utf-8-sig", nrows=0).columns)
        assert not columns & {"building_id", "appeal_id", "qr_id"}, path.name


def test_the_method_is_printed(run: Path) -> None:
    """Every weight, window and threshold stands in the table."""
    method = pd.read_csv(run / "risk_method.csv", encoding="utf-8-sig")
    told = method.set_index(["level", "setting"])["value"]
    assert float(told["grid", "threshold_red"]) == 50
    assert float(told["all", "half_life_days"]) == 365
    assert float(told["grid", "weight_hawkers"]) == 1


def test_a_table_of_the_users_own_counts(run: Path) -> None:
    """Per km2, and 0 where no row names the grid."""
    table = pd.read_csv(run / "risk_indicators.csv", encoding="utf-8-sig")
    mine = table[(table["indicator"] == "hawkers") & (table["level"] == "grid")]
    assert (mine["value"] > 0).tolist() == [True, *[False] * (len(mine) - 1)]
    assert (mine["value"] * mine["counted_on"]).sum() == pytest.approx(3)


def test_the_same_input_gives_the_same_bytes(
    area: tuple[Path, list[str]], run: Path, tmp_path: Path
) -> None:
    """All files but the manifest's timings."""
    assess_risk(area[0], tmp_path / "again")
    for name in set(FILES) - {"manifest.json"}:
        again = (tmp_path / "again" / name).read_bytes()
        assert again == (run / name).read_bytes(), name


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('column = "number"', 'column = "numbr"', r"has no column 'numbr'.*number"),
        ('unit = "grid_id"', 'unit = "number"', "names units that are not there"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(
    area: tuple[Path, list[str]], tmp_path: Path, before: str, after: str, words: str
) -> None:
    """The message names the indicator and the file; nothing is written."""
    folder = tmp_path / "area"
    shutil.copytree(area[0], folder)
    config = folder / "area.toml"
    text = config.read_text(encoding="utf-8").replace(before, after)
    config.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInputError, match=rf"hawkers\] hawkers.csv {words}"):
        assess_risk(folder, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_without_a_register_there_is_a_remedy(
    village_folder: Path, tmp_path: Path
) -> None:
    """The message says what to add to area.toml."""
    with pytest.raises(
        (UnusableInputError, AreaError, ConfigError), match=r"\[appeals\]"
    ):
        assess_risk(village_folder, tmp_path / "run")


def test_a_report_tells_tiers_alarms_and_the_method(run: Path) -> None:
    """Every setting has its Chinese meaning, every column its title."""
    paper = Paper(title="T", header="", language="zh")
    told = finished_run(run)
    add_risk(paper, told, None)
    add_risk_method(paper, told)
    tiers, *_, settings = paper.document.tables
    grids = json.loads((run / "manifest.json").read_text("utf-8"))["result"]["grid"]
    shown = [cell.text for cell in tiers.rows[-1].cells]
    assert shown[1:5] == [str(n) for n in grids["tiers"].values()]
    meanings = [row.cells[2].text for row in settings.rows[1:]]
    assert all(re.search("[\u4e00-\u9fff]", meaning) for meaning in meanings)
    for sheet in sheets_of([told], language="zh"):
        named = [column for column in sheet.columns if column.title != column.name]
        assert len(named) == len(sheet.columns), sheet.name


def test_a_missing_library_is_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for the walks to learn what to install."""
    monkeypatch.setitem(sys.modules, "esda", None)
    with pytest.raises(MissingDependencyError, match=r"servicecircle\[risk\]"):
        assess_risk(tmp_path / "no folder", tmp_path / "out")
    assert not (tmp_path / "out").exists()
