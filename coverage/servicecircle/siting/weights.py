"""How much residents count: weights by unit or building, and what they change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.errors import SitingError
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.siting.several_services import PLACE
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.siting.problem import SitingProblem

RESIDENTS = "residents"
"""The column of places that keeps the residents where they are weighted."""
WEIGHT = "weight"
BUILDING, UNIT, LEVEL = "building_id", "unit_id", "level"
"""The columns of a table of weights; `level` only where there are several."""


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of all buildings, and the file that they are from."""

    by_building: pd.Series[float]
    """Indexed by building id; 1 where the file says nothing."""
    file: str
    sha256: str
    unnamed: int
    """How many buildings inside the district the file says nothing of."""

    def as_data(self) -> dict[str, Any]:
        """Name the file, for the certificate."""
        return {"file": self.file, "sha256": self.sha256}


def read_weights(path: Path, area: PlanningArea) -> Weights:
    """
    Read how much the residents of units or buildings count.

    Parameters
    ----------
    path
        A table with ``unit_id`` or ``building_id``, and ``weight``, a number of 0 or
        more; units all of one level, which ``level`` names where ids could be of
        several. Residents count as many times as it says; those of whom it says
        nothing count once.
    area
        The planning area.

    Raises
    ------
    SitingError
        If the file cannot be read, a column is missing, an id is unknown or there
        twice, a weight is negative or no number, or units are of several levels.
    """
    try:
        table = read_table(path)
    except UnusableInputError as error:
        msg = f"{error.message} Name a table with {UNIT} or {BUILDING}, and {WEIGHT}."
        raise SitingError(msg) from error
    named = [column for column in (BUILDING, UNIT) if column in table.columns]
    if len(named) != 1 or WEIGHT not in table.columns:
        found = ", ".join(str(column) for column in table.columns)
        msg = (
            f"{path.name} needs the columns {WEIGHT} and either {UNIT} or {BUILDING}; "
            f"it has {found}. Rename its columns."
        )
        raise SitingError(msg)
    ids = table[named[0]].astype("str").str.strip()
    weight = pd.Series(_numbers(table[WEIGHT], ids, path), index=ids)
    twice = weight.index[weight.index.duplicated()].unique()
    level = _level(table, path) if named[0] == UNIT else None
    if len(twice):
        msg = (
            f"{path.name} names {name_some(twice)} more than once. Keep one row each"
            f"{'' if level else ', and the rows of one level'}."
        )
        raise SitingError(msg)
    inside = area.buildings[area.widest.id_column].notna()
    if named[0] == BUILDING:
        _check_known(weight.index, area.buildings.index, "buildings", path)
        own = area.buildings.index.to_series()
    else:
        level = level or _level_of(weight.index, area)
        _check_known(weight.index, area.units(level).index, level.layer, path)
        own = area.buildings[level.id_column]
    by_building = own.map(weight).astype(float)
    unnamed = int((by_building.isna() & inside).sum())
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Weights(by_building.fillna(1.0), path.name, sha256, unnamed)


def weighted(problem: SitingProblem, weights: Weights) -> SitingProblem:
    """
    Let residents count as often as weights say; ``residents`` keeps how many they are.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> twice = pd.Series({"h1": 2.0, "h2": 1.0, "h3": 0.0})
    >>> risky = weighted(three_homes(), Weights(twice, "risk.csv", "", 0))
    >>> risky.weight, plain(risky).weight
    (array([20., 20.,  0.]), array([10., 20., 40.]))
    """
    places = problem.places
    own = places[PLACE] if PLACE in places else places.index.to_series()
    factor = own.map(weights.by_building).to_numpy(dtype=np.float64)
    residents = places[WEIGHT].astype(float)
    return problem.replace(
        places=places.assign(**{WEIGHT: residents * factor, RESIDENTS: residents})
    )


def plain(problem: SitingProblem) -> SitingProblem:
    """Let everybody count once; the problem itself where they do."""
    if RESIDENTS not in problem.places:
        return problem
    places = problem.places
    once = places.assign(**{WEIGHT: places[RESIDENTS]}).drop(columns=RESIDENTS)
    return problem.replace(places=once)


def _numbers(values: pd.Series, ids: pd.Series, path: Path) -> np.ndarray:
    number = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~(np.isfinite(number) & (number >= 0))
    if wrong.any():
        msg = (
            f"{path.name}: {WEIGHT} must be a number of 0 or more. It is not for "
            f"{name_some(ids[wrong])}. Correct it, or take the rows out."
        )
        raise SitingError(msg)
    return number


def _level(table: pd.DataFrame, path: Path) -> Level | None:
    if LEVEL not in table.columns:
        return None
    said = sorted(table[LEVEL].astype("str").str.strip().unique())
    known = {level.value: level for level in Level}
    if len(said) != 1 or said[0] not in known:
        msg = (
            f"{path.name} needs units of one level ({', '.join(known)}); it has "
            f"{name_some(said)}. Keep the rows of one level."
        )
        raise SitingError(msg)
    return known[said[0]]


def _level_of(ids: pd.Index[str], area: PlanningArea) -> Level:
    """Find the level that most of the units are of, the finest of several."""
    shares = {
        level: ids.isin(units.index).sum() for level, units in area.levels.items()
    }
    return max(reversed(list(shares)), key=lambda level: shares[level])


def _check_known(
    ids: pd.Index[str], known: pd.Index[str], what: str, path: Path
) -> None:
    unknown = ids.difference(known)
    if len(unknown):
        msg = (
            f"{path.name} names {len(unknown)} {what} that the area does not have: "
            f"{name_some(unknown)}. Take them out, or correct their ids."
        )
        raise SitingError(msg)
