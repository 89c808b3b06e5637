"""A code as it is printed, read aloud and typed."""

from __future__ import annotations

BODY = 8
"""31**8 codes, 850 thousand million: a district of 100,000 points uses 1 in 8 million,
so that a code made up at random is hardly ever one of them."""
LENGTH = BODY + 1
GROUP = 3
_IGNORED = dict.fromkeys(map(ord, " -–—·."))
_WIDE = {ord("０") + k: chr(ord("0") + k) for k in range(10)} | {
    ord("Ａ") + k: chr(ord("A") + k) for k in range(26)
}


def printed(code: str) -> str:
    """
    Group a code as plates show it.

    >>> printed("K7M4PQX3D")
    'K7M-4PQ-X3D'
    """
    return "-".join(code[k : k + GROUP] for k in range(0, len(code), GROUP))


def typed(text: str) -> str:
    """
    Take a code as somebody typed it: small letters, blanks, hyphens, wide characters.

    Letters that no code has (0, O, 1, I, L) stay: which character was meant is not
    guessed.

    >>> typed(" k7m 4pq-Ｘ３d")
    'K7M4PQX3D'
    """
    return text.strip().upper().translate(_WIDE).translate(_IGNORED)
