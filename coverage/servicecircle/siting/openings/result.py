"""What comes of choosing openings: gains one by one and together, with a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.siting.openings.program import Groups
    from servicecircle.siting.result import Status


class OpeningsProof(NamedTuple):
    """What it takes to check a result: ways of homes, limits, multipliers."""

    groups: Groups
    site_cost: NDArray[np.float64]
    limits: Mapping[str, float | int | None]
    """``most_openings``, ``most_sites``, ``gate_cost`` and ``budget``."""
    opened: tuple[NDArray[np.int64], NDArray[np.int64]]
    """Positions of the openings and of the candidate sites that were chosen."""
    multipliers: NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class OpeningsResult:
    """
    Openings chosen, and what every opening would gain.

    Parameters
    ----------
    status, objective, bound
        Of the set that was chosen: residents covered with it, measured on the network
        with the openings open, and what no set within the limits could pass.
    before
        Residents covered with nothing opened.
    table
        One row an opening that gains something, alone or in a set, chosen ones first
        (``rank`` 1, 2, ...), then by what they gain alone: ``action`` (open_gate; of
        sites chosen with them, open), ``site_id``, ``host_type`` (gate, closed_way,
        ...), ``x``, ``y``, ``length_m``, ``residents_gained`` (marginal for chosen
        ones, in the order of rank; else alone), ``residents_alone``,
        ``buildings_alone``, ``mean_walk_before_m`` and ``mean_walk_after_m`` of those
        gained alone (before: where a walk was known), ``walks_unknown_before``,
        ``cumulative_share``, ``together_with``, and the point.
    units
        ``site_id``, ``level``, ``unit_id``, ``residents_gained``: who gains by each
        opening alone; for a site, with all that is chosen before it.
    seconds
        How long it took.
    shortened
        Whether walks through very many openings were taken to need fewer for the
        bound, which is then less tight, and still true.
    proof
        What a certificate is made of.
    """

    status: Status
    objective: float
    bound: float
    before: float
    table: gpd.GeoDataFrame
    units: pd.DataFrame
    seconds: float
    shortened: bool
    proof: OpeningsProof

    @property
    def gap(self) -> float:
        """Distance between bound and objective as a share of the larger one."""
        larger = max(abs(self.bound), abs(self.objective))
        return abs(self.bound - self.objective) / larger if larger else 0.0

    @property
    def chosen(self) -> list[str]:
        """Ids of what is opened, openings and sites, in the order of rank."""
        ranked = self.table[self.table["rank"].notna()]
        return list(ranked["site_id"])

    def __repr__(self) -> str:
        """Say what was found, in one line."""
        return (
            f"<OpeningsResult: {self.status.value}, {len(self.chosen)} chosen of "
            f"{len(self.table)} that gain, "
            f"{self.objective - self.before:,.0f} residents more, gap {self.gap:.4%}>"
        )
