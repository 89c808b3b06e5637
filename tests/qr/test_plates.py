"""Symbols, text that fits, sheets and single plates, read back from what is drawn."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pypdfium2
import pytest
import segno
import zxingcpp
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from segno.encoder import mask_scores

from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.codes import payloads
from servicecircle.qr.plates import font as font_module
from servicecircle.qr.plates import masks
from servicecircle.qr.plates.fit import fit, width_of
from servicecircle.qr.plates.font import Font, cut_font, find_font, open_face
from servicecircle.qr.plates.layout import PAD_MM, Words, lay_out, plate_size_mm
from servicecircle.qr.plates.pages import MARGIN_MM, divide
from servicecircle.qr.plates.rectangles import rectangles
from servicecircle.qr.plates.sheets import Order, write_sheets
from servicecircle.qr.plates.single import plate_png, plate_svg
from servicecircle.qr.plates.symbols import CHARACTERS, symbols
from servicecircle.qr.plates.words import plate_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "qr.example.gov.cn"
CODES = ["RE2CNZ9BF", "48YJYAR2F", "9ARTGBKHB", "A56JXSRBS", "WBT48UY8Q", "TPZDEW393"]
SIGNED = payloads(CODES, host=HOST, key_id="A", key=bytes(range(16)))
LONG = (
    "观光路与光侨路交汇处东北侧万丈坡拆迁安置房建设项目第三标段十二号楼东单元一层大堂"
    * 2
)
WORDS = [
    Words(code, "翡翠湾花园12栋", "翠湖社区", "热线 12345", HOST) for code in CODES
]


@pytest.fixture(scope="module")
def font() -> Font:
    """Cut the font once."""
    texts = [
        *(t for w in WORDS for t in w),
        "第门北侧",
        LONG,
        "-/0123456789ABCDEFGHJKMNPQRSTUVWXYZ",
    ]
    return cut_font(find_font(), texts)[0]


@pytest.fixture(scope="module")
def small(font: Font, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the cut font as a file: it is quickly cut again."""
    file = tmp_path_factory.mktemp("font") / "small.otf"
    file.write_bytes(font.data)
    return file


def read(image: Image.Image) -> list[str]:
    """Read every symbol of an image."""
    return sorted(symbol.text for symbol in zxingcpp.read_barcodes(image))


def pages(file: Path, *, dpi: float = 72) -> list[Image.Image]:
    """Render every page."""
    document = pypdfium2.PdfDocument(file)
    images = [page.render(scale=dpi / 72).to_pil() for page in document]
    document.close()
    return images


@settings(max_examples=8)
@given(st.lists(st.text(CHARACTERS, min_size=13, max_size=13), min_size=1, max_size=4))
def test_symbols_are_those_of_segno(tails: list[str]) -> None:
    """Module for module, the choice of the mask too, in several versions."""
    for start in ("HTTPS://QR.CN/", "HTTPS://A-LONG-NAME.OF-A-HOST.EXAMPLE.GOV.CN/"):
        texts = [start + tail for tail in tails]
        made = symbols(texts)
        for text, symbol in zip(texts, made, strict=True):
            asked = segno.make(text, error="Q", micro=False, boost_error=False)
            np.testing.assert_array_equal(symbol, np.array([*asked.matrix]) == 1)


def test_large_symbols_are_those_of_segno() -> None:
    """From version 7 on, where a symbol says its version."""
    texts = ["HTTPS://" + letter * 112 for letter in "AZ"]
    for text, symbol in zip(texts, symbols(texts), strict=True):
        asked = segno.make(text, error="Q", micro=False, boost_error=False)
        assert asked.version == 7
        np.testing.assert_array_equal(symbol, np.array([*asked.matrix]) == 1)


def test_look_alikes_that_share_modules_count_once() -> None:
    """As segno counts them, in rows and in columns."""
    row = [0] * 5 + [1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1] + [0] * 5
    modules = np.zeros((21, 21), dtype=bool)
    modules[10] = row
    lying, standing = masks._packed(modules[None]), masks._packed(modules.T[None])
    asked = mask_scores(tuple(bytearray(line.tolist()) for line in modules), 21, 21)
    assert masks._finders(lying, 21) + masks._finders(standing, 21) == asked[2] == 40
    assert masks._runs(lying, 21) + masks._runs(standing, 21) == asked[0]
    assert masks._blocks(lying, 21) == asked[1]


@pytest.mark.parametrize("texts", [["AB", "A"], ["ab"], ["Ａ"]])
def test_other_texts_are_refused(texts: list[str]) -> None:
    """One length, and the characters of one mode."""
    with pytest.raises(ValueError, match="texts must be of"):
        symbols(texts)


