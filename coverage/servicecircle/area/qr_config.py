"""`[qr]` of `area.toml`: where plates hang, and what is on them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
StairRule = Literal["stairs", "households", "facade"]


MINOR_ENTRANCES = (
    "service",
    "garage",
    "delivery",
    "emergency",
    "fire_exit",
    "exit",
    "后勤",
    "车库",
    "消防通道",
    "安全出口",
)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class StairsSection(_Section):
    """
    [qr.stairs]: how many doors a building has whose entrances are not given.

    The first rule of `by` that the building has the numbers for decides.
    """

    by: tuple[StairRule, ...] = Field(
        default=("stairs", "households", "facade"), strict=False
    )
    """*stairs*: the column of that name; *households*: households over what one stair
    serves; *facade*: metres of free outline that face the way."""
    households_per_floor: Positive = 4.0
    """How many homes one stair serves on each floor; without floors, on one."""
    facade_m: Positive = 60.0
    """One door for every started so many metres of facing facade."""
    from_floors: Annotated[float, Field(ge=0)] = 0.0
    """Buildings of fewer floors have one door, whatever the rule says."""
    most: Annotated[int, Field(ge=1)] = 12
    """No building gets more; the finding `qr-many-doors` names those that would."""


class QrSection(_Section):
    """[qr]: QR points and their plates."""

    stairs: StairsSection = StairsSection()
    minor_entrances: tuple[str, ...] = Field(default=MINOR_ENTRANCES, strict=False)
    """Kinds of entrance without a code where the building has another entrance."""
