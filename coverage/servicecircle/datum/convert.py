"""Points and shapes from one of three datums into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from servicecircle._validation import suggest
from servicecircle.datum.formulas import in_rectangle, to_bd09, to_gcj02

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Shift = Callable[[Floats, Floats], tuple[Floats, Floats]]

Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")

FARTHEST_SHIFT_DEG = 0.1
"""No shift is larger, so what lies this far outside the rectangle comes from there."""
ROUNDS = 30
CONVERGED_DEG = 1e-10
"""A last step of ten micrometres leaves an error of less than one."""
EDGE_DEG = 1e-9
"""A point on the rectangle's edge comes back to it but for the last digits."""


def convert_datum(
    longitude: ArrayLike, latitude: ArrayLike, *, source: Datum, target: Datum
) -> tuple[Floats, Floats]:
    """
    Convert points between WGS 84, GCJ-02 (Gaode, Tencent) and BD-09 (Baidu).

    WGS 84 stands for CGCS2000 too: they are less than a metre apart.

    Parameters
    ----------
    longitude, latitude
        Degrees; any shape, both the same.
    source, target
        "wgs84", "gcj02" or "bd09".

    Returns
    -------
    longitude, latitude
        Degrees, shaped like the input. What is not finite stays as it is.

    Raises
    ------
    ValueError
        If a datum is unknown.

    Notes
    -----
    The formulas are public and not official: nobody certifies how well they agree with
    the ground; the implementations agree with each other to a millimetre. The inverse
    is found by iteration and is exact to well under a millimetre.

    Nothing is shifted outside the rectangle 72.004 to 137.8347 E, 0.8293 to 55.8271 N.
    It is no border: Hong Kong, Macao, Taiwan and parts of the neighbours lie inside
    and are shifted by the formula, although maps of those places may not be.

    Along the rectangle's edge, within two kilometres, the shift throws points from
    inside onto places that points outside keep. Going back, the point inside is taken:
    every point of the rectangle comes back to itself, and those few outside do not.

    Examples
    --------
    >>> x, y = convert_datum(113.912316, 22.543847, source="wgs84", target="gcj02")
    >>> print(x.round(6), y.round(6))
    113.917176 22.540796
    >>> x, y = convert_datum(x, y, source="gcj02", target="wgs84")
    >>> print(x.round(9), y.round(9))
    113.912316 22.543847
    >>> x, y = convert_datum(-15.43, 28.1, source="gcj02", target="wgs84")
    >>> print(x, y)
    -15.43 28.1
    """
    for name in (source, target):
        if name not in DATUMS:
            msg = f"There is no datum {name!r}. {suggest(name, DATUMS)}"
            raise ValueError(msg)
    x, y = np.broadcast_arrays(
        np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    )
    if source == target:
        return x.copy(), y.copy()
    if source != "wgs84":
        x, y = _undo(_FORWARD[source], x, y)
    if target != "wgs84":
        x, y = _do(_FORWARD[target], x, y)
    return x, y


def convert_datum_of_shapes(
    shapes: ArrayLike, *, source: Datum, target: Datum
) -> NDArray[np.object_]:
    """
    Convert geometry of any kind, in degrees, vertex by vertex.

    Parameters
    ----------
    shapes
        Shapely geometries, longitude before latitude; missing ones stay missing and
        heights stay what they are.
    source, target
        As in `convert_datum`.

    Examples
    --------
    >>> here = [shapely.Point(113.912316, 22.543847)]
    >>> there = convert_datum_of_shapes(here, source="wgs84", target="gcj02")
    >>> print(shapely.to_wkt(there[0], rounding_precision=6))
    POINT (113.917176 22.540796)
    """

    def move(xy: Floats) -> Floats:
        moved = xy.copy()
        moved[:, 0], moved[:, 1] = convert_datum(
            xy[:, 0], xy[:, 1], source=source, target=target
        )
        return moved

    every = np.array(shapes, dtype=object)
    high = shapely.has_z(every)
    every[~high] = shapely.transform(every[~high], move)
    every[high] = shapely.transform(every[high], move, include_z=True)
    return every


def is_shifted_at(longitude: float, latitude: float) -> bool:
    """
    Whether the public formulas shift a place at all.

    >>> is_shifted_at(113.9, 22.7), is_shifted_at(-15.4, 28.1)
    (True, False)
    """
    return bool(in_rectangle(np.array(longitude), np.array(latitude)))


_FORWARD: dict[str, Shift] = {"gcj02": to_gcj02, "bd09": to_bd09}


def _do(forward: Shift, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    out_x, out_y = x.copy(), y.copy()
    inside = in_rectangle(x, y)
    out_x[inside], out_y[inside] = forward(x[inside], y[inside])
    return out_x, out_y


def _undo(forward: Shift, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """
    Find the points that a shift brings to these, by fixed-point iteration.

    A shift changes by less than 4 % of the way one goes, so every round makes the
    error at least 25 times smaller.
    """
    near = in_rectangle(x, y, margin_deg=FARTHEST_SHIFT_DEG)
    wanted_x, wanted_y = x[near], y[near]
    back_x, back_y = wanted_x.copy(), wanted_y.copy()
    for _ in range(ROUNDS):
        gone_x, gone_y = forward(back_x, back_y)
        step_x, step_y = wanted_x - gone_x, wanted_y - gone_y
        back_x, back_y = back_x + step_x, back_y + step_y
        farthest = np.maximum(np.abs(step_x), np.abs(step_y)).max(initial=0.0)
        if farthest < CONVERGED_DEG:
            break
    inside = in_rectangle(back_x, back_y, margin_deg=EDGE_DEG)
    out_x, out_y = x.copy(), y.copy()
    out_x[near] = np.where(inside, back_x, wanted_x)
    out_y[near] = np.where(inside, back_y, wanted_y)
    return out_x, out_y
