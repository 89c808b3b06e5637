"""The register: merged without loss, counted by unit, and what is due."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from typer.testing import CliRunner

from servicecircle.area.qr_config import UpkeepSection
from servicecircle.cli.main import app
from servicecircle.errors import InputError
from servicecircle.qr.codes import give_codes
from servicecircle.qr.places import plan_points
from servicecircle.qr.register import (
    Register,
    coverage,
    due,
    merge,
    read_events,
    register_findings,
)
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


def merged(*files: Path) -> Register:
    """Merge files as of the 12th of March."""
    return merge(read_events(files).events, CODES, on=ON)


def test_last_day_decides(tmp_path: Path) -> None:
    """Whatever the order of the rows and the spelling of code, event and day."""
    file = write(
        tmp_path,
        "a.csv",
        "aaa-222-bbb,破损,2026/3/10,",
        "AAA222BBB,已张贴,2026年3月1日,",
    )
    plates = merged(file).plates
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
    events = merged(one, two).events
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
    register = merged(one, two)
    assert register.plates.loc["AAA222BBB", "plate"] == "unclear"
    assert register.events["standing"].tolist() == ["conflict", "conflict"]
    (finding,) = register_findings(register.events)
    assert "a.csv row 2 says posted and b.csv row 2 says rem" in finding.message


def test_one_file_tells_the_order_of_a_day(tmp_path: Path) -> None:
    """Found damaged and replaced on one day is no conflict."""
    rows = ["AAA222BBB,damaged,2026-03-02,", "AAA222BBB,replaced,2026-03-02,"]
    register = merged(write(tmp_path, "a.csv", *rows))
    assert register.plates.loc["AAA222BBB", "plate"] == "replaced"


def test_workbook_with_real_dates_is_read(tmp_path: Path) -> None:
    """A spreadsheet's dates are days too."""
    path = tmp_path / "a.xlsx"
    row = {"code": ["AAA-222-BBB"], "event": ["posted"], "date": [ON]}
    pd.DataFrame(row).to_excel(path, index=False)
    assert read_events([path]).events["date"].tolist() == [ON]


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
        ("never", None, True, False),
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


def test_week_ends_as_configured_and_no_plate_waits_longer_than_set() -> None:
    """On Thursday, with a week to Friday and a day by which all must hang."""
    plates = pd.DataFrame(
        {"plate": ["never", "never"], "since": pd.to_datetime([None, None])},
        index=CODES,
    )
    for by, this_week in (("2026-03-13", True), ("2026-03-14", False)):
        rules = UpkeepSection.model_validate_strings(
            {"week_ends": "friday", "post_by": by}
        )
        (told,) = due(
            points_with(CODES), plates, on=ON, units=["grid_id"], upkeep=rules
        ).itertuples()
        assert (told.task, told.this_week) == ("post", this_week)


