"""What is published about the district that the synthetic one is modelled on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True)
class CommunityFacts:
    """A community: its names, where its middle lies, and what is known of its size."""

    name: str
    street_code: str
    street_name: str
    longitude: float
    latitude: float
    area_km2: float | None
    residents: int | None
    dense: bool
    """One dense urban village from end to end."""


def read_facts() -> dict[str, Any]:
    """
    Read the table of facts that comes with the package.

    Examples
    --------
    >>> read_facts()["counts"]["grids"]
    1734
    """
    text = files("servicecircle.synthetic").joinpath("facts.toml").read_text("utf-8")
    return tomllib.loads(text)


def list_communities(
    facts: Mapping[str, Any], *, only: Collection[str] | None = None
) -> tuple[CommunityFacts, ...]:
    """
    List the communities in the order of the facts, or `only` those named.

    Raises
    ------
    ValueError
        If `only` names a community that is not in the facts.

    Examples
    --------
    >>> found = list_communities(read_facts(), only={"合水口社区"})
    >>> found[0].street_name, found[0].residents
    ('马田街道', 68710)
    """
    known = facts["known_communities"]
    every = tuple(
        CommunityFacts(
            name=name,
            street_code=street["code"],
            street_name=street["name"],
            longitude=longitude,
            latitude=latitude,
            area_km2=known.get(name, {}).get("area_km2"),
            residents=known.get(name, {}).get("residents"),
            dense=known.get(name, {}).get("dense", False),
        )
        for street in facts["streets"]
        for name, longitude, latitude in street["communities"]
    )
    if only is None:
        return every
    unknown = sorted(set(only) - {community.name for community in every})
    if unknown:
        msg = f"The facts name no community {', '.join(unknown)}. Choose among them."
        raise ValueError(msg)
    return tuple(community for community in every if community.name in only)
