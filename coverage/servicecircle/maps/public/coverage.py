"""The table of coverage as it may be made public."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.maps.public.atoms import Atoms, tell_apart
from servicecircle.maps.public.blocks import safe_blocks
from servicecircle.maps.public.secrecy import Secrecy

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.vocabulary import Level

OF_PLACES = (
    "level",
    "unit_id",
    "unit_name",
    "service",
    "buildings",
    "covered_buildings",
    "share_of_buildings",
)
"""Columns that count buildings and are told of every unit."""
OF_RESIDENTS = (
    "residents",
    "covered_residents",
    "unknown_residents",
    "share_of_residents",
    "circle_share_of_residents",
)
"""Columns that are told only where no small count follows from them."""


def public_coverage(  # noqa: PLR0913 - a run, and what may be told of it
    coverage: pd.DataFrame,
    reach: pd.DataFrame,
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
    *,
    below: int,
    fewest_buildings: int = 2,
) -> pd.DataFrame:
    """
    Give the table of coverage without what may not be made public.

    Residents are told of a unit as a whole or not at all: all services and both
    measures together. They are withheld where a count from 1 to below `below` could be
    worked out, and in as many other units as it takes so that nothing follows from
    totals, from differences between services or between walk and circle, or from the
    buildings that the map shows as covered or not.

    Parameters
    ----------
    coverage
        ``coverage.csv`` of a run: one row per level, unit and service.
    reach
        ``reach.parquet`` of the run: one row per building and service.
    buildings
        Indexed by building id: ``residents``, and ``<level>_id`` per level.
    levels
        The units of each level, from the widest to the finest.
    below
        The smallest count of persons that may be told.
    fewest_buildings
        The fewest inhabited buildings whose residents may be told together. With 2,
        nobody can work out the residents of one building, which a public map does not
        tell; many more units are withheld: every unit in which one building alone is
        covered by some service, or alone is not. With 1 a grid of one house of 40
        people may say so.

    Returns
    -------
    DataFrame
        The rows of `coverage` in their order with the columns `OF_PLACES` and
        `OF_RESIDENTS`, the latter missing where withheld, and ``withheld``. Means and
        percentiles of walks weighed by residents are left out: they tell of single
        buildings.

    Notes
    -----
    See `safe_blocks` for the rule and its proof. A later edition with other figures may
    tell what this one does not: publish one edition, or compare before.
    """
    columns = [level.id_column for level in levels]
    atoms = tell_apart(reach, buildings["residents"], pd.DataFrame(buildings[columns]))
    secrecy = Secrecy(atoms, below=below, fewest_homes=fewest_buildings)
    blocks = safe_blocks(atoms, secrecy)
    withheld = {
        level.value: _withheld(atoms, level.id_column, blocks, secrecy)
        for level in levels
    }
    keep = np.array(
        [
            unit not in withheld[level]
            for level, unit in zip(
                coverage["level"].astype("str"), coverage["unit_id"], strict=True
            )
        ],
        dtype=bool,
    )
    out = coverage[[*OF_PLACES, *OF_RESIDENTS]].copy()
    out[list(OF_RESIDENTS)] = out[list(OF_RESIDENTS)].where(
        pd.Series(keep, index=out.index), np.nan
    )
    return out.assign(withheld=~keep)


def _withheld(
    atoms: Atoms, column: str, blocks: list[NDArray[np.int64]], secrecy: Secrecy
) -> set[object]:
    """Name the units of a level that are not made of whole, safe blocks."""
    unit = atoms.places[column].to_numpy()
    # Where an unsafe block is left, it is everything.
    if len(blocks) == 1 and not secrecy.is_safe(blocks[0]):
        return set(unit.tolist())
    touched = [set(unit[members].tolist()) for members in blocks]
    return {u for units in touched if len(units) > 1 for u in units}
