"""
Who may walk where: OpenStreetMap tags judged by a table of rules.

The table is data, ``walk_rules.toml`` beside this file, so that a planner can read it
and override single rows. The functions are pure and look at one plain mapping of tags.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from servicecircle._validation import suggest
from servicecircle.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

BUILT_IN = Path(__file__).with_suffix(".toml")

Kind = Literal["open", "if_foot", "never"]
TagValues = dict[str, tuple[str, ...]]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class AccessRule(_Table):
    """Values of an access key that open a way or close it."""

    opens: tuple[str, ...]
    closes: tuple[str, ...]


class BarrierRules(_Table):
    """Kinds of barrier by how they treat a walker."""

    vehicles_only: tuple[str, ...]
    closing: tuple[str, ...]
    ignored: tuple[str, ...]
    gate_lines: tuple[str, ...]


class SidewalkRules(_Table):
    """When a street with separately mapped sidewalks is left out."""

    separate_keys: tuple[str, ...]
    mapped_as: tuple[str, ...]
    within_m: float = Field(gt=0)
    share: float = Field(gt=0, le=1)


class PlazaRules(_Table):
    """How finely an open square is crossed."""

    max_nodes: int = Field(ge=2)


class ObstacleRule(_Table):
    """One kind of thing that cannot be crossed at ground level."""

    key: str
    any_of: tuple[str, ...]
    when: TagValues = Field(default_factory=dict)
    polygon: bool = False
    min_layer: int | None = None
    max_layer: int = 0


class WalkRules(_Table):
    """
    The whole table; ``walk_rules.toml`` says what each entry means and why.

    Examples
    --------
    >>> default_rules().highway["motorway"]
    'if_foot'
    """

    highway: dict[str, Kind]
    other_ways: dict[str, Kind]
    closed_by: TagValues
    highway_closed_by: dict[str, TagValues]
    highway_opened_by: dict[str, TagValues]
    foot: AccessRule
    access: AccessRule
    barriers: BarrierRules
    sidewalks: SidewalkRules
    plazas: PlazaRules
    not_at_ground: TagValues
    obstacles: tuple[ObstacleRule, ...]


@dataclass(frozen=True)
class Verdict:
    """Whether a way is walked, and the tag that decided."""

    walkable: bool
    reason: str


@cache
def default_rules() -> WalkRules:
    """Give the built-in table."""
    return WalkRules.model_validate(tomllib.loads(BUILT_IN.read_text("utf-8")))


def read_walk_rules(path: Path | str) -> WalkRules:
    """
    Read a planner's table, laid over the built-in one.

    Parameters
    ----------
    path
        A TOML file of the same form as ``walk_rules.toml``, with the entries that
        differ. Values and lists replace the built-in ones; the rest stays.

    Raises
    ------
    InputError
        If the file cannot be read.
    ConfigError
        If it is not TOML, has an unknown key or a value that does not fit.
    """
    path = Path(path)
    try:
        own = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        msg = f"{path}: the walking rules cannot be read ({error.strerror})."
        raise InputError(msg) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path}: not a TOML file in UTF-8 ({error})."
        raise ConfigError(msg) from error
    table = tomllib.loads(BUILT_IN.read_text("utf-8"))
    _lay_over(table, own)
    try:
        return WalkRules.model_validate(table)
    except ValidationError as error:
        problems = "; ".join(_explain(detail) for detail in error.errors())
        msg = f"{path}: {problems}"
        raise ConfigError(msg) from error


def walkable(tags: Mapping[str, str], rules: WalkRules | None = None) -> Verdict:
    """
    Judge whether a way is walked.

    Parameters
    ----------
    tags
        The way's OSM tags.
    rules
        The table; by default the built-in one.

    Returns
    -------
    Verdict
        With the tag that decided. Of several, the first in the order foot, access,
        closed_by, kind of way.

    Examples
    --------
    >>> walkable({"highway": "service", "access": "private"})
    Verdict(walkable=False, reason='access=private')
    >>> walkable({"highway": "service", "access": "private", "foot": "yes"})
    Verdict(walkable=True, reason='foot=yes')
    >>> walkable({"highway": "cycleway"})
    Verdict(walkable=False, reason='highway=cycleway without foot=yes')
    """
    rules = rules or default_rules()
    name, kind = _kind(tags, rules)
    if kind is None or kind == "never":
        return Verdict(walkable=False, reason=name)
    foot = tags.get("foot", "")
    if _closes(foot, rules.foot) or _opens(foot, rules.foot):
        return Verdict(walkable=_opens(foot, rules.foot), reason=f"foot={foot}")
    access = tags.get("access", "")
    if _closes(access, rules.access):
        return Verdict(walkable=False, reason=f"access={access}")
    highway = tags.get("highway", "")
    own_bans = rules.highway_closed_by.get(highway, {})
    shut = _first(tags, rules.closed_by) or _first(tags, own_bans)
    if shut:
        return Verdict(walkable=False, reason=shut)
    opened = _first(tags, rules.highway_opened_by.get(highway, {}))
    if kind == "if_foot" and opened is None:
        return Verdict(walkable=False, reason=f"{name} without foot=yes")
    return Verdict(walkable=True, reason=name if kind == "open" else f"{opened}")


def gate_closed(tags: Mapping[str, str], rules: WalkRules | None = None) -> bool:
    """
    Judge whether a barrier stops a walker.

    A gate is passable unless its tags say otherwise: nobody maps the gate that always
    stands open any differently.

    Examples
    --------
    >>> gate_closed({"barrier": "gate"})
    False
    >>> gate_closed({"barrier": "gate", "locked": "yes"})
    True
    >>> gate_closed({"barrier": "bollard", "access": "no"})
    False
    >>> gate_closed({"barrier": "wall"})
    True
    """
    rules = rules or default_rules()
    kind = tags.get("barrier", "")
    foot, access = tags.get("foot", ""), tags.get("access", "")
    if _opens(foot, rules.foot) or _closes(foot, rules.foot):
        return not _opens(foot, rules.foot)
    if kind in rules.barriers.vehicles_only:
        return False
    if _closes(access, rules.access) or tags.get("locked") == "yes":
        return True
    return kind in rules.barriers.closing and not _opens(access, rules.access)


def has_tag(tags: Mapping[str, str], wanted: TagValues) -> bool:
    """
    Whether any of the wanted tags is there; ``*`` stands for all values but no.

    >>> has_tag({"bridge": "viaduct"}, {"bridge": ("*",)})
    True
    >>> has_tag({"bridge": "no"}, {"bridge": ("*",)})
    False
    """
    return _first(tags, wanted) is not None


def _kind(tags: Mapping[str, str], rules: WalkRules) -> tuple[str, Kind | None]:
    """Name the tag that says what the way is, and what the table says of it."""
    if "highway" in tags:
        value = tags["highway"]
        return f"highway={value}", rules.highway.get(value)
    for name, kind in rules.other_ways.items():
        key, _, value = name.partition("=")
        if tags.get(key) == value:
            return name, kind
    return "no highway", None


def _first(tags: Mapping[str, str], wanted: TagValues) -> str | None:
    for key, values in wanted.items():
        value = tags.get(key)
        if value in values or ("*" in values and value not in (None, "no")):
            return f"{key}={value}"
    return None


def _opens(value: str, rule: AccessRule) -> bool:
    """Of several values joined by semicolons, one that opens is enough."""
    if ";" not in value:
        return value in rule.opens
    return any(part.strip() in rule.opens for part in value.split(";"))


def _closes(value: str, rule: AccessRule) -> bool:
    """Several values close only if every one of them does."""
    if ";" not in value:
        return value in rule.closes
    return all(part.strip() in rule.closes for part in value.split(";"))


def _lay_over(table: dict[str, Any], own: Mapping[str, Any]) -> None:
    """Replace entries of `table` by those of `own`, table by table."""
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(table.get(key), dict):
            _lay_over(table[key], value)
        else:
            table[key] = value


def _explain(detail: ErrorDetails) -> str:
    """Put one of pydantic's findings into a sentence, with the nearest known key."""
    where = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        *parents, key = detail["loc"]
        known: dict[str, Any] = WalkRules.model_json_schema()
        names = known["properties"]
        for parent in parents:
            if parent in names and "$ref" in names[parent]:
                name = names[parent]["$ref"].rpartition("/")[2]
                names = known["$defs"][name]["properties"]
        return f"unknown key {where!r}. {suggest(str(key), names)}"
    return f"{where}: {detail['msg']}. Got {detail['input']!r}."