@pytest.mark.parametrize(("days", "listed"), [(0, False), (365, True), (366, False)])
def test_old_plate_is_to_be_inspected(
    days: int,
    listed: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Seen whole on 15 March 2025: due on Sunday after 365 days, 0 is never."""
    seen = pd.to_datetime(["2025-03-15", None])
    plates = pd.DataFrame({"plate": ["checked", "never"], "since": seen}, index=CODES)
    rules = UpkeepSection(inspect_days=days)
    told = due(points_with(CODES), plates, on=ON, units=["grid_id"], upkeep=rules)
    assert told["task"].tolist() == ["inspect"] * listed


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("已贴好。", "posted"),
        (" √ ", "posted"),
        ("补贴", "replaced"),
        ("脱落", "removed"),
        ("扫 不 出", "damaged"),
        ("完好", "checked"),
        ("未张贴", "never"),
    ],
)
def test_words_of_the_field_are_known(tmp_path: Path, said: str, plate: str) -> None:
    """And that nothing was done is no event."""
    file = write(tmp_path, "a.csv", f"AAA222BBB,{said},2026-03-01,")
    assert merged(file).plates.loc["AAA222BBB", "plate"] == plate


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026.3.5", "2026-03-05"),
        ("2026-03-05 14:30:59", "2026-03-05"),
        ("46086", "2026-03-05"),
        ("25/2/2026", "2026-02-25"),
        ("3月5日", "2026-03-05"),
        ("12月30号", "2025-12-30"),
        ("5/3/2026", None),
        ("26-3-5", None),
        ("2026-02-30", None),
        ("上周", None),
    ],
)
def test_days_of_the_field_are_read_or_named(
    tmp_path: Path, written: str, day: str | None
) -> None:
    """What can be read in two ways is not guessed."""
    register = merged(write(tmp_path, "a.csv", f"AAA222BBB,posted,{written},"))
    since = register.plates.loc["AAA222BBB", "since"]
    assert (None if pd.isna(since) else f"{since:%Y-%m-%d}") == day
    rules = {f.rule for f in register_findings(register.events)}
    assert ("qr-register-unread" in rules) == (day is None)
    assert ("qr-register-year" in rules) == ("月" in written)


def test_code_is_taken_out_of_an_address(tmp_path: Path) -> None:
    """As a phone reads it, in any case, with hyphens or a slip in the signature."""
    code = give_one_code()
    for text in (
        f"https://qr.example/a/{code.lower()}/23456789",
        f"https://qr.example/A/{code[:3]}-{code[3:6]}-{code[6:]}",
    ):
        file = write(tmp_path, "a.csv", f"{text},posted,2026-03-01,")
        assert read_events([file]).events["code"].tolist() == [code]


def test_address_of_another_host_is_named_and_does_not_count(tmp_path: Path) -> None:
    """Whoever scans a plate that was pasted over has not seen ours; the row stays."""
    code = give_one_code()
    address = f"https://Else.example/A/{code}/23456789"
    ours = f"HTTPS://QR.EXAMPLE/A/{code}/23456789"
    rows = f"{address},posted,2026-03-01,", f"{ours},damaged,2026-02-01,"
    file = write(tmp_path, "a.csv", *rows)
    register = merge(read_events([file], hosts={"qr.example"}).events, [code], on=ON)
    assert register.plates["plate"].tolist() == ["damaged"]
    assert register.events["code_text"].tolist() == [address, ours]
    found = register_findings(register.events, states={code: "active"})
    first = next(one for one in found if one.rule != "qr-register-order")
    assert first.rule == "qr-register-host"
    assert "1 rows" in first.message
    assert "'a.csv row 2'" in first.message


def test_workbook_of_several_sheets_is_refused(tmp_path: Path) -> None:
    """Nobody is sent to area.toml, where no register stands."""
    with pd.ExcelWriter(tmp_path / "a.xlsx") as book:
        for name in ("March", "April"):
            pd.DataFrame({"code": ["x"]}).to_excel(book, sheet_name=name, index=False)
    with pytest.raises(InputError, match=r"2 sheets.*each sheet as a file of its own"):
        read_events([tmp_path / "a.xlsx"])


def give_one_code() -> str:
    """Give a code that is well formed."""
    from servicecircle.qr.codes.give import _new_codes  # noqa: PLC0415

    return _new_codes(["a point"], taken=set())[0]


def test_mistyped_code_is_kept_and_the_one_meant_is_named(tmp_path: Path) -> None:
    """It is not corrected: somebody looks at the plate."""
    code = give_one_code()
    slip = ("A" if code[0] != "A" else "B") + code[1:]
    file = write(tmp_path, "a.csv", f"{slip},posted,2026-03-01,")
    register = merge(read_events([file]).events, [code], on=ON)
    assert register.plates["plate"].tolist() == ["never"]
    (finding,) = register_findings(register.events, states={code: "active"})
    meant = f"{code[:3]}-{code[3:6]}-{code[6:]}"
    assert f"Perhaps meant: 'a.csv row 2: {meant}'" in finding.message


def test_merged_heads_and_other_columns_are_no_hindrance(tmp_path: Path) -> None:
    """A title, heads in two rows, names of people: read, and what is not is named."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.append(["二维码张贴登记表", None, None, None, None])
    sheet.append(["标牌", None, "登记", None, "上报人"])
    sheet.append(["二维码编号", "张贴情况", "张贴日期", "现场照片", None])
    sheet.append(["aaa-222-bbb", "已张贴", ON.to_pydatetime(), "IMG_1.jpg", "某人"])
    for merge_of in ("A1:E1", "A2:B2", "C2:D2", "E2:E3"):
        sheet.merge_cells(merge_of)
    book.save(tmp_path / "a.xlsx")
    read = read_events([tmp_path / "a.xlsx"])
    assert read.events[["code", "event", "photo"]].iloc[0].tolist() == [
        "AAA222BBB",
        "posted",
        "IMG_1.jpg",
    ]
    assert [f.rule for f in read.findings] == ["qr-register-columns"]
    assert "'上报人'" in read.findings[0].message


def test_numbers_of_people_are_not_kept(tmp_path: Path) -> None:
    """A building's code of 19 digits is no such number."""
    note = "电话13800138000 楼4403110060030000755"
    row = f"AAA222BBB,damaged,2026-03-01,{note}"
    read = read_events([write(tmp_path, "a.csv", row)])
    assert read.events["note"].tolist() == ["电话*** 楼4403110060030000755"]
    assert [f.rule for f in read.findings] == ["qr-register-personal"]


def test_row_of_an_empty_form_is_no_event(tmp_path: Path) -> None:
    """It is counted; one with a note alone is kept."""
    rows = ["AAA222BBB,,,", "CCC333DDD,,,locked gate"]
    read = read_events([write(tmp_path, "a.csv", *rows)])
    assert read.not_filled == 1
    assert read.events["note"].tolist() == ["locked gate"]


def test_what_does_not_follow_is_named_and_counts(tmp_path: Path) -> None:
    """Posted twice; replaced that never hung."""
    file = write(
        tmp_path,
        "a.csv",
        "AAA222BBB,posted,2026-03-01,",
        "AAA222BBB,posted,2026-03-02,",
        "CCC333DDD,replaced,2026-03-02,",
    )
    register = merged(file)
    (finding,) = register_findings(register.events)
    assert finding.rule == "qr-register-order"
    assert "'a.csv row 3', 'a.csv row 4'" in finding.message
    assert register.plates["plate"].tolist() == ["posted", "replaced"]


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
