"""The `area.toml` that a planner would write for the files as received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.crs import label
from servicecircle.synthetic.area_toml import LABELS, SERVICES
from servicecircle.synthetic.counts import is_whole
from servicecircle.synthetic.notice import NOTICE, SUFFIX
from servicecircle.synthetic.stated import stated_toml
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from servicecircle.synthetic.geography_like import GeographyLike


def dirty_area_toml(
    geography: GeographyLike,
    published: Mapping[str, Any],
    *,
    grids: str,
    buildings: str,
    stations: str,
) -> str:
    """
    Write the text of `area.toml`, in good faith: it knows of no defect.

    Parameters
    ----------
    geography
        The geography.
    published
        The facts, as `read_facts` gives them.
    grids, buildings, stations
        What the files are called.
    """
    district = geography.levels[Level.DISTRICT]["name"].iloc[0].removesuffix(SUFFIX)
    head = f"# {district}: {NOTICE}. A dirty twin; its defects are in defects.csv.\n"
    area = (
        f'[area]\nname = "{district}{SUFFIX} synthetic, dirty twin"\n'
        f'crs = "{label(geography.buildings.crs)}"\n'
        'attribution = ["合成数据 Synthetic data: not a real place"]\n'
        f'notice = "{NOTICE}"\n'
    )
    parts = [head, area]
    for level in geography.levels:
        file = f'file = "units.gpkg"\nlayer = "{level.layer}"'
        if level is Level.GRID:
            file = f'file = "{grids}"'
        parts.append(f'[levels.{level.value}]\n{file}\nlabel = "{LABELS[level]}"\n')
    parts += [
        f'[stations]\nfile = "{stations}"\ncrs = "EPSG:4326"\n',
        f'[buildings]\nfile = "{buildings}"\nlayer = "buildings"\n',
        f'[entrances]\nfile = "{buildings}"\nlayer = "entrances"\n',
        '[candidates]\nfile = "candidates.gpkg"\nlayer = "candidates"\n',
        '[[network.sources]]\nfile = "streets.gpkg"\nlayer = "streets"\n',
    ]
    if len(geography.obstacles):
        source = 'file = "streets.gpkg"\nlayer = "obstacles"\n'
        parts.append(f"[[network.obstacles]]\n{source}")
    parts.append(SERVICES)
    if is_whole(geography, published):
        parts.append(stated_toml(published))
    return "\n".join(parts)
