"""A city's own coordinates, tied to the working CRS by points known in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Model = Literal["similarity", "affine"]
FEWEST: dict[Model, int] = {"similarity": 2, "affine": 3}
THINNEST = 1e-3
"""Points whose cloud is thinner than this share of its length are on one line."""


@dataclass(frozen=True, eq=False)
class LocalSystem:
    """
    A linear map from local coordinates to the working CRS.

    Parameters
    ----------
    matrix
        Turns and scales, shape (2, 2).
    local, known
        The middle of the points in both systems, shape (2,): the map takes one to the
        other. Working about the middle keeps the digits of seven-figure coordinates.
    residuals_m
        How far each point comes to lie from where it is known to be, shape (points,).
    model
        Which map was fitted.
    """

    matrix: Floats
    local: Floats
    known: Floats
    residuals_m: Floats
    model: Model

    def to_working(self, xy: Floats) -> Floats:
        """Take local coordinates, shape (points, 2), to the working CRS."""
        return np.asarray((xy - self.local) @ self.matrix.T + self.known)

    def to_local(self, xy: Floats) -> Floats:
        """Take working coordinates, shape (points, 2), back to local ones."""
        return np.asarray((xy - self.known) @ np.linalg.inv(self.matrix).T + self.local)

    @property
    def scales(self) -> tuple[float, float]:
        """The least and the largest number of metres to a local unit."""
        values = np.linalg.svd(self.matrix, compute_uv=False)
        return float(values.min()), float(values.max())

    @property
    def rotation_deg(self) -> float:
        """How far the local axes are turned, anticlockwise."""
        return float(np.degrees(np.arctan2(self.matrix[1, 0], self.matrix[0, 0])))

    @property
    def has_spare_points(self) -> bool:
        """Whether there are more points than the fit needs, so residuals say much."""
        return len(self.residuals_m) > FEWEST[self.model]


def fit_local_system(
    local: ArrayLike, known: ArrayLike, *, model: Model = "similarity"
) -> LocalSystem:
    """
    Fit the map from local coordinates to known ones by least squares.

    Parameters
    ----------
    local
        Local coordinates, shape (points, 2).
    known
        The same points in the working CRS, metres, shape (points, 2).
    model
        "similarity": shift, turn and one scale (4 parameters, 2 points or more), as
        survey systems differ. "affine": two scales and a skew as well (6 parameters, 3
        points or more), for systems taken from paper or a drawing.

    Raises
    ------
    ValueError
        If there are too few points, one is not finite, or they lie on one place or, for
        an affine map, on one line.

    Notes
    -----
    The similarity is the closed form of Helmert's planar transformation. It does not
    mirror: where the axes stand the wrong way round, the residuals are large.

    Examples
    --------
    >>> fit = fit_local_system([(0, 0), (0, 100)], [(500, 500), (400, 500)])
    >>> fit.to_working(np.array([[10.0, 0.0]]))
    array([[500., 510.]])
    >>> round(fit.rotation_deg, 6)
    90.0
    """
    here, there = (np.asarray(xy, dtype=float).reshape(-1, 2) for xy in (local, known))
    if len(here) != len(there):
        msg = f"{len(here)} local points and {len(there)} known ones do not pair up."
        raise ValueError(msg)
    if len(here) < FEWEST[model]:
        msg = f"{_count(len(here))} is too few for a fit: it takes {FEWEST[model]}."
        raise ValueError(msg)
    if not (np.isfinite(here).all() and np.isfinite(there).all()):
        msg = "A control point has a coordinate that is not finite."
        raise ValueError(msg)
    centre, target = here.mean(axis=0), there.mean(axis=0)
    own, wanted = here - centre, there - target
    for points in (own, wanted):
        _check_spread(points, model)
    matrix = _affine(own, wanted) if model == "affine" else _similarity(own, wanted)
    off = wanted - own @ matrix.T
    return LocalSystem(matrix, centre, target, np.hypot(off[:, 0], off[:, 1]), model)


def _similarity(own: Floats, wanted: Floats) -> Floats:
    (x, y), (u, v) = own.T, wanted.T
    along = (x * u + y * v).sum()
    across = (x * v - y * u).sum()
    square = (x**2 + y**2).sum()
    return np.asarray(np.array([[along, -across], [across, along]]) / square)


def _affine(own: Floats, wanted: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(own, wanted)[0].T)


def _check_spread(points: Floats, model: Model) -> None:
    """Refuse points that do not hold a map fast."""
    length, width = np.linalg.svd(points, compute_uv=False)
    if length == 0:
        msg = "All control points lie in one place."
        raise ValueError(msg)
    if model == "affine" and width < THINNEST * length:
        msg = "All control points lie on one line, which holds no affine map."
        raise ValueError(msg)


def _count(number: int) -> str:
    return "1 control point" if number == 1 else f"{number} control points"
