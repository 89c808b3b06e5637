"""Cells of a file to values of a column, with everything that is wrong in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.tables.codes import (
    EXACT_DIGITS,
    apostrophes,
    digits_lost,
    zeros_lost,
)
from servicecircle.tables.dates import days, reasons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.tables.schema import Column

# A dot-zero ending, or an exponent as spreadsheets write it: 1.0, 4.40304E+18.
_NOT_EXACT = r"-?\d+\.0+|-?\d+(?:\.\d+)?[eE]\+\d+|-?\d+\.\d+[eE]\d+"
_SEPARATORS = r"[;,、|/；，\s]+"
_DEGREES_MINUTES = r".*\d\s*[°º度].*"
_COMMA = r"\s*[-+]?\d[\d.\s]*,[\d.,\s]*"


class Problem(NamedTuple):
    """One rule broken in some rows of a column."""

    rule: str
    rows: NDArray[np.bool_]
    says: str
    """What is wrong, read after the value: 'many' **is not a number**."""
    remedy: str


def convert(cells: pd.Series, column: Column) -> tuple[pd.Series, list[Problem]]:
    """
    Turn a file's cells into values of the column's dtype.

    Cells that cannot be turned become missing and are reported, never guessed.
    """
    match column.dtype:
        case "key" | "id":
            return _ids(cells, required=column.required)
        case "number":
            return _numbers(cells, minimum=column.minimum)
        case "date":
            return _dates(cells)
        case "list":
            return _lists(cells), []
        case _:
            return _texts(cells), []


def absent(column: Column, index: pd.Index) -> pd.Series:
    """Give a column that the file does not have: every value is missing."""
    if column.dtype == "list":
        return pd.Series([()] * len(index), index=index, dtype=object)
    dtypes = {"number": "float64", "date": "datetime64[s]"}
    return pd.Series(None, index=index, dtype=dtypes.get(column.dtype, "str"))


def blank(cells: pd.Series) -> NDArray[np.bool_]:
    """Which cells are missing or hold nothing but blanks."""
    if cells.dtype == object or isinstance(cells.dtype, pd.StringDtype):
        empty = cells.astype("str").str.strip() == ""
        return np.asarray(cells.isna() | empty)
    return np.asarray(cells.isna())


def _texts(cells: pd.Series) -> pd.Series:
    text = cells.astype("str").str.strip()
    return text.mask(blank(cells))


def _ids(cells: pd.Series, *, required: bool) -> tuple[pd.Series, list[Problem]]:
    """Read opaque ids: whole numbers become their exact text, all else is text."""
    empty = blank(cells)
    text = _texts(cells)
    floats = _is_float(cells) & ~empty
    # A plain fractional code such as 3.14 in text is odd, but nobody's lost digits.
    lost = floats | text.str.fullmatch(_NOT_EXACT).fillna(value=False).to_numpy(bool)
    problems = [
        Problem(
            "id-not-exact",
            lost,
            "is a number with a decimal point or an exponent, so digits of the code "
            "may be lost",
            "Store the column as text and enter the codes again from their source.",
        )
    ]
    wrong = lost | _spreadsheet_problems(cells, text, problems)
    if required:
        remedy = "Give every row its code."
        problems.append(Problem("id-empty", empty, "is no id", remedy))
    return text.mask(wrong), problems


def _spreadsheet_problems(
    cells: pd.Series, text: pd.Series, problems: list[Problem]
) -> NDArray[np.bool_]:
    """Add what a spreadsheet did to codes that are text again; give the rows."""
    enter = "Store the column as text and enter the codes again from their source."
    found = [
        Problem(
            "id-not-exact",
            # A whole number that a file holds as such is exact.
            digits_lost(text.where(is_text(cells))),
            f"has only zeros after its {EXACT_DIGITS}th digit, as a number in a "
            "spreadsheet has, so digits of the code are lost",
            enter,
        ),
        Problem(
            "id-zeros-lost",
            zeros_lost(text),
            "is shorter than the codes that begin with a zero, so its own leading "
            "zeros are lost",
            enter,
        ),
        Problem(
            "id-apostrophe",
            apostrophes(text),
            "begins with the apostrophe by which a spreadsheet marks text",
            "Delete the apostrophe; the rest of the code is sound.",
        ),
    ]
    problems += found
    wrong: NDArray[np.bool_] = np.logical_or.reduce([p.rows for p in found])
    return wrong


def is_text(cells: pd.Series) -> NDArray[np.bool_]:
    """Which cells a file holds as text."""
    if cells.dtype == object:
        return np.asarray(cells.map(lambda cell: isinstance(cell, str)), dtype=bool)
    return np.full(len(cells), isinstance(cells.dtype, pd.StringDtype))


def _is_float(cells: pd.Series) -> NDArray[np.bool_]:
    if cells.dtype == object:
        return np.asarray(cells.map(lambda cell: isinstance(cell, float)), dtype=bool)
    return np.full(len(cells), pd.api.types.is_float_dtype(cells.dtype))


def _numbers(
    cells: pd.Series, *, minimum: float | None
) -> tuple[pd.Series, list[Problem]]:
    empty = blank(cells)
    numbers = pd.to_numeric(cells.mask(empty), errors="coerce").astype(float)
    wrong = ~empty & ~np.isfinite(numbers.to_numpy(dtype=float, na_value=np.nan))
    problems = _no_numbers(cells, wrong)
    if minimum is not None:
        low = (numbers < minimum).to_numpy(dtype=bool)
        says = f"is below {minimum:g}"
        remedy = f"Enter {minimum:g} or more, or leave the cell empty."
        problems.append(Problem("number-too-low", low, says, remedy))
        wrong = wrong | low
    return numbers.mask(wrong), problems


def _no_numbers(cells: pd.Series, wrong: NDArray[np.bool_]) -> list[Problem]:
    """Say of cells that are no number what they look like."""
    text = _texts(cells).where(wrong).str.normalize("NFKC")
    degrees = text.str.fullmatch(_DEGREES_MINUTES).fillna(value=False).to_numpy(bool)
    comma = text.str.fullmatch(_COMMA).fillna(value=False).to_numpy(bool)
    rule, says = "not-a-number", "is not a number"
    decimal = "Write decimal degrees, for example 113.8881 for 113°53′17″."
    point = "Write a point before the decimals, and nothing between the thousands."
    return [
        Problem(
            rule, wrong & ~degrees & ~comma, says, "Enter digits, or leave it empty."
        ),
        Problem(rule, degrees, f"{says}, but degrees with signs", decimal),
        Problem(rule, comma, f"{says} for its comma", point),
    ]


def _dates(cells: pd.Series) -> tuple[pd.Series, list[Problem]]:
    empty = blank(cells)
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        dates = cells.dt.tz_localize(None) if cells.dt.tz else cells
    else:
        dates = days(_texts(cells))
    wrong = ~empty & dates.isna().to_numpy()
    why = reasons(_texts(cells), wrong)
    return dates.astype("datetime64[s]"), [Problem("bad-date", *said) for said in why]


def _lists(cells: pd.Series) -> pd.Series:
    """Split a cell at its separators into a sorted tuple; an empty cell is ()."""
    texts = _texts(cells).fillna("")
    split = texts.str.split(_SEPARATORS, regex=True)
    return split.map(lambda words: tuple(sorted({w for w in words if w}))).astype(
        object
    )
