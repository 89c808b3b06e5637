"""`[siting]` of `area.toml`: what is asked of new sites."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from servicecircle.vocabulary import Level

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]


class SitingSection(BaseModel):
    """[siting]: what is asked of new sites; the command line goes first."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    service: Text | Annotated[tuple[Text, ...], Field(strict=False)] | None = None
    """One service circle, or several to be covered at once."""
    sites: Count | None = None
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    budget: NotNegative | None = None
    most_open: Count | None = None
    existing: Literal["keep", "may_close"] = "keep"
    may_close: tuple[Text, ...] = Field(default=(), strict=False)
    move_within_m: Positive | None = None
    required: tuple[Text, ...] = Field(default=(), strict=False)
    forbidden: tuple[Text, ...] = Field(default=(), strict=False)
    apart_m: Positive | None = None
    at_least_one_in: tuple[Annotated[Level, Field(strict=False)], ...] = Field(
        default=(), strict=False
    )
    cover_each: dict[
        Annotated[Level, Field(strict=False)], Annotated[float, Field(ge=0, le=1)]
    ] = {}
    lean_on: dict[Text, Annotated[tuple[Text, Positive], Field(strict=False)]] = {}
    """From a tier to the tier that must be near, and how near in metres."""
    new_tier: Text | None = None
    """The tier of new stations that state none."""
    residents_per_staff: Positive | None = None
    """How many residents one of the staff can serve."""
    at: dt.datetime | dt.date | None = None
    """The day, or the day and hour, that is planned for."""
    weights: Text | None = None
    """A table of how much residents count, beside area.toml."""

    @model_validator(mode="after")
    def _one_aim(self) -> Self:
        if self.sites is not None and self.share is not None:
            msg = "give either sites or share"
            raise ValueError(msg)
        return self
