"""The control points of a local system, read from a CSV and fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.local_system import FEWEST, LocalSystem, fit_local_system
from servicecircle.area.reading import Reading
from servicecircle.area.zone_numbers import as_numbered, check_zone
from servicecircle.crs import LONLAT, label, transformer
from servicecircle.inputs import UnusableInputError, check_unit, read_table
from servicecircle.tables import conform, table
from servicecircle.tables.say import any_blocks, note

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.local_system import Model
    from servicecircle.findings import Finding

    Floats = NDArray[np.float64]

TABLE = "control_points"
RULE = "control-points"
LARGEST_RESIDUAL_M = 5.0
"""A point off by more than a house's width was written down wrongly, or is another."""
LARGEST_SCALE_ERROR = 0.01
"""A surveyed metre is a metre; the working CRS was held to the same limit."""
SHOWN = 12
"""How many residuals the note lists, the largest first."""


def read_control_points(
    path: Path,
    *,
    crs: pyproj.CRS,
    model: Model = "similarity",
    swapped: bool = False,
) -> tuple[LocalSystem | None, list[Finding]]:
    """
    Read control points and fit the local system that they span.

    Parameters
    ----------
    path
        A CSV (or workbook) with the columns ``local_x`` and ``local_y``, written as in
        the files of the local system, and ``x`` and ``y`` in the working CRS or
        ``longitude`` and ``latitude`` (WGS 84 or CGCS2000); and ``name``, if they have
        names.
    crs
        The working CRS.
    model
        See `fit_local_system`.
    swapped
        Whether the local coordinates are written north before east.

    Returns
    -------
    local_system
        None where a finding blocks.
    findings
        An error (rule ``control-points``) where the points do not hold a map, their
        metre is more than 1 % off, or a residual exceeds 5 m: it names the point that
        fits worst. Else a note with every residual.
    """
    try:
        raw = read_table(path)
    except UnusableInputError as problem:
        return None, [problem.finding(TABLE)]
    rows, findings, matched = conform(raw, table(TABLE), source=path.name)
    if any_blocks(findings):
        return None, findings
    try:
        local, known = _pairs(rows, set(matched), crs=crs, source=path.name)
        local = local[:, ::-1] if swapped else local
        fit = _fit(local, known, model, source=path.name)
        names = rows["name"].fillna(rows.index.to_series().astype("str")).tolist()
        _check(fit, names, local, known, source=path.name)
    except UnusableInputError as problem:
        return None, [*findings, problem.finding(TABLE)]
    return fit, [*findings, _say(fit, names, source=path.name)]


def _pairs(
    rows: pd.DataFrame, matched: set[str], *, crs: pyproj.CRS, source: str
) -> tuple[Floats, Floats]:
    """Give local and known coordinates of the rows that have both."""
    if {"x", "y"} <= matched:
        columns, degrees = ["x", "y"], False
    elif {"longitude", "latitude"} <= matched:
        columns, degrees = ["longitude", "latitude"], True
    else:
        msg = f"{source} does not say where its points are in {label(crs)}."
        remedy = f"Add the columns x and y in {label(crs)}, or longitude and latitude."
        raise UnusableInputError(msg, remedy, rule=RULE)
    local = rows[["local_x", "local_y"]].to_numpy(dtype=float)
    known = rows[columns].to_numpy(dtype=float)
    gaps = ~(np.isfinite(local).all(axis=1) & np.isfinite(known).all(axis=1))
    if gaps.any():
        row = rows.index[gaps][0]
        msg = f"{source} row {row} lacks a coordinate."
        remedy = "Fill it in, or delete the row."
        raise UnusableInputError(msg, remedy, rule=RULE)
    _check_known(known, crs, degrees=degrees, source=source)
    if degrees:
        turn = transformer(LONLAT, crs)
        known = np.column_stack(turn.transform(known[:, 0], known[:, 1]))
    return local, known


