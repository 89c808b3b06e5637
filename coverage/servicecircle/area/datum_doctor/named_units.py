"""Which unit the rows of a file say that they belong to, in a code or in words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.vocabulary import Level

FEWEST_ROWS = 6
"""Fewer rows that name a unit are a coincidence."""
LEAST_SHARE = 0.5
"""Of a column's cells, for the column to be one of codes or names of units."""
MOST_NAMES = 300
"""A level with more units is not looked for in running text."""
SHORTEST_NAME = 3
"""A shorter name turns up in other words."""
_REMARK = re.compile(r"[(（【\[].*?[)）】\]]\s*$")


class Named(NamedTuple):
    """Which unit each row names."""

    level: Level
    position: NDArray[np.int64]
    """Of the unit in the level's frame, shape (rows,); -1 where none is named."""


def find_named_units(
    rows: pd.DataFrame, levels: Mapping[Level, gpd.GeoDataFrame]
) -> list[Named]:
    """
    Find the columns that name units, level by level.

    Parameters
    ----------
    rows
        A file's own columns.
    levels
        Units indexed by id, with ``name``.

    Returns
    -------
    list of Named
        At most one for each level below the district, the finest first. A column counts
        if at least half of its filled cells are codes, or names, of units of the level;
        or if at least six rows have the name of one unit in their text, as addresses
        do. Where several columns qualify, the one that names a unit in most rows.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.vocabulary import Level
    >>> units = gpd.GeoDataFrame({"name": ["东坑社区", "塘家社区"]}, index=["7", "8"])
    >>> rows = pd.DataFrame({"地址": ["东坑社区3号", "塘家社区工业路", "不详"] * 3})
    >>> levels = {Level.DISTRICT: units.iloc[:1], Level.COMMUNITY: units}
    >>> found = find_named_units(rows, levels)
    >>> found[0].position.tolist()
    [0, 1, -1, 0, 1, -1, 0, 1, -1]
    """
    texts = [text for name in rows if (text := _distinct(rows[name])) is not None]
    found = []
    for level, units in reversed(list(levels.items())[1:]):
        names = _names(units)
        options = [
            option
            for text in texts
            for option in (
                _whole_cells(text, pd.Index(units.index.astype("str"))),
                _whole_cells(text, names),
                _in_text(text, names),
            )
            if (option >= 0).sum() >= FEWEST_ROWS
        ]
        if options:
            best = max(options, key=lambda option: int((option >= 0).sum()))
            found.append(Named(level, best))
    return found


class _Text(NamedTuple):
    """A column of text."""

    word: NDArray[np.int64]
    """Which word each cell holds; -1 for none."""
    words: list[str]

    def spread(self, position: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give every cell what was found for its word."""
        return np.append(position, -1)[self.word]


def _distinct(column: pd.Series) -> _Text | None:
    """Give the words of a column, without blanks around them; numbers are no text."""
    if not (column.dtype == object or isinstance(column.dtype, pd.StringDtype)):
        return None
    code, values = pd.factorize(column)
    words = [
        unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
        for value in values
    ]
    return _Text(code, words) if any(words) else None


def _whole_cells(text: _Text, known: pd.Index) -> NDArray[np.int64]:
    """Look whole cells up among the codes, or the names, of units."""
    nothing = np.full(len(text.word), -1, dtype=np.int64)
    if not known.is_unique:
        return nothing
    found = np.asarray(known.get_indexer(pd.Index(text.words)), dtype=np.int64)
    position = text.spread(found)
    filled = text.spread(np.array([0 if word else -1 for word in text.words])) >= 0
    mostly = (position >= 0).sum() >= LEAST_SHARE * filled.sum()
    return position if mostly else nothing


def _in_text(text: _Text, names: pd.Index) -> NDArray[np.int64]:
    """Look for the names of units in running text; two names are none."""
    found = np.full(len(text.words), -1, dtype=np.int64)
    known = sorted((n for n in names if len(n) >= SHORTEST_NAME), key=len, reverse=True)
    if known and len(names) <= MOST_NAMES and names.is_unique:
        number = {name: place for place, name in enumerate(names)}
        pattern = re.compile("|".join(re.escape(name) for name in known))
        for place, word in enumerate(text.words):
            hits = set(pattern.findall(word))
            if len(hits) == 1:
                found[place] = number[hits.pop()]
    return text.spread(found)


def _names(units: gpd.GeoDataFrame) -> pd.Index:
    """Give the units' names without a remark in brackets at the end."""
    return pd.Index(
        [_REMARK.sub("", unicodedata.normalize("NFKC", str(n))) for n in units["name"]]
    )
