"""Long CSV files, a million rows in seconds: the same cells as `read_csv` gives."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc

from servicecircle.inputs.encoding import find_encoding
from servicecircle.inputs.headings import LOOKED_AT, count_notes, find_headings
from servicecircle.inputs.rows import FORMULA_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

LONG_BYTES = 8_000_000
"""Shorter files are read by `read_csv`, which looks at everything twice."""
EDGE = 1_000_000
"""Bytes at either end, in which encoding and headings are looked for."""
BLOCK = 16_000_000


def read_long_csv(
    path: Path, choose: Callable[[Sequence[str]], Sequence[str]]
) -> pd.DataFrame | None:
    """
    Read some columns of a long CSV file as text.

    Parameters
    ----------
    path
        The file.
    choose
        Given the names of all columns, says which to keep; of the others no cell is
        ever made.

    Returns
    -------
    DataFrame or None
        The columns in the order of the file, indexed by ``row`` as `read_csv` does;
        cells that hold nothing are missing, rows of nothing are left out. None where
        the file is short, or in any way odd (UTF-16, notes below the table, headings
        in two rows, rows of different length): then `read_csv` reads it, or says what
        is wrong.
    """
    if path.stat().st_size < LONG_BYTES:
        return None
    first, last = _edges(path)
    encoding = find_encoding([first, last])
    if encoding is None or b"\0" in first:
        return None
    head = first.decode(encoding).removeprefix("\ufeff")
    delimiter = max(",;\t|", key=head.splitlines()[0].count)
    lines = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    top = [row for row, _ in zip(lines, range(LOOKED_AT), strict=False)]
    names, below = find_headings(top)
    plain = [str(name).strip() for name in names]
    if below != 1 or None in names or len(set(plain)) < len(plain):
        return None
    if _notes(last.decode(encoding), delimiter, len(plain)):
        return None
    kept = list(choose(plain))
    try:
        table = pc.read_csv(
            path,
            read_options=pc.ReadOptions(
                column_names=plain, skip_rows=1, block_size=BLOCK, encoding=encoding
            ),
            parse_options=pc.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(plain, pa.string()),
                include_columns=kept,
                null_values=["", *sorted(FORMULA_ERRORS)],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    frame: pd.DataFrame = table.to_pandas()
    frame.index = pd.RangeIndex(2, 2 + len(frame), name="row")
    return frame.dropna(how="all").astype("str")


def _edges(path: Path) -> tuple[bytes, bytes]:
    """Read the first and the last whole lines."""
    with path.open("rb") as file:
        first = file.read(EDGE)
        file.seek(-EDGE, io.SEEK_END)
        last = file.read(EDGE)
    return first[: first.rfind(b"\n") + 1], last[last.find(b"\n") + 1 :]


def _notes(tail: str, delimiter: str, width: int) -> bool:
    """Whether notes stand below the table, or its last row is cut short."""
    if not tail.endswith(("\n", "\r")):
        return True
    rows = list(csv.reader(io.StringIO(tail, newline=""), delimiter=delimiter))
    return bool(count_notes(rows[-LOOKED_AT:], columns=width))
