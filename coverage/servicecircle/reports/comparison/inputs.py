"""What two runs were made of: inputs by SHA-256, parameters by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle.reports.provenance import flat

if TYPE_CHECKING:
    from collections.abc import Mapping

INPUTS = ("file", "change", "sha256_before", "sha256_after")
PARAMETERS = ("parameter", "before", "after")


def compare_inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> pd.DataFrame:
    """
    List the inputs that came, went or changed.

    Parameters
    ----------
    before, after
        The runs' manifests.

    Returns
    -------
    DataFrame
        ``file``, ``change`` (added, removed, changed) and both digests, by file.

    Examples
    --------
    >>> one = {"inputs": [{"file": "a.csv", "sha256": "1"}]}
    >>> two = {"inputs": [{"file": "a.csv", "sha256": "2"}]}
    >>> compare_inputs(one, two)["change"].tolist()
    ['changed']
    """
    was, now = (
        {str(one["file"]): str(one["sha256"]) for one in manifest.get("inputs", [])}
        for manifest in (before, after)
    )
    rows = [
        (file, _change(file in was, file in now), was.get(file), now.get(file))
        for file in sorted(was | now)
        if was.get(file) != now.get(file)
    ]
    return pd.DataFrame(rows, columns=list(INPUTS), dtype="str")


def compare_parameters(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> pd.DataFrame:
    """
    List the parameters that differ, and the program's version where it does.

    Parameters
    ----------
    before, after
        The runs' manifests.

    Returns
    -------
    DataFrame
        ``parameter``, ``before``, ``after``; empty where there was or is none.

    Examples
    --------
    >>> one = {"parameters": {"measure": {"detour_factor": 1.3}}}
    >>> two = {"parameters": {"measure": {"detour_factor": 1.4}}}
    >>> compare_parameters(one, two).to_dict("records")
    [{'parameter': 'measure.detour_factor', 'before': '1.3', 'after': '1.4'}]
    """
    was, now = (
        dict(
            flat(
                {
                    "servicecircle": manifest.get("servicecircle", ""),
                    "crs": manifest.get("area", {}).get("crs", ""),
                    **manifest.get("parameters", {}),
                }
            )
        )
        for manifest in (before, after)
    )
    rows = [
        (name, was.get(name), now.get(name))
        for name in sorted(was | now)
        if was.get(name) != now.get(name)
    ]
    return pd.DataFrame(rows, columns=list(PARAMETERS), dtype="str")


def _change(was: bool, now: bool) -> str:  # noqa: FBT001 - two flags of one kind
    if was and now:
        return "changed"
    return "removed" if was else "added"
