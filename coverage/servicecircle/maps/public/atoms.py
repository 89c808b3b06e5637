"""Residents by unit and by what can be told apart of their buildings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

KNOWN = ("covered", "covered_by_circle", "unknown")
"""What the map tells of every building and service."""


@dataclass(frozen=True, eq=False)
class Atoms:
    """
    What every published count is a sum of.

    Parameters
    ----------
    places
        One row per place, sorted, one column per level from the widest to the finest:
        the units that the place lies in (None where in none). With sound units a place
        is a unit of the finest level that has buildings.
    residents
        Shape (places, signatures): who lives in the place's buildings of each
        signature.
    homes
        The same: how many buildings somebody lives in.
    there
        The same: whether the place has such a building, lived in or not.
    told
        Shape (signatures, services and what is known of them): the signatures.
    """

    places: pd.DataFrame
    residents: NDArray[np.float64]
    homes: NDArray[np.int64]
    there: NDArray[np.bool_]
    told: pd.DataFrame


def tell_apart(
    reach: pd.DataFrame, residents: pd.Series[float], units: pd.DataFrame
) -> Atoms:
    """
    Group residents by the units they live in and by their buildings' signature.

    A building's signature is all that counts at the standard can depend on: for every
    service whether it is covered on foot, covered by the circle, and without a known
    walk. Buildings of the same units and signature are always counted together.

    Parameters
    ----------
    reach
        One row per building and service: ``building_id``, ``service``, ``covered``,
        ``covered_by_circle``, ``walk_m`` (metres, or missing).
    residents
        Persons, indexed by building id.
    units
        The same rows, one column per level from the widest to the finest: the id of the
        unit that each building lies in, or missing. Buildings in no unit of any level
        count nowhere.

    Returns
    -------
    Atoms

    Examples
    --------
    >>> reach = pd.DataFrame({"building_id": ["a", "b"], "service": ["legal"] * 2,
    ...     "covered": [True, False], "covered_by_circle": [True, True],
    ...     "walk_m": [80.0, 700.0]})
    >>> homes = pd.Series([12.0, 3.0], index=["a", "b"])
    >>> grids = pd.DataFrame({"grid": ["g1", "g1"]}, index=["a", "b"])
    >>> tell_apart(reach, homes, grids).residents
    array([[ 3., 12.]])
    """
    known = reach.assign(unknown=reach["walk_m"].isna())
    wide = known.pivot_table(
        index="building_id", columns="service", values=list(KNOWN), aggfunc="first"
    )
    wide = wide.reindex(residents.index).astype("bool")
    named = units.astype(object).where(units.notna(), None)
    inside = units.notna().any(axis=1).to_numpy()
    bits = wide.to_numpy(dtype=bool)[inside]
    distinct, signature = np.unique(bits, axis=0, return_inverse=True)
    columns = list(named.columns)
    group = named[inside].groupby(columns, dropna=False, sort=True)
    row = group.ngroup().to_numpy()
    places = named[inside].assign(row=row).drop_duplicates("row").sort_values("row")
    persons = residents.to_numpy(dtype=float)[inside]
    shape = (len(places), len(distinct))
    counted = np.zeros(shape)
    np.add.at(counted, (row, signature.ravel()), persons)
    homes = np.zeros(shape, dtype=np.int64)
    np.add.at(homes, (row, signature.ravel()), (persons > 0).astype(np.int64))
    there = np.zeros(shape, dtype=bool)
    there[row, signature.ravel()] = True
    told = pd.DataFrame(distinct, columns=wide.columns)
    kept = places[columns].reset_index(drop=True)
    return Atoms(kept, counted, homes, there, told)
