"""Base maps from outside: only where somebody asks for one, and never in public."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from servicecircle.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_KEY = re.compile(r"[0-9A-Za-z]{16,64}")
_TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile"
    "&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
_GAODE = (
    "https://webrd0{s}.is.autonavi.com/appmaptile"
    "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
)


@dataclass(frozen=True)
class BaseMap:
    """
    Tiles that a page fetches when it is opened.

    Parameters
    ----------
    layers
        Addresses of tiles, the lowest first, with ``{s}``, ``{x}``, ``{y}``, ``{z}``.
    subdomains
        What ``{s}`` can be, one character each.
    attribution
        Whose tiles they are.
    shifted
        Whether they are drawn in GCJ-02.
    max_zoom
        The finest tiles there are.
    """

    layers: tuple[str, ...]
    subdomains: str
    attribution: str
    shifted: bool
    max_zoom: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """
        The only places that the page may fetch pictures from.

        >>> gaode().hosts[0]
        'https://webrd01.is.autonavi.com'
        """
        roots = dict.fromkeys("/".join(a.split("/")[:3]) for a in self.layers)
        return tuple(r.replace("{s}", s) for r in roots for s in self.subdomains)

    def for_page(self) -> dict[str, Any]:
        """Say it to the page's script."""
        return asdict(self)


def tianditu(key: str) -> BaseMap:
    """
    Give Tianditu's streets and their names (天地图 vec and cva).

    Parameters
    ----------
    key
        The user's own key of the kind for browsers. It can be read in the page: give
        such a page to nobody who may not use the key.

    Raises
    ------
    InputError
        If it does not look like a key.

    Examples
    --------
    >>> base = tianditu("0123456789abcdef0123456789abcdef")
    >>> [address.partition("?")[0] for address in base.layers]
    ['https://t{s}.tianditu.gov.cn/vec_w/wmts', 'https://t{s}.tianditu.gov.cn/cva_w/wmts']
    """
    if not _KEY.fullmatch(key):
        msg = (
            "This is no Tianditu key: 16 to 64 letters and digits. Apply for one "
            "for browsers (浏览器端) at console.tianditu.gov.cn, and put nothing "
            "else into the key file."
        )
        raise InputError(msg)
    layers = tuple(_TIANDITU.format(layer=layer, key=key) for layer in ("vec", "cva"))
    return BaseMap(layers, "01234567", "底图 © 天地图", shifted=False, max_zoom=18)


def gaode() -> BaseMap:
    """
    Give Gaode's streets (高德), drawn in GCJ-02: the page moves every tile back.

    >>> gaode().shifted
    True
    """
    return BaseMap((_GAODE,), "1234", "底图 © 高德", shifted=True, max_zoom=18)


def read_key(path: Path) -> str:
    """
    Read a key from a file, so that it stands in no command line.

    Raises
    ------
    InputError
        If there is no such file, or it is no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = (
            f"The key file {path.name} cannot be read ({error.__class__.__name__}). "
            "Name a text file that holds the key alone."
        )
        raise InputError(msg) from error
