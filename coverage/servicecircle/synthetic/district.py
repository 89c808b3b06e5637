"""A whole synthetic district, from a seed to a planning area's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.progress import Stages
from servicecircle.synthetic.dirty import write_dirty_twin
from servicecircle.synthetic.extract import MARGIN_M, extract_community
from servicecircle.synthetic.facts import read_facts
from servicecircle.synthetic.geography import make_geography
from servicecircle.synthetic.society import make_society
from servicecircle.synthetic.storage import Storage
from servicecircle.synthetic.write_area import write_area
from servicecircle.whole_folder import check_free

if TYPE_CHECKING:
    from collections.abc import Collection
    from os import PathLike

    from servicecircle.synthetic.geography import Geography
    from servicecircle.synthetic.society import Society


def write_extract(
    folder: PathLike[str] | str,
    community: str,
    *,
    seed: int = 1,
    communities: Collection[str] | None = None,
    stages: Stages | None = None,
) -> Path:
    """
    Make a district and write one community of it, small enough to be kept.

    Parameters
    ----------
    folder
        Where the planning area goes; it must not exist, or be empty.
    community
        The community's name.
    seed, communities, stages
        As for `write_district`: it is that district which is cut.

    Returns
    -------
    Path
        The folder: layers as GeoParquet, streets and stations up to 1 km beyond the
        community's border. The same bytes each time, as long as the libraries are the
        same.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written.
    ValueError
        If a community is not in the facts, or the district has no `community`.
    """
    check_free(folder)
    stages = stages or Stages()
    geography, society = _make(seed, communities, stages)
    with stages.run("write the extract"):
        part = extract_community(geography, society, community)
        remark = (
            f"An extract: {community} with the streets and stations up to "
            f"{MARGIN_M:g} m beyond it."
        )
        return write_area(folder, *part, storage=Storage.PARQUET, remark=remark)


def write_district(
    folder: PathLike[str] | str,
    *,
    seed: int = 1,
    communities: Collection[str] | None = None,
    dirty: PathLike[str] | str | None = None,
    stages: Stages | None = None,
) -> Path:
    """
    Make a district and write it as a planning area. All of it is synthetic (合成数据).

    Parameters
    ----------
    folder
        Where the planning area goes; it must not exist, or be empty.
    seed
        The same seed gives the same bytes.
    communities
        Only these, by name, instead of the whole district.
    dirty
        Where to write the same district as planners receive it, with the list of its
        defects; not written where not given.
    stages
        Shows and times the stages of the work.

    Returns
    -------
    Path
        The folder, for `read_area` or `plan`.

    Raises
    ------
    OutputError
        If a folder is not empty (found out before anything is made), or cannot be
        written.
    ValueError
        If a community is not in the facts.
    """
    for place in (folder, dirty):
        if place is not None:
            check_free(place)
    stages = stages or Stages()
    geography, society = _make(seed, communities, stages)
    with stages.run("write the area"):
        area = write_area(folder, geography, society)
    if dirty is not None:
        with stages.run("write the dirty twin"):
            write_dirty_twin(Path(dirty), geography, society, seed=seed)
    return area


def _make(
    seed: int, communities: Collection[str] | None, stages: Stages
) -> tuple[Geography, Society]:
    """Make the land and the people."""
    with stages.run("make the land") as advance:
        geography = make_geography(seed=seed, advance=advance, communities=communities)
    with stages.run("make the people"):
        return geography, make_society(geography, read_facts(), seed=seed)
