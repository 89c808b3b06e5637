"""The siting problem: places, sites, and the walks between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from servicecircle._validation import check_positive, check_unique, name_some
from servicecircle.errors import SitingError
from servicecircle.network.walk_network import to_units

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.network.distances import DistanceMatrix

PLACE_COLUMNS = ("weight",)
SITE_COLUMNS = ("name", "host_type", "tier", "existing", "cost", "capacity")


@dataclass(frozen=True, eq=False, repr=False)
class SitingProblem:
    """
    Where people are, where stations are or could be, and how far it is between them.

    Parameters
    ----------
    places
        Indexed by unique place id (buildings): ``weight``, the residents (or any other
        number that is not negative), and one ``<level>_id`` for every level that
        guarantees are asked for (missing where the place lies outside).
    sites
        Indexed by unique site id, sorted: ``name``, ``host_type``, ``tier`` (text or
        missing), ``existing`` (whether it is a station already), ``cost`` of opening it
        (not negative), ``capacity`` (how much weight it can serve; missing where that
        does not matter), the ``<level>_id`` it lies in, and its point as geometry or
        ``x`` and ``y``.
    walks
        Walking distances between all places (rows) and all sites (columns), with a
        cutoff not below the limit.
    limit_m
        The standard in metres: a place is covered by a site at most so far. The limit
        itself counts.
    service
        The service circle's key.
    between
        Walking distances between all sites (rows) and all sites (columns), where
        requirements ask how far sites are from one another (apart, moving, leaning).

    Raises
    ------
    SitingError
        If ids repeat or do not agree with the walks, weights or costs are negative or
        no numbers, the limit is beyond the walks' cutoff, or there is no site.

    Notes
    -----
    Nothing here says what is wanted: that is a model and its `Requirements`.
    """

    places: pd.DataFrame
    sites: pd.DataFrame
    walks: DistanceMatrix
    limit_m: float
    service: str = ""
    between: DistanceMatrix | None = None

    def __post_init__(self) -> None:
        """Prove what every model stands on."""
        _check_columns(self.places, PLACE_COLUMNS, name="places")
        _check_columns(self.sites, SITE_COLUMNS, name="sites")
        _check_ids(self.places.index, self.walks.places, name="places")
        _check_ids(self.sites.index, self.walks.stations, name="sites")
        if self.between is not None:
            _check_ids(self.sites.index, self.between.places, name="sites")
            _check_ids(self.sites.index, self.between.stations, name="sites")
        if self.sites.empty:
            msg = "There is no site to choose from. Add candidates to area.toml."
            raise SitingError(msg)
        _check_not_negative(self.places["weight"], name="weight of places")
        _check_not_negative(self.sites["cost"], name="cost of sites")
        _check_not_negative(self.sites["capacity"].dropna(), name="capacity of sites")
        try:
            check_positive(self.limit_m, name="limit_m")
        except ValueError as error:
            raise SitingError(str(error)) from error
        if self.limit_m > self.walks.cutoff_m:
            msg = (
                f"limit_m is {self.limit_m:g} m, and walks are known up to "
                f"{self.walks.cutoff_m:g} m only. Measure them with a larger cutoff_m."
            )
            raise SitingError(msg)

    @property
    def weight(self) -> NDArray[np.float64]:
        """The places' weights, shape (places,)."""
        return self.places["weight"].to_numpy(dtype=np.float64)

    @property
    def existing(self) -> NDArray[np.bool_]:
        """Which sites are stations already, shape (sites,)."""
        return self.sites["existing"].to_numpy(dtype=bool)

    def pairs(self, limit_m: float | None = None) -> csr_array:
        """
        Give the walks of at most a limit, shape (places, sites), in metres.

        A walk of 0 m is stored as the least number above 0, so that it is not lost.

        Parameters
        ----------
        limit_m
            The problem's own limit where not given; at most the walks' cutoff.
        """
        return _within(self.walks, self.limit_m if limit_m is None else limit_m)

    def pairs_between(self, limit_m: float, *, asked_by: str) -> csr_array:
        """
        Give the walks of at most a limit between two sites, shape (sites, sites).

        Parameters
        ----------
        limit_m
            The limit; at most the cutoff with which they were measured.
        asked_by
            The requirement that asks, for the message.

        Raises
        ------
        SitingError
            If walks between sites were not measured, or not so far.
        """
        if self.between is None or limit_m > self.between.cutoff_m:
            msg = (
                f"{asked_by} asks for walks between sites of up to {limit_m:g} m, "
                f"and they are not known. Measure `between` so far."
            )
            raise SitingError(msg)
        return _within(self.between, limit_m)

    def covers(self, limit_m: float | None = None) -> csr_array:
        """Say who covers whom: shape (sites, places), 1 where within the limit."""
        return self.covered_by(limit_m).T.tocsr()

    def covered_by(self, limit_m: float | None = None) -> csr_array:
        """Say whom who covers: shape (places, sites), 1 where within the limit."""
        walks = self.walks
        near = self.near(limit_m)
        kept = starts_of(walks.indptr, near)
        # All walks within the limit need no copy; there can be tens of millions.
        station = walks.station if kept[-1] == len(near) else walks.station[near]
        return csr_array(
            (np.ones(kept[-1], np.int8), station, kept),
            shape=(len(walks.places), len(walks.stations)),
        )

    def sites_near(self, limit_m: float | None = None) -> NDArray[np.int64]:
        """Count the sites within a limit of every place, shape (places,)."""
        return np.diff(starts_of(self.walks.indptr, self.near(limit_m)))

    def near(self, limit_m: float | None = None) -> NDArray[np.bool_]:
        """Say which walks are of at most a limit, in the order of the walks."""
        limit = self.limit_m if limit_m is None else limit_m
        return np.asarray(self.walks.units <= to_units(np.array([limit]))[0])

    def up_to(self, walks_to_m: float) -> SitingProblem:
        """Return the problem with the walks of at most so many metres alone."""
        walks = self.walks
        if walks_to_m == walks.cutoff_m:
            return self
        near = self.near(walks_to_m)
        starts = starts_of(walks.indptr, near)
        shorter = replace(
            walks,
            indptr=starts,
            station=walks.station[near],
            units=walks.units[near],
            cutoff_m=walks_to_m,
        )
        return self.replace(walks=shorter)

    def replace(self, **changes: Any) -> SitingProblem:  # noqa: ANN401 - dataclass fields
        """Return a problem with some parts changed and every invariant proved anew."""
        return replace(self, **changes)

    def __repr__(self) -> str:
        """Say what the problem is, in one line."""
        stations = int(self.existing.sum())
        return (
            f"<SitingProblem {self.service!r}: {len(self.places)} places of "
            f"{self.weight.sum():,.0f}, {stations} stations, "
            f"{len(self.sites) - stations} candidates, {self.limit_m:g} m>"
        )


