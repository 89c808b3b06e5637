r"""
Make a planning-area folder from an OpenStreetMap extract.

    python scripts/area_from_osm.py --pbf city.osm.pbf --boundary city.geojson \
        --zones communities.gpkg --residents 378000 --out my-city

Grids, red sub-grids and stations made this way are stand-ins to try things out with:
replace units.gpkg, stations.csv and candidates.gpkg by the district's own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle.area.contiguity import group_contiguous
from servicecircle.area.dissolve import dissolve
from servicecircle.area.tessellation import tessellate, tile_zones
from servicecircle.crs import LONLAT, check_working_crs, label, parse_crs, suggest_crs
from servicecircle.errors import InputError, OutputError, ServiceCircleError
from servicecircle.inputs.osm_background import background_from_pbf
from servicecircle.inputs.osm_places import (
    buildings_from_pbf,
    entrances_from_pbf,
    facilities_from_pbf,
)

GRIDS_IN_A_RED_SUB_GRID = 6

STAND_INS = {
    "townhall": ("street", "appeals;legal;psychological"),
    "courthouse": ("street", "legal"),
    "government": ("street", "appeals;legal"),
    "police": ("street", "appeals;legal"),
    "hospital": ("street", "appeals;psychological"),
    "community_centre": ("community", "appeals;legal;psychological"),
    "social_facility": ("community", "appeals;psychological"),
    "library": ("community", "appeals;legal"),
    "post_office": ("post", "appeals"),
}
"""Tier and services that each kind of public facility stands in for."""

SECTIONS = {
    "district": '[levels.district]\nfile = "units.gpkg"\nlayer = "district"',
    "communities": '[levels.community]\nfile = "units.gpkg"\nlayer = "communities"',
    "red_sub_grids": (
        '[levels.red_sub_grid]\nfile = "units.gpkg"\nlayer = "red_sub_grids"'
    ),
    "grids": '[levels.grid]\nfile = "units.gpkg"\nlayer = "grids"',
    "entrances": '[entrances]\nfile = "buildings.gpkg"\nlayer = "entrances"',
    "candidates": (
        "[candidates]\n# Schools and clinics standing in for possible places.\n"
        'file = "candidates.gpkg"'
    ),
    "background": '[[background]]\nfile = "background.gpkg"',
}
"""What area.toml says of each table."""

SERVICES = {
    "appeals": """\
[services.appeals]
name = "诉求服务圈"
distance_m = 500
[services.appeals_elderly]
name = "诉求服务圈（老年）"
offered_as = "appeals"
minutes = 10
pace = "elderly"
[services.appeals_step_free]
name = "诉求服务圈（无障碍）"
offered_as = "appeals"
distance_m = 500
step_free = true
""",
    "legal": """\
[services.legal]
name = "法律服务圈"
distance_m = 1000
""",
    "psychological": """\
