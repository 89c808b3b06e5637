"""The ground of a figure: land, streets, borders, a scale, and whom to name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._optional import load
from servicecircle.maps.figures.fonts import chinese_font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork

LAND = {
    "wood": "#dbe7d3",
    "grass": "#e6eedd",
    "park": "#d3e6cc",
    "water": "#cfe1ec",
}
SCALE_STEPS_M = (5000, 2000, 1000, 500, 200, 100)
MARGIN = 0.03


def use_chinese() -> None:
    """
    Let matplotlib's figures write Chinese, in this session.

    Raises
    ------
    MissingDependencyError
        If matplotlib or a font with Chinese characters is not installed.
    """
    mpl = load("matplotlib", extra="figures")
    mpl.rcParams.update(
        {
            "font.family": "sans-serif",
            "font.sans-serif": [chinese_font(), "DejaVu Sans"],
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "figure.dpi": 110,
            "savefig.bbox": "tight",
        }
    )


def ground_plan(
    area: PlanningArea,
    network: WalkNetwork | None = None,
    *,
    title: str = "",
    width_cm: float = 18.0,
) -> Axes:
    """
    Draw the ground that a map of results is painted on.

    Parameters
    ----------
    area
        Its land, the borders of its finest units and its outline.
    network
        Its streets; none without.
    title
        Above the map.
    width_cm
        How wide the figure is; its height follows the area's.

    Returns
    -------
    Axes
        In the working CRS, for further layers: ``frame.plot(ax=axes)``.

    Raises
    ------
    MissingDependencyError
        If matplotlib or a font with Chinese characters is not installed.
    """
    use_chinese()
    from matplotlib import pyplot as plt  # noqa: PLC0415 - loads where it is used

    outline = area.units(area.widest)
    west, south, east, north = outline.total_bounds
    rim = MARGIN * max(east - west, north - south)
    shape = (north - south + 2 * rim) / (east - west + 2 * rim)
    wide = min(width_cm, width_cm / shape) / 2.54
    _, axes = plt.subplots(figsize=(wide, wide * shape), layout="constrained")
    for kind, land in area.background.groupby("kind"):
        land.plot(ax=axes, color=LAND.get(str(kind), "#eeeeee"), zorder=0)
    if network is not None:
        streets = network.edges[network.usable()]
        streets.plot(ax=axes, color="#c3c3bd", linewidth=0.4, zorder=1)
    area.units(area.finest).boundary.plot(
        ax=axes, color="#8a8a86", linewidth=0.4, zorder=2
    )
    outline.boundary.plot(ax=axes, color="#5d6b73", linewidth=1.2, zorder=2)
    axes.set_xlim(west - rim, east + rim)
    axes.set_ylim(south - rim, north + rim)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_title(title, loc="left", fontsize=11)
    _scale(axes, west - rim / 2, south - rim / 2, east - west)
    named = [area.config.area.notice or "", *area.config.area.attribution]
    said = " · ".join(line for line in dict.fromkeys(named) if line)
    axes.text(
        1, 0, said, transform=axes.transAxes, ha="right", va="bottom", fontsize=6.5
    )
    return axes


def _scale(axes: Axes, x: float, y: float, wide_m: float) -> None:
    """Draw a bar of a round length."""
    length = next((s for s in SCALE_STEPS_M if s <= wide_m / 4), SCALE_STEPS_M[-1])
    axes.plot([x, x + length], [y, y], color="#333333", linewidth=2, zorder=5)
    said = f"{length} m" if length < 1000 else f"{length // 1000} km"  # noqa: PLR2004 - a kilometre
    axes.text(x + length * 1.06, y, said, va="center", fontsize=7)
