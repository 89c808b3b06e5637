"""Ids of many things, mostly alike, as few distinct beginnings and a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.maps.payload.sections import Sections

MOST_DIGITS = 7
_ENDING = re.compile(r"[0-9]{0,7}\Z")


def add_ids(sections: Sections, name: str, ids: Sequence[str]) -> dict[str, Any]:
    """
    Write ids into sections; return what the header must say to read them.

    Every id ends in as many digits as all of them do (7 at most); what stands before
    is kept once. Ids are opaque: nothing is read from the digits.

    Examples
    --------
    >>> from servicecircle.maps.payload.sections import Sections
    >>> add_ids(Sections(), "id", ["440306-0012", "440306-0007", "440309-0001"])
    {'digits': 4, 'heads': ['440306-', '440309-']}
    """
    digits = min((len(_digits(text)) for text in ids), default=0)
    cut = [len(text) - digits for text in ids]
    heads = [text[:at] for text, at in zip(ids, cut, strict=True)]
    tails = [int(text[at:] or 0) for text, at in zip(ids, cut, strict=True)]
    known = {head: number for number, head in enumerate(dict.fromkeys(heads))}
    sections.differences(f"{name}_head", [known[head] for head in heads])
    sections.differences(f"{name}_tail", np.array(tails, dtype=np.int64))
    return {"digits": digits, "heads": list(known)}


def _digits(text: str) -> str:
    found = _ENDING.search(text)
    return found[0] if found else ""
