"""Where a sheet's table begins and ends: titles above, merged headings, notes below."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = Sequence[Sequence[object]]

LOOKED_AT = 20
"""How many rows can stand above the first row of data."""
LEAST_COLUMNS = 3
"""A table of fewer columns has no title or note that could be told from a row."""
_NOTE_WORDS = ("注", "备注", "说明", "填表", "制表", "填报", "审核", "数据来源", "note")


class Merge(NamedTuple):
    """A merged cell: positions of its first and last row and column."""

    top: int
    left: int
    bottom: int
    right: int


class Headings(NamedTuple):
    """The names of the columns, and where the data below them begin."""

    names: list[str | None]
    data: int
    """Position of the first row of data."""


def find_headings(rows: Rows, merges: Sequence[Merge] = ()) -> Headings:
    """
    Find the row of column names, or the rows where headings are merged.

    A row with a single cell, or with nothing but "label: value", is a title where a
    broader row follows. A heading merged over several columns is read with the row
    below it, whose name counts (网格 编码 where 编码 stands there twice).

    Parameters
    ----------
    rows
        The sheet's first rows, as tuples of cells.
    merges
        Merged cells.

    Examples
    --------
    >>> rows = [
    ...     ("站点一览表", None, None),
    ...     ("编码", "位置", None),
    ...     (None, "经度", "纬度"),
    ...     ("S1", 113.9, 22.7),
    ... ]
    >>> merges = [Merge(0, 0, 0, 2), Merge(1, 0, 2, 0), Merge(1, 1, 1, 2)]
    >>> find_headings(rows, merges)
    Headings(names=['编码', '经度', '纬度'], data=3)
    """
    rows = rows[:LOOKED_AT]
    first = _first_heading(rows)
    last = _last_heading(rows, merges, first)
    width = max((len(row) for row in rows), default=0)
    stacks = [_stack(rows, merges, first, last, column) for column in range(width)]
    leaves = Counter(stack[-1] for stack in stacks if stack)
    names = [
        None if not stack else stack[-1] if leaves[stack[-1]] == 1 else " ".join(stack)
        for stack in stacks
    ]
    return Headings(names, last + 1)


def count_notes(rows: Rows, merges: Sequence[Merge] = (), *, columns: int) -> int:
    """
    Count the rows of notes that stand below a table of so many columns.

    A note is a lone cell that is merged across, follows an empty row, or says that it
    is one; and everything below it.

    >>> count_notes([("S1", 1, 2), ("注：截至年底", None, None)], columns=3)
    1
    """
    if columns < LEAST_COLUMNS:
        return 0
    across = {m.top for m in merges if m.right > m.left}
    notes = 0
    for place in range(len(rows) - 1, 0, -1):
        cells = _filled(rows[place])
        if not cells:
            continue
        lonely = place in across or not _filled(rows[place - 1])
        says_so = str(cells[0]).strip().casefold().startswith(_NOTE_WORDS)
        if len(cells) > 1 or not (lonely or says_so):
            break
        notes = len(rows) - place
    return notes


def _filled(row: Sequence[object]) -> list[object]:
    return [cell for cell in row if cell is not None and str(cell).strip()]


def _first_heading(rows: Rows) -> int:
    """Skip empty rows and titles."""
    counts = [len(_filled(row)) for row in rows]
    for place, row in enumerate(rows):
        broader = max(counts[place + 1 :], default=0) >= LEAST_COLUMNS
        caption = all("：" in str(c) or ":" in str(c) for c in _filled(row))
        lone = counts[place] == 1 or (caption and counts[place] < max(counts))
        if counts[place] and not (lone and broader):
            return place
    return 0


def _last_heading(rows: Rows, merges: Sequence[Merge], first: int) -> int:
    """Follow merged headings down to the last row of names."""
    last = first
    for merge in sorted(merges):
        if not first <= merge.top <= last:
            continue
        last = max(last, merge.bottom)
        spreads = merge.right > merge.left and merge.bottom == last
        if spreads and _is_below_merges(rows, merges, last):
            last += 1
    return last


def _is_below_merges(rows: Rows, merges: Sequence[Merge], place: int) -> bool:
    """Whether the next row names only the parts of headings merged across."""
    if place + 1 >= len(rows):
        return False
    across = {
        column
        for m in merges
        if m.right > m.left and m.bottom == place
        for column in range(m.left, m.right + 1)
    }
    below = {k for k, cell in enumerate(rows[place + 1]) if _filled([cell])}
    texts = all(isinstance(rows[place + 1][k], str) for k in below)
    return bool(below) and below <= across and texts


def _stack(
    rows: Rows, merges: Sequence[Merge], first: int, last: int, column: int
) -> list[str]:
    """Read a column's headings from top to bottom, each once."""
    stack: list[str] = []
    for place in range(first, last + 1):
        cell = _at(rows, place, column)
        for merge in merges:
            inside = merge.top <= place <= merge.bottom
            if inside and merge.left <= column <= merge.right:
                cell = _at(rows, merge.top, merge.left)
        word = " ".join(str(cell).split()) if cell is not None else ""
        if word and word not in stack:
            stack.append(word)
    return stack


def _at(rows: Rows, place: int, column: int) -> object:
    row = rows[place]
    return row[column] if column < len(row) else None
