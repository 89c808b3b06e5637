"""Comparing one level of two editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle.crosswalk.changes import changes_table
from servicecircle.crosswalk.checks import check_shift, check_together
from servicecircle.crosswalk.classify import classify
from servicecircle.crosswalk.kinds import Relation, Tolerances
from servicecircle.crosswalk.pieces import NOWHERE, overlay
from servicecircle.crosswalk.shares import weigh
from servicecircle.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.crosswalk.edition import Edition
    from servicecircle.crosswalk.standing import Homes
    from servicecircle.vocabulary import Level

KEEPS_HANDS = [Relation.SAME, Relation.CONTINUES]
"""Relations under which ground stays in the same unit."""


class Pair(NamedTuple):
    """Two editions to compare, and how."""

    old: Edition
    new: Edition
    homes: tuple[Homes | None, ...]
    """The buildings of both, where they are known."""
    tolerances: Tolerances


@dataclass(frozen=True, eq=False)
class Compared:
    """What the comparison of one level comes to."""

    table: pd.DataFrame
    changes: pd.DataFrame
    ground: gpd.GeoDataFrame
    slivers: dict[str, object]
    heirs: pd.Series
    """New code by old code of the units that go on."""


def compare_level(
    pair: Pair, level: Level, *, parent_heirs: pd.Series | None
) -> Compared:
    """
    Compare one level of two editions.

    Parameters
    ----------
    pair
        The editions.
    level
        A level that both have.
    parent_heirs
        New code by old code of the units above that go on; None where parents cannot
        be compared.

    Raises
    ------
    UnusableInputError
        If the units have no ground in common, or all are shifted alike.
    """
    old, new = pair.old.levels[level], pair.new.levels[level]
    check_shift(pair.old, pair.new, level, sliver_m=pair.tolerances.sliver_m)
    every = overlay(
        np.array(old.geometry.array, dtype=object),
        np.array(new.geometry.array, dtype=object),
    )
    check_together(every, pair.old, pair.new, level)
    homes = dict(zip(("old", "new"), pair.homes, strict=True))
    pieces, crosswalk = weigh(every, old, new, homes=homes, tolerances=pair.tolerances)
    classes = classify(
        pieces, old_units=len(old), new_units=len(new), tolerances=pair.tolerances
    )
    crosswalk = crosswalk.assign(
        level=level.value,
        old_id=_codes(pieces.old, old.index),
        new_id=_codes(pieces.new, new.index),
        relation=pd.Series([str(word) for word in classes.relation], dtype="str"),
    )[table("crosswalk").names]
    changes = changes_table(crosswalk, old, new, classes, parent_heirs=parent_heirs)
    moved = ~crosswalk["relation"].isin(KEEPS_HANDS).to_numpy()
    goes_on = classes.heir != NOWHERE
    return Compared(
        table=crosswalk,
        changes=changes.assign(level=level.value)[table("changes").names],
        ground=gpd.GeoDataFrame(
            crosswalk[moved], geometry=pieces.ground[moved], crs=pair.old.crs
        ),
        slivers={
            "level": level.value,
            "pieces": len(every.old) - len(pieces.old),
            "area_ha": (every.area_m2.sum() - pieces.area_m2.sum()) / 1e4,
        },
        heirs=pd.Series(
            new.index[classes.heir[goes_on]], index=old.index[goes_on], dtype="str"
        ),
    )


def _codes(rows: NDArray[np.int64], ids: pd.Index) -> pd.Series:
    return pd.Series(ids.to_numpy()[rows], dtype="str").mask(rows == NOWHERE)
