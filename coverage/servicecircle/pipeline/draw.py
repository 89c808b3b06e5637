"""The map of a measured area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.maps.reach_map import reach_map

if TYPE_CHECKING:
    from servicecircle.maps.labels import Language
    from servicecircle.pipeline.measured import Measured

DETOUR_COLUMN = "detour_share_of_residents"


def draw_map(measured: Measured, *, language: Language = "en") -> str:
    """Draw the measurement as one HTML page that opens without a network."""
    area = measured.area
    labels = {
        level.value: section.label
        for level, section in area.config.levels.items()
        if section.label
    }
    # Circle, circle times detour and street stand side by side, on the map too.
    keys = ["level", "unit_id", "service"]
    detour = measured.honesty.set_index(keys)["share_by_detour"]
    coverage = measured.coverage.join(detour.rename(DETOUR_COLUMN), on=keys)
    return reach_map(
        {level.value: units for level, units in area.levels.items()},
        area.stations,
        area.buildings,
        coverage,
        measured.reach.table,
        standards=area.standards,
        title=area.name,
        attribution=area.config.area.attribution,
        level_names=labels or None,
        language=language,
    )
