"""Messages and remedies in Chinese: every sentence of the code has its own."""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts_of_code import error_classes, says_something, stages, templates, told

from servicecircle.reports.in_chinese import in_chinese

PACKAGE = Path(__file__).resolve().parents[2] / "coverage" / "servicecircle"
TABLE = PACKAGE / "reports" / "sentences_zh.csv"
SAY = (
    "appeals",
    "area",
    "inputs",
    "tables",
    "crosswalk/carry.py",
    "crosswalk/checks.py",
    "crosswalk/wrong_level.py",
    "crs.py",
    "_validation.py",
    "network/as_declared.py",
    "network/elsewhere.py",
    "network/from_area.py",
    "network/line_columns.py",
    "network/lines.py",
    "network/obstacle_kinds.py",
    "network/osm/pbf.py",
    "network/prove_datum.py",
    "network/unproved.py",
    "pipeline/check.py",
    "pipeline/response_clock.py",
    "qr/codes/findings.py",
    "qr/codes/give.py",
    "qr/codes/host.py",
    "qr/codes/keys.py",
    "qr/codes/make_key.py",
    "qr/places/findings.py",
    "qr/places/gates.py",
    "qr/plates/findings.py",
    "qr/plates/font.py",
    "qr/register/findings.py",
    "qr/register/read.py",
    "qr/rounds/findings.py",
    "qr/rounds/officers.py",
    "qr/rounds/plan.py",
    "qr/rounds/read_officers.py",
    "reach/checks.py",
    "reach/crossings.py",
    "reach/missing_lanes.py",
    "repair/registry.py",
    "response/circles.py",
    "response/unit_codes.py",
    "response/working_days.py",
    "risk/from_ground.py",
    "siting/from_area.py",
)
"""Where what `findings.html` tells is said."""
SAY_ELSEWHERE = {
    "as_card.py",
    "register.py",
    "findings_csv.py",
    "ground.py",
    "planning_area.py",
    "schema.py",
    "template.py",
    "write_folder.py",
}
"""What in there speaks on the console, or of faults of our own."""
STAGES = {
    "read the appeals",
    "read the area",
    "read the network",
    "measure the walks",
}
"""What the console says of the work."""
COMMANDS = {"servicecircle plan {} --out {}", 'x = "{}", y = "{}"'}
"""What is typed, in any language."""
JOINED = {"their {}", "{} and {}", "So its datum is not proved."}
"""What is put together without a template of its own."""
HELD = {
    "very dissatisfied",
    "mean over residents",
    "per unit",
    "per 1000 residents",
}
"""Words that files hold, and units of columns."""


def sources() -> list[Path]:
    """List the modules whose words the page repeats."""
    places = [PACKAGE / name for name in SAY]
    found = [f for p in places for f in (p.rglob("*.py") if p.is_dir() else [p])]
    return [
        f
        for f in found
        if not SAY_ELSEWHERE & {*f.relative_to(PACKAGE).parts}
        and (not f.name.startswith("osm_") or f.name == "osm_file.py")
    ]


@cache
def table() -> dict[str, str]:
    """Read the table of sentences."""
    rows = csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())
    return {row["english"]: row["chinese"] for row in rows}


@cache
def said() -> dict[str, str]:
    """Give every text of those modules, with the module it stands in."""
    return {
        text: path.name
        for path in sources()
        for text in templates(trees()[str(path.relative_to(PACKAGE))])
    }


@cache
def trees() -> dict[str, ast.Module]:
    """Read every module."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def on_the_console() -> dict[str, str]:
    """
    Give what any module says to a user, with its name.

    That is what reaches an error that is raised, a breach of a certificate, or
    `spoken`, without the blanks at which it is joined to what follows.
    """
    tellers = error_classes([*trees().values()]) | {
        "spoken",
        "Breach",
        "Look",
        "__init__",
    }
    return {
        line.strip() if line.endswith(". ") or line != text else line: name
        for name, tree in trees().items()
        for text in told(tree, tellers)
        for line in text.split("\n")
    }


@cache
def words() -> dict[str, str]:
    """Read the table of words."""
    text = TABLE.with_name("words_zh.csv").read_text(encoding="utf-8")
    return {row["english"]: row["chinese"] for row in csv.DictReader(text.splitlines())}


def test_every_sentence_of_the_code_has_a_chinese_one() -> None:
    """Who adds a message adds a row, or the page says it in English."""
    telling = {text for text in said() if says_something(text)}
    telling -= {*STAGES, *HELD, *COMMANDS}
    assert sorted((said()[text], text) for text in telling - {*table()}) == []


def test_every_refusal_has_a_chinese_sentence() -> None:
    """Who raises an error, or says something on the console, adds a row."""
    telling = {text for text in on_the_console() if says_something(text)} - COMMANDS
    missing = telling - {*table(), *words()}
    assert sorted((on_the_console()[text], text) for text in missing) == []


def test_every_stage_has_a_chinese_name() -> None:
    """Progress is shown in Chinese too."""
    names = {name for tree in trees().values() for name in stages(tree)}
    assert len(names) > 40
    assert names - {*words(), "counting"} == set()


def test_the_table_has_no_sentence_that_nobody_says() -> None:
    """It is sorted, and no row of it is left over from an older message."""
    every = {*said(), *on_the_console(), *JOINED}
    assert [english for english in table() if english not in every] == []
    assert [*table()] == sorted(table())


def test_every_value_of_a_sentence_is_told_once() -> None:
    """Blanks beside each other are one value."""
    for english, chinese in table().items():
        blanks = len(re.findall(r"(?:\{\})+", english))
        told = sorted(int(number) for number in re.findall(r"\{(\d)\}", chinese))
        assert told == list(range(1, blanks + 1)), english


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "building 'B1' has 900 residents on 120 m2 of floor.",
            "楼栋 'B1' 有居民 900 人，建筑面积只有 120 平方米。",
        ),
        (
            "grids 'G1' and 'G2' overlap: 2,427.2 m2, 21.1 m wide on average.",
            "网格 'G1' 与 'G2' 重叠：2,427.2 m2，平均宽 21.1 米。",
        ),
        (
            "s.csv row 9, column 'x': '1,5' is not a number for its comma.",
            "s.csv 行 9, 列 'x': '1,5' 不是数字，因为其中有逗号。",
        ),
        (
            "It serves those in reach. Check building_id and the coordinates.",
            "可达范围内仍由它服务。请核对 building_id 和坐标。",
        ),
        (
            "Correct the name in area.toml. Did you mean 'floors'?",
            "请在 area.toml 中改正列名。是否指 'floors'？",
        ),
    ],
)
def test_values_stay_and_sentences_change(english: str, chinese: str) -> None:
    """Phrases within sentences are put into Chinese too."""
    assert in_chinese(english) == chinese


@given(st.text())
def test_what_nobody_wrote_stays(text: str) -> None:
    """Any text gives a text, and none without English words is changed."""
    said = in_chinese(text)
    assert said == text or re.search("[a-z]", text)
