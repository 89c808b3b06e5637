"""Units in headings: read with their factor, or asked about."""

from __future__ import annotations

import pandas as pd
import pytest

from servicecircle.tables.conform import Conformed, conform
from servicecircle.tables.heading_units import in_unit
from servicecircle.tables.schema import table


def read(
    heading: str, cells: list[str], *, columns: dict[str, str] | None = None
) -> Conformed:
    """Read a table of units with one more column."""
    frame = pd.DataFrame({"编码": [f"U{k}" for k in range(len(cells))], heading: cells})
    return conform(frame, table("units"), columns=columns or {}, source="u.csv")


@pytest.mark.parametrize(
    ("heading", "residents"),
    [
        ("人口（万人）", 68_710),
        ("常住人口(万)", 68_710),
        ("常住人口/万人", 68_710),
        ("人口_千人", 6_871),
        ("residents [thousands]", 6_871),
        ("人口（人）", 6.871),
        ("人口/人", 6.871),
    ],
)
def test_residents_are_read_in_the_unit_of_their_heading(
    heading: str, residents: float
) -> None:
    """Ten thousand persons are ten thousand persons, and exactly so."""
    assert read(heading, ["6.871"]).frame["residents"].tolist() == [residents]


def test_a_conversion_is_told_with_its_first_row() -> None:
    """The reader sees at once whether it was right."""
    done = read("人口（万人）", ["6.871", "1"])
    assert [f.rule for f in done.findings] == ["unit-converted"]
    assert "read times 10,000; row 0 as 68,710." in done.findings[0].message


def test_a_column_that_the_user_names_is_converted_too() -> None:
    """Naming a column does not change what its heading says of its numbers."""
    done = read("辖区总数（万人）", ["2"], columns={"residents": "辖区总数（万人）"})
    assert done.frame["residents"].tolist() == [20_000]


def test_a_remark_in_brackets_is_a_question() -> None:
    """The residents of which year, or of whom, only the user knows."""
    done = read("人口（2020年）", ["5"])
    assert [f.rule for f in done.findings] == ["column-doubtful"]
    assert 'residents = "人口（2020年）"' in done.findings[0].remedy
    assert done.frame["residents"].isna().all()


def test_two_units_of_one_column_are_a_question() -> None:
    """人口 beside 人口（万人）: which of the two counts is not guessed."""
    frame = pd.DataFrame({"编码": ["a"], "人口": [1], "人口（万人）": [1]})
    done = conform(frame, table("units"), source="u.csv")
    assert [f.rule for f in done.findings] == ["column-ambiguous"]


def test_letters_of_a_unit_are_no_end_of_a_word() -> None:
    """Alpha is not in hectares."""
    area = table("buildings").column("floor_area_m2")
    assert in_unit("Alpha", area) is None
    assert in_unit("gfa (ha)", area) == ("gfa", "ha", 1e4)
