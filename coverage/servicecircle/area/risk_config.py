"""`[risk]` of `area.toml`: what is counted, how it is weighed, when it is enough."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from servicecircle.area.warning_config import WarningSection
from servicecircle.vocabulary import Level

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1)]
Prior = Literal["fitted", "global", "local"]
TierMethod = Literal["quantile", "fixed", "natural_breaks"]
Per = Literal["residents", "km2", "unit", "mean"]

LEVELS = (Level.COMMUNITY, Level.RED_SUB_GRID, Level.GRID)
SCANNED = ("扫码", "二维码", "书记在线扫码", "qr", "scan", "qr_code")
HOSTS = ("建筑工地", "企业园区", "construction_site", "enterprise_park")
DISSATISFIED = ("不满意", "非常不满意", "dissatisfied", "very dissatisfied")
MOST_SCORE = 100.0


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class IndicatorSection(_Section):
    """[risk.indicators.*]: an indicator from a table of the user's own."""

    file: Text
    layer: str | None = None
    unit: Text
    """The column with the unit's id."""
    level: Annotated[Level | None, Field(strict=False)] = None
    """The level of those units; the finest where not given."""
    column: Text | None = None
    """The column with the number; rows are counted where not given."""
    per: Per = "unit"
    """*residents*: sums per 1,000 residents; *km2*; *unit*: sums as they are; *mean*:
    not summed, its mean over residents for wider units."""
    more_is: Literal["worse", "better"] = "worse"
    weight: NotNegative = 1.0
    english: str = ""
    """What it is called in sentences, as what raises the score; its name if empty."""
    chinese: str = ""


class TiersSection(_Section):
    """[risk.tiers]: from which score on a unit is red, and from which yellow."""

    method: TierMethod = "quantile"
    red: NotNegative = 0.95
    """A share of the units for *quantile*, a score from 0 to 100 for *fixed*."""
    yellow: NotNegative = 0.80

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        most = 1.0 if self.method == "quantile" else MOST_SCORE
        if self.method != "natural_breaks" and not self.yellow < self.red <= most:
            msg = f"yellow must be below red, and red at most {most:g}"
            raise ValueError(msg)
        return self


class EnoughSection(_Section):
    """[risk.enough]: when there is too little to go by."""

    expected: NotNegative = 5.0
    """Appeals to be expected of the unit in the window, at the district's rate."""
    quiet_below: Positive = 0.5
    """A unit that is not red or yellow and reports less than this part of what is
    expected may be one that does not report."""
    quiet_probability: Share = 0.5
    """How probable that must be for it to be called insufficient, not blue."""


class EffortSection(_Section):
    """[risk.effort]: which appeals come in because reporting is easy."""

    channels: tuple[Text, ...] = Field(default=SCANNED, strict=False)
    """Words of the column channel; [] takes no account of it."""
    most: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 2.0
    """The most by which a unit's reporting is taken to differ from the district's."""


class HotSpotsSection(_Section):
    """[risk.hot_spots]: what is a hot spot, and how many may be false."""

    times: Positive = 2.0
    """How many times the district's rate."""
    false_discoveries: Annotated[float, Field(gt=0, lt=1)] = 0.1
    """The share of those named that may be false."""


class RiskSection(_Section):
    """[risk]: the risk of units, from appeals and from the ground."""

    levels: tuple[Annotated[Level, Field(strict=False)], ...] = Field(
        default=LEVELS, strict=False, min_length=1
    )
    half_life_days: NotNegative = 365.0
    """After so many days an appeal counts half; 0 counts all alike."""
    window_days: Positive | None = None
    """Only appeals of the last so many days; all where not given."""
    unresolved_after_days: NotNegative = 30.0
    """An open matter counts as unresolved from this age on."""
    dissatisfied: tuple[Text, ...] = Field(default=DISSATISFIED, strict=False)
    """Words of the column satisfaction that say no."""
    prior: Prior = "fitted"
    """Rates lean on the district's (*global*), on the neighbours' (*local*), or on
    the mixture of both that the data make most likely (*fitted*)."""
    hosts: tuple[Text, ...] = Field(default=HOSTS, strict=False)
    """Kinds of host (host_type) whose number per km2 is an indicator."""
    weights: dict[Text, NotNegative] = {}
    """In place of the built-in weights; 0 leaves an indicator out."""
    indicators: dict[Text, IndicatorSection] = {}
    scale_from: Share = 0.05
    """The quantile of the units' values that scores 0."""
    scale_to: Share = 0.99
    """The quantile that scores 1."""
    tiers: TiersSection = TiersSection()
    enough: EnoughSection = EnoughSection()
    effort: EffortSection = EffortSection()
    hot_spots: HotSpotsSection = HotSpotsSection()
    warning: WarningSection = WarningSection()
    draws: Annotated[int, Field(ge=100, le=10_000)] = 400
    """Draws from what the rates and shares may be, for probabilities."""
    weight_swing: Annotated[float, Field(ge=0, lt=1)] = 0.2
    """By how much weights are moved to see whether a tier is stable."""

    @model_validator(mode="after")
    def _scale_in_order(self) -> Self:
        if self.scale_from >= self.scale_to:
            msg = "scale_from must be below scale_to"
            raise ValueError(msg)
        return self