[services.psychological]
name = "心理服务圈"
distance_m = 1000
""",
}
"""The service circles, as far as a stand-in offers them."""

CANDIDATE_HOSTS = ("school", "clinic")
"""Facilities that stand in for places where a station could go."""


def main(argv: list[str] | None = None) -> int:
    """Make the folder that the command line asks for."""
    options = read_options(argv)
    try:
        make_area(options)
    except ServiceCircleError as error:
        print(f"area_from_osm: {error}", file=sys.stderr)
        return 1
    return 0


def read_options(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    about, example, caution = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {caution}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--pbf", type=Path, required=True, help="the extract (.osm.pbf or .osm)")
    add("--boundary", type=Path, required=True, help="the area's outline")
    add("--zones", type=Path, help="polygons that stand in for communities")
    add("--residents", type=float, required=True, help="how many people live there")
    add("--name", help="what the area is called (default: the boundary file's name)")
    add("--crs", help="working CRS (default: the UTM zone)")
    add("--grid-ha", type=float, default=9.0, help="size of a grid (default: 9 ha)")
    add("--attribution", action="append", default=[], help="whom else to name")
    add("--out", type=Path, required=True, help="the folder to make")
    return parser.parse_args(argv)


def make_area(options: argparse.Namespace) -> None:
    """Make the folder, saying how far the work is."""
    out: Path = options.out
    if not options.residents >= 0:
        msg = f"--residents must be 0 or more. Got {options.residents:g}."
        raise InputError(msg)
    if out.exists() and any(out.iterdir()):
        msg = f"{out} is not empty. Name a new folder with --out."
        raise OutputError(msg)
    boundary = read_polygons(options.boundary)
    west, south, east, north = boundary.to_crs(LONLAT).total_bounds
    zone = suggest_crs((west + east) / 2, (south + north) / 2)
    crs = parse_crs(options.crs or zone)
    check_working_crs(crs)
    boundary = boundary.to_crs(crs)[["geometry"]]

    print("Cutting the units ...")
    zones = None if options.zones is None else read_polygons(options.zones).to_crs(crs)
    levels = make_levels(boundary, zones, cell_ha=options.grid_ha)
    print("Reading buildings and entrances ...")
    buildings = inside(buildings_from_pbf(options.pbf, crs=crs), boundary)
    entrances = entrances_from_pbf(options.pbf, crs=crs)
    entrances = entrances[entrances["building_id"].isin(buildings.index)]
    print("Reading public facilities ...")
    facilities = inside(facilities_from_pbf(options.pbf, crs=crs), boundary)
    stations, candidates = make_stations(facilities), make_candidates(facilities)
    background = background_from_pbf(options.pbf, crs=crs)

    out.mkdir(parents=True, exist_ok=True)
    for layer, units in levels.items():
        units.to_file(out / "units.gpkg", layer=layer)
        print(f"  {len(units)} {layer}")
    buildings.reset_index().to_file(out / "buildings.gpkg", layer="buildings")
    if len(entrances):
        entrances.to_file(out / "buildings.gpkg", layer="entrances", index=False)
    print(f"  {len(buildings)} buildings, {len(entrances)} entrances")
    stations.to_csv(out / "stations.csv", index=False, encoding="utf-8-sig")
    if len(candidates):
        candidates.to_file(out / "candidates.gpkg")
    print(f"  {len(stations)} stations and {len(candidates)} candidates (stand-ins)")
    if len(background):
        background.to_file(out / "background.gpkg")
    print(f"  {len(background)} waters, parks and woods")
    shutil.copyfile(options.pbf, out / options.pbf.name)
    tables = [*levels, *(["entrances"] if len(entrances) else [])]
    tables += ["candidates"] if len(candidates) else []
    tables += ["background"] if len(background) else []
    offered = set(";".join(stations["services"]).split(";"))
    text = area_toml(options, tables, offered, crs=label(crs))
    (out / "area.toml").write_text(text, "utf-8")
    print(f"{out / 'area.toml'} is ready.")


def read_polygons(path: Path) -> gpd.GeoDataFrame:
    """Read a vector file of polygons that says what CRS it is in."""
    if not path.is_file():
        msg = f"{path}: no such file."
        raise InputError(msg)
    frame = gpd.read_file(path)
    if frame.crs is None:
        msg = f"{path} does not say its CRS. Save it with one, as GeoPackage."
        raise InputError(msg)
    return frame


def inside(places: gpd.GeoDataFrame, boundary: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the places that have a point of theirs inside the boundary."""
    points = places.geometry.representative_point()
    return places[points.within(boundary.union_all())]


def make_levels(
    boundary: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None, *, cell_ha: float
) -> dict[str, gpd.GeoDataFrame]:
    """
    Cut the area into communities, red sub-grids and grids that nest exactly.

    Every level is united from the same grid cells, so none can stick out of another.
    """
    whole = boundary.dissolve().set_index(pd.Index(["D"], name="zone_id"))
    if zones is None:
        tiles, names = whole, {}
    else:
        ids = [f"C{k:03d}" for k in range(1, len(zones) + 1)]
        names = dict(zip(ids, names_of(zones), strict=True))
        tiles = tile_zones(zones.set_index(pd.Index(ids)), boundary)
    cells = tessellate(tiles, cell_ha=cell_ha)
    group = group_contiguous(cells, group_size=GRIDS_IN_A_RED_SUB_GRID)
    cells["grid"] = [f"G{k:05d}" for k in range(1, len(cells) + 1)]
    cells["red"] = [f"R{k:04d}" for k in group + 1]
    cells["district"] = "D"

    levels = {"district": united(cells, "district", parent=None)}
    above = "district"
    if zones is not None:
        levels["communities"] = united(cells, "zone_id", parent="district")
        levels["communities"]["name"] = [
            names.get(code, code) for code in levels["communities"]["unit_id"]
        ]
        above = "zone_id"
    levels["red_sub_grids"] = united(cells, "red", parent=above)
    levels["grids"] = united(cells, "grid", parent="red")
    return levels


