"""A branca figure that is one file: nothing is fetched when it is opened."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from branca.element import CssLink, Element, Figure, Link
from jinja2 import Template

from servicecircle.errors import InputError
from servicecircle.maps.assets import leaflet_script, script_source, style_source
from servicecircle.maps.markup import escape_text, script_block, style_block
from servicecircle.maps.single_pass import rendered_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

INLINED: dict[str, Callable[[], str]] = {
    r"/leaflet@1\.9\.\d+/dist/leaflet\.js$": leaflet_script,
    r"/leaflet@1\.9\.\d+/dist/leaflet\.css$": lambda: style_source(
        "leaflet/leaflet.css"
    ),
}
"""Links we hold a copy of, by a pattern of their URL."""

UNNEEDED = {
    r"/jquery-3[^/]*\.js$": "",
    r"/bootstrap@5[^/]*/dist/(js|css)/bootstrap[^/]*$": "",
    r"/bootstrap/3[^/]*/css/bootstrap-glyphicons\.css$": "",
    r"/@fortawesome/fontawesome-free@[^/]+/css/all\.min\.css$": "fa-",
    r"/leaflet\.awesome-markers\.(js|css)$": "L.AwesomeMarkers",
    r"/leaflet\.awesome\.rotate\.min\.css$": "fa-rotate",
}
"""folium's defaults that a map can do without, and what betrays that it cannot."""

CONTENT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:"
)
"""What the browser itself is told: nothing comes from outside this file."""

_OUTSIDE = re.compile(
    r"<(?:script|link|img|iframe|source|image)\b[^>]*?\s(?:src|href)\s*=\s*"
    r"[\"']?((?:https?:)?//[^\"'>\s]+)",
    re.IGNORECASE,
)


class RawText(Element):
    """Text that goes into the page as it is: branca would compile it as Jinja."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "RawText"
        self.text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self.text


VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_FOLIUM_VIEWPORT = re.compile(r'<meta name="viewport" [^>]*user-scalable=no"\s*/>')
"""folium forbids to enlarge the page with two fingers, which some readers need."""


class OfflineFigure(Figure):
    """
    A figure for folium maps that renders to one self-contained HTML file.

    Scripts and styles that folium links to are replaced by vendored copies; those a map
    can do without are dropped; a link to anything else is refused. What elements render
    is never compiled as a template again. Ids are given in the order of the tree, so
    the same map gives the same bytes.

    Parameters
    ----------
    title
        The page's title, as plain text.
    language
        The page's language, as in HTML: ``"en"``, ``"zh"``.
    image_hosts
        Where pictures may be fetched from after all, as ``https://host``: for a base
        map that somebody asked for. Nowhere by default.

    Examples
    --------
    >>> import folium
    >>> figure = OfflineFigure(title="Circles", language="en")
    >>> _ = folium.Map(tiles=None).add_to(figure)
    >>> page = figure.render()
    >>> "cdn.jsdelivr.net" in page
    False
    >>> page == figure.render()
    True
    """

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{ this.language }}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">\n'
        '<link rel="icon" href="data:,">\n'
        "<title>{{ this.title }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n</head>\n"
        "<body>\n{{ this.html.render(**kwargs) }}\n</body>\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</html>\n"
    )

    def __init__(
        self, *, title: str, language: str, image_hosts: Sequence[str] = ()
    ) -> None:
        super().__init__(title=escape_text(title), height="100%")
        pictures = " ".join(["data: blob:", *map(escape_text, image_hosts)])
        self.policy = CONTENT_POLICY.replace("data: blob:", pictures)
        self.language = escape_text(language)
        # The template states the character set already, before any text.
        del self.header._children["meta_http"]  # noqa: SLF001

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """
        Return the page.

        Rendering leaves the figure as it was, so it can be added to and rendered again.

        Raises
        ------
        InputError
            If the map needs a file that is not vendored, or outside tiles.
        """
        elements = list(_walk(self))
        _refuse_outside_tiles(elements)
        _name_in_order(elements)
        parts = (self.header, self.html, self.script)
        before = [part._children.copy() for part in parts]  # noqa: SLF001
        try:
            with rendered_once(e for e in elements if e is not self):
                for child in self._children.values():
                    child.render(**kwargs)
            self._inline_links()
            page: str = self._template.render(this=self, kwargs=kwargs)
            page = _FOLIUM_VIEWPORT.sub(VIEWPORT, page, count=1)
        finally:
            for part, children in zip(parts, before, strict=True):
                part._children = children  # noqa: SLF001
        outside = _OUTSIDE.search(page)
        if outside:
            raise _not_vendored(outside[1])
        return page

    def _inline_links(self) -> None:
        """Replace every link in the header by what it links to, or drop it."""
        drawn = self.script.render() + self.html.render()
        children = self.header._children  # noqa: SLF001
        for name, link in list(children.items()):
            if not isinstance(link, Link):
                continue
            source = _vendored(link.url)
            if source is not None:
                block = style_block if isinstance(link, CssLink) else script_block
                children[name] = RawText(block(source))
            elif _is_unneeded(link.url, drawn):
                del children[name]
            else:
                raise _not_vendored(link.url)
        # folium builds popups with jQuery's $("<div>..."); these lines do for that.
        children["element_factory"] = RawText(
            script_block(script_source("element_factory.js"))
        )


def _walk(element: Element) -> Iterator[Element]:
    """Yield an element and all below it, parents first, as they were added."""
    yield element
    inner = [vars(element).get(part) for part in ("header", "html", "script")]
    below = [*(e for e in inner if isinstance(e, Element)), *element._children.values()]  # noqa: SLF001
    for child in below:
        yield from _walk(child)


def _name_in_order(elements: list[Element]) -> None:
    """Replace the ids branca draws by chance, in the lists of children as well."""
    before = {id(element): element.get_name() for element in elements}
    for number, element in enumerate(elements):
        element._id = f"{number:06d}"  # noqa: SLF001
    for element in elements:
        element._children = OrderedDict(  # noqa: SLF001
            (child.get_name() if name == before.get(id(child)) else name, child)
            for name, child in element._children.items()  # noqa: SLF001
        )


def _vendored(url: str) -> str | None:
    """Return our copy of what a URL links to, if we hold one."""
    for pattern, source in INLINED.items():
        if re.search(pattern, url):
            return source()
    return None


def _is_unneeded(url: str, drawn: str) -> bool:
    """Whether a link is one of folium's defaults and nothing drawn needs it."""
    for pattern, sign in UNNEEDED.items():
        if re.search(pattern, url):
            return not sign or sign not in drawn
    return False


def _refuse_outside_tiles(elements: list[Element]) -> None:
    """Refuse layers that fetch their pictures when the map is opened."""
    for element in elements:
        address = getattr(element, "tiles", None) or getattr(element, "url", None)
        if isinstance(element, Link) or not isinstance(address, str):
            continue
        if re.match(r"(https?:)?//", address):
            msg = (
                f"The map asks for {address} when it is opened, and it must work "
                "offline. Use folium.Map(tiles=None) and leave that layer out."
            )
            raise InputError(msg)


def _not_vendored(url: str) -> InputError:
    """Return the error for a link to a file we do not carry."""
    return InputError(
        f"The map needs {url}, and there is no vendored copy of it. Leave out what "
        "asks for it (a plug-in, or folium.Icon: use folium.DivIcon), or vendor it "
        "with scripts/vendor_assets.py and name it in INLINED."
    )
