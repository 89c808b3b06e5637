"""The register: merged without loss, counted by unit, and what is due."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.errors import InputError
from servicecircle.qr.codes import give_codes
from servicecircle.qr.places import plan_points
from servicecircle.qr.register import coverage, due, merge, read_events
from servicecircle.qr.register.merge import register_findings
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.pipeline import Measured

CODES = pd.Index(["AAA222BBB", "CCC333DDD"])
ON = pd.Timestamp("2026-03-12")


def write(folder: Path, name: str, *rows: str) -> Path:
    """Write a register as a spreadsheet saves it."""
    path = folder / name
    lines = ["二维码编号,事件,日期,备注", *rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def test_last_day_decides(tmp_path: Path) -> None:
    """Whatever the order of the rows and the spelling of code, event and day."""
    file = write(
        tmp_path,
        "a.csv",
        "aaa-222-bbb,破损,2026/3/10,",
        "AAA222BBB,已张贴,2026年3月1日,",
    )
    plates = merge(read_events([file]), CODES, on=ON).plates
    assert plates["plate"].tolist() == ["damaged", "never"]
    assert plates.loc["AAA222BBB", "since"] == pd.Timestamp("2026-03-10")


def test_every_row_stays_with_its_fate(tmp_path: Path) -> None:
    """Copies, later, unknown and unreadable rows are kept and named."""
    one = write(tmp_path, "a.csv", "AAA222BBB,posted,2026-03-01,at the gate")
    two = write(
        tmp_path,
        "b.csv",
        "AAA222BBB,posted,2026-03-01,",
        "AAA222BBB,removed,2026-03-20,",
        "ZZZ999ZZZ,posted,2026-03-01,",
        "CCC333DDD,hung up,2026-03-01,",
        "CCC333DDD,posted,spring,",
    )
    events = merge(read_events([one, two]), CODES, on=ON).events
    fates = ["used", "copy", "later", "unknown", "unread", "unread"]
    assert events["standing"].tolist() == fates
    assert events["note"][0] == "at the gate"
    found = {f.rule: f.message for f in register_findings(events)}
    assert "'b.csv row 5', 'b.csv row 6'" in found["qr-register-unread"]
    assert "'b.csv row 4'" in found["qr-register-unknown"]
    assert "'b.csv row 3'" in found["qr-register-later"]


def test_conflict_is_named_and_nobody_wins(tmp_path: Path) -> None:
    """Two files say the opposite of one day: look there."""
    one = write(tmp_path, "a.csv", "AAA222BBB,posted,2026-03-02,")
    two = write(tmp_path, "b.csv", "AAA222BBB,removed,2026-03-02,")
    register = merge(read_events([one, two]), CODES, on=ON)
    assert register.plates.loc["AAA222BBB", "plate"] == "unclear"
    assert register.events["standing"].tolist() == ["conflict", "conflict"]
    (finding,) = register_findings(register.events)
    assert "a.csv row 2 says posted and b.csv row 2 says rem" in finding.message


def test_one_file_tells_the_order_of_a_day(tmp_path: Path) -> None:
    """Found damaged and replaced on one day is no conflict."""
    rows = ["AAA222BBB,damaged,2026-03-02,", "AAA222BBB,replaced,2026-03-02,"]
    register = merge(read_events([write(tmp_path, "a.csv", *rows)]), CODES, on=ON)
    assert register.plates.loc["AAA222BBB", "plate"] == "replaced"


def test_workbook_with_real_dates_is_read(tmp_path: Path) -> None:
    """A spreadsheet's dates are days too."""
    path = tmp_path / "a.xlsx"
    row = {"code": ["AAA-222-BBB"], "event": ["posted"], "date": [ON]}
    pd.DataFrame(row).to_excel(path, index=False)
    assert read_events([path])["date"].tolist() == [ON]


def test_file_without_a_date_is_refused(tmp_path: Path) -> None:
    """The column is named."""
    path = tmp_path / "a.csv"
    path.write_text("code,event\nAAA222BBB,posted\n", encoding="utf-8")
    with pytest.raises(InputError, match="date"):
        read_events([path])


