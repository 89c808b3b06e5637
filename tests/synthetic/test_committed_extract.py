"""The community under data/ is an area, says that it was made up, and is up to date."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from servicecircle.inputs import read_table
from servicecircle.pipeline import check_area
from servicecircle.synthetic.people import PERSONAL

COMMITTED = Path(__file__).parents[2] / "data" / "community"
FILES = sorted(p for p in COMMITTED.rglob("*.*") if p.is_file())
MOST_BYTES = 1_000_000
BINARY = (".parquet", ".xlsx")


def test_is_small() -> None:
    """All of it, with its truths, is under a megabyte."""
    assert COMMITTED / "truth" / "rates.csv" in FILES
    assert sum(path.stat().st_size for path in FILES) < MOST_BYTES


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_file_says_synthetic(path: Path) -> None:
    """In a column, or in its text."""
    if path.suffix == ".toml":
        assert "合成数据 synthetic" in path.read_text("utf-8")
    else:
        assert set(read_table(path)["data"]) == {"合成数据 synthetic"}


def test_nothing_blocks_its_plan() -> None:
    """Warnings are about stations beyond the border, which serve from there."""
    area, findings = check_area(COMMITTED)
    assert area is not None
    assert not [finding for finding in findings if finding.blocks]
    assert (area.buildings["residents"].sum(), len(area.levels)) == (68_710, 5)


def test_the_register_has_people_to_drop() -> None:
    """All of them invented: no number of theirs is in use."""
    appeals = read_table(COMMITTED / "appeals.parquet")
    assert set(PERSONAL) <= set(appeals.columns)
    assert appeals["reporter_phone"].str.startswith("12").all()


@pytest.mark.skipif(
    "SERVICECIRCLE_EXTRACT" not in os.environ,
    reason="needs the district made anew, which takes a minute: .ci/run does so with "
    "scripts/make_demo_district.py --extract and names the folder",
)
def test_is_what_the_program_makes_now() -> None:
    """The same bytes; by other versions of the libraries, the same tables."""
    made = Path(os.environ["SERVICECIRCLE_EXTRACT"])
    names = {path.relative_to(COMMITTED) for path in FILES}
    assert names == {p.relative_to(made) for p in made.rglob("*.*") if p.is_file()}
    for name in sorted(names):
        old, new = COMMITTED / name, made / name
        if old.read_bytes() != new.read_bytes():
            assert name.suffix in BINARY, name
            pd.testing.assert_frame_equal(read_table(old), read_table(new))
