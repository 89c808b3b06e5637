"""What happened to a unit, in words."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from servicecircle.crosswalk.kinds import Change

NAMED = 5
"""How many counterparts are named before the others are counted."""
LEADS = {
    ("old", Change.BOUNDARY_MOVED): "border moved",
    ("new", Change.BOUNDARY_MOVED): "border moved",
    ("old", Change.SPLIT): "split",
    ("new", Change.SPLIT): "came of a split",
    ("old", Change.MERGED): "merged",
    ("new", Change.MERGED): "came of a merger",
    ("old", Change.REDRAWN): "split and merged",
    ("new", Change.REDRAWN): "came of splitting and merging",
    ("old", Change.DISSOLVED): "dissolved",
    ("new", Change.NEW): "new",
}
FLAGS = {"recoded": "", "renamed": "called ", "parent_changed": "in "}


class Parts(NamedTuple):
    """What one unit has in common with those of the other edition."""

    measure: str
    """What the shares count: residents, buildings or area."""
    shares: list[tuple[str, float]]
    """Counterparts, the largest share first; an empty code is ground in no unit."""


def say_changes(
    changes: pd.DataFrame, crosswalk: pd.DataFrame, partners: pd.DataFrame
) -> pd.DataFrame:
    """
    Give each unit's counterparts and say in words what happened to it.

    Parameters
    ----------
    changes
        One edition's units: ``edition``, ``unit_id``, ``change``, ``code_reused`` and
        the flags.
    crosswalk
        The same level's crosswalk.
    partners
        For each row of `changes`, what to name where a flag is set: the code, name
        and parent of the unit of the other edition that is the same one.

    Returns
    -------
    DataFrame
        ``counterparts`` (codes separated by ;) and ``words``, indexed like `changes`.

    Examples
    --------
    >>> flags = {"recoded": [True], "renamed": [False], "parent_changed": [True]}
    >>> row = {"edition": "old", "unit_id": "a", "change": Change.RECODED}
    >>> changes = pd.DataFrame({**row, **flags, "code_reused": [False]})
    >>> shares = {"share_of_old_residents": [1.0], "basis_of_old_shares": ["area"]}
    >>> crosswalk = pd.DataFrame({"old_id": ["a"], "new_id": ["b"], **shares})
    >>> partners = pd.DataFrame({"code": ["b"], "name": ["b"], "parent": ["p"]})
    >>> say_changes(changes, crosswalk, partners)["words"].item()
    "same ground; now 'b'; now in 'p'"
    """
    edition = str(changes["edition"].iloc[0])
    parts = parts_of(crosswalk, edition)
    mine = [parts[label] for label in changes["unit_id"]]
    asides = _asides(changes, partners, edition)
    words = [
        _say(edition, Change(change), found, aside)
        for change, found, aside in zip(changes["change"], mine, asides, strict=True)
    ]
    ids = [";".join(label for label, _ in found.shares if label) for found in mine]
    return pd.DataFrame(
        {"counterparts": ids, "words": words}, index=changes.index, dtype="str"
    )


def parts_of(crosswalk: pd.DataFrame, edition: str) -> dict[str, Parts]:
    """Collect each unit's counterparts by its code."""
    own, other = ("old", "new") if edition == "old" else ("new", "old")
    share = f"share_of_{own}_residents"
    rows = crosswalk.dropna(subset=[f"{own}_id"]).sort_values(
        [f"{own}_id", share, f"{other}_id"], ascending=[True, False, True]
    )
    found: dict[str, Parts] = {}
    for label, counterpart, part, basis in zip(
        rows[f"{own}_id"],
        rows[f"{other}_id"].fillna(""),
        rows[share],
        rows[f"basis_of_{own}_shares"],
        strict=True,
    ):
        parts = found.setdefault(label, Parts(basis.rpartition(" ")[2], []))
        parts.shares.append((counterpart, part))
    return found


def _say(edition: str, change: Change, parts: Parts, aside: str) -> str:
    lead = LEADS.get((edition, change))
    if lead is None:
        return f"same ground{aside}" if aside else "unchanged"
    named = [
        f"{repr(label) if label else 'no unit'} {share:.1%}"
        for label, share in parts.shares[:NAMED]
    ]
    rest = len(parts.shares) - NAMED
    more = f" and {rest} more" if rest > 0 else ""
    goes = "to" if edition == "old" else "from"
    return f"{lead}: {goes} {', '.join(named)}{more} of its {parts.measure}{aside}"


def _asides(changes: pd.DataFrame, partners: pd.DataFrame, edition: str) -> list[str]:
    """Say what else changed of a unit that goes on, and whose code is used anew."""
    when = "now" if edition == "old" else "before"
    asides = [""] * len(changes)
    for (flag, verb), column in zip(FLAGS.items(), partners, strict=True):
        told = zip(changes[flag], partners[column], strict=True)
        asides = [
            f"{aside}; {when} {verb}{value!r}" if is_set else aside
            for aside, (is_set, value) in zip(asides, told, strict=True)
        ]
    other = "new" if edition == "old" else "old"
    return [
        f"{aside}; in the {other} edition the code names other ground"
        if reused
        else aside
        for aside, reused in zip(asides, changes["code_reused"], strict=True)
    ]
