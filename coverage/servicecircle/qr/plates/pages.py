"""Plates on sheets of paper, and where to cut."""

from __future__ import annotations

from typing import Literal, NamedTuple

from servicecircle.qr.plates.layout import plate_size_mm

Paper = Literal["A4", "A3"]
PAPERS_MM: dict[Paper, tuple[float, float]] = {
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
}
MARGIN_MM = 8.0
MARK_MM = 4.0
"""Length of a cutting mark."""
MARK_GAP_MM = 1.0


class Page(NamedTuple):
    """How a sheet is divided."""

    width_mm: float
    height_mm: float
    columns: int
    rows: int
    left_mm: float
    top_mm: float
    plate_mm: tuple[float, float]

    @property
    def plates(self) -> int:
        """How many plates a sheet has."""
        return self.columns * self.rows

    def corner_mm(self, number: int) -> tuple[float, float]:
        """Give the upper left corner of a plate, counted from 0 row by row."""
        row, column = divmod(number, self.columns)
        wide, high = self.plate_mm
        return self.left_mm + column * wide, self.top_mm + row * high

    def marks_mm(self) -> list[tuple[float, float, float, float]]:
        """Give the cutting marks as lines x1, y1, x2, y2, outside of all plates."""
        wide, high = self.plate_mm
        right = self.left_mm + self.columns * wide
        bottom = self.top_mm + self.rows * high
        far, near = MARK_GAP_MM + MARK_MM, MARK_GAP_MM
        marks = []
        for column in range(self.columns + 1):
            x = self.left_mm + column * wide
            marks.append((x, self.top_mm - far, x, self.top_mm - near))
            marks.append((x, bottom + near, x, bottom + far))
        for row in range(self.rows + 1):
            y = self.top_mm + row * high
            marks.append((self.left_mm - far, y, self.left_mm - near, y))
            marks.append((right + near, y, right + far, y))
        return marks


def divide(side_mm: float, *, paper: Paper = "A4") -> Page:
    """
    Divide a sheet for plates of one size, upright or lying, whichever holds more.

    >>> [divide(side_mm).plates for side_mm in (120, 75, 40)]
    [2, 4, 18]
    >>> [divide(side_mm, paper="A3").plates for side_mm in (120, 75, 40)]
    [4, 9, 36]
    """
    short, long = PAPERS_MM[paper]
    upright, lying = (_page(side_mm, *size) for size in ((short, long), (long, short)))
    return lying if lying.plates > upright.plates else upright


def _page(side_mm: float, width_mm: float, height_mm: float) -> Page:
    wide, high = plate_size_mm(side_mm)
    columns = int((width_mm - 2 * MARGIN_MM) // wide)
    rows = int((height_mm - 2 * MARGIN_MM) // high)
    left_mm = (width_mm - columns * wide) / 2
    top_mm = (height_mm - rows * high) / 2
    return Page(width_mm, height_mm, columns, rows, left_mm, top_mm, (wide, high))
