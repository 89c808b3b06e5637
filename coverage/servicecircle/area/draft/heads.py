"""The first rows of a long text table: enough to see what it is."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.inputs import UnusableInputError, read_table

if TYPE_CHECKING:
    import pandas as pd

LONG_BYTES = 2_000_000
"""Text tables up to this size are read whole at once."""
HEAD_LINES = 4_000
QUOTE = b'"'


def read_head(path: Path) -> tuple[pd.DataFrame, int] | None:
    """
    Read the first rows of a long CSV, and count all of them.

    Returns
    -------
    frame, rows
        The first rows as `read_table` gives them, and the number of lines below the
        header (a cell with a line break counts for more). None where the file is not
        long, is no CSV, or its head is no table by itself.
    """
    if path.suffix.lower() != ".csv" or path.stat().st_size <= LONG_BYTES:
        return None
    with path.open("rb") as file:
        head = b"".join(line for line, _ in zip(file, range(HEAD_LINES), strict=False))
        file.seek(0)
        lines = sum(
            block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")
        )
    if head.count(QUOTE) % 2:
        return None  # cut inside a quoted cell
    with tempfile.TemporaryDirectory() as folder:
        beginning = Path(folder) / path.name
        beginning.write_bytes(head)
        try:
            return read_table(beginning, placed=False), max(lines - 1, 0)
        except UnusableInputError:
            return None
