"""How the coordinates of a section are to be read, and what is doubtful in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.draft.columns import named_datum
from servicecircle.area.draft.look import Kind
from servicecircle.area.draft.readings import (
    best_reading,
    numbers,
    raw_coordinates,
)
from servicecircle.area.draft.working_crs import shortest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyproj

    from servicecircle.area.draft.parts import Part


SWAPPED = (
    "x and y seem to stand in each other's place, so swap_axes is set. Take it out if "
    "they do not."
)


def settle_coordinates(
    part: Part,
    *,
    working: pyproj.CRS,
    extent: Sequence[float] | None,
    others: Sequence[pyproj.CRS],
) -> None:
    """
    Settle the CRS, the order of axes and the datum of a section.

    Parameters
    ----------
    part
        A section whose columns are settled; its settings and questions are filled in.
    working
        The working CRS.
    extent
        Where the units lie, in the working CRS; None where there are none.
    others
        CRSs that other files are in.
    """
    look = part.look
    if look.swapped:
        part.settings["swap_axes"] = True
        part.questions.append(SWAPPED)
    if look.kind in {Kind.OSM, Kind.GRAPH} or look.crs is not None:
        return
    if look.kind is Kind.TABLE:
        if not {"x", "y"} <= part.recognised.keys():
            part.questions.append(
                "It has neither geometry nor coordinates. Add the columns longitude "
                "and latitude, or x and y, to it."
            )
            return
        xy = numbers(look.sample, [part.recognised["x"], part.recognised["y"]])
        _settle_datum(part)
    else:
        xy = raw_coordinates(look)
    reading = best_reading(xy, working=working, extent=extent, others=others)
    if reading is None:
        part.questions.append(
            "Its coordinates fit no CRS that the other files or this place suggest. "
            'Say which: crs = "EPSG:..."'
        )
        return
    part.settings["crs"] = shortest(reading.crs)
    if reading.swapped:
        part.settings["swap_axes"] = True
        part.questions.append(SWAPPED)
    placed = f"{reading.inside:.0%} of its points lie where the units are"
    if extent is None:
        part.remarks.append(f"Read as {shortest(reading.crs)}: its numbers allow it")
    else:
        part.remarks.append(f"Read as {shortest(reading.crs)}: {placed}")


def _settle_datum(part: Part) -> None:
    """Take the datum from the names of the columns, where they tell it."""
    datum = named_datum(part.recognised)
    if datum is not None and datum != "wgs84":
        part.settings["datum"] = datum
        part.remarks.append(
            f"The names of {part.recognised['x']} and {part.recognised['y']} tell the "
            "datum"
        )