def test_rectangles_are_the_dark_modules() -> None:
    """Painted again, each dark module is covered once and no other is."""
    made = symbols(SIGNED)
    start, boxes = rectangles(made)
    for k, symbol in enumerate(made):
        painted = np.zeros(symbol.shape, dtype=int)
        for x, y, wide, high in boxes[start[k] : start[k + 1]]:
            painted[y : y + high, x : x + wide] += 1
        np.testing.assert_array_equal(painted, symbol)


@given(
    st.text("abcd 光明-", min_size=1, max_size=60), st.floats(2, 20), st.integers(1, 3)
)
def test_a_text_always_fits(text: str, room: float, lines: int) -> None:
    """No line is wider than the room, and what is not cut is whole."""
    widths = dict.fromkeys("abcd -…", 0.5) | dict.fromkeys("光明", 1.0)
    fitted = fit(text, room=room, lines=lines, widths=widths)
    assert len(fitted.lines) <= lines
    for line in fitted.lines:
        assert width_of(line, widths) * fitted.scale <= room + 1e-9
    if not fitted.cut:
        assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("side_mm", [120, 75, 40])
def test_lines_stay_on_the_plate(font: Font, side_mm: float) -> None:
    """Below the code, one under the other, above the edge; what is cut is told."""
    words = WORDS[0]._replace(building=LONG)
    layout = lay_out(words, side_mm=side_mm, widths=font.widths)
    bases = [line.base_mm for line in layout.lines]
    tops = [line.base_mm - 0.88 * line.size_mm for line in layout.lines]
    assert tops[0] >= PAD_MM + side_mm - 0.001
    assert all(top >= base for top, base in zip(tops[1:], bases[:-1], strict=True))
    assert bases[-1] <= plate_size_mm(side_mm)[1] - PAD_MM
    assert layout.cut == (LONG,)
    assert layout.lines[2].text.endswith("…")


@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("side_mm", [120, 75, 40])
def test_marks_lie_outside_of_plates(side_mm: float, paper: str) -> None:
    """On the paper, and never on a plate."""
    page = divide(side_mm, paper=paper)  # type: ignore[arg-type]
    right = page.width_mm - page.left_mm
    bottom = page.height_mm - page.top_mm
    assert min(page.left_mm, page.top_mm) >= MARGIN_MM
    for x1, y1, x2, y2 in page.marks_mm():
        inside = page.left_mm < (x1 + x2) / 2 < right
        assert not (inside and page.top_mm < (y1 + y2) / 2 < bottom)
        assert min(x1, y1) >= 0
        assert x2 <= page.width_mm
        assert y2 <= page.height_mm


def order(sizes: list[float]) -> Order:
    """Order plates of two units, the second with two grids, one outside."""
    units = ["c1", "c1", "c2", "c2", "c2", None]
    titles = ["C1 G1", "C1 G1", "C2 G2", "C2 G3", "C2 G3", ""]
    return Order(WORDS, SIGNED, sizes, units, titles)


@pytest.mark.parametrize("side_mm", [120.0, 75.0, 40.0])
def test_every_code_is_read_back_from_the_sheets(
    side_mm: float, small: Path, tmp_path: Path
) -> None:
    """From the page as it is rendered, and every one once."""
    done = write_sheets(order([side_mm] * 6), tmp_path, font_file=small, paper="A4")
    assert done.files["plates"].tolist() == [2, 3, 1]
    assert done.files["sheets"].tolist() == [1, 2, 1]
    found = [
        t for file in sorted(tmp_path.iterdir()) for p in pages(file) for t in read(p)
    ]
    assert sorted(found) == sorted(SIGNED)
    assert done.findings == []


