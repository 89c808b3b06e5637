"""The files of a register: tables, a layer, and workbooks for office and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.qr.codes.printed import LENGTH, printed
from servicecircle.qr.form import write_form
from servicecircle.qr.form_words import words
from servicecircle.qr.rounds.lists.content import place_words
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style
from servicecircle.reports.run_folder import write_csv
from servicecircle.tables import table

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.pipeline.qr_register import Kept

LAYER = "plates"
SHOWN = "CASE WHEN state = 'retired' THEN 'retired' ELSE plate END"
COLOURS = (
    ("posted", "#0072b2", "posted"),
    ("replaced", "#56b4e9", "replaced"),
    ("checked", "#009e73", "seen whole"),
    ("damaged", "#e69f00", "damaged"),
    ("unclear", "#cc79a7", "unclear: files contradict each other"),
    ("removed", "#d55e00", "removed"),
    ("never", "#000000", "never posted"),
    ("retired", "#8c8c8c", "point is gone"),
)
"""Okabe and Ito's colours, which colour-blind readers can tell apart."""
COVERAGE_WIDTHS = {
    "level": 14,
    "unit_id": 24,
    "unit_name": 26,
    "buildings": 10,
    "with_live_code": 14,
    "share": 9,
    "points": 10,
    "live_points": 11,
}
DUE_WIDTHS = {
    "task": 12,
    "code": 15,
    "building": 26,
    "building_id": 24,
    "place": 14,
    "unit": 24,
    "since": 12,
    "due_on": 12,
    "overdue": 8,
}


def write_register(kept: Kept, area: PlanningArea, run: Path, *, language: str) -> None:
    """
    Write every file of a register.

    Parameters
    ----------
    kept
        What is written.
    area
        Names of units and buildings.
    run
        The run folder.
    language
        Of the workbooks: ``en`` or ``zh``.
    """
    write_csv(_events(kept.register.events), run / "qr_register.csv")
    plates = kept.register.plates.reset_index()
    write_csv(plates.assign(code=plates["code"].map(_shown)), run / "qr_plates.csv")
    write_csv(kept.coverage, run / "qr_coverage.csv")
    write_csv(kept.due.assign(code=kept.due["code"].map(_shown)), run / "qr_due.csv")
    standing = kept.register.plates.reindex(kept.points["code"]).set_axis(
        kept.points.index
    )
    layer = kept.points.assign(
        plate=standing["plate"], since=standing["since"].dt.strftime("%Y-%m-%d")
    )
    style = category_style(SHOWN, COLOURS, shape="point")
    write_geopackage(run / "qr_plates.gpkg", {LAYER: layer}, styles={LAYER: style})
    said = words(language)
    write_form(
        run / "qr_coverage.xlsx",
        _coverage(kept, area, language),
        widths=COVERAGE_WIDTHS,
        title=said["coverage"],
        language=language,
        fill_in=False,
    )
    write_form(
        run / "qr_due.xlsx",
        _due(kept, area, said),
        widths=DUE_WIDTHS,
        title=said["this_week"],
        language=language,
    )


def _shown(code: str) -> str:
    """Give a code as printed: a spreadsheet takes others for numbers (23456E789)."""
    return printed(code) if len(code) == LENGTH else code


def _events(events: pd.DataFrame) -> pd.DataFrame:
    """Give every row as it can be read again; what could not be read, as it was."""
    told = events.assign(
        code=events["code_text"].where(
            events["standing"] == "unknown", events["code"].map(_shown)
        ),
        event=events["event"].fillna(events["event_text"]),
        date=events["date"].dt.strftime("%Y-%m-%d").fillna(events["date_text"]),
    )
    return told[table("qr_register_merged").names]


def _coverage(kept: Kept, area: PlanningArea, language: str) -> pd.DataFrame:
    """Name levels and units; what lies in none comes last."""
    said = words(language)
    levels = {
        level.value: level.chinese
        if language == "zh"
        else level.value.replace("_", " ").capitalize()
        for level in area.levels
    }
    names = {
        (level.value, unit): name
        for level in area.levels
        for unit, name in area.levels[level]["name"].items()
    }
    told = kept.coverage
    named = [names.get(key) for key in zip(told["level"], told["unit_id"], strict=True)]
    return told.assign(
        unit_name=pd.Series(named, index=told.index, dtype="object").fillna(
            told["unit_id"].isna().map({True: said["none"], False: ""})
        ),
        level=told["level"].map(levels),
    )


def _due(kept: Kept, area: PlanningArea, said: dict[str, str]) -> pd.DataFrame:
    """Say what is due this week, unit by unit, the overdue first."""
    told = kept.due[kept.due["this_week"]]
    finest = area.finest.id_column
    told = told.sort_values(
        [finest, "overdue", "building_id", "code"],
        ascending=[
            True,
            False,
            True,
            True,
        ],
    )
    owner = told["building_id"]
    names = area.buildings["name"].dropna().to_dict()
    return told.assign(
        task=told["task"].map(said),
        code=told["code"].map(_shown),
        building=owner.map(names).fillna(owner),
        place=place_words(told, said),
        unit=told[finest],
        overdue=told["overdue"].map({True: said["yes"], False: None}),
    )
