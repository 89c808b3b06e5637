"""What a layer can be in a planning area, and the words that files are named by."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from servicecircle.vocabulary import Level

EXACT = 4
"""Points for a name that ends with a word of the role: the noun it is about."""
MENTIONED = 1
"""Points for a word elsewhere in the name."""
SHORT = 3
"""Words of up to so many letters are initials, which have no plural."""
_TOKENS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\x00-\x7f]+")


@dataclass(frozen=True)
class Role:
    """A part that a layer can play (`roles.csv`)."""

    name: str
    kind: str
    """level, table, network, or aside: known, and not read yet."""
    words: tuple[str, ...]
    meaning: str

    @property
    def level(self) -> Level | None:
        """The level whose units the layer holds, if it holds units."""
        return Level(self.name) if self.kind == "level" else None


@cache
def roles() -> dict[str, Role]:
    """Read every role, by name."""
    text = files("servicecircle.area.draft").joinpath("roles.csv").read_text("utf-8")
    return {
        row["role"]: Role(
            row["role"], row["kind"], tuple(row["words"].split("|")), row["meaning"]
        )
        for row in csv.DictReader(text.splitlines())
    }


def roles_named(name: str) -> dict[str, int]:
    """
    Say which roles the name of a file or layer speaks of, with points.

    English words count whole, in either number; Chinese ones anywhere. What a name
    ends with is its noun: building entrances are entrances.

    >>> roles_named("building_entrances")
    {'entrances': 4, 'buildings': 1}
    >>> roles_named("马田街道综合网格2023")
    {'grid': 4, 'street': 1}
    >>> roles_named("Streets")
    {'street': 4, 'network': 4}
    """
    plain = _plain(name)
    found: dict[str, tuple[int, int]] = {}
    for role in roles().values():
        for word in role.words:
            spelt = _plain(word)
            end = plain.rfind(spelt if not word.isascii() else f" {spelt.strip()} ")
            if end >= 0:
                reach = (end + len(spelt.rstrip()), len(spelt))
                found[role.name] = max(found.get(role.name, (0, 0)), reach)
    last = max(found.values(), default=(0, 0))
    order = sorted(found, key=lambda role: found[role] != last)
    return {role: EXACT if found[role] == last else MENTIONED for role in order}


def _plain(name: str) -> str:
    """
    Split a name into words in the singular, each between blanks.

    >>> _plain("RedSubGrids_2023")
    ' red sub grid '
    """
    tokens = _TOKENS.findall(unicodedata.normalize("NFKC", name))
    singular = [_singular(token.lower()) for token in tokens]
    if not name.isascii() and not any(token.isascii() for token in tokens):
        return "".join(singular)
    return f" {' '.join(singular)} "


def _singular(word: str) -> str:
    if len(word) <= SHORT:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
