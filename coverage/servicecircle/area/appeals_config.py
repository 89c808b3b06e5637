"""`[appeals]` of `area.toml`: the register of appeals and how its times are read."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

Text = Annotated[str, Field(min_length=1)]
Persons = Annotated[int, Field(ge=2)]


class AppealsSection(BaseModel):
    """[appeals]: a file with one row for every appeal; people are never read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    file: Text
    layer: str | None = None
    columns: dict[str, str] = {}
    crs: Text | None = None
    """What the columns x and y are in; coordinates are not used without it."""
    datum: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    as_of: dt.date | None = None
    """The last day that the register holds; what is later is in the future."""
    time_zone: Text | None = None
    """The zone of local time, such as "Asia/Shanghai": needed where times carry one."""
    collective_from: Persons = 5
    """How many persons make an appeal collective, where the column counts them."""

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError) as error:
                msg = f"there is no time zone {name!r} (write Asia/Shanghai)"
                raise ValueError(msg) from error
        return name