def test_the_same_plates_are_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """Whenever they are printed."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_sheets(order([75.0] * 6), tmp_path / name, font_file=small, paper="A3")
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_sheet_says_what_it_is_for(small: Path, tmp_path: Path) -> None:
    """Text can be searched, the printed id as well."""
    write_sheets(order([75.0] * 6), tmp_path, font_file=small, paper="A4")
    document = pypdfium2.PdfDocument(tmp_path / "c2_75mm.pdf")
    words = document[1].get_textpage()
    text = words.get_text_bounded()
    words.close()
    titles = [mark.get_title() for mark in document.get_toc()]
    document.close()
    assert titles == ["C2 G2", "C2 G3"]
    for part in ("C2 G3", "A56-JXS-RBS", "翡翠湾花园12栋", "热线 12345", HOST):
        assert part in text


def test_letters_that_the_font_lacks_are_told(small: Path, tmp_path: Path) -> None:
    """A stand-in is printed, and the names are named."""
    words = [WORDS[0]._replace(building="🏠栋", place=LONG), *WORDS[1:]]
    changed = order([75.0] * 6)._replace(words=words)
    done = write_sheets(changed, tmp_path, font_file=small, paper="A4")
    assert {finding.rule for finding in done.findings} == {
        "qr-letter-missing",
        "qr-name-cut",
    }


def test_single_plates_are_read_back(font: Font) -> None:
    """PNG of 12 dots a millimetre; SVG with outlines for letters, no text."""
    png = plate_png(WORDS[0], SIGNED[0], side_mm=40, font=font)
    image = Image.open(io.BytesIO(png))
    assert image.size == pytest.approx((46 * 12, 64 * 12), abs=1)
    assert read(image) == [SIGNED[0]]
    edge_mm = np.flatnonzero((np.asarray(image) < 128).any(axis=0))[0] / 12
    assert edge_mm == pytest.approx(PAD_MM + 4 * 40 / (29 + 8), abs=0.1)
    svg = plate_svg(WORDS[0], SIGNED[0], side_mm=40, font=font)
    assert 'width="46mm" height="64mm"' in svg
    assert "<text" not in svg


def test_a_font_that_is_none_is_refused(tmp_path: Path) -> None:
    """By name, with what to give instead."""
    (tmp_path / "f.ttf").write_bytes(b"no font")
    with pytest.raises(UnusableInputError, match=r"f\.ttf cannot be read as a font"):
        cut_font(tmp_path / "f.ttf", ["a"])
    with pytest.raises(UnusableInputError, match="There is no font"):
        find_font(tmp_path / "g.ttf")


def test_a_plate_says_which_door_it_is_for() -> None:
    """Of a building with several: number and side, in both languages; gates say so."""
    doors = gpd.GeoDataFrame(
        {
            "code": CODES[:3],
            "building_id": ["B1", "B1", None],
            "door": pd.array([1, 2, None], dtype="Int64"),
            "side": ["NW", None, None],
        }
    )
    names = pd.Series({"B1": "翡翠湾花园12栋"})
    for language, said in (
        ("zh", ["第1门 西北侧", "第2门", "", "小区出入口"]),
        ("en", ["Door 1 north-west side", "Door 2", "", "Gate"]),
    ):
        words = plate_words(doors, names, {}, host=HOST, hotline="", language=language)
        assert [*(w.door for w in words), words[2].building] == said
        assert [w.hotline for w in words] == ["", "", ""]


def test_rows_without_words_leave_no_hole(font: Font) -> None:
    """Without hotline and place the other lines stand farther apart, evenly."""
    bare = WORDS[0]._replace(hotline="", place="")
    full = WORDS[0]._replace(door="第1门 北侧")
    for words, count in ((bare, 3), (full, 6)):
        lines = lay_out(words, side_mm=75, widths=font.widths).lines
        assert len(lines) == count
        assert lines[-1].base_mm > PAD_MM + 75 * 1.40


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Hide every font that is installed; give a folder that Python imports from."""
    monkeypatch.setattr(font_module, "FOLDERS", ())
    monkeypatch.setattr(font_module, "PACKAGE", "fonts_of_a_test")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.syspath_prepend(tmp_path)
    font_module._installed.cache_clear()
    yield tmp_path
    font_module._installed.cache_clear()


def test_without_a_system_font_that_of_the_extra_is_used(
    bare_machine: Path, small: Path
) -> None:
    """The package is found without being imported, and letters are cut from it."""
    package = bare_machine / "fonts_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    there = package / "NotoSansSC-Regular.otf"
    there.write_bytes(small.read_bytes())
    assert find_font() == there
    assert "翠" in cut_font(find_font(), ["翠湖"])[0].widths


def test_without_any_font_it_is_said_how_to_get_one(bare_machine: Path) -> None:
    """A font of one's own is taken all the same."""
    with pytest.raises(UnusableInputError, match=r"pip install 'servicecircle\[qr\]'"):
        find_font()
    own = bare_machine / "own.otf"
    own.touch()
    assert find_font(own) == own


def test_quadratic_letters_look_like_cubic_ones() -> None:
    """Outlines are fitted within a unit: areas and bounds hardly change."""
    path = find_font()
    font, _ = cut_font(path, ["光明区门8"])
    cut = TTFont(io.BytesIO(font.data))
    whole = open_face(path)
    for letter in "光明区门8":
        areas, bounds = [], []
        for face in (cut, whole):
            glyphs = face.getGlyphSet()
            area, box = AreaPen(glyphs), BoundsPen(glyphs)
            glyphs[face.getBestCmap()[ord(letter)]].draw(area)
            glyphs[face.getBestCmap()[ord(letter)]].draw(box)
            areas.append(abs(area.value))
            bounds.append(box.bounds)
        assert areas[0] == pytest.approx(areas[1], rel=0.01)
        assert bounds[0] == pytest.approx(bounds[1], abs=1.5)