def _check_known(known: Floats, crs: pyproj.CRS, *, degrees: bool, source: str) -> None:
    """Refuse known coordinates that cannot be what their columns are called."""
    (west, south), (east, north) = known.min(axis=0), known.max(axis=0)
    bounds = (float(west), float(south), float(east), float(north))
    columns = ("longitude", "latitude") if degrees else ("x", "y")
    said = LONLAT if degrees else crs
    try:
        check_unit(bounds, said, source=source)
        check_zone(bounds, said, source=source)
    except UnusableInputError as problem:
        turned = as_numbered(bounds, Reading(said))
        swapped = problem.rule == "swapped-coordinates"
        swapped |= turned is not None and turned.swap_axes
        remedy = (
            f"Exchange the columns {columns[0]} and {columns[1]}: one is in the place "
            "of the other."
            if swapped
            else f"Give {columns[0]} and {columns[1]} in {label(said)}."
        )
        raise UnusableInputError(problem.message, remedy, rule=RULE) from problem


def _fit(local: Floats, known: Floats, model: Model, *, source: str) -> LocalSystem:
    try:
        return fit_local_system(local, known, model=model)
    except ValueError as problem:
        remedy = "Add points that lie far apart, on different sides of the area."
        msg = f"{source}: {problem}"
        raise UnusableInputError(msg, remedy, rule=RULE) from problem


def _check(
    fit: LocalSystem, names: list[str], local: Floats, known: Floats, *, source: str
) -> None:
    """Refuse a fit that does not fit, and say what is probably wrong."""
    if fit.residuals_m.max() > LARGEST_RESIDUAL_M:
        worst = _worst(fit, local, known)
        if worst is None:
            each = ", ".join(
                f"{name} {residual_m:,.2f} m"
                for name, residual_m in zip(names, fit.residuals_m, strict=True)
            )
            msg = (
                f"{source}: the {len(names)} control points do not fit together, and "
                f"so few do not tell which of them is wrong: {each} off, and "
                f"{LARGEST_RESIDUAL_M:g} m is the most allowed."
            )
            remedy = "Check their coordinates, and add a point or two."
        else:
            msg = (
                f"{source}: control point {names[worst]!r} does not fit the others: "
                f"{fit.residuals_m[worst]:,.2f} m off, and {LARGEST_RESIDUAL_M:g} m is "
                "the most allowed."
            )
            remedy = "Check its coordinates, or take it out."
        if _fits_mirrored(fit, local, known):
            remedy = (
                "With the two local coordinates exchanged all points fit: they are "
                "written north before east. Write swap_axes = true beside "
                "control_points."
            )
        raise UnusableInputError(msg, remedy, rule=RULE)
    least, most = fit.scales
    if max(abs(least - 1), abs(most - 1)) > LARGEST_SCALE_ERROR:
        off = least if abs(least - 1) > abs(most - 1) else most
        msg = f"{source}: a local unit comes out as {off:.4f} m."
        remedy = "Give local coordinates in metres, and check the points' numbers."
        raise UnusableInputError(msg, remedy, rule=RULE)


def _worst(fit: LocalSystem, local: Floats, known: Floats) -> int | None:
    """
    Find the point without which the others fit best; of too few none can be told.

    A wrong point drags the fit towards itself, so that its own residual is not always
    the largest. Without it there must be points to spare, or the rest fits whatever
    they are.
    """
    if len(local) <= FEWEST[fit.model] + 1:
        return None
    left: list[float] = []
    for point in range(len(local)):
        others = np.arange(len(local)) != point
        try:
            rest = fit_local_system(local[others], known[others], model=fit.model)
            left.append(float(rest.residuals_m.max()))
        except ValueError:
            left.append(np.inf)
    return int(np.argmin(left))


def _fits_mirrored(fit: LocalSystem, local: Floats, known: Floats) -> bool:
    turned = fit_local_system(local[:, ::-1], known, model=fit.model)
    return bool(turned.residuals_m.max() <= LARGEST_RESIDUAL_M)


def _say(fit: LocalSystem, names: list[str], *, source: str) -> Finding:
    order = np.argsort(-fit.residuals_m, kind="stable")
    shown = ", ".join(f"{names[i]} {fit.residuals_m[i]:.3f} m" for i in order[:SHOWN])
    more = f" and {len(names) - SHOWN} smaller" if len(names) > SHOWN else ""
    message = (
        f"{source}: {len(names)} control points fitted by a {fit.model} map, turned by "
        f"{fit.rotation_deg:.4f} degrees, scale {fit.scales[0]:.6f} to "
        f"{fit.scales[1]:.6f}. Residuals: {shown}{more}."
    )
    remedy = (
        "Nothing to do if they are as good as your survey."
        if fit.has_spare_points
        else "So few points always fit: add one or two more to prove them."
    )
    return note("control-points-fitted", TABLE, message, remedy)
