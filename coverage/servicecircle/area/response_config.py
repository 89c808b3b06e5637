"""`[response]` of `area.toml`: how soon appeals are answered, and who gets there."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from servicecircle.vocabulary import Level

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
Start = Literal["reported", "responded", "accepted", "dispatched"]
Step = Literal["responded", "accepted", "dispatched", "resolved"]
ORDER = ("reported", "responded", "accepted", "dispatched", "resolved")


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, populate_by_name=True
    )


class TargetSection(_Section):
    """[[response.targets]]: by when appeals of some classes must come to a step."""

    classes: Texts
    """The words of the register's class that it holds for."""
    step: Step
    within_minutes: Positive | None = None
    same_day: bool = False
    working_days: Annotated[int, Field(ge=1)] | None = None
    since: Start | None = None
    """From which step the clock runs; `clock_start` of [response] where not given."""
    escalate_to: str = ""
    """Who is told of what is late."""

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        given = (self.within_minutes is not None) + self.same_day
        if given + (self.working_days is not None) != 1:
            msg = "give one of within_minutes, same_day = true and working_days"
            raise ValueError(msg)
        if self.since is not None and ORDER.index(self.since) >= ORDER.index(self.step):
            msg = f"{self.step} cannot run since {self.since}"
            raise ValueError(msg)
        return self

    @property
    def limit(self) -> str:
        """The limit in words, as tables name it."""
        if self.within_minutes is not None:
            return f"{self.within_minutes:g} min"
        if self.same_day:
            return "same day"
        return f"{self.working_days} working days"

    @property
    def limit_in_chinese(self) -> str:
        """The limit in Chinese words."""
        if self.within_minutes is not None:
            return f"{self.within_minutes:g}分钟"
        if self.same_day:
            return "当日"
        return f"{self.working_days}个工作日"


class ModeSection(_Section):
    """[response.modes.*]: one way of getting there."""

    speed_m_s: Positive
    step_free: bool = False
    """Whether steps are in the way, as for wheels."""


FOOT = ModeSection(speed_m_s=1.2)
E_BIKE = ModeSection(speed_m_s=4.2, step_free=True)
ELDERLY = ModeSection(speed_m_s=0.8)


class DispatchSection(_Section):
    """[response.dispatch]: in which time somebody must be there."""

    minutes: Positive = 10.0
    ready_minutes: NotNegative = 0.0
    """What passes before anybody sets out."""
    nearest: Annotated[int, Field(ge=1, le=20)] = 3
    """How many responders are named for each unit."""


class OrdersSection(_Section):
    """[response.orders]: the community's orders (社区发令)."""

    file: Text
    layer: str | None = None
    columns: dict[str, str] = {}


class CircleSection(_Section):
    """[response.circles.*]: rooms, platforms, teams or volunteers of one kind."""

    file: Text
    layer: str | None = None
    name: str = ""
    columns: dict[str, str] = {}
    """From `resource_id`, `name`, `kind`, `station_id`, `x`, `y` and unit codes."""
    count: Texts | None = None
    """Columns of numbers to add up, such as lawyers; rows are counted without."""
    each: Annotated[Level, Field(strict=False)] = Level.COMMUNITY
    """Every unit of this level must have its share."""
    at_least: Annotated[int, Field(ge=0)] | dict[Text, Annotated[int, Field(ge=0)]] = 1
    """How many there must be in each, or how many of each column or kind."""
    residents_per: Positive | None = None
    """How many residents one of them is there for."""
    at_tier: Text | None = None
    """They stand at the station of this tier in their unit."""
    distance_m: Positive | None = None
    minutes: Positive | None = None
    mode: Text = "foot"

    @model_validator(mode="after")
    def _one_standard(self) -> Self:
        if self.distance_m is not None and self.minutes is not None:
            msg = "give either distance_m or minutes"
            raise ValueError(msg)
        return self


class ResponseSection(_Section):
    """[response]."""

    clock_start: Start = "reported"
    holidays: Text | None = None
    """A CSV of holidays and make-up days; the library's where not given."""
    targets: tuple[TargetSection, ...] = Field(default=(), strict=False)
    modes: dict[Text, ModeSection] = Field(
        default={"foot": FOOT, "e_bike": E_BIKE, "elderly": ELDERLY}, min_length=1
    )
    dispatch: DispatchSection = DispatchSection()
    orders: OrdersSection | None = None
    circles: dict[Text, CircleSection] = {}

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        for key, circle in self.circles.items():
            if circle.minutes is not None and circle.mode not in self.modes:
                msg = f"circles.{key}.mode names {circle.mode!r}, which is no mode"
                raise ValueError(msg)
        for number, target in enumerate(self.targets, start=1):
            since = target.since or self.clock_start
            if ORDER.index(since) >= ORDER.index(target.step):
                msg = f"targets[{number}]: {target.step} cannot run since {since}"
                raise ValueError(msg)
        return self

    def files(self) -> tuple[str, ...]:
        """Every file that the section names."""
        named = [self.holidays, self.orders.file if self.orders else None]
        named += [circle.file for circle in self.circles.values()]
        return tuple(name for name in named if name is not None)
