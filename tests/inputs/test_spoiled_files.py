"""Files spoiled on their way: read as they were, or refused in words; never in part."""

from __future__ import annotations

import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from mutations import (
    KINDS,
    LINES_ONLY,
    ROWS,
    blocks,
    cuts,
    flips,
    huge_counts,
    write_kind,
)

from servicecircle.errors import CrsError
from servicecircle.inputs import UnusableInputError, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

SEED = 20


def content(frame: pd.DataFrame) -> list[object]:
    """Give everything that was read, ready to be compared."""
    plain = frame
    if isinstance(frame, gpd.GeoDataFrame):
        plain = frame.assign(place=frame.geometry.to_wkb(hex=True))
        plain = plain.drop(columns=frame.geometry.name)
    rows = [[str(cell) for cell in row] for row in plain.itertuples()]
    return [[str(name) for name in plain.columns], *rows]


def outcomes(path: Path, part: Path, spoiled: Iterable[bytes]) -> list[list[object]]:
    """Read each spoiled file; what is refused in words has no outcome."""
    sound = part.read_bytes()
    read = []
    try:
        for data in spoiled:
            part.write_bytes(data)
            try:
                read.append(content(read_table(path)))
            except (UnusableInputError, CrsError):
                continue
    finally:
        part.write_bytes(sound)
    return read


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in LINES_ONLY])
def test_a_file_that_is_cut_is_refused(tmp_path: Path, kind: str) -> None:
    """Or its end was nothing: what is read is all of it."""
    path, parts = write_kind(tmp_path, kind)
    whole = content(read_table(path))
    for part in parts:
        for read in outcomes(path, part, cuts(part.read_bytes(), 12)):
            assert read == whole


@pytest.mark.parametrize("kind", LINES_ONLY)
def test_lines_that_are_cut_are_refused_or_whole(tmp_path: Path, kind: str) -> None:
    """Lines that are missing cannot be told; a line is never read in part."""
    path, (part,) = write_kind(tmp_path, kind)
    whole = content(read_table(path))
    for read in outcomes(path, part, cuts(part.read_bytes(), 60)):
        assert read == whole[: len(read)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoiled_file_never_loses_rows(tmp_path: Path, kind: str) -> None:
    """Bytes changed, blocks moved, counts made huge: all rows, or a refusal."""
    path, parts = write_kind(tmp_path, kind)
    draws = Random(SEED)  # noqa: S311 - no secret
    for part in parts:
        data = part.read_bytes()
        spoiled = [*flips(data, 12, draws), *list(huge_counts(data))[::17]]
        for read in outcomes(path, part, spoiled):
            assert len(read) == 1 + ROWS or kind in LINES_ONLY
        moved = outcomes(path, part, blocks(data, 12, draws))
        assert all(len(read) == 1 + ROWS or kind in LINES_ONLY for read in moved)


def test_a_damaged_flatgeobuf_does_not_crash_the_process(tmp_path: Path) -> None:
    """GDAL's short cut to Arrow hands on offsets that lead out of the buffer."""
    path, (part,) = write_kind(tmp_path, "fgb")
    data, draws = part.read_bytes(), Random(7)  # noqa: S311 - no secret
    list(flips(data, 150, draws))
    part.write_bytes(list(blocks(data, 150, draws))[28])
    code = (
        "import pathlib, sys\n"
        "from servicecircle.inputs import UnusableInputError, read_table\n"
        "try: read_table(pathlib.Path(sys.argv[1]))\n"
        "except UnusableInputError: pass\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    assert subprocess.run(command, check=False).returncode == 0  # noqa: S603 - ours
