"""Choosing the layer for each part, and naming those that came close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.draft.evidence import FAIR, Evidence
from servicecircle.area.draft.look import Kind, Look
from servicecircle.area.draft.nesting import assign_levels, same_outline
from servicecircle.area.draft.parts import GUESS, Part
from servicecircle.area.draft.roles import roles
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyproj

    Weighed = Mapping[str, Evidence]

LEAST = 3
"""Points below which a layer is taken for nothing in particular."""
CLOSE = 2
"""A rival within so many points of the chosen layer makes the choice a question."""
TABLES = ("buildings", "stations", "entrances", "candidates")
INSIDE = 2


def choose_levels(
    looks: Sequence[Look], weighed: Sequence[Weighed], crs: pyproj.CRS
) -> dict[Level, Part]:
    """Choose the layers of the levels, from the widest to the finest."""
    able = [
        i
        for i, look in enumerate(looks)
        if look.kind is Kind.POLYGONS and _may_be_units(weighed[i])
    ]
    some = [weighed[i] for i in able]
    at = {
        k: able[i]
        for k, i in assign_levels([looks[i] for i in able], some, crs).items()
    }
    named = {i for i in able if any(weighed[i][k.value].points >= FAIR for k in Level)}
    parts: dict[Level, Part] = {}
    above: Level | None = None
    for level in sorted(at, key=list(roles()).index):
        i = at[level]
        evidence = weighed[i][level.value]
        if above is not None:
            words = above.layer.replace("_", " ")
            evidence.add(INSIDE, f"its units lie inside the {words}")
        elif len(at) > 1 and len(looks[i].frame) == 1 and not evidence.reasons:
            evidence.add(FAIR, "it is one outline around the others")
        rivals = [
            looks[j]
            for j in able
            if j not in at.values()
            and (
                (
                    best_role(weighed[j]) == level.value
                    and weighed[j][level.value].points >= FAIR
                )
                or (j not in named and same_outline(looks[i], looks[j], crs))
            )
        ]
        part = Part(f"levels.{level.value}", looks[i], evidence, rivals)
        if evidence.confidence == GUESS:
            part.questions.append(
                f"Nothing names its level; {level.value} fits the size of its units. "
                f"Else change the name of this section{_other(level, at)}."
            )
        parts[level] = part
        above = level
    return parts


def choose_tables(
    looks: Sequence[Look], weighed: Sequence[Weighed], taken: Sequence[Look]
) -> dict[str, Part]:
    """Choose the layers of buildings, stations, entrances and candidates."""
    free = [i for i, look in enumerate(looks) if look not in taken]
    parts: dict[str, Part] = {}
    for role in TABLES:
        able = [
            i
            for i in free
            if best_role(weighed[i]) == role and weighed[i][role].points >= LEAST
        ]
        able.sort(key=lambda i: (-weighed[i][role].points, i))
        if not able:
            continue
        first = able[0]
        most = weighed[first][role].points
        rivals = [looks[i] for i in able[1:] if weighed[i][role].points > most - CLOSE]
        parts[role] = Part(role, looks[first], weighed[first][role], rivals)
    used = [part.look for part in parts.values()]
    for role in ("stations", "buildings"):
        if role not in parts:
            left = [i for i in free if looks[i] not in used]
            part = _least_unlikely(role, left, looks, weighed)
            if part is not None:
                parts[role] = part
                used.append(part.look)
    return parts


def choose_network(
    looks: Sequence[Look], weighed: Sequence[Weighed], taken: Sequence[Look]
) -> tuple[list[Part], list[Part]]:
    """Choose the sources of the network and the layers of obstacles."""
    chosen: dict[str, list[Part]] = {"network": [], "obstacles": []}
    for look, found in zip(looks, weighed, strict=True):
        role = best_role(found)
        if look in taken or role not in chosen or found[role].points < LEAST:
            continue
        section = "network.sources" if role == "network" else "network.obstacles"
        chosen[role].append(Part(section, look, found[role]))
    sources = sorted(chosen["network"], key=lambda p: p.look.kind is Kind.LINES)
    whole = [p for p in sources if p.look.kind is not Kind.LINES]
    for part in whole[1:]:
        part.settings["off"] = True
        part.questions.append(
            f"{whole[0].look.title} and {part.look.title} are both whole networks; the "
            "first is used. Take the marks off this section if both are needed."
        )
    sure = [p for p in sources if p.evidence.confidence != GUESS]
    for part in sources:
        if part.evidence.confidence == GUESS and sure:
            part.settings["off"] = True
            part.questions.append(
                f"Does one walk along the lines of {part.look.title}? Nothing says so; "
                "take the marks off this section if one does."
            )
    return sources, chosen["obstacles"]


def _other(level: Level, taken: Mapping[Level, int]) -> str:
    """Name the nearest level that no layer holds yet, if there is one."""
    order = list(type(level))
    free = [k for k in order if k not in taken]
    if not free:
        return ""
    near = min(free, key=lambda k: abs(order.index(k) - order.index(level)))
    return f", for example to [levels.{near.value}]"


def best_role(found: Weighed) -> str | None:
    """Name the role with most points; of several the first in `roles.csv`."""
    order = list(roles())
    return min(found, key=lambda r: (-found[r].points, order.index(r)), default=None)


def _may_be_units(found: Weighed) -> bool:
    """Whether no other role has clearly more points than every level."""
    levels = max(e.points for role, e in found.items() if roles()[role].level)
    others = max(e.points for role, e in found.items() if not roles()[role].level)
    return others < LEAST or levels >= others


def _least_unlikely(
    role: str, free: Sequence[int], looks: Sequence[Look], weighed: Sequence[Weighed]
) -> Part | None:
    """Take what could be it at all, where nothing says what it is."""
    able = [
        i
        for i in free
        if role in weighed[i]
        and 0 < weighed[i][role].points == weighed[i][str(best_role(weighed[i]))].points
    ]
    if not able:
        return None
    able.sort(key=lambda i: (-weighed[i][role].points, i))
    rivals = [looks[i] for i in able[1:]]
    return Part(role, looks[able[0]], weighed[able[0]][role], rivals)
