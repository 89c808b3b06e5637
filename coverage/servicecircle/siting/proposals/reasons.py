"""Why a site is proposed: what is said of it, in a few sentences."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.siting.sentences import Sentence
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TOP_UNITS = 3
"""So many units are named; of the others it is said how many they are."""
HALF = 0.5
"""Fewer people than this are nobody."""
LITTLE_M = 0.05
"""A mean walk longer by less than this is as long: it is shown to 0.1 m."""
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "backup_covering": "backup",
        "p_median": "walk",
        "p_center": "longest",
        "capacitated_covering": "reach",
        "capacitated_p_median": "reach",
    }
)
"""By what a site is compared with others, where that is not whom they cover."""


class Facts(NamedTuple):
    """What there is to say of a proposal; what is None or missing is not said."""

    action: str
    gained: float
    share_before: float
    share: float
    limit_m: float = 0.0
    model: str = "maximal_covering"
    longest_m: float = 0.0
    """The longest walk that is left, with ``p_center``."""
    shorter_m: float = 0.0
    """By how much the mean walk is shorter, with ``p_median``."""
    within_longest: float = 0.0
    """Whom it brings within the longest walk that is left."""
    served: float = 0.0
    """Whom it serves, where sites can be full."""
    with_backup: float = 0.0
    """Whom it covers as the first or the second."""
    counted: str = "residents"
    """Whether ``residents``, ``weighted`` ones, or once for each of ``services``."""
    first: bool = True
    level: str = ""
    units: Sequence[tuple[str, float]] = ()
    """What units of the finest level gain, the most first, by what they are called."""
    nearest: float = 0.0
    relieves: Sentence | str | None = None
    relieved: float = 0.0
    alternative: Sentence | str | None = None
    alternative_m: float = 0.0
    alternative_loses: float = 0.0
    loss_if_unavailable: float = float("nan")
    chosen: float = float("nan")
    """In which share of the trials it was chosen again."""
    trials: int = 0
    replaces: Sentence | str | None = None
    needed: Sequence[Sentence] = ()
    """What of the requirements would be missed without it."""


def reason(facts: Facts) -> list[Sentence]:
    """
    Say why, in the order in which a planner asks.

    Examples
    --------
    >>> from servicecircle.siting.sentences import render
    >>> said = reason(Facts("close", -9.0, 1, 0.9))
    >>> render(said, "en"), render(said, "zh")
    ('Closing it leaves 9 residents uncovered.', '撤销后有9名居民不再被覆盖。')
    """
    people = Sentence(facts.counted)
    if facts.action == "close":
        if -facts.gained < HALF:
            return [Sentence("close_none")]
        return [Sentence("close", {"fewer": -facts.gained, "people": people})]
    first = _worth(facts, people)
    gain = [*first, *_gain(facts, people), *_where(facts), *_needed(facts)]
    return [*gain, *_nearest(facts, people), *_instead(facts), *_trials(facts)]


def _worth(facts: Facts, people: Sentence) -> Iterator[Sentence]:
    """Say what it adds to what the model asks for, where that is not coverage."""
    match MEASURES.get(facts.model):
        case "walk":
            yield Sentence("shorter", {"metres": f"{facts.shorter_m:,.1f}"})
        case "longest":
            told = {"count": facts.within_longest, "longest": _longest(facts)}
            yield Sentence("within_longest", {**told, "people": people})
        case "reach":
            yield Sentence("serves", {"count": facts.served, "people": people})
        case "backup":
            second = facts.with_backup - facts.gained
            yield Sentence("second", {"count": second, "people": people})


def _gain(facts: Facts, people: Sentence) -> Iterator[Sentence]:
    shares = {"before": f"{facts.share_before:.1%}", "share": f"{facts.share:.1%}"}
    limit = Sentence("limits")
    if facts.counted != "services":
        limit = Sentence("limit", {"metres": facts.limit_m})
    if facts.gained < HALF:
        yield Sentence("open_none", {"limit": limit})
    else:
        told = {"more": facts.gained, "people": people, "limit": limit}
        yield Sentence("open", told | shares)
    if not facts.first and (facts.gained >= HALF or facts.model in MEASURES):
        yield Sentence("before")
    if facts.replaces is not None:
        yield Sentence("replaces", {"station": facts.replaces})


def _needed(facts: Facts) -> Iterator[Sentence]:
    """Say what requires it, and whether nothing else speaks for it."""
    yield from facts.needed
    worth = {
        "walk": facts.shorter_m - LITTLE_M + HALF,
        "longest": facts.within_longest,
        "reach": facts.served,
        "backup": facts.with_backup,
    }
    measure = MEASURES.get(facts.model, "")
    if facts.needed and facts.gained < HALF and worth.get(measure, 0.0) < HALF:
        yield Sentence("needed_alone")


def _nearest(facts: Facts, people: Sentence) -> Iterator[Sentence]:
    if facts.nearest >= HALF:
        yield Sentence("nearest", {"nearest": facts.nearest, "people": people})
    if facts.relieves is not None and facts.relieved >= HALF:
        told = {"residents": facts.relieved, "people": people}
        yield Sentence("relieves", {**told, "station": facts.relieves})


def _where(facts: Facts) -> Iterator[Sentence]:
    units = [(name, gained) for name, gained in facts.units if gained >= HALF]
    if not units:
        return
    top = units[:TOP_UNITS]
    level = Level(facts.level)
    told = {
        "level": Sentence(level.value),
        "levels": Sentence(level.layer),
        "count": len(units),
        "rest": len(units) - len(top),
        "units": [Sentence("unit", {"name": n, "residents": r}) for n, r in top],
    }
    if len(units) == 1:
        yield Sentence("units_one", told)
    else:
        yield Sentence("units_more" if len(units) > len(top) else "units", told)


def _instead(facts: Facts) -> Iterator[Sentence]:
    measure = MEASURES.get(facts.model, "cover")
    nothing = LITTLE_M if measure == "walk" else HALF
    if facts.alternative is None:
        yield Sentence("alone")
    else:
        told = {"site": facts.alternative, "metres": facts.alternative_m}
        if facts.alternative_loses < nothing:
            yield Sentence(f"neighbour_same_{measure}", {**told, **_less(facts)})
        else:
            less = _less(facts, facts.alternative_loses)
            yield Sentence(f"neighbour_{measure}", {**told, **less})
    if math.isnan(facts.loss_if_unavailable) or measure == "reach":
        return
    alone = facts.alternative is None
    better = facts.loss_if_unavailable < facts.alternative_loses - nothing
    if not (alone or better):
        return
    if facts.loss_if_unavailable < nothing:
        yield Sentence("unavailable_none")
    else:
        less = _less(facts, facts.loss_if_unavailable)
        yield Sentence(f"unavailable_{measure}", less)


def _less(facts: Facts, lost: float = 0.0) -> dict[str, str | float]:
    """Say how much is lost: people, or metres of the mean walk."""
    by_walk = MEASURES.get(facts.model) == "walk"
    return {
        "fewer": f"{lost:,.1f}" if by_walk else lost,
        "longest": _longest(facts),
    }


def _longest(facts: Facts) -> str:
    """Show the longest walk so that whoever walks so far is within it."""
    return f"{math.ceil(facts.longest_m):,d}"


def _trials(facts: Facts) -> Iterator[Sentence]:
    if math.isnan(facts.chosen) or not facts.trials:
        return
    again = round(facts.chosen * facts.trials)
    told = {"again": again, "count": facts.trials}
    yield Sentence("trials_all" if again == facts.trials else "trials", told)
