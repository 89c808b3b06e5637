"""A whole synthetic district, from a seed to a planning area's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.progress import Stages
from servicecircle.synthetic.dirty import write_dirty_twin
from servicecircle.synthetic.facts import read_facts
from servicecircle.synthetic.geography import make_geography
from servicecircle.synthetic.new_folder import check_free
from servicecircle.synthetic.society import make_society
from servicecircle.synthetic.write_area import write_area

if TYPE_CHECKING:
    from collections.abc import Collection
    from os import PathLike


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
    with stages.run("make the land") as advance:
        geography = make_geography(seed=seed, advance=advance, communities=communities)
    with stages.run("make the people"):
        society = make_society(geography, read_facts(), seed=seed)
    with stages.run("write the area"):
        area = write_area(Path(folder), geography, society)
    if dirty is not None:
        with stages.run("write the dirty twin"):
            write_dirty_twin(Path(dirty), geography, society, seed=seed)
    return area
