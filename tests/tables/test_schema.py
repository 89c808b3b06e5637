"""Tables stated as data."""

from __future__ import annotations

import pandas as pd
import pytest

from servicecircle.tables import table, tables, units_table
from servicecircle.tables.match_columns import fold
from servicecircle.vocabulary import Level

INPUTS = ["stations", "buildings", "entrances", "candidates", "appeals"]
ALL = [*(table(name) for name in INPUTS)] + [
    units_table(level, parent)
    for parent, level in zip([None, *Level], Level, strict=False)
]


@pytest.mark.parametrize("checked", ALL, ids=lambda t: t.name)
def test_no_word_means_two_columns(checked: object) -> None:
    """Within a table every alias belongs to one column, whatever its spelling."""
    words = pd.Series(
        [
            fold(word)
            for column in checked.columns  # type: ignore[attr-defined]
            for word in {
                fold(w) for w in (column.name, *column.aliases, *column.fallbacks)
            }
        ]
    )
    assert words[words.duplicated()].tolist() == []


def test_every_column_says_what_it_means() -> None:
    """The data dictionary has no blanks."""
    for found in tables().values():
        for column in found.columns:
            assert column.meaning.endswith((".", ";")), (found.name, column.name)


def test_unknown_table_is_named() -> None:
    """A slip suggests the nearest table."""
    with pytest.raises(KeyError, match="Did you mean 'stations'"):
        table("statoins")


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("findings", "severity rule table id message remedy"),
        (
            "reach",
            (
                "building_id service station_id walk_m straight_m detour_m covered "
                "covered_by_circle reason snap_m"
            ),
        ),
    ],
)
def test_outputs_are_as_promised(name: str, columns: str) -> None:
    """The run folder's columns are a contract."""
    assert table(name).names == columns.split()
