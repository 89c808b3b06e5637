"""Where the residents of the buildings come from, as far as files tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.area.draft.look import Kind
from servicecircle.inputs.osm_area_toml import M2_PER_RESIDENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyproj

    from servicecircle.area.draft.parts import Part
    from servicecircle.vocabulary import Level

PERSONS_PER_HOUSEHOLD = 2.6
SECTION = "[buildings.residents]"


def settle_residents(
    buildings: Part, levels: Mapping[Level, Part], crs: pyproj.CRS
) -> dict[str, object]:
    """
    Say where residents come from, and ask where that is a stand-in.

    Returns
    -------
    dict
        The keys of [buildings.residents]; none where the buildings state them.
    """
    frame = buildings.look.frame
    if "residents" in buildings.recognised:
        column = buildings.recognised["residents"]
        blank = int(_blank(frame[column]).sum())
        if blank:
            buildings.questions.append(
                f"{blank} of {len(frame)} cells of {column} are empty. If empty means "
                f"that nobody lives there, add {SECTION} with blank_is_zero = true."
            )
        if blank < len(frame):
            return {}
    if "households" in buildings.recognised:
        buildings.questions.append(
            f"Residents are households times {PERSONS_PER_HOUSEHOLD}, a usual figure. "
            f"Put the district's own into {SECTION} persons_per_household."
        )
        return {"persons_per_household": PERSONS_PER_HOUSEHOLD}
    for level, part in reversed([*levels.items()]):
        stated = part.recognised.get("residents")
        if stated and not _blank(part.look.frame[stated]).any():
            buildings.remarks.append(
                f"Residents are spread over the buildings of each {level.value}, from "
                f"{stated} of {part.look.title}"
            )
            return {"spread_by": "floor_area", "from_level": level.value}
    total = _stand_in(buildings, crs)
    buildings.questions.append(
        f"No file states residents. The total of {SECTION} is a STAND-IN: one per "
        f"{M2_PER_RESIDENT} m2 of floor. Put the district's own figure there."
    )
    return {"spread_by": "floor_area", "total": total}


def _stand_in(buildings: Part, crs: pyproj.CRS) -> int:
    """Count one resident per so much floor: a number to have until the true one."""
    look = buildings.look
    if look.kind is not Kind.POLYGONS:
        return len(look.frame)
    shapes = look.shapes_in(crs)
    floors = 1.0
    if "floors" in buildings.recognised:
        stated = look.sample.loc[shapes.index, buildings.recognised["floors"]]
        numbers = pd.to_numeric(stated, errors="coerce").to_numpy(float)
        floors = np.clip(np.nan_to_num(numbers, nan=1.0), 1.0, None)
    m2 = float((shapes.area.to_numpy() * floors).sum())
    return round(m2 * len(look.frame) / max(len(shapes), 1) / M2_PER_RESIDENT)


def _blank(cells: pd.Series) -> pd.Series:
    return cells.isna() | (cells.astype("str").str.strip() == "")
