"""What `servicecircle doctor` looks at: libraries, data formats, and the machine."""

from __future__ import annotations

import locale
import os
import platform
import sys
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from servicecircle import __version__
from servicecircle.cli.language import Language, language
from servicecircle.errors import ServiceCircleError

if TYPE_CHECKING:
    from collections.abc import Iterator

DISTRIBUTION = "servicecircle"
OLDEST_PYTHON = (3, 11)
GIVES = {
    "figures": "figures for papers and slides",
    "postgis": "tables of a PostGIS database",
    "qr": "pictures of single plates, and a Chinese font for all of them",
    "response": "working days of the Chinese calendar",
    "risk": "hot spots, and natural breaks",
}
"""What each optional part gives."""
DRIVERS = ("GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", "OpenFileGDB")
"""What area tables come in; only the first is written, and must be there."""
CHINA = ("EPSG:4490", "EPSG:4547", (113.9, 22.7))
"""CGCS2000 as longitude and latitude and in metres, and a place to convert."""
LITTLE_MEMORY_GB = 4.0


class State(StrEnum):
    """How something is."""

    GOOD = "good"
    OPTIONAL = "optional"
    """It is not there, and something cannot be done without it."""
    WRONG = "wrong"
    """Nothing works without it."""


class Look(NamedTuple):
    """One thing that was looked at."""

    part: str
    state: State
    found: str
    remedy: str = ""


def look_at_python() -> Iterator[Look]:
    """Look at Python, the package, and the libraries that it must have."""
    new_enough = sys.version_info >= OLDEST_PYTHON
    told = f"{platform.python_version()}, {platform.platform()}"
    remedy = "" if new_enough else "Install Python 3.11 or newer."
    yield Look("python", State.GOOD if new_enough else State.WRONG, told, remedy)
    yield Look(DISTRIBUTION, State.GOOD, __version__)
    for name, wanted in _wanted(None):
        remedy = f"Run: pip install '{name}{wanted}'."
        yield _library(name, wanted, State.WRONG, remedy)


def look_at_parts() -> Iterator[Look]:
    """Look at the optional parts, and say what each gives."""
    for extra, gives in GIVES.items():
        wanted = [*_wanted(extra)]
        remedy = f"It gives {gives}. Run: pip install 'servicecircle[{extra}]'."
        looks = [_library(name, at, State.OPTIONAL, remedy) for name, at in wanted]
        found = ", ".join(f"{one.part} {one.found}" for one in looks)
        good = bool(looks) and all(one.state is State.GOOD for one in looks)
        state = State.GOOD if good else State.OPTIONAL
        yield Look(f"[{extra}]", state, found or "-", "" if good else remedy)


def look_at_formats() -> Iterator[Look]:
    """Look at GDAL's formats, at coordinate systems, and at Chinese letters."""
    import pyogrio  # noqa: PLC0415 - heavy
    import pyproj  # noqa: PLC0415

    known = pyogrio.list_drivers()
    lacking = [name for name in DRIVERS if name not in known]
    gdal = f"GDAL {'.'.join(map(str, pyogrio.__gdal_version__))}"
    if lacking:
        remedy = "Run: pip install --force-reinstall pyogrio."
        state = State.WRONG if DRIVERS[0] in lacking else State.OPTIONAL
        yield Look("gdal", state, f"{gdal}: not {', '.join(lacking)}", remedy)
    else:
        yield Look("gdal", State.GOOD, f"{gdal}: {', '.join(DRIVERS)}")
    degrees, metres, place = CHINA
    try:
        convert = pyproj.Transformer.from_crs(degrees, metres, always_xy=True)
        convert.transform(*place, errcheck=True)
        yield Look("proj", State.GOOD, f"PROJ {pyproj.proj_version_str}")
    except pyproj.exceptions.ProjError as error:
        remedy = "Unset PROJ_DATA and PROJ_LIB, which lead to another program's data."
        yield Look("proj", State.WRONG, str(error).splitlines()[0], remedy)
    from servicecircle.qr.plates.font import find_font  # noqa: PLC0415

    try:
        yield Look("font", State.GOOD, str(find_font()))
    except ServiceCircleError as error:
        yield Look("font", State.OPTIONAL, "-", str(error))


def look_at_machine() -> Iterator[Look]:
    """Look at the console, the cache of compiled loops, memory and cores."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    told = f"{language().value}, {encoding}, {locale.getpreferredencoding()}"
    remedy = "Set PYTHONUTF8=1, or Chinese letters are shown as question marks."
    can = language() is Language.ENGLISH or _holds_chinese(encoding)
    state = State.GOOD if can else State.OPTIONAL
    yield Look("console", state, told, "" if can else remedy)
    cache = _cache()
    remedy = (
        "Set NUMBA_CACHE_DIR to a folder that can be written, or each run compiles "
        "anew."
    )
    if cache is None:
        yield Look("cache", State.OPTIONAL, "-", remedy)
    else:
        yield Look("cache", State.GOOD, str(cache))
    cores = f"{os.cpu_count() or 1}"
    yield Look("cores", State.GOOD, cores)
    memory_gb = _memory_gb()
    if memory_gb is not None:
        little = memory_gb < LITTLE_MEMORY_GB
        remedy = "A district of 60,000 buildings needs 4 GB." if little else ""
        state = State.OPTIONAL if little else State.GOOD
        yield Look("memory", state, f"{memory_gb:.1f} GB", remedy)


def look_at_area(folder: Path) -> Look:
    """Look at whether an area's configuration can be read."""
    from servicecircle.area.read_config import read_config  # noqa: PLC0415 - heavy

    try:
        read_config(folder)
    except ServiceCircleError as error:
        return Look(str(folder), State.WRONG, "area.toml", str(error))
    remedy = f"Next: servicecircle check {folder}"
    return Look(str(folder), State.GOOD, "area.toml", remedy)


def _wanted(extra: str | None) -> Iterator[tuple[str, str]]:
    """Name the libraries of the package, or of one of its optional parts."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - geopandas' own

    for line in metadata.requires(DISTRIBUTION) or ():
        wanted = Requirement(line)
        if (wanted.marker is None) != (extra is None):
            continue
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra or ""}):
            yield wanted.name, str(wanted.specifier)


def _library(name: str, wanted: str, without: State, remedy: str) -> Look:
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - geopandas' own

    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Look(name, without, "-", remedy)
    fits = SpecifierSet(wanted).contains(version, prereleases=True)
    return Look(name, State.GOOD if fits else without, version, "" if fits else remedy)


def _holds_chinese(encoding: str) -> bool:
    try:
        "中".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _cache() -> Path | None:
    """Find where compiled loops are kept, as numba looks for it."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    beside = Path(__file__).parents[1]
    for place in (Path(named),) if named else (beside, Path.home()):
        if os.access(place, os.W_OK):
            return place
    return None


def _memory_gb() -> float | None:
    """Ask how much memory the machine has, or None where that is not told."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, OSError, ValueError):
        return None
