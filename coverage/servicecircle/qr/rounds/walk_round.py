"""One group of points: its walks, its shares, and the order of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from servicecircle.qr.rounds.order import order_stops
from servicecircle.qr.rounds.share import Part, share_stops
from servicecircle.qr.rounds.unit_walks import UnitWalks, unit_walks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.rounds.grounds import Grounds
    from servicecircle.qr.rounds.officers import Group
    from servicecircle.qr.rounds.order import Order
    from servicecircle.qr.rounds.terms import Terms

NOWHERE = -1


class Walked(NamedTuple):
    """One round: rows of the grounds as they are passed, and what it is made of."""

    name: str
    officer: str | None
    units: tuple[str, ...]
    rows: NDArray[np.int64]
    """The points, in posting order."""
    home: int
    """Where it begins; `NOWHERE` where at its first point."""
    legs: NDArray[np.int64]
    """Rows of the grounds from which and to which each leg leads, shape (legs, 2)."""
    leg_units: NDArray[np.int64]
    straight: NDArray[np.bool_]
    order: Order


def walk_rounds(
    network: WalkNetwork, grounds: Grounds, group: Group, terms: Terms
) -> list[Walked]:
    """
    Put the points of a group into the order, or orders, of its rounds.

    A round begins at the officer's own place, else at the station that is nearest on
    foot to any of the points, of several as near the one whose id sorts first. Officers
    with places of their own take the shares that are nearest to these in all. Straight
    lines where nobody can walk are as few as can be found: they are no short cuts.
    """
    begins = grounds.begins(group.rows, group.officers)
    homes = np.unique(np.concatenate(begins)).astype(np.int64)
    every = np.concatenate([group.rows, homes])
    walks = unit_walks(network, grounds.spots.at(every), grounds.xy[every])
    count = len(group.rows)
    from_home = dict(zip(homes.tolist(), walks.units[count:, :count], strict=True))
    apart = dict(zip(homes.tolist(), walks.straight[count:, :count], strict=True))
    taken = [_nearest(some, from_home, apart) for some in begins]
    inner = np.ascontiguousarray(walks.units[:count, :count])
    if len(taken) == 1:
        order = order_stops(
            inner,
            home=from_home.get(taken[0]),
            closed=terms.closed,
            apart=walks.straight[:count, :count],
            home_apart=apart.get(taken[0]),
        )
        parts = [Part(np.arange(count), order)]
    else:
        split = walks.straight[:count, :count]
        parts = _share(inner, split, taken, from_home, apart, terms)
    return [
        _walked(group, k, part, home, every, walks, terms)
        for k, (part, home) in enumerate(zip(parts, taken, strict=True))
    ]


def _nearest(
    some: NDArray[np.int64],
    from_home: dict[int, NDArray[np.int64]],
    apart: dict[int, NDArray[np.bool_]],
) -> int:
    """Choose where a round begins: where a walk leads to a point, and the nearest."""
    if not len(some):
        return NOWHERE

    def far(row: int) -> tuple[bool, int]:
        reached = ~apart[row]
        if reached.any():
            return False, int(from_home[row][reached].min())
        return True, int(from_home[row].min())

    rows: list[int] = sorted(some.tolist())
    return min(rows, key=far)


def _share(  # noqa: PLR0913, PLR0917 - walks among points, and from each home
    inner: NDArray[np.int64],
    split: NDArray[np.bool_],
    taken: list[int],
    from_home: dict[int, NDArray[np.int64]],
    apart: dict[int, NDArray[np.bool_]],
    terms: Terms,
) -> list[Part]:
    """Share points; where officers begin at several places, each takes a near part."""
    same = taken[0] if len(set(taken)) == 1 else NOWHERE
    parts = share_stops(
        inner,
        len(taken),
        plate=terms.plate_units,
        home=from_home.get(same),
        closed=terms.closed,
        apart=split,
        home_apart=apart.get(same),
    )
    if len(set(taken)) == 1:
        return parts
    _, chosen = linear_sum_assignment(_far_from(taken, parts, from_home, apart))
    found = []
    for k, home in zip(chosen.tolist(), taken, strict=True):
        some = parts[k].members
        order = order_stops(
            inner[np.ix_(some, some)],
            home=from_home[home][some] if home in from_home else None,
            closed=terms.closed,
            apart=split[np.ix_(some, some)],
            home_apart=apart[home][some] if home in apart else None,
        )
        found.append(Part(some, order))
    return found


def _far_from(
    taken: list[int],
    parts: list[Part],
    from_home: dict[int, NDArray[np.int64]],
    apart: dict[int, NDArray[np.bool_]],
) -> NDArray[np.int64]:
    """
    Say how far each part is from where each officer begins, shape (officers, parts).

    Where nobody can walk from there to any point of it, it is farther than all walks
    together, for a straight line is no short cut.
    """
    longest = max((int(row.max()) for row in from_home.values()), default=0)
    far = len(taken) * longest + 1
    dear = {home: row + far * apart[home] for home, row in from_home.items()}
    return np.array(
        [
            [dear[home][part.members].min() if home in dear else 0 for part in parts]
            for home in taken
        ]
    )


def _walked(  # noqa: PLR0913, PLR0917 - what a round is read off
    group: Group,
    number: int,
    part: Part,
    home: int,
    every: NDArray[np.int64],
    walks: UnitWalks,
    terms: Terms,
) -> Walked:
    """Read the legs of a round off the walks: to the first stop, on, and back."""
    passed = part.members[part.order.stops]
    way = passed
    if home != NOWHERE:
        begin = int(np.flatnonzero(every == home)[-1])
        way = np.concatenate([[begin], passed])
    if terms.closed and len(way) > 1:
        way = np.concatenate([way, way[:1]])
    before, after = way[:-1], way[1:]
    return Walked(
        group.names[number],
        group.officers[number],
        group.units,
        every[passed],
        home,
        every[np.stack([before, after], axis=1)],
        walks.units[before, after],
        walks.straight[before, after],
        part.order,
    )
