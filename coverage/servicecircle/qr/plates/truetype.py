"""A font of cubic outlines as one of quadratic outlines, which is cut much faster."""

from __future__ import annotations

from typing import Any

MOST_OFF = 1.0
"""Font units, of mostly 1,000 in an em: nobody sees them, on plates of any size."""
TRUETYPE = "\0\1\0\0"
WITHOUT_NAMES = 3.0
_UNUSED = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)
"""What TrueType counts for programs in a font; this one has none."""


def with_quadratic_outlines(face: Any) -> None:  # noqa: ANN401 - fontTools has no types
    """
    Replace the cubic outlines of a font by quadratic ones, in place.

    Every document keeps only the letters it shows. To cut cubic outlines is to read and
    write each letter's program; quadratic ones are copied. A font that has quadratic
    outlines already stays as it is.

    Source: fontTools' own curve fitting (cu2qu), within `MOST_OFF` everywhere.
    """
    if "CFF " not in face:
        return
    from fontTools.pens.cu2quPen import (  # type: ignore[import-untyped] # noqa: PLC0415
        Cu2QuPen,
    )
    from fontTools.pens.ttGlyphPen import (  # type: ignore[import-untyped] # noqa: PLC0415
        TTGlyphPen,
    )
    from fontTools.ttLib import newTable  # type: ignore[import-untyped] # noqa: PLC0415

    outlines = face.getGlyphSet()
    quadratic = {}
    for name in face.getGlyphOrder():
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, MOST_OFF, reverse_direction=True))
        quadratic[name] = pen.glyph()
    face["loca"] = newTable("loca")
    face["glyf"] = newTable("glyf")
    face["glyf"].glyphOrder = face.getGlyphOrder()
    face["glyf"].glyphs = quadratic
    del face["CFF "]
    counts = face["maxp"]
    counts.tableVersion = 0x00010000
    counts.maxZones = 1
    for name in _UNUSED:
        setattr(counts, name, 0)
    face["post"].formatType = WITHOUT_NAMES
    face.sfntVersion = TRUETYPE
