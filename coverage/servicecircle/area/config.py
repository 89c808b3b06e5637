"""`area.toml` as types: what a planning area is made of and how it is measured."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from servicecircle._validation import suggest
from servicecircle.area.appeals_config import AppealsSection
from servicecircle.area.qr_config import QrSection
from servicecircle.area.response_config import ResponseSection
from servicecircle.area.risk_config import IndicatorSection, RiskSection
from servicecircle.area.siting_config import SitingSection
from servicecircle.area.uses import NON_RESIDENTIAL
from servicecircle.inputs.database import is_database
from servicecircle.standards import (
    ELDERLY_PACE_M_S,
    RESIDENT_PACE_M_S,
    ServiceStandard,
)
from servicecircle.tables import check_silenceable
from servicecircle.vocabulary import Level

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]
RESIDENT = "resident"


class _Section(BaseModel):
    """A section of the file: every key is known, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AreaSection(_Section):
    """[area]: the name, the working CRS, the planning date, who is to be named."""

    name: Text
    crs: Text
    planning_date: dt.date | None = None
    attribution: tuple[str, ...] = Field(default=(), strict=False)
    notice: str = ""
    """What every file of a run repeats: that the data are made up, for example."""


class _Located(_Section):
    """How the coordinates of a file are to be read, and of which day it is."""

    layer: str | None = None
    crs: str | None = None
    """CRS of coordinate columns, or of a vector file that does not carry its own."""
    datum: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    """Whether the coordinates are shifted as Chinese web maps shift them."""
    swap_axes: bool = False
    """Whether x and y stand in each other's place."""
    control_points: Text | None = None
    """A CSV that ties a local system to the working CRS."""
    control_fit: Literal["similarity", "affine"] = "similarity"
    """Which map the control points hold: of 4 parameters, or of 6."""
    as_of: dt.date | None = None
    """The day whose state the file shows."""


class SourceSection(_Located):
    """A file with a table in it."""

    file: Text
    columns: dict[str, str] = {}


class LevelSection(_Located):
    """[levels.*]: a level from a file, or dissolved from a finer level's table."""

    file: Text | None = None
    derive_from: Annotated[Level | None, Field(strict=False)] = None
    label: str = ""
    columns: dict[str, str] = {}

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.file is None) == (self.derive_from is None):
            msg = "give either file or derive_from"
            raise ValueError(msg)
        own = _Located.model_fields.keys() & self.model_fields_set
        if self.derive_from is not None and own:
            msg = f"{', '.join(sorted(own))} cannot stand beside derive_from"
            raise ValueError(msg)
        return self


class ResidentsSection(_Section):
    """[buildings.residents]: how residents come to the buildings."""

    spread_by: Literal["floor_area", "footprint"] = "floor_area"
    from_level: Annotated[Level | None, Field(strict=False)] = None
    total: NotNegative | None = None
    persons_per_household: Positive | None = None
    blank_is_zero: bool = False
    """Whether an empty cell in the table's own column means that nobody lives there."""
    non_residential: tuple[str, ...] = Field(default=NON_RESIDENTIAL, strict=False)

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = (self.from_level, self.total, self.persons_per_household)
        if sum(origin is not None for origin in origins) > 1:
            msg = "give only one of from_level, total and persons_per_household"
            raise ValueError(msg)
        return self

    @property
    def spreads(self) -> bool:
        """Whether a unit's or the area's total is spread over its buildings."""
        return self.from_level is not None or self.total is not None


class BuildingsSection(SourceSection):
    """[buildings]."""

    residents: ResidentsSection | None = None


class NetworkSection(_Section):
    """[network]: where the walking network comes from and how places join it."""

    snap_limit_m: Positive = 100.0
    island_tolerance_m: NotNegative = 50.0
    join_m: NotNegative = 5.0
    walk_rules: Text | None = None
    sources: tuple[NetworkFile, ...] = Field(default=(), strict=False)
    obstacles: tuple[NetworkFile, ...] = Field(default=(), strict=False)


class NetworkFile(SourceSection):
    """[[network.sources]] or [[network.obstacles]]."""


class BackgroundFile(SourceSection):
    """[[background]]: what maps draw quietly below: water, parks, woods."""

    kind: Text | None = None
    """What all of the file is, where no column says it row by row."""


class PublishSection(_Section):
    """[publish]: what a map that is made public must say, and what it may tell."""

    approval_number: str = ""
    """审图号: while it is empty every public map is stamped as not approved."""
    source: str = ""
    """底图来源: where the map's base comes from."""
    unit: str = ""
    """编制单位: who made it."""
    made_on: dt.date | None = None
    """编制日期."""
    data_until: dt.date | None = None
    """数据截止日期."""
    suppress_below: Annotated[int, Field(ge=2)] = 5
    """Counts from 1 to below this are not told, nor what would give them away."""
    fewest_buildings: Annotated[int, Field(ge=1)] = 2
    """Nor the residents of fewer inhabited buildings than this."""


class ServiceSection(_Section):
    """[services.*]: one service circle."""

    name: str = ""
    offered_as: Text | None = None
    distance_m: Positive | None = None
    minutes: Positive | None = None
    pace: Text = RESIDENT
    step_free: bool = False

    @model_validator(mode="after")
    def _one_standard(self) -> Self:
        if (self.distance_m is None) == (self.minutes is None):
            msg = "give either distance_m or minutes"
            raise ValueError(msg)
        return self


