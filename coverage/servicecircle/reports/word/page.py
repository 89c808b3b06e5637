"""The paper of a written report: A4, fonts of both scripts, page numbers, one form."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

    from servicecircle.reports.findings_words import Language

WIDTH_CM = 16.6
"""Between the margins."""
MARGIN_CM = 2.2
A4_CM = (21.0, 29.7)
LATIN, CHINESE = "Arial", "Microsoft YaHei"
"""On every Windows; elsewhere the reader's own of the kind are taken."""
INK, MUTED = "1D2B36", "5B6770"
SIZES = {"Normal": 10, "Title": 22, "Heading 1": 15, "Heading 2": 12, "Caption": 9}
DAY_ONE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""Stands for the day on which the file was made, which is in no output."""
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def blank(*, title: str, header: str, language: Language) -> Document:
    """
    Begin a document.

    Parameters
    ----------
    title
        As the file's properties say it.
    header
        At the head of every page.
    language
        What the text is in, for spelling and for readers aloud.
    """
    import docx  # noqa: PLC0415 - loads where it is used
    from docx.shared import Cm  # noqa: PLC0415

    document = docx.Document()
    told = document.core_properties
    told.title, told.author, told.last_modified_by = title, "servicecircle", ""
    told.language = "zh-CN" if language == "zh" else "en-GB"
    told.comments, told.created, told.modified = "", DAY_ONE, DAY_ONE
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in A4_CM)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(2.0)
    _set_language(document, language)
    _set_fonts(document)
    head = section.header.paragraphs[0]
    _small(head.add_run(header))
    foot = section.footer.paragraphs[0]
    foot.alignment = 1  # in the middle
    for part in ("PAGE", " / ", "NUMPAGES"):
        if part.isupper():
            field(foot, part, "1", small=True)
        else:
            _small(foot.add_run(part))
    return document


def as_bytes(document: Document) -> bytes:
    """Give the file; nothing of the clock is in it."""
    out = io.BytesIO()
    document.save(out)
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(out) as made,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, made.read(name))
    return fixed.getvalue()


def field(paragraph: Any, code: str, shown: str, *, small: bool = False) -> None:  # noqa: ANN401
    """Put in what a word processor counts by itself, with what it shows until then."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - loads where it is used
    from docx.oxml.ns import qn  # noqa: PLC0415

    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), code)
    run = paragraph.add_run(shown)
    if small:
        _small(run)
    simple.append(run._r)  # noqa: SLF001 - the library has no fields
    paragraph._p.append(simple)  # noqa: SLF001


def shade(cell: Any, colour: str) -> None:  # noqa: ANN401 - the library's cell
    """Fill a cell."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - loads where it is used
    from docx.oxml.ns import qn  # noqa: PLC0415

    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001 - as above


def _small(run: Any) -> None:  # noqa: ANN401 - the library's run
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - loads where it is used

    run.font.size = Pt(8)
    run.font.color.rgb = RGBColor.from_string(MUTED)


def _set_language(document: Document, language: Language) -> None:
    """
    Say what the text is in, for each script.

    Latin words in a Chinese text stay English: else they would be broken anywhere.
    """
    from docx.oxml.ns import qn  # noqa: PLC0415 - loads where it is used

    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), "en-GB")
        tag.set(qn("w:eastAsia"), "zh-CN")
    themed = document.settings.element.find(qn("w:themeFontLang"))
    if themed is not None:
        themed.set(qn("w:val"), "en-GB")
        if language == "zh":
            themed.set(qn("w:eastAsia"), "zh-CN")


def _set_fonts(document: Document) -> None:
    """Name a font for each script in every style that is used."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - loads where it is used
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    themed = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
    for style in document.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            for name in themed:
                fonts.attrib.pop(qn(f"w:{name}"), None)
            _name_fonts(fonts)
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in themed:
            fonts.attrib.pop(qn(f"w:{name}"), None)
        _name_fonts(fonts)
    for name, size in SIZES.items():
        used: Any = document.styles[name]
        used.font.size, used.font.bold = Pt(size), name not in {"Normal", "Caption"}
        used.font.color.rgb = RGBColor.from_string(INK)
        used.font.name = LATIN
        _name_fonts(used.element.rPr.rFonts)
        used.paragraph_format.space_after = Pt(6)


def _name_fonts(fonts: Any) -> None:  # noqa: ANN401 - an element
    from docx.oxml.ns import qn  # noqa: PLC0415 - loads where it is used

    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN)
    fonts.set(qn("w:eastAsia"), CHINESE)
