"""Days as people in the field write them, and nothing guessed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from servicecircle.tables.dates import days

_TIME = r"[ T]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$"
_SERIAL = r"^(\d{5})(?:\.\d+)?$"
_YEAR_LAST = r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$"
_NO_YEAR = r"^(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$"
_FIRST_SERIAL = pd.Timestamp("1899-12-30")
_SERIALS = (36_526, 73_050)
"""Days of 2000 to 2099, as a spreadsheet counts them."""
MONTHS = 12


def field_days(text: pd.Series) -> pd.Series:
    """
    Read days with year, month and day.

    Beside what tables may say: a time of day after it, a number of days as a
    spreadsheet shows a date that lost its format, and the year last where only one of
    the others can be a month. What can be read in two ways is missing.

    Examples
    --------
    >>> cells = ["2026-03-05 14:30", "46086", "25/3/2026", "5/3/2026", "3月5日"]
    >>> field_days(pd.Series(cells)).astype("str").tolist()
    ['2026-03-05', '2026-03-05', '2026-03-25', nan, nan]
    """
    plain = text.str.normalize("NFKC").str.strip()
    plain = plain.str.replace(_TIME, "", regex=True)
    found = days(plain)
    number = pd.to_numeric(plain.str.extract(_SERIAL)[0], errors="coerce")
    number = number.where(number.between(*_SERIALS))
    found = found.fillna(_FIRST_SERIAL + pd.to_timedelta(number, unit="D"))
    parts = plain.str.extract(_YEAR_LAST).astype("Float64")
    first, second = parts[0], parts[1]
    clear = ((first > MONTHS) != (second > MONTHS)).fillna(value=False)
    month = first.where(first <= MONTHS, second)
    day = second.where(first <= MONTHS, first)
    return found.fillna(_made(parts[2], month, day).where(clear.astype(bool)))


def days_without_year(text: pd.Series, *, until: pd.Timestamp) -> pd.Series:
    """
    Read a month and a day as the last such day up to another.

    >>> cells = pd.Series(["3月5日", "12月30号", "3/5"])
    >>> found = days_without_year(cells, until=pd.Timestamp("2026-03-12"))
    >>> found.astype("str").tolist()
    ['2026-03-05', '2025-12-30', nan]
    """
    plain = text.str.normalize("NFKC").str.strip()
    parts = plain.str.extract(_NO_YEAR).astype("Float64")
    found = pd.Series(pd.NaT, index=text.index, dtype="datetime64[ns]")
    # The 29th of February comes once in four years, once in a century in eight.
    for back in range(9):
        year = parts[0].notna().map({True: until.year - back, False: np.nan})
        tried = _made(year.astype("Float64"), parts[0], parts[1])
        found = found.fillna(tried.where(tried <= until))
    return found


def _made(year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    """Put days together; those that do not exist are missing."""
    two = month.astype("Int64").astype("str").str.zfill(2)
    last = day.astype("Int64").astype("str").str.zfill(2)
    iso = year.astype("Int64").astype("str") + "-" + two + "-" + last
    return pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype(
        "datetime64[ns]"
    )