def names_of(zones: gpd.GeoDataFrame) -> list[str]:
    """Take the wordiest column for the names: codes are short and alike."""
    table = pd.DataFrame(zones.drop(columns="geometry")).astype("str")
    if not len(table.columns):
        return [f"Zone {k}" for k in range(1, len(table) + 1)]
    return list(table[table.apply(lambda column: column.str.len().mean()).idxmax()])


def united(
    cells: gpd.GeoDataFrame, column: str, *, parent: str | None
) -> gpd.GeoDataFrame:
    """Unite the cells of each unit, and name the unit above."""
    shapes = np.array(cells.geometry.array, dtype=object)
    units = dissolve(shapes, cells[column].to_numpy(dtype=object))
    table = pd.DataFrame({"unit_id": units.index, "name": units.index})
    if parent is not None:
        first = cells.drop_duplicates(column).set_index(column)[parent]
        table["parent_id"] = first.loc[units.index].to_numpy()
    return gpd.GeoDataFrame(table, geometry=units.to_numpy(), crs=cells.crs)


def make_stations(facilities: gpd.GeoDataFrame) -> pd.DataFrame:
    """Let public facilities stand in for stations; the first town hall leads them."""
    facilities = facilities[facilities["kind"].isin(STAND_INS)]
    if facilities.empty:
        msg = "The extract holds no public facility inside the boundary."
        raise InputError(msg)
    kinds = facilities["kind"].to_numpy(dtype=object)
    tiers = np.array([STAND_INS[kind][0] for kind in kinds], dtype=object)
    tiers[np.flatnonzero(kinds == "townhall")[:1]] = "district"
    points = facilities.geometry.to_crs(LONLAT)
    return pd.DataFrame(
        {
            "station_id": facilities.index,
            "name": facilities["name"].fillna(facilities["kind"]).to_numpy(),
            "tier": tiers,
            "host_type": kinds,
            "services": [STAND_INS[kind][1] for kind in kinds],
            "longitude": points.x.round(7).to_numpy(),
            "latitude": points.y.round(7).to_numpy(),
        }
    )


def make_candidates(facilities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Let schools and clinics stand in for places where a station could go."""
    hosts = facilities[facilities["kind"].isin(CANDIDATE_HOSTS)]
    named = hosts.rename(columns={"kind": "host_type"})
    return named.rename_axis("site_id").reset_index()


def area_toml(
    options: argparse.Namespace, tables: list[str], offered: set[str], *, crs: str
) -> str:
    """Write the planning area's configuration for the tables that were made."""
    services = "".join(text for service, text in SERVICES.items() if service in offered)
    named = ["© OpenStreetMap contributors (ODbL)", *options.attribution]
    sections = "\n".join(SECTIONS[table] for table in tables)
    return f"""\
# Made from an OpenStreetMap extract. Grids, red sub-grids and stations are stand-ins.

[area]
name = {quoted(options.name or options.boundary.stem)}
crs = {quoted(crs)}
attribution = [{", ".join(quoted(text) for text in named)}]

{sections}

[stations]
# Public facilities standing in for stations: replace by the district's own list.
file = "stations.csv"
crs = "EPSG:4326"

[buildings]
file = "buildings.gpkg"
layer = "buildings"
[buildings.residents]
spread_by = "floor_area"
total = {options.residents:.0f}

[network]
[[network.sources]]
file = {quoted(options.pbf.name)}

{services}"""


def quoted(text: str) -> str:
    """Write a TOML string."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
