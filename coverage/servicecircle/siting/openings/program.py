"""The program of openings: what to open so that most residents are covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, eye_array

from servicecircle.siting.models.outcome import is_whole
from servicecircle.siting.openings.patterns import STATION
from servicecircle.siting.program.program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.openings.patterns import Patterns, Way

    Floats = NDArray[np.float64]


class Groups(NamedTuple):
    """Homes that can be covered, those with the same ways as one."""

    ways: list[frozenset[Way]]
    weight: Floats


def group(patterns: Patterns, weight: Floats) -> Groups:
    """Merge homes with the same ways, in the order of these, homes without left out."""
    merged: dict[frozenset[Way], float] = {}
    for ways, residents in zip(patterns.ways, weight.tolist(), strict=True):
        if ways:
            key = frozenset(ways)
            merged[key] = merged.get(key, 0.0) + residents
    order = sorted(merged, key=lambda ways: sorted(map(_in_order, ways)))
    weights = [merged[ways] for ways in order]
    return Groups(order, np.array(weights, dtype=np.float64))


def build(  # noqa: PLR0913 - what a choice depends on
    groups: Groups,
    *,
    gates: int,
    constant: float,
    most_openings: int | None,
    most_sites: int,
    gate_cost: float,
    site_cost: Floats,
    budget: float | None,
) -> Program:
    """Lay out columns and rows, as `choose_openings` explains them."""
    sites = len(site_cost)
    whole = is_whole(groups.weight) and is_whole(np.array([constant]))
    program = Program("max", step=1.0 if whole else 0.0, constant=constant)
    program.add_columns("gate", np.zeros(gates), whole=True)
    program.add_columns("site", np.zeros(sites), whole=True)
    every = sorted({way for ways in groups.ways for way in ways}, key=_in_order)
    number = {way: k for k, way in enumerate(every)}
    program.add_columns("way", np.zeros(len(every)))
    program.add_columns("covered", groups.weight)
    row, column = _entries([[number[w] for w in ways] for ways in groups.ways])
    shape = (len(groups.ways), len(every))
    taken = csr_array((-np.ones(len(row)), (row, column)), shape=shape)
    own = eye_array(len(groups.ways), format="csr")
    program.add_rows("covered", {"covered": own, "way": taken}, upper=0)
    _add_needs(program, every, gates, sites)
    if most_openings is not None:
        program.add_rows("most_openings", {"gate": np.ones(gates)}, upper=most_openings)
    if sites:
        program.add_rows("most_sites", {"site": np.ones(sites)}, upper=most_sites)
    if budget is not None:
        spent = {"gate": np.full(gates, gate_cost), "site": site_cost}
        program.add_rows("budget", spent, upper=budget)
    return program


def _add_needs(program: Program, ways: list[Way], gates: int, sites: int) -> None:
    """Say that a way is open only if its site is, and every opening it needs."""
    per_gate = [(k, gate) for k, (_, needs) in enumerate(ways) for gate in needs]
    per_site = [(k, site) for k, (site, _) in enumerate(ways) if site != STATION]
    for name, pairs, width in (("gate", per_gate, gates), ("site", per_site, sites)):
        if not pairs:
            continue
        rows = np.arange(len(pairs))
        way, needed = np.array(pairs, dtype=np.int64).T
        shape = (len(pairs), len(ways))
        uses = csr_array((np.ones(len(pairs)), (rows, way)), shape=shape)
        frees = csr_array(
            (-np.ones(len(pairs)), (rows, needed)), shape=(len(pairs), width)
        )
        program.add_rows(f"way_needs_{name}", {"way": uses, name: frees}, upper=0)


def _entries(listed: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    row = np.repeat(np.arange(len(listed)), [len(some) for some in listed])
    column = np.array([k for some in listed for k in some], dtype=np.int64)
    return row, column


def _in_order(way: Way) -> tuple[int, list[int]]:
    return way[0], sorted(way[1])
