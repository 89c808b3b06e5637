"""Text made to fit: smaller, then in several lines, then cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALLEST = 0.7
"""Letters are not made smaller than this share of their size."""
ELLIPSIS = "…"
_BREAK_AFTER = frozenset(" -/·,，、（(）)")


class Fitted(NamedTuple):
    """Lines of a text, the share of its size, and whether anything was cut off."""

    lines: tuple[str, ...]
    scale: float
    cut: bool


def width_of(text: str, widths: Mapping[str, float]) -> float:
    """Give a text's width as a multiple of its size; every letter is in `widths`."""
    return sum(widths[letter] for letter in text)


def fit(text: str, *, room: float, lines: int, widths: Mapping[str, float]) -> Fitted:
    """
    Make a text fit.

    It is first made smaller, down to 70 %; then broken into lines at that size, after a
    blank or a mark where that wastes less than a third of the line; then cut, with an
    ellipsis, which is told.

    Parameters
    ----------
    text
        Of letters that `widths` has.
    room
        Width of a line as a multiple of the size.
    lines
        At most so many.
    widths
        Each letter's as a share of the size, the ellipsis's too.

    Examples
    --------
    >>> widths = dict.fromkeys("abcdefgh…", 1.0)
    >>> fit("abcd", room=4, lines=2, widths=widths)
    Fitted(lines=('abcd',), scale=1.0, cut=False)
    >>> fit("abcde", room=4, lines=2, widths=widths)
    Fitted(lines=('abcde',), scale=0.8, cut=False)
    >>> fit("abcdefgh", room=3, lines=2, widths=widths)
    Fitted(lines=('abcd', 'efgh'), scale=0.7, cut=False)
    >>> fit("abcdefgh", room=2, lines=2, widths=widths)
    Fitted(lines=('ab', 'c…'), scale=0.7, cut=True)
    """
    wide = width_of(text, widths)
    if wide <= room:
        return Fitted((text,), 1.0, cut=False)
    if wide * SMALLEST <= room:
        return Fitted((text,), room / wide, cut=False)
    limit, rest, told = room / SMALLEST, text, []
    for _ in range(lines - 1):
        at = _break(rest, limit, widths)
        told.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
        if not rest:
            break
    cut = width_of(rest, widths) > limit
    if cut:
        limit -= widths[ELLIPSIS]
        rest = rest[: _letters(rest, limit, widths)].rstrip() + ELLIPSIS
    return Fitted((*told, rest) if rest else tuple(told), SMALLEST, cut=cut)


def _letters(text: str, limit: float, widths: Mapping[str, float]) -> int:
    """Count the letters that a line holds."""
    used = 0.0
    for k, letter in enumerate(text):
        used += widths[letter]
        if used > limit:
            return k
    return len(text)


def _break(text: str, limit: float, widths: Mapping[str, float]) -> int:
    """Say where a line ends; at least one letter is on it."""
    most = max(1, _letters(text, limit, widths))
    if most == len(text):
        return most
    for at in range(most, 2 * most // 3, -1):
        if text[at - 1] in _BREAK_AFTER:
            return at
    return most
