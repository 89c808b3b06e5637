r"""
Draw the folder of a synthetic district: all of it, and one of its urban villages.

    servicecircle demo district
    python scripts/draw_district.py district --whole docs/synthetic_district.png \
        --village docs/urban_village.png
"""

from __future__ import annotations

import argparse
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from PIL import Image

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LAND = {
    "hill": ("#a9c795", "hills"),
    "open": ("#e4ecd0", "open land"),
    "reservoir": ("#5b9fd0", "water"),
    "river": ("#5b9fd0", ""),
    "village": ("#dc9467", "urban village"),
    "compound": ("#e8c96f", "walled compound"),
    "enterprise_park": ("#b9abd1", "enterprise park"),
    "public": ("#93c7d4", "public buildings"),
    "construction_site": ("#cdcdcd", "construction site"),
    "motorway": ("#6e6e6e", "motorway"),
    "rail": ("#3c3c3c", "railway"),
    "main_road": ("#f6f2ea", ""),
}
BUILDING, WALL, GRID, COMMUNITY = "#543a2b", "#8c0f3c", "#1f66c1", "#c1121f"
STREETS = {"secondary": 2.4, "tertiary": 2.0, "residential": 1.4}
PATHS = ["footway", "service", "steps", "path"]
CLOSE_UP_M = (900.0, 640.0)
COLOURS = 48
"""Enough for flat colours, and a quarter of the bytes."""
NOTICE = "合成数据 / synthetic data: not a real place"


class District:
    """The layers of a folder that are drawn."""

    def __init__(self, folder: Path) -> None:
        def layer(file: str, name: str) -> gpd.GeoDataFrame:
            return gpd.read_file(folder / file, layer=name)

        self.land = layer("streets.gpkg", "land")
        self.streets = layer("streets.gpkg", "streets")
        self.obstacles = layer("streets.gpkg", "obstacles")
        self.buildings = layer("buildings.gpkg", "buildings")
        self.communities = layer("units.gpkg", "communities")
        self.grids = layer("units.gpkg", "grids")

    def draw_land(self, axes: Axes) -> None:
        """Fill every use of land with its colour."""
        for kind, (colour, _) in LAND.items():
            here = self.land[self.land["kind"] == kind]
            if len(here):
                here.plot(ax=axes, color=colour, linewidth=0)


def draw_whole(district: District) -> Figure:
    """Draw land use, wide streets, buildings and the borders of communities."""
    figure, axes = sheet(*district.land.total_bounds, inches=11)
    district.draw_land(axes)
    for highway, width in STREETS.items():
        here = district.streets[district.streets["highway"] == highway]
        here.plot(ax=axes, color="white", linewidth=width / 4)
    district.buildings.plot(ax=axes, color=BUILDING, linewidth=0)
    district.communities.boundary.plot(ax=axes, color=COMMUNITY, linewidth=0.9)
    entries = [Patch(color=colour, label=name) for colour, name in LAND.values()]
    axes.legend(
        handles=[
            *(entry for entry in entries if entry.get_label()),
            Line2D([], [], color=COMMUNITY, label="community"),
        ],
        loc="lower right",
        framealpha=1,
        fontsize=9,
    )
    return figure


def draw_village(district: District, name: str) -> Figure:
    """Draw lanes, houses, walls and grids around the middle of a community."""
    named = district.communities["name"].str.startswith(name)
    houses = district.buildings[district.buildings["land_use"] == "village"]
    own = houses[houses.within(district.communities[named].union_all())].centroid
    x, y = own.x.median(), own.y.median()
    across, up = (metres / 2 for metres in CLOSE_UP_M)
    box = x - across, y - up, x + across, y + up
    figure, axes = sheet(*box, inches=11)
    district.draw_land(axes)
    streets = district.streets.cx[box[0] : box[2], box[1] : box[3]]
    for highway, width in STREETS.items():
        here = streets[streets["highway"] == highway]
        here.plot(ax=axes, color="white", linewidth=2 * width)
    paths = streets[streets["highway"].isin(PATHS) & ~streets["closed"].astype(bool)]
    paths.plot(ax=axes, color="#fff3d0", linewidth=1)
    buildings = district.buildings.cx[box[0] : box[2], box[1] : box[3]]
    buildings.plot(ax=axes, color=BUILDING, linewidth=0)
    walls = district.obstacles[district.obstacles["kind"] == "wall"]
    walls.plot(ax=axes, color=WALL, linewidth=1.2)
    district.grids.boundary.plot(ax=axes, color=GRID, linewidth=0.9)
    axes.legend(
        handles=[
            Patch(color=BUILDING, label="building"),
            Line2D([], [], color=WALL, label="wall"),
            Line2D([], [], color=GRID, label="grid"),
        ],
        loc="lower right",
    )
    return figure


def sheet(
    west: float, south: float, east: float, north: float, *, inches: float
) -> tuple[Figure, Axes]:
    """Begin a picture of a rectangle, which says that it is synthetic."""
    height = inches * (north - south) / (east - west)
    figure = Figure(figsize=(inches, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(west, east), ylim=(south, north), aspect="equal")
    axes.set_axis_off()
    axes.text(
        0.01,
        0.01,
        NOTICE,
        transform=axes.transAxes,
        fontfamily=["Noto Sans CJK SC", "DejaVu Sans"],
        bbox={"color": "white", "alpha": 0.8},
    )
    return figure, axes


def save(figure: Figure, path: Path) -> None:
    """Save a picture in few colours, the same bytes each time."""
    drawn = BytesIO()
    figure.savefig(drawn, dpi=110, metadata={"Software": None})
    picture = Image.open(drawn).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Draw what the command line asks for."""
    about, example = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=about,
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("folder", type=Path, help="a district's folder")
    add("--whole", type=Path, help="where to draw the district (PNG)")
    add("--village", type=Path, help="where to draw an urban village (PNG)")
    add("--community", default="合水口", help="where the village is")
    options = parser.parse_args()
    district = District(options.folder)
    if options.whole:
        save(draw_whole(district), options.whole)
    if options.village:
        save(draw_village(district, options.community), options.village)


if __name__ == "__main__":
    main()
