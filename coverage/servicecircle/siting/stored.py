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
from servicecircle.siting.problem import SitingProblem, starts_of
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

TEXTS = ("host_type", "tier")
NUMBERS = ("cost", "capacity")
STEPPED = "walk_to"


def problem_arrays(
    problem: SitingProblem, *, walks_to_m: float | None = None
) -> dict[str, NDArray[Any]]:
    """
    Give what a choice of sites is judged by, as arrays without objects.

    Of a walk it is kept that it is within the limit, not how long it is, unless walks
    are asked for up to `walks_to_m`; names and geometry are left out. Missing texts are
    empty.
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
    near = problem.near(walks_to_m)
    if walks_to_m is not None:
        arrays["walk_units"] = problem.walks.units[near].astype(np.int32)
        arrays["walks_to_m"] = np.array(float(walks_to_m))
    arrays["walk_start"] = starts_of(problem.walks.indptr, near)
    arrays["walk_to"] = problem.walks.station[near].astype(np.int32)
    if problem.between is not None:
        arrays["between_start"] = problem.between.indptr.astype(np.int64)
        arrays["between_to"] = problem.between.station.astype(np.int32)
        arrays["between_units"] = problem.between.units.astype(np.int32)
        arrays["between_cutoff_m"] = np.array(float(problem.between.cutoff_m))
    return arrays


def problem_from_arrays(arrays: Arrays) -> SitingProblem:
    """
    Make a problem of what `problem_arrays` gave.

    Where lengths were not kept, every walk is as long as the limit.

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
            units, far_m = arrays["between_units"], arrays["between_cutoff_m"]
            ids = (site_id, site_id)
            between = _matrix(arrays, "between", ids, units, float(far_m))
        cutoff_m = float(arrays.get("walks_to_m", arrays["limit_m"]))
        limit = to_units(np.array([limit_m])).astype(np.int32)
        alike = np.broadcast_to(limit, arrays["walk_to"].shape)
        lengths = arrays.get("walk_units", alike)
        walks = _matrix(arrays, "walk", (place_id, site_id), lengths, cutoff_m)
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
    """
    Write arrays into one compressed file, the same bytes each time.

    Of ``walk_to`` the steps are written, which are short and pack well.
    """
    packed = dict(arrays)
    if STEPPED in packed:
        packed[STEPPED] = np.diff(packed[STEPPED], prepend=np.int32(0))
    with path.open("wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in sorted(packed):
            entry = ZipInfo(f"{name}.npy")
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as part:
                np.lib.format.write_array(part, packed[name], allow_pickle=False)


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
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        msg = f"{path} cannot be read: {error}. Keep it beside its certificate."
        raise SitingError(msg) from error
    if STEPPED in arrays:
        arrays[STEPPED] = np.cumsum(arrays[STEPPED], dtype=np.int32)
    return arrays


def _texts(values: pd.Series) -> NDArray[np.str_]:
    return values.astype("str").fillna("").to_numpy(dtype=np.str_)


def _read(texts: NDArray[np.str_]) -> pd.api.extensions.ExtensionArray:
    """Make empty texts missing again."""
    words = texts.astype(object)
    words[texts == ""] = None
    return pd.array(words, dtype="str")


def _matrix(
    arrays: Arrays,
    name: str,
    ids: tuple[pd.Index[str], pd.Index[str]],
    units: NDArray[np.int32],
    cutoff_m: float,
) -> DistanceMatrix:
    start, to = arrays[f"{name}_start"], arrays[f"{name}_to"]
    rows, columns = ids
    whole = len(start) == len(rows) + 1 and len(to) == len(units) == start[-1]
    if not whole or (len(to) and not 0 <= to.min() <= to.max() < len(columns)):
        msg = f"the arrays of {name} do not fit together"
        raise ValueError(msg)
    return DistanceMatrix(rows, columns, start, to, units, cutoff_m)
