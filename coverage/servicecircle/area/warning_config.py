"""`[risk.warning]` of `area.toml`: how early warning watches, how rare alarms are."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class WarningSection(BaseModel):
    """[risk.warning]: alarms of units with far more appeals than usual."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    false_alarms_per_month: Annotated[
        float, Field(ge=0.05, le=30, allow_inf_nan=False)
    ] = 1.0
    """Alarms in the whole area in 30 days that chance alone may bring."""
    look_back_days: Annotated[int, Field(ge=28, le=3_660)] = 365
    """So many days up to the last are watched."""
    baseline_days: Annotated[int, Field(ge=180, le=7_320)] = 730
    """So many days before, at most, say what is usual of a unit."""
    most_units: Annotated[int, Field(ge=1, le=50)] = 12
    """Units of the finest level in the largest zone around a unit."""
    replicates: Annotated[int, Field(ge=2, le=999)] = 8
    """Shuffled registers from which it is learnt what chance brings."""
