"""Maps on paper: what is drawn where, and the same bytes each time."""

from __future__ import annotations

import io

import numpy as np
import shapely
from PIL import Image

from servicecircle.maps.print_map import WIDTH, Numbered, print_map

SQUARES = np.array([shapely.box(0, 0, 900, 900), shapely.box(900, 0, 1800, 900)])
NOWHERE = np.empty((0, 2))


def drawn(**more: object) -> Image.Image:
    """Draw two squares and open the picture."""
    asked = {"borders": SQUARES[:0], "dots": NOWHERE, **more}
    png = print_map(SQUARES, ["#ff0000", "#0000ff"], **asked)
    assert png == print_map(SQUARES, ["#ff0000", "#0000ff"], **asked)
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_units_have_their_colours() -> None:
    """West is at the left; 300 dots to the inch of 16 cm."""
    picture = drawn()
    assert picture.width == WIDTH
    assert picture.getpixel((WIDTH // 4, 300)) == (255, 0, 0)
    assert picture.getpixel((3 * WIDTH // 4, 300)) == (0, 0, 255)


def test_a_number_stands_in_its_unit() -> None:
    """A disc in the middle of the second square; one off the map is left out."""
    xy = np.array([[1350.0, 450.0], [99_999.0, 0.0]])
    picture = drawn(numbered=[Numbered(xy, ["1", "2"], "#00ff00")])
    assert (0, 255, 0) in {
        picture.getpixel((x, 40 + 455)) for x in range(WIDTH // 2, WIDTH)
    }
    greens = sum(n for n, c in picture.getcolors(2**24) if c == (0, 255, 0))
    assert 600 < greens < 1400


def test_a_hole_shows_what_lies_in_it() -> None:
    """A unit inside another is not covered by it."""
    ring = shapely.difference(
        shapely.box(0, 0, 900, 900), shapely.box(300, 300, 600, 600)
    )
    units = np.array([shapely.box(300, 300, 600, 600), ring])
    png = print_map(units, ["#ff0000", "#0000ff"], borders=units[:0], dots=NOWHERE)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    reds = sum(n for n, c in picture.getcolors(2**24) if c == (255, 0, 0))
    blues = sum(n for n, c in picture.getcolors(2**24) if c == (0, 0, 255))
    assert 0.11 < reds / blues < 0.14


def test_a_tall_area_stays_on_the_page() -> None:
    """Map, legend and caption need one page together."""
    tall = np.array([shapely.box(0, 0, 100, 9000)])
    png = print_map(tall, ["#ff0000"], borders=tall, dots=NOWHERE)
    picture = Image.open(io.BytesIO(png))
    assert picture.height < 1.1 * WIDTH
