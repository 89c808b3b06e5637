"""The village: every answer was worked on paper before the program gave its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from servicecircle.errors import OutputError
from servicecircle.synthetic import write_village

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured

ANSWERS = pd.read_csv(Path(__file__).parents[1] / "data" / "village_answers.csv")


@pytest.mark.parametrize(
    "i", ANSWERS.index, ids=lambda i: " ".join(ANSWERS.iloc[i, :2])
)
def test_answer_worked_on_paper(village: Measured, i: int) -> None:
    """Station, metres and reason, each a short sum of street lengths."""
    expected = ANSWERS.iloc[i]
    row = village.reach.of(expected["service"]).loc[expected["building_id"]]
    assert row["reason"] == expected["reason"]
    if pd.isna(expected["walk_m"]):
        assert pd.isna(row["station_id"])
        assert pd.isna(row["walk_m"])
    else:
        assert (row["station_id"], row["walk_m"]) == (
            expected["station_id"],
            expected["walk_m"],
        )


def test_refuses_a_folder_in_use(tmp_path: Path) -> None:
    """Nothing of the user's is written over."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"is not an empty folder\. Nothing"):
        write_village(tmp_path)
