"""`[qr]` of `area.toml`: where plates hang, and what is on them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from servicecircle.standards import RESIDENT_PACE_M_S

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
StairRule = Literal["stairs", "households", "facade"]
Weekday = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]


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


class RoundsSection(_Section):
    """[qr.rounds]: how posting rounds are walked, and what minutes are made of."""

    pace_m_s: Positive = RESIDENT_PACE_M_S
    """Walking pace, by default that of residents, by which services are measured."""
    minutes_a_plate: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 3.0
    """What posting a plate takes: an assumption, to be replaced by what is known."""
    start: Literal["anywhere", "station"] = "anywhere"
    """Whether a round begins at its best point, or at the nearest station."""
    closed: bool = False
    """Whether it leads back to where it began."""
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.1
    """How far over their mean the longest of shared rounds may be; else
    `qr-round-uneven` names them."""


class UpkeepSection(_Section):
    """[qr.upkeep]: when what is to be done about plates is due."""

    week_ends: Weekday = "sunday"
    """What is due by this day of the week is due this week."""
    mend_days: Annotated[int, Field(ge=0)] = 7
    """So many days after it was told, a damage is to be mended."""
    inspect_days: Annotated[int, Field(ge=0)] = 365
    """So many days after a plate was last seen whole, it is to be looked at; 0 is
    never."""
    post_by: dt.date | None = None
    """The day by which every plate is to hang; without it, those that never did are due
    now."""


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
    rounds: RoundsSection = RoundsSection()
    upkeep: UpkeepSection = UpkeepSection()
    minor_entrances: tuple[str, ...] = Field(default=MINOR_ENTRANCES, strict=False)
    """Kinds of entrance without a code where the building has another entrance."""
