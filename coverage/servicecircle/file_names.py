"""Names of files that every system can keep, made of the ids of units."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 60
"""Letters: a Chinese one takes three bytes, and a name may have 255."""
RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}
"""Devices of Windows, which takes them for no files, whatever their ending."""
_UNSAFE = re.compile(r"[^\w.-]")


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """
    Give each id the name of a file, without an ending, no two the same.

    Parameters
    ----------
    ids
        What the files are about.

    Returns
    -------
    dict
        By id in alphabetical order. Signs that some system refuses are underlines, a
        name that Windows keeps for a device has one before it, long names are cut, and
        names that differ only in capitals are numbered.

    Examples
    --------
    >>> file_names(["440311001", "a/b", "a:b", "A_b", "nul", "玉塘街道 1."])
    {'440311001': '440311001', 'A_b': 'A_b', 'a/b': 'a_b-2', 'a:b': 'a_b-3',
     'nul': '_nul', '玉塘街道 1.': '玉塘街道_1'}
    """
    names: dict[str, str] = {}
    used: set[str] = set()
    for one in sorted(set(ids)):
        plain = _plain(one)
        name, number = plain, 1
        while name.casefold() in used:
            number += 1
            name = f"{plain}-{number}"
        used.add(name.casefold())
        names[one] = name
    return names


def _plain(one: str) -> str:
    letters = _UNSAFE.sub("_", unicodedata.normalize("NFC", one))
    name = letters.strip("._")[:LONGEST].rstrip("._") or "_"
    reserved = name.partition(".")[0].casefold() in RESERVED
    return f"_{name}" if reserved else name
