"""What each point's plate says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from servicecircle.qr.plates.layout import Words
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

Language = Literal["zh", "en"]

GATE = {"zh": "小区出入口", "en": "Gate"}
HOTLINE = {"zh": "热线", "en": "Hotline"}
DOOR = {"zh": "第{}门", "en": "Door {}"}
SIDES = {
    "N": ("北侧", "north side"),
    "NE": ("东北侧", "north-east side"),
    "E": ("东侧", "east side"),
    "SE": ("东南侧", "south-east side"),
    "S": ("南侧", "south side"),
    "SW": ("西南侧", "south-west side"),
    "W": ("西侧", "west side"),
    "NW": ("西北侧", "north-west side"),
}
"""What a plate calls each `side`, in Chinese and English."""
NAMED = (Level.STREET, Level.COMMUNITY)
"""Levels whose names stand on a plate, where the area has them."""


def plate_words(  # noqa: PLR0913 - what a plate says, by where it comes from
    points: gpd.GeoDataFrame,
    names: pd.Series[str],
    levels: Mapping[Level, gpd.GeoDataFrame],
    *,
    host: str,
    hotline: str,
    language: Language = "zh",
) -> list[Words]:
    """
    Say what stands on the plate of each point.

    Parameters
    ----------
    points
        With ``code``, ``building_id``, the ids of units and, where a building has
        several doors, ``door`` and ``side``.
    names
        Names of buildings by id; a building without one is called by its id.
    levels
        Units by level, with ``name``.
    host, hotline
        The district's.
    language
        Of the words that are not names.
    """
    owner = points["building_id"]
    label = (
        owner.map(names).fillna(owner).fillna(GATE[language]).astype(str).str.strip()
    )
    place = [""] * len(points)
    for level in NAMED:
        if level in levels and level.id_column in points:
            named = points[level.id_column].map(levels[level]["name"]).fillna("")
            place = [f"{a} {b}".strip() for a, b in zip(place, named, strict=True)]
    line = f"{HOTLINE[language]} {hotline}" if hotline else ""
    rows = zip(points["code"], label, place, door_words(points, language), strict=True)
    return [Words(a, b, c, line, host, door) for a, b, c, door in rows]


def door_words(points: gpd.GeoDataFrame, language: Language) -> list[str]:
    """
    Say which door each point is; nothing where a building has only one.

    >>> import pandas as pd
    >>> door_words(pd.DataFrame({"door": [2, None], "side": ["N", None]}), "zh")
    ['第2门 北侧', '']
    """
    if "door" not in points:
        return [""] * len(points)
    number = points["door"].map(
        lambda door: DOOR[language].format(int(door)), na_action="ignore"
    )
    said = {side: words[language == "en"] for side, words in SIDES.items()}
    side = points["side"].map(said)
    both = zip(number.astype(object), side.astype(object), strict=True)
    return [" ".join(x for x in one if isinstance(x, str)) for one in both]
