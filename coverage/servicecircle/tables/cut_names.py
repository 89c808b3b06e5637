"""Column names that a shapefile cut off after ten bytes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.tables.schema import Table

NAME_BYTES = 10
"""What a shapefile keeps of a name: five Chinese characters in GBK, three in UTF-8."""
_ENCODINGS = ("gb18030", "utf-8")


def cut_name(word: str, *, encoding: str) -> str | None:
    """
    Cut a name as a shapefile does; None where it fits.

    >>> cut_name("综合网格编码", encoding="gb18030"), cut_name("编码", encoding="utf-8")
    ('综合网格编', None)
    """
    data = word.encode(encoding)
    if len(data) <= NAME_BYTES:
        return None
    return data[:NAME_BYTES].decode(encoding, errors="ignore")


def match_cut_names(found: Sequence[str], table: Table) -> dict[str, str]:
    """
    Match names that are what is left of one column's name, and of no other's.

    Parameters
    ----------
    found
        Names of a file's columns that are no column's full name.
    table
        What is looked for.

    Returns
    -------
    dict
        From the file's name to the table's column.

    Examples
    --------
    >>> from servicecircle.tables.schema import table
    >>> match_cut_names(["regionPeop", "building_l", "名称"], table("buildings"))
    {'regionPeop': 'residents', 'building_l': 'floors'}
    """
    meanings: dict[str, set[str]] = defaultdict(set)
    for column in table.columns:
        for word in (column.name, *column.aliases, *column.fallbacks):
            for encoding in _ENCODINGS:
                left = cut_name(word, encoding=encoding)
                if left is not None:
                    meanings[left.casefold()].add(column.name)
    matched = {}
    for name in found:
        meant = meanings.get(name.casefold(), set())
        if len(meant) == 1:
            (matched[name],) = meant
    return matched
