"""The area that a run was measured on, found again and seen to be the same."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servicecircle._validation import name_some
from servicecircle.area.read_config import FILE
from servicecircle.errors import InputError
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.run_folder import MANIFEST, write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

RUNS = ("plan", "reach")
"""Whose folders a map can be drawn of."""
COVERAGE = "coverage.csv"


def is_run(folder: Path) -> bool:
    """Say whether a folder is one that a command wrote, and no planning area."""
    return (folder / MANIFEST).is_file() and not (folder / FILE).is_file()


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """
    Read a folder's manifest.

    Raises
    ------
    InputError
        If it is damaged.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{folder / MANIFEST} cannot be read: {error}. Run the command again."
        raise InputError(msg) from error
    if not isinstance(content, dict):
        msg = f"{folder / MANIFEST} is no manifest of a run. Run the command again."
        raise InputError(msg)
    return content


def area_of_run(run: Path, manifest: Mapping[str, Any]) -> Path:
    """
    Find the planning area that a run was measured on.

    Raises
    ------
    InputError
        If the folder is no run's, or the area is not where it was.
    """
    by = manifest.get("command")
    if by not in RUNS:
        msg = (
            f"{run} was written by `servicecircle {by}`, and maps are drawn of an "
            "area or of a run of `servicecircle plan`. Name the area's folder: "
            "servicecircle map AREA --out MAPS."
        )
        raise InputError(msg)
    said = manifest.get("area", {}).get("folder")
    area = run / said if said else run
    if not (area / FILE).is_file():
        msg = (
            f"{run} does not say where the area lies that it was measured on, or the "
            "area was moved. Name the area's folder: servicecircle map AREA --out MAPS."
        )
        raise InputError(msg)
    return area


def check_same_inputs(
    manifest: Mapping[str, Any],
    inputs: Sequence[Mapping[str, Any]],
    *,
    of: str,
    remedy: str,
) -> None:
    """
    Refuse what was made from other inputs than there are now, by SHA-256.

    Parameters
    ----------
    manifest
        Of what was made.
    inputs
        The area's inputs as they are now (`describe_inputs`).
    of
        What was made, as the beginning of the sentence.
    remedy
        What to do.

    Raises
    ------
    InputError
        If an input has changed, came or went; it names them.

    Examples
    --------
    >>> now = [{"file": "area.toml", "sha256": "ab"}]
    >>> check_same_inputs({"inputs": now}, now, of="It was made", remedy="")
    >>> check_same_inputs({"inputs": []}, now, of="It was made",
    ...     remedy="Run it again.")
    Traceback (most recent call last):
    servicecircle.errors.InputError: It was made from other inputs than there are now:
    'area.toml'. Run it again.
    """
    then = {one["file"]: one["sha256"] for one in manifest.get("inputs", [])}
    today = {str(one["file"]): one["sha256"] for one in inputs}
    changed = sorted(f for f in then | today if then.get(f) != today.get(f))
    if changed:
        named = name_some(changed)
        msg = f"{of} from other inputs than there are now: {named}. {remedy}"
        raise InputError(msg)


def check_same_figures(run: Path, coverage: pd.DataFrame, *, notice: str) -> None:
    """
    Refuse a run whose figures are not those that its area gives.

    Parameters
    ----------
    run
        The run folder.
    coverage
        The table of coverage as it was measured now.
    notice
        What every table of the run says of it.

    Raises
    ------
    InputError
        If `coverage.csv` is another one: changed by hand, or of another edition of
        this program.
    """
    said = run / COVERAGE
    with tempfile.TemporaryDirectory() as scratch:
        now = Path(scratch) / COVERAGE
        write_csv(coverage, now)
        repeat_notice(Path(scratch), notice)
        same = said.is_file() and said.read_bytes() == now.read_bytes()
    if not same:
        msg = (
            f"{said} is not what the area gives: it was changed, or another edition "
            "wrote it. Run `servicecircle plan` again."
        )
        raise InputError(msg)
