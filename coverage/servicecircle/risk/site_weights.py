"""Weights for siting: how much more a resident of a unit counts, by its risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.risk.tiers import Tier

if TYPE_CHECKING:
    from servicecircle.risk.assess import Assessment


def site_weights(assessment: Assessment) -> pd.DataFrame:
    """
    Give every unit the weight of its residents in siting.

    Returns
    -------
    DataFrame
        ``unit_id``, ``weight``: the unit's score over the residents' mean score, so
        that all residents together weigh what they did. A unit with insufficient data
        has 1, as if nothing were known of it.
    """
    units = assessment.units
    known = (units["tier"] != Tier.INSUFFICIENT) & units["score"].notna()
    lived = units["residents"].where(known, 0.0)
    total = float(lived.sum())
    mean = float((units["score"].fillna(0.0) * lived).sum()) / total if total else 0.0
    weight = np.where(known & (mean > 0), units["score"] / (mean or 1.0), 1.0)
    return pd.DataFrame({"unit_id": units.index, "weight": weight.round(6)})
