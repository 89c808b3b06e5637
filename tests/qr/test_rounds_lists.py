"""Lists of rounds: what is printed can be read, what is filled in is read back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pypdfium2
import pytest
import shapely
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.qr.form import write_form
from servicecircle.qr.rounds.frames import Rounds
from servicecircle.qr.rounds.lists.labels import place_labels
from servicecircle.qr.rounds.lists.sketch import Backdrop, sketches

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


def run(*asked: str) -> str:
    """Run `servicecircle qr` and expect no error."""
    done = RUN.invoke(app, ["qr", *asked])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def planned(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan points and rounds of the village once, with Chinese lists."""
    folder = tmp_path_factory.mktemp("lists")
    village, points = str(village_folder), str(folder / "points")
    run("plan", village, "-o", points)
    asked = ["--points", points, "--lang", "zh", "--from-station", "--lists", "round"]
    run("rounds", village, *asked, "-o", str(folder / "rounds"))
    return folder


def test_every_stop_stands_on_its_list_in_order(planned: Path) -> None:
    """The codes of a PDF, read back, are those of the round."""
    stops = pd.read_csv(planned / "rounds" / "qr_stops.csv", dtype={"round_id": str})
    lists = planned / "rounds" / "qr_lists"
    assert {p.stem for p in lists.glob("*.pdf")} == set(stops["round_id"])
    for name, some in stops.groupby("round_id"):
        document = pypdfium2.PdfDocument(lists / f"{name}.pdf")
        text = "".join(page.get_textpage().get_text_range() for page in document)
        places = [text.index(code) for code in some["code"]]
        assert places == sorted(places)
        assert f"{len(some)} 张" in text
        assert "起点" in text
        document.close()


def test_form_is_filled_in_and_read_back(
    planned: Path, village_folder: Path, tmp_path: Path
) -> None:
    """From plan to list to filled form to register to what is left to do."""
    files = sorted((planned / "rounds" / "qr_lists").glob("*.xlsx"))
    filled, total = 0, 0
    for file in files:
        book = openpyxl.load_workbook(file)
        sheet = book.active
        heads = [cell.value for cell in sheet[1]]
        event, day = heads.index("事件") + 1, heads.index("日期") + 1
        total += sheet.max_row - 1
        sheet.cell(2, event, "已张贴")
        sheet.cell(2, day, pd.Timestamp("2026-03-01").to_pydatetime())
        filled += 1
        book.save(tmp_path / file.name)
    forms = [str(tmp_path / file.name) for file in files]
    told = ["--points", str(planned / "points"), "--lang", "zh"]
    out = tmp_path / "register"
    run("register", str(village_folder), *forms, *told, "-o", str(out))
    result = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["result"]
    assert result["plates"] == {"never": total - filled, "posted": filled}
    assert result["not_filled_in"] == total - filled
    assert result["due_this_week"] == result["tasks_this_week"]["post"]
    due = openpyxl.load_workbook(out / "qr_due.xlsx").active
    assert due.max_row - 1 == total - filled
    assert [c.value for c in due[1]][:2] == ["任务", "二维码编号"]
    due.cell(2, [c.value for c in due[1]].index("事件") + 1, "posted")
    due.cell(2, [c.value for c in due[1]].index("日期") + 1, "2026-03-02")
    due.parent.save(tmp_path / "next.xlsx")
    both = [str(out / "qr_register.csv"), str(tmp_path / "next.xlsx")]
    run("register", str(village_folder), *both, *told, "-o", str(tmp_path / "again"))
    plates = pd.read_csv(tmp_path / "again" / "qr_plates.csv")
    assert (plates["plate"] == "posted").sum() == filled + 1


def test_form_filters_keeps_its_head_and_holds_codes_as_text(planned: Path) -> None:
    """And offers the events."""
    file = planned / "rounds" / "qr_lists" / "R1N.xlsx"
    sheet = openpyxl.load_workbook(file).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:K{sheet.max_row}"
    heads = [cell.value for cell in sheet[1]]
    for name in ("二维码编号", "楼栋编码", "路线"):
        cell = sheet.cell(2, heads.index(name) + 1)
        assert isinstance(cell.value, str)
        assert cell.number_format == "@"
    (events,) = [r for r in sheet.data_validations.dataValidation if r.type == "list"]
    assert "已张贴" in events.formula1
    (cells,) = events.sqref.ranges
    assert cells.min_col == heads.index("事件") + 1


