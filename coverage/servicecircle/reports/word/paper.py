"""Headings, paragraphs, tables and pictures, put onto the paper in order."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.reports.word.page import (
    WIDTH_CM,
    as_bytes,
    blank,
    field,
    shade,
)
from servicecircle.reports.word.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.reports.findings_words import Language

SHORT = 12
"""Tables of at most so many rows stay on one page."""
FEW = 4
"""Fewer rows than these of a longer table never stand alone on a page."""
TABLE_PT, LEGEND_PT, HASH_PT = 8.5, 8.5, 6.0
HEAD_FILL, RULE = "E7EEF4", "B8C2C9"
FIXED = "Consolas"
CELL_TWIPS = 70


class Column(NamedTuple):
    """
    A column of a printed table.

    Parameters
    ----------
    heading
        What stands above.
    width
        Against those of the other columns.
    right
        Whether it holds numbers, which stand at the right.
    fixed
        Whether it holds digests, which are written small.
    """

    heading: str
    width: float = 1.0
    right: bool = False
    fixed: bool = False


class Picture(NamedTuple):
    """
    A picture with what belongs to it.

    Parameters
    ----------
    png
        The picture.
    caption
        Below it.
    alt
        For those who cannot see it.
    legend
        Colours ("#rrggbb") and what each means.
    """

    png: bytes
    caption: str
    alt: str
    legend: Sequence[tuple[str, str]] = ()


class Paper:
    """A report that is being written."""

    def __init__(self, *, title: str, header: str, language: Language) -> None:
        self.language = language
        self.document = blank(title=title, header=header, language=language)
        self._numbers = {"table": 0, "figure": 0}

    def say(self, key: str, **values: Any) -> str:  # noqa: ANN401 - any value
        """Give a sentence in the report's language."""
        return say(key, self.language, **values)

    def title(self, text: str, below: Sequence[str]) -> None:
        """Write the title, and smaller lines under it."""
        self.document.add_paragraph(text, style="Title")
        for line in below:
            self.paragraph(line)

    def heading(self, text: str, *, level: int = 1) -> None:
        """Begin a part."""
        self.document.add_heading(text, level=level)

    def paragraph(self, text: str) -> None:
        """Write a paragraph."""
        self.document.add_paragraph(text)

    def bullets(self, lines: Sequence[str]) -> None:
        """Write a list."""
        for line in lines:
            self.document.add_paragraph(line, style="List Bullet")

    def table(
        self, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]
    ) -> None:
        """
        Write a table as wide as the page: its head repeats, no row is split.

        A table without rows is left out.
        """
        if not rows:
            return
        from docx.shared import Cm  # noqa: PLC0415 - loads where it is used

        self._caption("table", caption)
        whole = sum(column.width for column in columns)
        table = self.document.add_table(rows=1 + len(rows), cols=len(columns))
        table.autofit = False
        _dress(table)
        widths = [Cm(WIDTH_CM * column.width / whole) for column in columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        # Cells by row: the library looks all of them up anew for each that is asked.
        lines = [[_begun(c.heading) for c in columns], *rows]
        first = len(rows) if len(rows) <= SHORT else FEW
        last = len(rows) - FEW
        for number, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
            _keep_whole(row, head=number == 0)
            for cell, told, text, width in zip(
                row.cells, columns, cells, widths, strict=True
            ):
                cell.width = width
                line = _write(cell, text, told, head=number == 0)
                joined = number < first or last < number < len(rows)
                line.paragraph_format.keep_with_next = joined
        self._gap()

    def picture(self, picture: Picture) -> None:
        """Put a picture in, with its legend and caption below."""
        from docx.enum.text import (  # noqa: PLC0415 - loads where it is used
            WD_ALIGN_PARAGRAPH,
        )
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Cm  # noqa: PLC0415

        place = self.document.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.paragraph_format.keep_with_next = True
        shape = place.add_run().add_picture(io.BytesIO(picture.png), width=Cm(16))
        for tag in shape._inline.iter(qn("wp:docPr")):  # noqa: SLF001 - no other way
            tag.set("descr", picture.alt)
        if picture.legend:
            self._legend(picture.legend)
        self._caption("figure", picture.caption)

    def as_bytes(self) -> bytes:
        """Give the file."""
        return as_bytes(self.document)

    def _legend(self, legend: Sequence[tuple[str, str]]) -> None:
        from docx.enum.text import (  # noqa: PLC0415 - loads where it is used
            WD_ALIGN_PARAGRAPH,
        )
        from docx.shared import Pt, RGBColor  # noqa: PLC0415

        line = self.document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.keep_with_next = True
        for colour, label in legend:
            mark = line.add_run("\u25a0\u00a0")
            mark.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
            mark.font.size = Pt(LEGEND_PT + 2)
            told = line.add_run(label.replace(" ", "\u00a0") + "   ")
            told.font.size = Pt(LEGEND_PT)

    def _caption(self, kind: str, text: str) -> None:
        """Write a numbered caption; a word processor can count it anew."""
        self._numbers[kind] += 1
        line = self.document.add_paragraph(style="Caption")
        line.paragraph_format.keep_with_next = kind == "table"
        line.add_run(f"{self.say(kind)} ")
        name = "Table" if kind == "table" else "Figure"
        field(line, f"SEQ {name} \\* ARABIC", str(self._numbers[kind]))
        line.add_run(f"  {_begun(text)}")

    def _gap(self) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - loads where it is used

        after = self.document.add_paragraph()
        after.paragraph_format.space_after = Pt(2)


def _dress(table: Any) -> None:  # noqa: ANN401 - the library's table
    """Give a table thin rules, room in its cells, and widths that stay."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - loads where it is used
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    room = "".join(
        f'<w:{side} w:w="{CELL_TWIPS}" w:type="dxa"/>' for side in ("left", "right")
    )
    told = table._tbl.tblPr  # noqa: SLF001 - the library has no borders
    for name, inner, before in (
        ("tblBorders", sides, ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")),
        ("tblCellMar", room, ("w:tblLook",)),
    ):
        made = parse_xml(f"<w:{name} {nsdecls('w')}>{inner}</w:{name}>")
        told.insert_element_before(made, *before)


def _keep_whole(row: Any, *, head: bool) -> None:  # noqa: ANN401 - the library's row
    """Split no row between pages, and repeat the head on each."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - loads where it is used

    told = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library has neither
    told.append(OxmlElement("w:cantSplit"))
    if head:
        told.append(OxmlElement("w:tblHeader"))


def _begun(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def _write(cell: Any, text: str, column: Column, *, head: bool) -> Any:  # noqa: ANN401
    """Write a cell, and give its line."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - loads where used
    from docx.shared import Pt  # noqa: PLC0415

    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(1)
    line.paragraph_format.space_before = Pt(1)
    line.alignment = (
        WD_ALIGN_PARAGRAPH.RIGHT if column.right else WD_ALIGN_PARAGRAPH.LEFT
    )
    run = line.add_run(text)
    run.font.size = Pt(HASH_PT if column.fixed and not head else TABLE_PT)
    run.bold = head
    if head:
        shade(cell, HEAD_FILL)
    elif column.fixed:
        run.font.name = FIXED
    return line
