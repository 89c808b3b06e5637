"""The crosswalk of one level: which share of which unit is where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.crosswalk.slivers import meaningful, share_within
from servicecircle.crosswalk.standing import built_on, count_on, stand

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.crosswalk.kinds import Tolerances
    from servicecircle.crosswalk.pieces import Pieces
    from servicecircle.crosswalk.standing import Homes, Standing

EDITIONS = ("old", "new")
MEASURES = ("residents", "buildings")
AREA = "area"


def weigh(
    pieces: Pieces,
    old: gpd.GeoDataFrame,
    new: gpd.GeoDataFrame,
    *,
    homes: Mapping[str, Homes | None],
    tolerances: Tolerances,
) -> tuple[Pieces, pd.DataFrame]:
    """
    Count what stands on common ground, and give it as shares of both units.

    Parameters
    ----------
    pieces
        The common ground of the two editions.
    old, new
        The units, indexed by id, sorted.
    homes
        The buildings of the edition ``old`` and of ``new``; None where unknown.
    tolerances
        What digitising explains.

    Returns
    -------
    pieces
        Those that mean something.
    table
        One row per piece, in their order, with the columns of `columns.csv` from
        ``area_m2`` on.

    Notes
    -----
    A unit's shares are those of the residents of its own edition's buildings. Where
    nobody lives in them, buildings count alike; where none stands, the residents, then
    the buildings, of the other edition; and only where that has none, the area. The
    column ``basis_of_...`` says which it was. Shares sum to 1 over every unit's rows.
    """
    standing: dict[str, Standing | None] = {
        edition: None if there is None else stand(there, old, new)
        for edition, there in homes.items()
    }
    built = np.zeros(len(pieces.old), dtype=bool)
    for there in standing.values():
        if there is not None:
            built |= built_on(pieces, there)
    kept = pieces.where(meaningful(pieces, built, tolerances))
    table = pd.DataFrame({"area_m2": kept.area_m2})
    for edition in EDITIONS:
        there = standing[edition]
        counts = (
            (np.nan, np.nan)
            if there is None
            else count_on(kept, there, by_old=edition == "old")
        )
        table[f"{edition}_buildings"], table[f"{edition}_residents"] = counts
    for side, unit in zip(EDITIONS, (kept.old, kept.new), strict=True):
        for name, values in _shares(table, unit, side=side).items():
            table[name] = values
    return kept, table


def _shares(
    counts: pd.DataFrame, unit: NDArray[np.int64], *, side: str
) -> dict[str, pd.Series]:
    """Give the counts as shares of one edition's units."""
    other = EDITIONS[1 - EDITIONS.index(side)]
    offers = {
        f"{edition} {measure}": share_within(
            unit, counts[f"{edition}_{measure}"].to_numpy()
        )
        for edition in (side, other)
        for measure in MEASURES
    }
    by_area = {AREA: share_within(unit, counts["area_m2"].to_numpy())}
    houses = {what: of for what, of in offers.items() if what.endswith("buildings")}
    residents, basis = _first_known(offers | by_area)
    buildings, _ = _first_known(houses | by_area)
    return {
        f"share_of_{side}_residents": pd.Series(residents),
        f"share_of_{side}_buildings": pd.Series(buildings),
        f"share_of_{side}_area": pd.Series(by_area[AREA]),
        f"share_of_{side}_residents_by_{other}": pd.Series(
            offers[f"{other} residents"]
        ),
        f"basis_of_{side}_shares": pd.Series(basis, dtype="str"),
    }


def _first_known(
    offers: dict[str, NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Take each row's first share that is known, and say which it was."""
    values = np.array(list(offers.values()))
    known = ~np.isnan(values)
    first = known.argmax(axis=0)
    names = np.array(list(offers), dtype=object)[first]
    names[~known.any(axis=0)] = None
    return values[first, np.arange(values.shape[1])], names
