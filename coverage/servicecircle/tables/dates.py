"""Cells that say a day, and what is wrong with those that say none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COMPACT = r"^(\d{4})(\d{2})(\d{2})$"
_DATE = (
    r"^(\d{4})(?:\s*[-/.年]\s*|\s+)(\d{1,2})(?:\s*[-/.月]\s*|\s+)(\d{1,2})\s*日?"
    r"(?:[ T]00:00.*)?$"
)
_MONTH = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?|\d{6}"
_SHORT_YEAR = r"\d{1,2}\s*[-/.年月]\s*\d{1,2}\s*[-/.月日]\s*(?:\d{1,4}\s*[年日]?)"
_SERIAL = r"\d{5}(?:\.\d+)?"
_WRITE = "Write year-month-day, for example 2026-01-31."
WHY = {
    "is not a date": (None, _WRITE),
    "names a month and no day": (_MONTH, f"Add the day. {_WRITE}"),
    "has no year of four digits in front, so that day, month and year cannot be told "
    "apart": (_SHORT_YEAR, _WRITE),
    "is a number, as a spreadsheet counts days": (
        _SERIAL,
        f"Give the column the format of a date in the spreadsheet. {_WRITE}",
    ),
}
"""What is wrong with a cell: the pattern that tells it, and the remedy."""


def days(text: pd.Series) -> pd.Series:
    """
    Read days: year first, in any of the usual spellings; all else is missing.

    Examples
    --------
    >>> cells = ["2021年3月4日", "２０２１－０３－０４", "20210304", "2021-11"]
    >>> days(pd.Series(cells)).astype("str").tolist()
    ['2021-03-04', '2021-03-04', '2021-03-04', nan]
    """
    plain = text.str.normalize("NFKC")
    apart = plain.str.replace(_COMPACT, r"\1-\2-\3", regex=True)
    parts = apart.str.extract(_DATE)
    iso = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    return pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")


def reasons(
    text: pd.Series, wrong: NDArray[np.bool_]
) -> list[tuple[NDArray[np.bool_], str, str]]:
    """
    Say of cells that are no date why not: the rows, what is wrong, and the remedy.

    Examples
    --------
    >>> import numpy as np
    >>> cells = pd.Series(["2021年3月", "21/3/4", "44259", "soon"])
    >>> for rows, says, _ in reasons(cells, np.full(4, True)):
    ...     print(cells[rows].tolist(), says.split(",")[0])
    ['soon'] is not a date
    ['2021年3月'] names a month and no day
    ['21/3/4'] has no year of four digits in front
    ['44259'] is a number
    """
    plain = text.str.normalize("NFKC")
    left = wrong.copy()
    found = []
    for says, (pattern, remedy) in WHY.items():
        if pattern is not None:
            fits = plain.str.fullmatch(pattern).fillna(value=False).to_numpy(bool)
            found.append((left & fits, says, remedy))
            left = left & ~fits
    return [(left, "is not a date", _WRITE), *found]
