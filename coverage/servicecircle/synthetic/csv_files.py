"""CSV files that spreadsheets open as they are, and that say they were made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.synthetic.notice import COLUMN, NOTICE

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def write_csv(path: Path, table: pd.DataFrame, *, encoding: str = "utf-8-sig") -> None:
    """Write a table with the notice as its last column; a named index comes first."""
    flat = table.reset_index() if table.index.name else table
    flat.assign(**{COLUMN: NOTICE}).to_csv(
        path, index=False, encoding=encoding, lineterminator="\n"
    )
