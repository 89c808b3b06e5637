"""What a choice of sites must respect, whatever is optimised."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.vocabulary import Level

Existing = Literal["keep", "may_close"]


@dataclass(frozen=True)
class Requirements:
    """
    Real constraints on a choice of sites.

    Every one has a name (that of the field), under which a result reports it and a
    conflict accuses it.

    Parameters
    ----------
    existing
        Whether the stations that are there stay, or may close. Those in `may_close`
        may close in either case.
    may_close
        Stations that may close, by id.
    move_within_m
        Where given, a station that may close may do so only if a new site at most so
        far (on foot, between the two) is opened in its place, one for each: it moves.
        Such a site counts as new, and costs what opening it costs.
    required, forbidden
        Sites that must, or must not, be open, by id.
    most_open
        The most sites that may be open in all, stations that stay included.
    budget
        The most that opening new sites may cost in all.
    at_least_one_in
        Levels in each unit of which at least one open site must lie (units where no
        site could lie are reported, not broken).
    cover_each
        Levels each unit of which must have at least this share of its weight covered.
    apart_m
        The least walk between any two new sites, and between a new site and a station
        that stays. Pairs whose walk is not known are far apart.
    lean_on
        From a tier to the tier it leans on and the farthest walk to one that is open,
        for example ``{"post": ("community", 1000.0)}``; it binds every open site of
        that tier.
    """

    existing: Existing = "keep"
    may_close: tuple[str, ...] = ()
    move_within_m: float | None = None
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    most_open: int | None = None
    budget: float | None = None
    at_least_one_in: tuple[Level, ...] = ()
    cover_each: Mapping[Level, float] = field(default_factory=dict)
    apart_m: float | None = None
    lean_on: Mapping[str, tuple[str, float]] = field(default_factory=dict)
