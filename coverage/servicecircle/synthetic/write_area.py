"""A synthetic district as a planning area's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.synthetic.area_toml import area_toml
from servicecircle.synthetic.counts import compare_with_facts
from servicecircle.synthetic.csv_files import write_csv
from servicecircle.synthetic.notice import COLUMN, NOTICE, SUFFIX
from servicecircle.synthetic.storage import Storage
from servicecircle.synthetic.workbook import write_workbook
from servicecircle.synthetic.working_days import holidays
from servicecircle.whole_folder import new_folder

if TYPE_CHECKING:
    from os import PathLike

    import geopandas as gpd

    from servicecircle.synthetic.geography_like import GeographyLike
    from servicecircle.synthetic.society import Society

MILLIMETRES = 3


def write_area(
    folder: PathLike[str] | str,
    geography: GeographyLike,
    society: Society,
    *,
    storage: Storage = Storage.GEOPACKAGE,
    remark: str = "",
) -> Path:
    """
    Write a district as a folder that `read_area` reads.

    Parameters
    ----------
    folder
        Where to write; it must not exist, or be empty. It appears when it is complete.
    geography
        The geography.
    society
        As `make_society` gives it.
    storage
        What kind of files hold the layers.
    remark
        A sentence for the head of `area.toml`.

    Returns
    -------
    Path
        `folder`. The same district gives the same bytes.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written.
    """
    with new_folder(folder) as area:
        text = area_toml(geography, society, storage=storage, remark=remark)
        write_text(area / "area.toml", text)
        storage.write(area, "units", unit_layers(geography))
        storage.write(
            area,
            "buildings",
            {"buildings": geography.buildings, "entrances": geography.entrances},
        )
        write_streets(area, geography, storage)
        storage.write(area, "background", {"background": geography.background})
        storage.write(area, "candidates", {"candidates": society.candidates})
        table = station_table(society.stations)
        write_workbook(area / "stations.xlsx", table, sheet="stations")
        storage.write_table(area, "appeals", society.appeals)
        for name in ("rooms", "platforms", "teams", "volunteers", "orders"):
            write_csv(area / f"{name}.csv", getattr(society, name))
        write_csv(area / "holidays.csv", holidays())
        write_truths(area, geography, society)
    return Path(folder)


def write_text(path: Path, text: str) -> None:
    """Write text the same way on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_streets(
    folder: Path, geography: GeographyLike, storage: Storage = Storage.GEOPACKAGE
) -> None:
    """Write what people walk along, and what they do not walk across."""
    storage.write(
        folder,
        "streets",
        {
            "streets": geography.streets,
            "obstacles": geography.obstacles,
            "gates": geography.gates,
            "land": geography.land,
        },
    )


def write_truths(folder: Path, geography: GeographyLike, society: Society) -> None:
    """Write the truths apart from every input; a table without rows is left out."""
    truth = folder / "truth"
    truth.mkdir()
    counts = compare_with_facts(geography, society)
    for name, table in {"counts": counts, **society.truths.tables()}.items():
        if len(table):
            write_csv(truth / f"{name}.csv", table)


def unit_layers(geography: GeographyLike) -> dict[str, gpd.GeoDataFrame]:
    """Give the units by layer, every name ending in the word for synthetic."""
    layers = {}
    for level, units in geography.levels.items():
        name = units["name"].str.removesuffix(SUFFIX) + SUFFIX
        layers[level.layer] = units.assign(name=name).rename_axis("unit_id")
    return layers


def station_table(stations: gpd.GeoDataFrame) -> pd.DataFrame:
    """Write stations as rows of a sheet: coordinates in columns, to the millimetre."""
    table = pd.DataFrame(stations.drop(columns="geometry")).reset_index()
    place = stations.geometry
    return table.assign(
        x=place.x.to_numpy().round(MILLIMETRES),
        y=place.y.to_numpy().round(MILLIMETRES),
        **{COLUMN: NOTICE},
    )