def _within(walks: DistanceMatrix, limit_m: float) -> csr_array:
    near = walks.units <= to_units(np.array([limit_m]))[0]
    kept = starts_of(walks.indptr, near)
    metres = np.maximum(walks.walk_m[near], np.finfo(np.float64).tiny)
    shape = (len(walks.places), len(walks.stations))
    return csr_array((metres, walks.station[near], kept), shape=shape)


def starts_of(indptr: NDArray[np.int64], kept: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Say where each row begins once only some of the entries are kept."""
    if kept.all():
        # There can be tens of millions of walks; counting them takes its time.
        return indptr.astype(np.int64)
    count = np.zeros(len(indptr), np.int64)
    there = np.flatnonzero(np.diff(indptr))
    if len(there):
        count[there + 1] = np.add.reduceat(kept, indptr[there], dtype=np.int64)
    return np.cumsum(count)


def _check_columns(frame: pd.DataFrame, columns: tuple[str, ...], *, name: str) -> None:
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        msg = f"{name} lack the columns {name_some(missing)}."
        raise SitingError(msg)


def _check_ids(index: pd.Index, walks: pd.Index, *, name: str) -> None:
    try:
        check_unique(index, name=f"ids of {name}")
    except ValueError as error:
        raise SitingError(str(error)) from error
    if not index.equals(walks):
        other = index.symmetric_difference(walks)
        which = f": {name_some(other)}" if len(other) else " in their order"
        msg = f"{name} and the walks do not agree{which}. Measure the walks anew."
        raise SitingError(msg)


def _check_not_negative(values: pd.Series, *, name: str) -> None:
    numbers = values.to_numpy(dtype=np.float64)
    wrong = ~(np.isfinite(numbers) & (numbers >= 0))
    if wrong.any():
        first = values.index[wrong][0]
        msg = (
            f"{name} must be numbers of 0 or more. {int(wrong.sum())} are not, the "
            f"first is {values[first]!r} of {first!r}."
        )
        raise SitingError(msg)
