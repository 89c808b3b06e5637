"""Codes that differ in nothing but case, width or blanks: perhaps the same."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from servicecircle._validation import SHOWN
from servicecircle.tables.say import warning

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from servicecircle.findings import Finding


def look(code: str) -> str:
    """
    Bring a code to the form in which a reader would take two for one.

    >>> look("ａ－ 07（东）") == look("A-07(东)")
    True
    """
    plain = unicodedata.normalize("NFKC", code).casefold()
    return "".join(plain.split())


def check_alike(codes: pd.Series, *, table: str, source: str) -> list[Finding]:
    """
    Ask whether codes of one table that look alike are the same.

    Parameters
    ----------
    codes
        Text; missing where a row has none.
    table
        The table's name.
    source
        What to call the file and the column.

    Returns
    -------
    list of Finding
        At most one warning, with the number of codes, the first few pairs and their
        rows.

    Examples
    --------
    >>> import pandas as pd
    >>> codes = pd.Series(["b1", "B1", "b2", "b2"])
    >>> print(check_alike(codes, table="buildings", source="b.csv")[0].message)
    b.csv: 2 codes differ from another only in case, width or blanks:
    'b1' and 'B1'.
    """
    seen = codes.dropna().drop_duplicates()
    if seen.str.fullmatch("[0-9]*").all():  # as nearly always: digits have one look
        return []
    looks = seen.map(look)
    twice = looks[looks.duplicated(keep=False)]
    if twice.empty:
        return []
    groups = seen[twice.index].groupby(twice, sort=False)
    pairs = [" and ".join(repr(code) for code in codes) for _, codes in groups]
    rest = len(pairs) - SHOWN
    shown = "; ".join(pairs[:SHOWN])
    if rest > 0:
        shown = f"{shown} and {rest} more"
    message = (
        f"{source}: {len(twice)} codes differ from another only in case, width or "
        f"blanks: {shown}."
    )
    remedy = "If they are the same, write them alike; else silence this rule."
    found = warning("id-alike", table, message, remedy)
    return [replace(found, row=tuple(twice.index))]


def said_alike(unknown: Iterable[str], known: Iterable[str]) -> str:
    """
    Name the first unknown code that is a known one but for case, width or blanks.

    >>> said_alike(["x", "g-1"], ["G-1", "G-2"])
    " Perhaps 'G-1' is meant by 'g-1': they differ only in case, width or blanks."
    >>> said_alike(["x"], ["G-1"])
    ''
    """
    by_look = {look(code): code for code in known}
    for code in unknown:
        if look(code) in by_look:
            return (
                f" Perhaps {by_look[look(code)]!r} is meant by {code!r}: they differ "
                "only in case, width or blanks."
            )
    return ""
