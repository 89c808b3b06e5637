"""A district's dirty twin: a folder with defects, and the list of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.synthetic.csv_files import write_csv
from servicecircle.synthetic.dirty.area_toml import dirty_area_toml
from servicecircle.synthetic.dirty.buildings import spoil_buildings
from servicecircle.synthetic.dirty.defects import EVERY, defects
from servicecircle.synthetic.dirty.shapefile import write_gbk_shapefile
from servicecircle.synthetic.dirty.tables import dateless_appeals, shifted_stations
from servicecircle.synthetic.dirty.units import loosen_borders
from servicecircle.synthetic.layers import write_layers
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.workbook import write_workbook
from servicecircle.synthetic.write_area import (
    unit_layers,
    write_streets,
    write_text,
)
from servicecircle.vocabulary import Level
from servicecircle.whole_folder import new_folder

if TYPE_CHECKING:
    from servicecircle.synthetic.geography_like import GeographyLike
    from servicecircle.synthetic.society import Society

GRIDS, BUILDINGS = "综合网格_合成.shp", "buildings.gpkg"
STATIONS, APPEALS = "stations.xlsx", "appeals.csv"
OTHER_ZONE = "EPSG:4526"
"""CGCS2000 / 3-degree zone 38: the zone's number stands before the easting."""
GRID_COLUMNS = {
    "unit_id": "综合网格编码",
    "name": "综合网格名称",
    "parent_id": "所属红色小分格编码",
    "residents": "实有人口数量",
}
BUILDING_COLUMNS = {
    "building_id": "楼栋编码",
    "floors": "地上层数",
    "use": "建筑用途",
    "residents": "实有人口",
}


def write_dirty_twin(
    folder: Path | str, geography: GeographyLike, society: Society, *, seed: int
) -> Path:
    """
    Write a district as planners receive it.

    Parameters
    ----------
    folder
        Where to write; it must not exist, or be empty. It appears when it is complete.
    geography
        The geography.
    society
        As `make_society` gives it.
    seed
        Which rows are spoiled; the same seed gives the same bytes.

    Returns
    -------
    Path
        The folder, with `defects.csv` in it: ``file``, ``id`` (* for every row),
        ``kind`` and ``done``.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written.
    """
    with new_folder(folder) as twin:
        log = [
            _write_grids(twin, geography, seed),
            _write_buildings(twin, geography, seed),
            _write_tables(twin, society),
        ]
        layers = unit_layers(geography)
        del layers[Level.GRID.layer]
        write_layers(twin / "units.gpkg", layers)
        write_streets(twin, geography)
        write_layers(twin / "candidates.gpkg", {"candidates": society.candidates})
        text = dirty_area_toml(
            geography,
            society.published,
            grids=GRIDS,
            buildings=BUILDINGS,
            stations=STATIONS,
        )
        write_text(twin / "area.toml", text)
        write_csv(twin / "defects.csv", pd.concat(log))
    return Path(folder)


def _write_grids(folder: Path, geography: GeographyLike, seed: int) -> pd.DataFrame:
    """Write the grids as a shapefile in GBK, with loose borders."""
    grids = unit_layers(geography)[Level.GRID.layer]
    draws = generator(seed, "dirty grids")
    loose, log = loosen_borders(grids, file=GRIDS, draws=draws)
    flat = loose.reset_index()[[*GRID_COLUMNS, "geometry"]]
    cut = write_gbk_shapefile(folder / GRIDS, flat.rename(columns=GRID_COLUMNS))
    names = [f"field name {name} cut to {left}" for name, left in cut.items()]
    done = "text in GBK, no .cpg file, no language byte"
    return pd.concat(
        [
            log,
            defects(GRIDS, [EVERY], kind="gbk", done=done),
            defects(GRIDS, [EVERY] * len(cut), kind="name-cut", done=names),
        ]
    )


def _write_buildings(folder: Path, geography: GeographyLike, seed: int) -> pd.DataFrame:
    """Write the buildings in another zone, some of them spoiled."""
    spoiled, log = spoil_buildings(
        geography.buildings,
        bounds=geography.levels[Level.DISTRICT].total_bounds,
        file=BUILDINGS,
        draws=generator(seed, "dirty buildings"),
    )
    table = spoiled[[*BUILDING_COLUMNS, "geometry"]].rename(columns=BUILDING_COLUMNS)
    layers = {"buildings": table.to_crs(OTHER_ZONE), "entrances": geography.entrances}
    write_layers(folder / BUILDINGS, layers)
    done = f"layer buildings in {OTHER_ZONE}, not in the CRS of the others"
    return pd.concat([log, defects(BUILDINGS, [EVERY], kind="other-crs", done=done)])


def _write_tables(folder: Path, society: Society) -> pd.DataFrame:
    """Write stations and appeals as spreadsheets hold them."""
    stations, shifted = shifted_stations(society.stations, file=STATIONS)
    write_workbook(folder / STATIONS, stations, sheet="站点（合成）")
    appeals, blurred = dateless_appeals(society.appeals, file=APPEALS)
    write_csv(folder / APPEALS, appeals, encoding="gb18030")
    return pd.concat([shifted, blurred])
