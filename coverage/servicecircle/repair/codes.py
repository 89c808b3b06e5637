"""`restore-codes`: codes that became numbers, where the original is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.repair.outcome import Outcome, log_of, together
from servicecircle.repair.references import columns_of_codes

if TYPE_CHECKING:
    from servicecircle.repair.draft import Draft
    from servicecircle.repair.references import Codes

NAME = "restore-codes"
EXACT_DIGITS = 15
"""A number in a spreadsheet keeps this many digits; longer codes may lose some."""
WITH_ZERO = r"(\d+)\.0+"
"""What a float does to a code of digits."""


def restore_codes(draft: Draft, _width_m: float | None) -> Outcome:
    """
    Take the ".0" from codes that went through a float.

    Only where the digits are at most 15 and exactly that code stands as text in
    another column of the same codes, none but for leading zeros is like it, and no
    other row of a table has it already. Everything else stays as it is.
    """
    columns = list(columns_of_codes(draft))
    done = draft
    outcomes = []
    for codes in columns:
        outcome = _of_column(draft, done, codes, columns)
        done = done.replace(*outcome.tables)
        outcomes.append(outcome)
    changed = together(outcomes)
    names = dict.fromkeys(source.name for source in changed.tables)
    tables = tuple(done.tables[name] for name in names)
    return Outcome(tables, changed.log, changed.places)


def _of_column(
    draft: Draft, done: Draft, codes: Codes, columns: list[Codes]
) -> Outcome:
    source = done.tables[codes.table]
    frame, matched = source.conformed
    if codes.column not in matched:
        return Outcome()
    column = matched[codes.column]
    cells = source.raw[column]
    digits = as_written(cells).str.extract(f"^{WITH_ZERO}$")[0]
    digits = digits.mask(digits.str.len() > EXACT_DIGITS)
    if digits.isna().all():
        return Outcome()
    known = _codes_elsewhere(draft, codes, columns)
    unlike = ~known.str.lstrip("0").duplicated(keep=False)
    certain = digits.isin(known[unlike])
    if codes.table == codes.of:
        certain &= ~digits.isin(frame[codes.column]) & ~digits.duplicated(keep=False)
    rows = certain.to_numpy(dtype=bool)
    if not rows.any():
        return Outcome()
    before = as_written(cells)[rows]
    after = digits[rows]
    # Whole numbers beside floats: the whole column becomes text, digit by digit.
    text = as_written(cells).mask(certain, digits)
    lines = [
        (codes.table, new, NAME, f"{column}: {old}", new, 0.0)
        for old, new in zip(before, after, strict=True)
    ]
    changed = source.with_cells(column, text)
    return Outcome((changed,), log_of(lines), source.shapes[rows])


def as_written(cells: pd.Series) -> pd.Series:
    """
    Give cells as text; a float with nothing behind the point keeps its ".0".

    >>> as_written(pd.Series([440311.0, None, "A1", 7], dtype=object)).tolist()
    ['440311.0', nan, 'A1', '7']
    """
    if pd.api.types.is_float_dtype(cells.dtype):
        cells = cells.astype(object).where(cells.notna(), None)
    text = cells.map(
        lambda cell: f"{cell:.1f}" if _is_whole_float(cell) else cell
    ).astype("str")
    return text.str.strip().mask(cells.isna())


def _is_whole_float(cell: object) -> bool:
    return isinstance(cell, float) and np.isfinite(cell) and cell.is_integer()


def _codes_elsewhere(draft: Draft, codes: Codes, columns: list[Codes]) -> pd.Series:
    """Give the codes that other columns of the same codes hold as exact text."""
    found = [pd.Series([], dtype="str")]
    for other in columns:
        if other.of == codes.of and other != codes:
            frame, matched = draft.tables[other.table].conformed
            if other.column in matched:
                found.append(frame[other.column].dropna())
    return pd.concat(found, ignore_index=True).drop_duplicates()