def test_lists_are_the_same_bytes_again(
    planned: Path, village_folder: Path, tmp_path: Path
) -> None:
    """Whatever the clock says."""
    asked = ["--points", str(planned / "points"), "--lang", "zh", "--from-station"]
    for name in ("one", "two"):
        run("rounds", str(village_folder), *asked, "-o", str(tmp_path / name))
    one = sorted((tmp_path / "one" / "qr_lists").iterdir())
    assert len(one) == 4
    for file in one:
        again = tmp_path / "two" / "qr_lists" / file.name
        assert file.read_bytes() == again.read_bytes()


def test_only_units_asked_for_and_no_lists(
    planned: Path, village_folder: Path, tmp_path: Path
) -> None:
    """An unknown unit is refused by name."""
    stops = pd.read_csv(planned / "rounds" / "qr_stops.csv", dtype={"unit_id": str})
    unit = stops["unit_id"].iloc[0]
    village, out = str(village_folder), str(tmp_path / "run")
    points = str(planned / "points")
    asked = [village, "--points", points, "--lists", "none", "-o", out]
    run("rounds", *asked, "--unit", unit)
    told = pd.read_csv(tmp_path / "run" / "qr_rounds.csv", dtype={"units": str})
    assert told["units"].tolist() == [unit]
    assert not (tmp_path / "run" / "qr_lists").exists()
    done = RUN.invoke(app, ["qr", "rounds", *asked, "--unit", "G?"])
    assert done.exit_code != 0
    assert "No point lies in grid 'G?'" in str(done.exception)


def test_label_takes_the_side_that_is_free() -> None:
    """Of a row of spots each label stands clear of all other labels."""
    spots = np.column_stack([np.arange(6.0) * 1.2, np.zeros(6)])
    size = np.full((6, 2), 1.0)
    middles = place_labels(spots, size, gap=0.3)
    apart = np.abs(middles[:, None] - middles)
    clear = (apart >= 1).any(axis=2) | np.eye(6, dtype=bool)
    assert clear.all()


def test_label_stands_clear_of_the_line() -> None:
    """Of a bent way that leads from right to left through the spot, none is crossed."""
    line = np.array([[9.0, 0.0], [0.0, 0.0], [-9.0, 0.0], [0.0, 0.0], [0.0, 9.0]])
    middles = place_labels(np.zeros((1, 2)), np.ones((1, 2)), gap=0.3, line=line)
    label = shapely.box(*(middles[0] - 0.5), *(middles[0] + 0.5))
    assert not label.intersects(shapely.LineString(line))


def test_slivers_are_left_out_of_sketches(planned: Path) -> None:
    """A house that no pen can draw stops no list."""
    file = planned / "rounds" / "qr_rounds.gpkg"
    lines, stops = (gpd.read_file(file, layer=x) for x in ("rounds", "stops"))
    rounds = Rounds(lines.set_index("round_id"), stops.set_index("point_id"))
    (x, y), *_ = shapely.get_coordinates(stops.geometry[stops["stop"].notna()])
    thin, house = shapely.box(x, y, x + 0.02, y + 9), shapely.box(x, y, x + 9, y + 9)
    drawn = sketches(rounds, Backdrop(np.array([thin, house]), np.array([])))
    kept = [part for one in drawn.values() for part in one.houses]
    assert {len(part) for part in kept} == {5}


def test_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    """A spreadsheet would work it out, or show an error in its place."""
    rows = pd.DataFrame({"building": ["=1+1", "#N/A", "Block 3"]})
    file = tmp_path / "form.xlsx"
    write_form(file, rows, widths={"building": 9}, title="x", language="en")
    cells = openpyxl.load_workbook(file).active["A"][1:]
    assert [cell.value for cell in cells] == ["=1+1", "#N/A", "Block 3"]
    assert {cell.data_type for cell in cells} == {"s"}