class MeasureSection(_Section):
    """[measure]: what is reported beside the standard."""

    detour_factor: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 1.3
    beyond_m: tuple[Positive, ...] = Field(default=(500.0, 800.0, 1000.0), strict=False)
    worst_units: Annotated[int, Field(ge=1)] = 10


class StatedSection(_Section):
    """[stated]: counts that are published or agreed, to hold the data against."""

    units: dict[Annotated[Level, Field(strict=False)], Count] = {}
    buildings: Count | None = None
    residents: Count | None = None
    stations: Count | None = None
    stations_by_tier: dict[str, Count] = {}


class ChecksSection(_Section):
    """[checks]: which findings are known, and need not be told again."""

    silence: tuple[Text, ...] = Field(default=(), strict=False)
    """Names of rules; what they find is counted in the manifest and told nowhere."""

    @field_validator("silence")
    @classmethod
    def _can_be_silenced(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            check_silenceable(name)
        return names


class AreaConfig(_Section):
    """
    The whole of `area.toml`.

    Examples
    --------
    >>> config = AreaConfig.model_validate(
    ...     {
    ...         "area": {"name": "Demo", "crs": "EPSG:4547"},
    ...         "levels": {"grid": {"file": "grids.gpkg"}},
    ...         "stations": {"file": "stations.csv"},
    ...         "buildings": {"file": "buildings.gpkg"},
    ...         "services": {"appeals": {"minutes": 10, "pace": "elderly"}},
    ...     }
    ... )
    >>> config.standards()[0].distance_m
    480.0
    """

    area: AreaSection
    levels: dict[Annotated[Level, Field(strict=False)], LevelSection] = Field(
        min_length=1
    )
    stations: SourceSection
    buildings: BuildingsSection
    entrances: SourceSection | None = None
    candidates: SourceSection | None = None
    appeals: AppealsSection | None = None
    network: NetworkSection = NetworkSection()
    background: tuple[BackgroundFile, ...] = Field(default=(), strict=False)
    paces: dict[str, Positive] = {}
    services: dict[str, ServiceSection] = Field(min_length=1)
    measure: MeasureSection = MeasureSection()
    siting: SitingSection = SitingSection()
    qr: QrSection = QrSection()
    response: ResponseSection = ResponseSection()
    risk: RiskSection = RiskSection()
    stated: StatedSection = StatedSection()
    checks: ChecksSection = ChecksSection()
    publish: PublishSection = PublishSection()

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        problems = [
            *self._unknown_paces(),
            *self._impossible_standards(),
            *self._unfit_derivations(),
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def all_paces(self) -> dict[str, float]:
        """Walking paces in metres per second: the built-in ones and the file's own."""
        builtin = {RESIDENT: RESIDENT_PACE_M_S, "elderly": ELDERLY_PACE_M_S}
        return builtin | self.paces

    def standards(self) -> tuple[ServiceStandard, ...]:
        """Give the service circles in the order of the file."""
        return tuple(
            self._standard(key, service) for key, service in self.services.items()
        )

    def files(self) -> tuple[str, ...]:
        """Every file that the configuration names, once, in order; no databases."""
        sections = self._located()
        named = [s.file for s in sections if s.file is not None]
        points = [getattr(section, "control_points", None) for section in sections]
        named += [name for name in points if name is not None]
        if self.network.walk_rules:
            named.append(self.network.walk_rules)
        named += self.response.files()
        return tuple(name for name in dict.fromkeys(named) if not is_database(name))

    def databases(self) -> tuple[tuple[str, str | None], ...]:
        """Every table of a database, as URL and layer, once, in order."""
        named = [(s.file, s.layer) for s in self._located() if s.file is not None]
        return tuple((f, layer) for f, layer in dict.fromkeys(named) if is_database(f))

    def _located(
        self,
    ) -> list[LevelSection | SourceSection | AppealsSection | IndicatorSection]:
        sections = [
            *self.levels.values(),
            self.stations,
            self.buildings,
            self.entrances,
            self.candidates,
            self.appeals,
            *self.network.sources,
            *self.network.obstacles,
            *self.background,
            *self.risk.indicators.values(),
        ]
        return [section for section in sections if section is not None]

    def _unknown_paces(self) -> list[str]:
        return [
            f"services.{key}.pace names {service.pace!r}, which is not in [paces]; "
            f"{suggest(service.pace, self.all_paces)}"
            for key, service in self.services.items()
            if service.pace not in self.all_paces
        ]

    def _impossible_standards(self) -> list[str]:
        problems = []
        for key, service in self.services.items():
            if service.pace in self.all_paces:
                try:
                    self._standard(key, service)
                except ValueError as error:
                    problems.append(f"services.{key}: {str(error).rstrip('.')}")
        return problems

    def _unfit_derivations(self) -> list[str]:
        problems = []
        for level, section in self.levels.items():
            finer = section.derive_from
            if finer is None:
                continue
            where = f"levels.{level}.derive_from names {finer.value!r}"
            if not finer.finer_than(level):
                problems.append(f"{where}, which is not a finer level")
            elif finer not in self.levels or self.levels[finer].file is None:
                problems.append(f"{where}, which has no file")
        return problems

    def _standard(self, key: str, service: ServiceSection) -> ServiceStandard:
        name = service.name or key
        offered_as = service.offered_as or ""
        if service.distance_m is not None:
            return ServiceStandard(
                key,
                service.distance_m,
                name=name,
                step_free=service.step_free,
                offered_as=offered_as,
            )
        return ServiceStandard.from_minutes(
            key,
            service.minutes or 0,
            pace_m_s=self.all_paces[service.pace],
            name=name,
            step_free=service.step_free,
            offered_as=offered_as,
        )