def test_files_of_one_name_are_refused(tmp_path: Path) -> None:
    """Messages could not tell them apart."""
    file = write(tmp_path, "a.csv", "AAA222BBB,posted,2026-03-01,")
    with pytest.raises(InputError, match=r"called 'a\.csv'"):
        read_events([file, file])


def points_with(codes: pd.Index) -> pd.DataFrame:
    """Give two points of one building, the second one gone."""
    table = {"code": codes, "state": ["active", "retired"]}
    return pd.DataFrame({**table, "building_id": "B1", "grid_id": "G1"})


def test_buildings_count_and_not_plates() -> None:
    """A building without a point counts as without a code."""
    plates = pd.DataFrame({"plate": ["posted", "posted"]}, index=CODES)
    buildings = pd.DataFrame({"grid_id": ["G1", "G1", None]}, index=["B1", "B2", "B3"])
    told = coverage(points_with(CODES), plates, buildings, [Level.GRID])
    assert told["buildings"].tolist() == [2, 1]
    assert told["with_live_code"].tolist() == [1, 0]
    assert told["share"].tolist() == [0.5, 0]
    assert told["points"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("plate", "since", "this_week", "overdue"),
    [
        ("damaged", "2026-03-08", True, False),
        ("damaged", "2026-03-09", False, False),
        ("damaged", "2026-03-04", True, True),
        ("never", None, False, False),
    ],
)
def test_week_ends_on_sunday(
    plate: str,
    since: str | None,
    this_week: bool,  # noqa: FBT001 - a parameter
    overdue: bool,  # noqa: FBT001 - a parameter
) -> None:
    """On Thursday 12 March the week's last day is the 15th; seven days are given."""
    table = {"plate": [plate, "posted"], "since": pd.to_datetime([since, "2026-01-01"])}
    plates = pd.DataFrame(table, index=CODES)
    told = due(points_with(CODES), plates, on=ON, units=["grid_id"])
    mine = told.set_index("code").loc[CODES[0]]
    assert (mine["this_week"], mine["overdue"]) == (this_week, overdue)
    assert told.set_index("code").loc[CODES[1], "task"] == "take down"


def test_command_writes_and_reads_its_own(
    village: Measured, village_folder: Path, tmp_path: Path
) -> None:
    """A register merged before is merged again without a loss, and nothing changes."""
    points, _ = plan_points(village.area, village.network)
    coded = give_codes(points).points
    coded.reset_index().to_file(tmp_path / "qr_points.gpkg", layer="points")
    first, second = coded["code"].iloc[:2]
    one = write(tmp_path, "a.csv", f"{first},posted,2026-03-01,", "x,y,z,lost?")
    two = write(tmp_path, "b.csv", f"{first},removed,2026-03-01,")
    three = write(tmp_path, "c.csv", f"{second},posted,2026-03-03,")
    asked = ["qr", "register", str(village_folder)]
    told = ["--points", str(tmp_path / "qr_points.gpkg"), "-o"]
    runner = CliRunner()
    for files, out in [
        ([one, two, three], "once"),
        ([tmp_path / "once" / "qr_register.csv"], "again"),
    ]:
        names = [str(f) for f in files]
        done = runner.invoke(app, [*asked, *names, *told, str(tmp_path / out)])
        assert done.exit_code == 0, done.output
    once, again = tmp_path / "once", tmp_path / "again"
    for name in ("qr_register.csv", "qr_plates.csv", "qr_coverage.csv", "qr_due.csv"):
        assert (once / name).read_bytes() == (again / name).read_bytes()
    result = json.loads((once / "manifest.json").read_text(encoding="utf-8"))["result"]
    assert result["plates"] == {"never": len(coded) - 2, "unclear": 1, "posted": 1}
    assert result["with_live_code"] == 1
    assert "lost?" in (once / "qr_register.csv").read_text(encoding="utf-8-sig")
