"""The open font of plates: found, and cut down to the letters that are needed."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.plates.truetype import with_quadratic_outlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
)
"""One design under the names it is shipped by, under the SIL Open Font License."""
FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
PACKAGE = "pylopdf_fonts_zh_cn"
"""A package of that font, for machines without one."""
SIMPLIFIED = "SC"
RESTRICTED = 0x0002
"""The bit by which a font forbids to be embedded."""
UNUSED = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
"""Tables for joined letters and upright columns, which plates do not have."""
STAND_IN = "〓"
"""Printers' geta mark: shown for a letter that the font does not have."""
RULE = "qr-font"


class Font(NamedTuple):
    """A font cut down to some letters."""

    data: bytes
    name: str
    sha256: str
    """Of the file it was cut from."""
    widths: dict[str, float]
    """Advance of each letter, as a share of the size."""


def find_font(path: Path | None = None) -> Path:
    """
    Find the font: the one that is named, or the first that is installed.

    Raises
    ------
    UnusableInputError
        If there is none.
    """
    if path is not None:
        if not path.is_file():
            message = f"There is no font {path}."
            remedy = "Give an OpenType or TrueType file (.otf, .ttf, .ttc)."
            raise UnusableInputError(message, remedy, rule=RULE)
        return path
    there = {found.name: found for found in _installed()}
    for name in NAMES:
        if name in there:
            return there[name]
    message = "No open font with Chinese letters is installed."
    remedy = (
        "Run: pip install 'servicecircle[qr]', or install Noto Sans CJK, or give a "
        "font with --font."
    )
    raise UnusableInputError(message, remedy, rule=RULE)


@cache
def _installed() -> tuple[Path, ...]:
    return tuple(_look())


def _look() -> Iterator[Path]:
    spec = find_spec(PACKAGE)
    if spec is not None and spec.origin is not None:
        yield from Path(spec.origin).parent.glob("*.otf")
    homes = (Path.home() / ".fonts", Path.home() / ".local/share/fonts")
    for folder in (*homes, *map(Path, FOLDERS)):
        if folder.is_dir():
            yield from sorted(p for p in folder.rglob("*") if p.name in NAMES)


def cut_font(path: Path, texts: Iterable[str]) -> tuple[Font, frozenset[str]]:
    """
    Cut a font down to the letters of some texts.

    Parameters
    ----------
    path
        The font's file; of a collection the face for simplified Chinese.
    texts
        Whatever will be written.

    Returns
    -------
    font
        With the stand-in and the ellipsis in any case.
    lacking
        Letters that it does not have.

    Raises
    ------
    UnusableInputError
        If the file is no font, or forbids to be embedded.
    """
    from fontTools.subset import (  # type: ignore[import-untyped] # noqa: PLC0415
        Options,
        Subsetter,
    )

    wanted = set().union(*map(set, texts)) | {"…", STAND_IN, " "}
    face = open_face(path)
    has = face.getBestCmap()
    lacking = frozenset(letter for letter in wanted if ord(letter) not in has)
    kept = sorted(wanted - lacking)
    name = face["name"].getDebugName(4) or path.stem
    options = Options()
    options.layout_features = []
    options.drop_tables += UNUSED
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(kept))
    subsetter.subset(face)
    with_quadratic_outlines(face)
    metrics, em = face["hmtx"], face["head"].unitsPerEm
    widths = {letter: metrics[has[ord(letter)]][0] / em for letter in kept}
    data = io.BytesIO()
    face.recalcTimestamp = False
    face.save(data)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Font(data.getvalue(), name, digest, widths), lacking


def open_face(path: Path) -> Any:  # noqa: ANN401 - fontTools has no types
    """Open a font, and of a collection the face for simplified Chinese."""
    from fontTools.ttLib import (  # type: ignore[import-untyped] # noqa: PLC0415
        TTCollection,
        TTFont,
        TTLibError,
    )

    try:
        file = io.BytesIO(path.read_bytes())
        if path.suffix.lower() in {".ttc", ".otc"}:
            faces = list(TTCollection(file, lazy=True))
            face = next((f for f in faces if SIMPLIFIED in _words(f)), faces[0])
        else:
            face = TTFont(file, lazy=True)
        forbidden = face["OS/2"].fsType & RESTRICTED
    except (TTLibError, OSError, KeyError) as error:
        message = f"{path.name} cannot be read as a font."
        remedy = "Give an OpenType or TrueType file (.otf, .ttf, .ttc)."
        raise UnusableInputError(message, remedy, rule=RULE) from error
    if forbidden:
        message = f"{path.name} forbids to be embedded in documents."
        remedy = "Give an open font, as Noto Sans SC."
        raise UnusableInputError(message, remedy, rule=RULE)
    return face


def _words(face: Any) -> list[str]:  # noqa: ANN401 - fontTools has no types
    return str(face["name"].getDebugName(4)).split()
