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


class PlatesSection(_Section):
    """[qr.plates]: how large a code is, its quiet zone included, and the paper."""

    gate_mm: Positive = 120.0
    entrance_mm: Positive = 75.0
    stair_mm: Positive = 75.0
    paper: Literal["A4", "A3"] = "A4"


class QrSection(_Section):
    """[qr]: QR points and their plates."""

    host: str = ""
    """The district's own host, to which codes lead; no plates are made without it."""
    former_hosts: tuple[str, ...] = Field(default=(), strict=False)
    """Hosts that plates which still hang lead to."""
    key_id: str = ""
    """Which of the keys signs new plates. Keys themselves are never written here."""
    hotline: str = ""
    """Printed on every plate."""
    plates: PlatesSection = PlatesSection()
    stairs: StairsSection = StairsSection()
    minor_entrances: tuple[str, ...] = Field(default=MINOR_ENTRANCES, strict=False)
    """Kinds of entrance without a code where the building has another entrance."""
