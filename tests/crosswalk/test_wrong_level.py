"""Units of one level that another edition calls by the name of another level."""

from __future__ import annotations

from dataclasses import replace

import pytest
from editions import box, edition, units

from servicecircle.crosswalk import compare_editions
from servicecircle.errors import InputError
from servicecircle.vocabulary import Level

FINE = {f"g{k}": box(4 * k, 0, 4 * k + 4, 4) for k in range(12)}
COARSE = {f"s{k}": box(16 * k, 0, 16 * k + 16, 4) for k in range(3)}


def test_units_of_another_level_are_refused_by_its_name() -> None:
    """A file of sub-grids given for grids: not three merged grids."""
    old = edition(FINE)
    levels = {Level.RED_SUB_GRID: units(COARSE), **old.levels}
    with pytest.raises(InputError, match="are like the 3 red_sub_grids of drawn"):
        compare_editions(
            replace(old, levels=levels),
            edition(COARSE, name="new"),
            levels=[Level.GRID],
        )


def test_many_times_as_many_units_are_a_doubt() -> None:
    """Where the other edition has no other level, it cannot be proved."""
    found = compare_editions(edition(FINE), edition(COARSE, name="new"))
    assert [f.rule for f in found.findings] == ["editions-level"]
    assert "12 grids and new has 3" in found.findings[0].message


def test_a_redrawing_in_which_some_units_stay_is_none() -> None:
    """Eight of twelve grids are merged into one, four stay as they were."""
    merged = {"m": box(0, 0, 32, 4), **{f"g{k}": FINE[f"g{k}"] for k in range(8, 12)}}
    assert not compare_editions(edition(FINE), edition(merged)).findings
