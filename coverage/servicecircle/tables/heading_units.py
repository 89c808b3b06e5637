"""Units in headings by which numbers are multiplied: 人口（万人）, 建筑面积/公顷."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.tables.say import note

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.findings import Finding
    from servicecircle.tables.schema import Column

THOUSANDS = {"万": 1e4, "千": 1e3, "thousand": 1e3, "thousands": 1e3}
FACTORS = {
    "persons": {**THOUSANDS, "万人": 1e4, "千人": 1e3},
    "households": {**THOUSANDS, "万户": 1e4, "千户": 1e3},
    "m2": {
        "公顷": 1e4,
        "ha": 1e4,
        "hectares": 1e4,
        "万平方米": 1e4,
        "万平米": 1e4,
        "万m2": 1e4,
        "亩": 1e4 / 15,
        "平方公里": 1e6,
        "平方千米": 1e6,
        "km2": 1e6,
    },
    "m": {"公里": 1e3, "千米": 1e3, "km": 1e3, "厘米": 0.01, "cm": 0.01},
}
"""Of each unit that a column can have: how many of it the others are."""
DECIMALS = 6
"""What is left of a product; the rest is what binary fractions add."""
_BETWEEN = r"[\s_\-/:,(\[【〔]"
_REMARK = re.compile(r"\s*[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]\s*$")


class InUnit(NamedTuple):
    """A heading, taken apart."""

    heading: str
    """Without the unit."""
    unit: str
    factor: float
    """How many of the column's own unit it is."""


def in_unit(name: str, column: Column) -> InUnit | None:
    """
    Take the unit off a heading whose numbers must be multiplied.

    Parameters
    ----------
    name
        How a file calls the column. Letters of a unit need a blank or bracket before
        them; Chinese characters do not.
    column
        What the column means, and in which unit.

    Examples
    --------
    >>> from servicecircle.tables.schema import table
    >>> residents = table("units").column("residents")
    >>> in_unit("常住人口（万人）", residents)
    InUnit(heading='常住人口', unit='万人', factor=10000.0)
    >>> in_unit("人口（人）", residents) is None
    True
    """
    words = FACTORS.get(column.unit, {})
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    for word in sorted(words, key=len, reverse=True):
        between = f"{_BETWEEN}+" if word[0].isascii() else f"{_BETWEEN}*"
        found = re.fullmatch(rf"(.+?){between}{re.escape(word)}[\s)\]】〕]*", plain)
        if found:
            return InUnit(found[1], word, words[word])
    return None


def without_remark(name: str) -> str:
    """
    Take off what stands in brackets at the end of a heading.

    >>> without_remark("人口（2020年）")
    '人口'
    """
    return _REMARK.sub("", unicodedata.normalize("NFKC", name))


def to_own_unit(
    values: pd.Series, cells: pd.Series, column: Column, *, source: str, table: str
) -> tuple[pd.Series, list[Finding]]:
    """
    Multiply numbers by the unit that their heading states, and note it.

    Parameters
    ----------
    values
        The column as read.
    cells
        The same in the file; its name is the heading.
    column
        What the column means.
    source, table
        What to call the file and its table in messages.
    """
    stated = in_unit(str(cells.name), column)
    if stated is None or values.notna().sum() == 0:
        return values, []
    done = (values * stated.factor).round(DECIMALS)
    place = int(values.notna().to_numpy().argmax())
    row, product = values.index[place], float(done.iloc[place])
    message = (
        f"{source}, column {cells.name!r}: its numbers are in {stated.unit} and are "
        f"read times {stated.factor:,.10g}; {cells.index.name or 'row'} {row} as "
        f"{product:,.10g}."
    )
    remedy = "If they are not in that unit, correct the heading."
    return done, [note("unit-converted", table, message, remedy)]
