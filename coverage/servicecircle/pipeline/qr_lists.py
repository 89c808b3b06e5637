"""The lists of rounds: for each community or round a PDF and a form to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.file_names import file_names
from servicecircle.qr.lists_by import ListsBy
from servicecircle.qr.plates.font import cut_font, find_font
from servicecircle.qr.rounds.lists import round_lists, write_forms, write_lists
from servicecircle.qr.rounds.lists.pdf import texts_of
from servicecircle.qr.rounds.lists.sketch import Backdrop
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    import geopandas as gpd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.pipeline.siting_run import Ground
    from servicecircle.qr.rounds import Rounds
    from servicecircle.qr.rounds.lists import RoundList

    class _Asks(Protocol):
        @property
        def lists(self) -> ListsBy: ...
        @property
        def font(self) -> Path | None: ...


FOLDER = "qr_lists"
NOWHERE = "none"


def find_list_font(asked: _Asks) -> Path | None:
    """Find the font before anything is measured; None where no list is asked for."""
    return None if asked.lists is ListsBy.NONE else find_font(asked.font)


def write_round_lists(  # noqa: PLR0913 - what is written, and how
    rounds: Rounds,
    points: gpd.GeoDataFrame,
    ground: Ground,
    run: Path,
    *,
    lists: ListsBy,
    font: Path,
    language: str,
) -> None:
    """
    Write `qr_lists`: a .pdf and an .xlsx for each community, or each round.

    Parameters
    ----------
    rounds
        As `plan_rounds` gives them.
    points
        Those they were planned for.
    ground
        Names, houses and streets.
    run
        The run folder.
    lists
        By what files are parted; a round that crosses a border goes with its first
        stop.
    font
        An open font with Chinese letters.
    language
        ``en`` or ``zh``.
    """
    area, network = ground
    backdrop = Backdrop(
        area.buildings.geometry.to_numpy(), network.edges.geometry.to_numpy()
    )
    every = round_lists(
        rounds,
        backdrop,
        unit_names=_names(area),
        building_names=area.buildings["name"].dropna().to_dict(),
        station_names=area.stations["name"].dropna().to_dict(),
        language=language,
    )
    notice = area.config.area.notice
    cut, _ = cut_font(font, texts_of(every, language=language, notice=notice))
    (run / FOLDER).mkdir()
    for name, some in _parted(every, rounds, points, area, lists).items():
        file = run / FOLDER / f"{name}.pdf"
        write_lists(file, some, font=cut, language=language, notice=notice)
        write_forms(file.with_suffix(".xlsx"), some, language=language)


def _names(area: PlanningArea) -> dict[str, str]:
    """Give names of units of all levels by id; the finer level's counts."""
    return {
        str(unit): str(name)
        for level in area.levels
        for unit, name in area.levels[level]["name"].dropna().items()
    }


def _parted(
    every: list[RoundList],
    rounds: Rounds,
    points: gpd.GeoDataFrame,
    area: PlanningArea,
    lists: ListsBy,
) -> dict[str, list[RoundList]]:
    """Part lists into files, by names that any system can write."""
    column = Level.COMMUNITY.id_column
    if lists is ListsBy.ROUND:
        place = {one.round_id: one.round_id for one in every}
    elif Level.COMMUNITY in area.levels and column in points:
        first = rounds.stops.drop_duplicates("round_id").set_index("round_id")
        owner = points.loc[rounds.stops.drop_duplicates("round_id").index, column]
        place = dict(zip(first.index, owner.fillna(NOWHERE), strict=True))
    else:
        place = {one.round_id: "rounds" for one in every}
    files: dict[str, list[RoundList]] = {}
    names = file_names(place.values())
    for one in every:
        files.setdefault(names[place[one.round_id]], []).append(one)
    return files
