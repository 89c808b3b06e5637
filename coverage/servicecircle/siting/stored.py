"""A siting problem as plain arrays: to be stored, read back, and told by its digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np
import pandas as pd

from servicecircle.errors import SitingError
from servicecircle.network.distances import DistanceMatrix
from servicecircle.network.walk_network import to_units
from servicecircle.siting.problem import SitingProblem
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

TEXTS = ("host_type", "tier")
NUMBERS = ("cost", "capacity")


def problem_arrays(problem: SitingProblem) -> dict[str, NDArray[Any]]:
    """
    Give what a choice of sites is judged by, as arrays without objects.

    Walks beyond the limit are left out, and so are names and geometry. Missing texts
    are empty.
    """
    places, sites = problem.places, problem.sites
    arrays: dict[str, NDArray[Any]] = {
        "limit_m": np.array(problem.limit_m),
        "service": np.array(problem.service),
        "place_id": _texts(places.index.to_series()),
        "weight": problem.weight,
        "site_id": _texts(sites.index.to_series()),
        "existing": problem.existing,
        **{name: _texts(sites[name]) for name in TEXTS},
        **{name: sites[name].to_numpy(dtype=np.float64) for name in NUMBERS},
    }
    for level in Level:
        for kind, frame in (("place", places), ("site", sites)):
            if level.id_column in frame:
                arrays[f"{kind}_{level.id_column}"] = _texts(frame[level.id_column])
    arrays |= _walks("walk", problem.walks, problem.limit_m)
    if problem.between is not None:
        arrays |= _walks("between", problem.between, problem.between.cutoff_m)
    return arrays


def problem_from_arrays(arrays: Arrays) -> SitingProblem:
    """
    Make a problem of what `problem_arrays` gave.

    Raises
    ------
    SitingError
        If an array is missing or they do not fit together.
    """
    try:
        place_id = pd.Index(arrays["place_id"], dtype="str")
        site_id = pd.Index(arrays["site_id"], dtype="str")
        limit_m = float(arrays["limit_m"])
        places = pd.DataFrame({"weight": arrays["weight"]}, index=place_id)
        sites = pd.DataFrame(
            {
                "name": site_id,
                **{name: _read(arrays[name]) for name in TEXTS},
                "existing": arrays["existing"],
                **{name: arrays[name] for name in NUMBERS},
            },
            index=site_id,
        )
        for level in Level:
            for kind, frame in (("place", places), ("site", sites)):
                if f"{kind}_{level.id_column}" in arrays:
                    frame[level.id_column] = _read(arrays[f"{kind}_{level.id_column}"])
        between = None
        if "between_start" in arrays:
            between = _matrix(arrays, "between", site_id, site_id)
        walks = _matrix(arrays, "walk", place_id, site_id)
        service = str(arrays["service"])
    except (KeyError, ValueError, IndexError) as error:
        msg = f"The stored problem is not whole: {error}. Make the proposal anew."
        raise SitingError(msg) from error
    return SitingProblem(
        places, sites, walks, limit_m, service=service, between=between
    )


def digest(arrays: Arrays) -> str:
    """
    Give the SHA-256 of arrays: their names, types, shapes and bytes, in order of name.

    >>> digest({"a": np.arange(2)}) == digest({"a": np.arange(3)})
    False
    """
    whole = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        array = array.astype(array.dtype.newbyteorder("<"))
        whole.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        whole.update(array.tobytes())
    return whole.hexdigest()


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays into one compressed file, the same bytes each time."""
    with path.open("wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            with archive.open(ZipInfo(f"{name}.npy"), "w", force_zip64=True) as part:
                np.lib.format.write_array(part, arrays[name], allow_pickle=False)


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """
    Read what `write_arrays` wrote.

    Raises
    ------
    SitingError
        If there is no such file, or it cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        msg = f"{path} cannot be read: {error}. Keep it beside its certificate."
        raise SitingError(msg) from error


def _texts(values: pd.Series) -> NDArray[np.str_]:
    return values.astype("str").fillna("").to_numpy(dtype=np.str_)


def _read(texts: NDArray[np.str_]) -> pd.api.extensions.ExtensionArray:
    """Make empty texts missing again."""
    words = texts.astype(object)
    words[texts == ""] = None
    return pd.array(words, dtype="str")


def _walks(name: str, walks: DistanceMatrix, limit_m: float) -> dict[str, NDArray[Any]]:
    near = walks.units <= to_units(np.array([limit_m]))[0]
    kept = np.concatenate([[0], np.cumsum(near)])
    return {
        f"{name}_start": kept[walks.indptr].astype(np.int64),
        f"{name}_to": walks.station[near].astype(np.int32),
        f"{name}_units": walks.units[near].astype(np.int32),
        f"{name}_cutoff_m": np.array(float(limit_m)),
    }


def _matrix(
    arrays: Arrays, name: str, rows: pd.Index[str], columns: pd.Index[str]
) -> DistanceMatrix:
    start, to = arrays[f"{name}_start"], arrays[f"{name}_to"]
    units = arrays[f"{name}_units"]
    whole = len(start) == len(rows) + 1 and len(to) == len(units) == start[-1]
    if not whole or (len(to) and not 0 <= to.min() <= to.max() < len(columns)):
        msg = f"the arrays of {name} do not fit together"
        raise ValueError(msg)
    cutoff_m = float(arrays[f"{name}_cutoff_m"])
    return DistanceMatrix(rows, columns, start, to, units, cutoff_m)
