"""Reading `area.toml`: every mistake at once, in plain words, with its key path."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from servicecircle._validation import suggest
from servicecircle.area.config import AreaConfig
from servicecircle.errors import ConfigError
from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

FILE = "area.toml"
_WANTED = {
    "string_type": "must be text between quotes",
    "string_too_short": "must not be empty",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "date_type": "must be a date such as 2026-01-31, without quotes",
    "dict_type": "must be a table of keys",
    "model_type": "must be a section with keys",
    "tuple_type": "must be a list between brackets",
    "finite_number": "must be a finite number",
}


def read_config(folder: Path) -> AreaConfig:
    """
    Read the `area.toml` of a planning area's folder.

    Raises
    ------
    ConfigError
        If the file is not there, is not TOML, or has a wrong key, type or value; the
        message lists every mistake with its key path and the remedy.
    """
    config, findings = examine_config(folder)
    if config is None:
        shown = "\n".join(f"  {f.message} {f.remedy}" for f in findings)
        msg = f"{FILE} cannot be used:\n{shown}"
        raise ConfigError(msg)
    return config


def examine_config(folder: Path) -> tuple[AreaConfig | None, list[Finding]]:
    """Read `area.toml`, or say everything that is wrong with it."""
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, [
            _finding("config-syntax", f"{path} is not UTF-8.", "Save it as UTF-8.")
        ]
    except OSError:
        remedy = "Name the area's folder, or start one with: servicecircle new DIR."
        return None, [
            _finding(
                "file-missing",
                f"There is no file {FILE} in {folder.resolve().name}.",
                remedy,
            )
        ]
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        remedy = 'Correct the line; text stands between straight quotes, as in "a".'
        return None, [
            _finding("config-syntax", f"{path} is not TOML: {error}.", remedy)
        ]
    try:
        return AreaConfig.model_validate(raw), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_translated(detail) for detail in details]


def _translated(detail: ErrorDetails) -> Finding:
    """Put one of pydantic's errors in plain words."""
    loc = [part for part in detail["loc"] if part != "[key]"]
    path = _path(loc)
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden" or detail["loc"][-1:] == ("[key]",):
        known = _keys(AreaConfig, loc[:-1])
        message = f"{FILE}: unknown key {path}."
        return _finding("config-unknown-key", message, suggest(str(loc[-1]), known))
    if kind == "missing":
        message = f"{FILE}: {path} is missing."
        remedy = f"Add {_how_to_add(loc)}."
        return _finding("config-missing-key", message, remedy)
    if kind == "value_error":
        where = f"{path}: " if path else ""
        message = f"{FILE}: {where}{context['error']}."
        return _finding("config-value", message, "Correct it.")
    if kind == "too_short":
        message = f"{FILE}: [{path}] is empty."
        return _finding("config-value", message, f"Add at least one [{path}.NAME].")
    rule, wanted = "config-value", _WANTED.get(kind)
    if kind in {"greater_than", "greater_than_equal"}:
        least = context.get("gt", context.get("ge"))
        relation = "above" if "gt" in context else "at least"
        wanted = f"must be {relation} {least:g}"
    elif kind in {"literal_error", "enum"}:
        wanted = f"must be {context['expected']}"
    elif wanted is None:
        wanted = f"is wrong ({detail['msg']})"
    return _finding(rule, f"{FILE}: {path} {wanted}. Got {value!r}.", "Correct it.")


def _path(loc: Sequence[int | str]) -> str:
    """
    Write a key path as planners see it in the file.

    >>> _path(["network", "sources", 0, "file"])
    'network.sources[1].file'
    """
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else str(part)
    return text


def _how_to_add(loc: Sequence[int | str]) -> str:
    if len(loc) == 1:
        return f"the section [{loc[0]}]"
    return f"{loc[-1]} = ... to [{_path(loc[:-1])}]"


def _keys(model: type[BaseModel], loc: Sequence[int | str]) -> list[str]:
    """List the keys that may stand at a place, by walking the models down to it."""
    here: Any = model
    for part in loc:
        if isinstance(here, type) and issubclass(here, BaseModel):
            here = here.model_fields[str(part)].annotation
        else:  # a mapping's or a list's members: their type is the last argument
            here = _member(here)
        here = _without_none(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return list(here.model_fields)
    key_type = _without_annotation(get_args(here)[0])
    return [str(member) for member in key_type]


def _member(kind: Any) -> Any:  # noqa: ANN401 - a type expression
    return next(a for a in reversed(get_args(kind)) if a is not Ellipsis)


def _without_none(kind: Any) -> Any:  # noqa: ANN401 - a type expression
    options = [a for a in get_args(kind) if a is not type(None)]
    optional = type(None) in get_args(kind)
    return options[0] if optional else kind


def _without_annotation(kind: Any) -> Any:  # noqa: ANN401 - a type expression
    return getattr(kind, "__origin__", kind)


def _finding(rule: str, message: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, rule, FILE, "", message, remedy)
