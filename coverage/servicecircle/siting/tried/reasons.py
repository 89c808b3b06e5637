"""What each thing that was tried does, in a sentence or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.siting.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping


def tried_reason(row: Mapping[Any, Any], *, several: bool) -> list[Sentence]:
    """
    Say what was gained; `several` says whether other things were tried too.

    >>> from servicecircle.siting.sentences import render
    >>> row = {"action": "open", "counts": True}
    >>> row |= {"residents_alone": 40.0, "residents_last": 0.0}
    >>> render(tried_reason(row, several=True), "en")
    'Alone it covers 40 more residents. Without it the others cover as many.'
    >>> row |= {"action": "close", "residents_alone": -40.0, "residents_last": -35.0}
    >>> render(tried_reason(row, several=True), "zh")
    '单独实施：减少覆盖40名居民。如不实施，其余措施多覆盖35人。'
    """
    if not row["counts"]:
        return [Sentence("tried_not_about")]
    alone, last = row["residents_alone"], row["residents_last"]
    if alone:
        key = "tried_more" if alone > 0 else "tried_fewer"
    else:
        key = "tried_nobody_fewer" if row["action"] == "close" else "tried_nobody_more"
    said = [Sentence(key, {"count": abs(alone)})]
    if several and last == 0:
        said.append(Sentence("tried_last_same"))
    elif several:
        key = "tried_last_fewer" if last > 0 else "tried_last_more"
        said.append(Sentence(key, {"count": abs(last)}))
    return said
