"""Which layer or sheet of a file is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some, suggest
from servicecircle.inputs.problem import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def choose_layer(
    found: Sequence[str],
    asked: str | None,
    *,
    usual: Sequence[str],
    path: Path,
    noun: str,
) -> str:
    """
    Choose the layer (or sheet) that is meant, or ask.

    The one asked for; else the only one; else the first of the usual names that is
    there. Anything else is a question to the user.

    >>> from pathlib import Path
    >>> choose_layer(
    ...     ["streets", "grids"],
    ...     None,
    ...     usual=["grids"],
    ...     path=Path("u.gpkg"),
    ...     noun="layer",
    ... )
    'grids'
    """
    if asked is not None:
        if asked in found:
            return asked
        msg = f"{path.name} has no {noun} {asked!r}. There are: {name_some(found)}."
        raise UnusableInputError(msg, suggest(asked, found), rule="layer-missing")
    if len(found) == 1:
        return found[0]
    for name in usual:
        if name in found:
            return name
    msg = f"{path.name} has {len(found)} {noun}s: {name_some(found)}."
    remedy = 'Say which one is meant in area.toml, as layer = "its name".'
    raise UnusableInputError(msg, remedy, rule="layer-ambiguous")
