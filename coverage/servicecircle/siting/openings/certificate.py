"""The certificate of openings: how homes could be covered, and what was opened."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.certificate import OPENINGS, Certificate, sealed
from servicecircle.siting.openings.patterns import find_patterns
from servicecircle.siting.openings.program import Groups, group

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.openings.patterns import Way
    from servicecircle.siting.openings.result import OpeningsResult
    from servicecircle.siting.openings.setting import Setting

    Arrays = Mapping[str, NDArray[Any]]


def certify_openings(
    setting: Setting, result: OpeningsResult, *, service: str
) -> Certificate:
    """
    Make the certificate of openings.

    Parameters
    ----------
    setting, result
        Where openings were looked for, and what came of it.
    service
        The service circle's key.
    """
    proof = result.proof
    gates, sites = proof.opened
    content = {
        "kind": OPENINGS,
        "service": service,
        "limit_m": setting.limit_m,
        "question": dict(proof.limits),
        "status": result.status.value,
        "covered_today": result.before,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "chosen": result.chosen,
        "shortened": result.shortened,
        "problem": {"groups": len(proof.groups.ways)},
    }
    return sealed(
        content,
        ways_arrays(setting, proof.groups),
        {"gates": gates, "sites": sites, "multipliers": proof.multipliers},
    )


def measured_arrays(setting: Setting, *, with_sites: bool) -> dict[str, NDArray[Any]]:
    """Find every way to cover homes anew, as `ways_arrays` gives them."""
    covered = setting.covered(setting.walks())
    names = sorted(setting.candidates.index) if with_sites else []
    patterns = find_patterns(setting, sites=names, covered=covered)
    return ways_arrays(setting, group(patterns, setting.homes.to_numpy()))


def ways_arrays(setting: Setting, groups: Groups) -> dict[str, NDArray[Any]]:
    """Give what openings are judged by as arrays: the ways of every group of homes."""
    ways = sorted({way for some in groups.ways for way in some}, key=_in_order)
    number = {way: k for k, way in enumerate(ways)}
    listed = [sorted(number[way] for way in some) for some in groups.ways]
    needs = [sorted(way[1]) for way in ways]
    return {
        "opening_id": np.asarray(setting.openings.index, dtype=np.str_),
        "site_id": np.asarray(setting.candidates.index, dtype=np.str_),
        "site_cost": setting.candidates["cost"].to_numpy(dtype=np.float64),
        "way_site": np.array([site for site, _ in ways], dtype=np.int64),
        "way_start": _starts(needs),
        "way_needs": _flat(needs),
        "group_start": _starts(listed),
        "group_ways": _flat(listed),
        "group_weight": groups.weight,
    }


def stored_ways(arrays: Arrays) -> Groups:
    """
    Read the groups back.

    Raises
    ------
    SitingError
        If an array is missing or they do not fit together.
    """
    try:
        needs = _parts(arrays["way_start"], arrays["way_needs"])
        gates, sites = len(arrays["opening_id"]), len(arrays["site_id"])
        site = arrays["way_site"].tolist()
        ways = [(i, frozenset(some)) for i, some in zip(site, needs, strict=True)]
        groups = _parts(arrays["group_start"], arrays["group_ways"])
        weight = arrays["group_weight"]
        listed = [frozenset(ways[k] for k in some) for some in groups]
    except (KeyError, ValueError, IndexError) as error:
        msg = f"The stored openings are not whole: {error}. Choose them anew."
        raise SitingError(msg) from error
    known = all(
        -1 <= i < sites and all(0 <= gate < gates for gate in some) for i, some in ways
    )
    if not known or len(listed) != len(weight):
        msg = "The stored ways of homes do not fit together. Choose the openings anew."
        raise SitingError(msg)
    return Groups(listed, weight)


def _in_order(way: Way) -> tuple[int, list[int]]:
    return way[0], sorted(way[1])


def _starts(lists: list[list[int]]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum([len(some) for some in lists])]).astype(
        np.int64
    )


def _flat(lists: list[list[int]]) -> NDArray[np.int64]:
    return np.array([k for some in lists for k in some], dtype=np.int64)


def _parts(starts: NDArray[np.int64], flat: NDArray[np.int64]) -> list[list[int]]:
    return [flat[begin:end].tolist() for begin, end in pairwise(starts.tolist())]
