"""Read the files that maps carry inside them: vendored ones and our own."""

from __future__ import annotations

import base64
import mimetypes
import re
from functools import cache
from importlib.resources import files

_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/")


@cache
def read_asset(path: str) -> bytes:
    """
    Return the content of a file in ``maps/assets``.

    >>> read_asset("leaflet/LICENSE").splitlines()[0].decode()
    'BSD 2-Clause License'
    """
    return files("servicecircle.maps").joinpath("assets", path).read_bytes()


def data_uri(path: str) -> str:
    """
    Return an asset as a ``data:`` URI.

    >>> data_uri("leaflet/images/layers.png")[:30]
    'data:image/png;base64,iVBORw0K'
    """
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(read_asset(path)).decode()}"


def script_source(path: str) -> str:
    """Return a script without its link to a source map, which would be fetched."""
    return _SOURCE_MAP.sub("", read_asset(path).decode()).strip()


def style_source(path: str) -> str:
    """
    Return a style sheet with the images it names inside it.

    >>> "url(images" in style_source("leaflet/leaflet.css")
    False
    """
    folder = path.rpartition("/")[0]

    def inline(match: re.Match[str]) -> str:
        target = match[1]
        if target.startswith(("data:", "#")):
            return match[0]
        return f"url({data_uri(f'{folder}/{target}')})"

    return _SOURCE_MAP.sub("", _URL.sub(inline, read_asset(path).decode())).strip()


@cache
def leaflet_script() -> str:
    """
    Return Leaflet with its licence, and with its default marker's images inside it.

    Leaflet looks for those images beside its style sheet; inlined, there is no such
    place, and it would ask the page's own folder for them.
    """
    licence = read_asset("leaflet/LICENSE").decode().strip()
    images = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    options = ",\n  ".join(
        f'{option}: "{data_uri(f"leaflet/images/{image}")}"'
        for option, image in images.items()
    )
    return (
        f"/*\n{licence}\n*/\n{script_source('leaflet/leaflet.js')}\n"
        "delete L.Icon.Default.prototype._getIconUrl;\n"
        f"L.Icon.Default.mergeOptions({{\n  {options}\n}});"
    )
