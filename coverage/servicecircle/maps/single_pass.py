"""
Keep branca from compiling its own output.

branca renders an element's template and hands the result to another element *as a
template*, which is compiled and rendered again: a building called ``{{7*7}}`` shows as
49, and one called ``楼{#1`` raises a syntax error. While a figure renders, the
templates of its elements are wrapped so that the second pass prints what the first one
printed.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from branca.element import Element

_OPENING = re.compile(r"\{(?=[{%#])")
_PARTS = ("header", "html", "script")


def shield(text: str) -> str:
    """
    Write text as a Jinja template that renders to that text.

    Examples
    --------
    >>> from jinja2 import Template
    >>> Template(shield("{{7*7}} {% if %} 楼{#1")).render()
    '{{7*7}} {% if %} 楼{#1'
    """
    return _OPENING.sub('{{ "{" }}', text)


class _ShieldedTemplate:
    """A template whose output survives being compiled once more."""

    def __init__(self, template: Any, *, whole: bool) -> None:  # noqa: ANN401
        self._template = template
        self._whole = whole

    @property
    def module(self) -> SimpleNamespace:
        """The template's macros, shielded."""
        macros = vars(self._template.module)
        return SimpleNamespace(
            **{part: _shielded(macros[part]) for part in _PARTS if part in macros}
        )

    def render(self, **context: Any) -> str:  # noqa: ANN401
        """Render the template; only some elements hand this on to be compiled."""
        text = str(self._template.render(**context))
        return shield(text) if self._whole else text


def _shielded(macro: Callable[..., str]) -> Callable[..., str]:
    """Shield what a macro returns."""
    return lambda *arguments: shield(str(macro(*arguments)))


@contextmanager
def rendered_once(elements: Iterable[Element]) -> Iterator[None]:
    """Wrap the templates of `elements` for the time of one rendering."""
    from folium.map import Popup  # noqa: PLC0415 - loads where it is used

    wrapped = [element for element in elements if hasattr(element, "_template")]
    # branca has no other door: a template lies on the element, or on its class.
    own = [vars(element).get("_template") for element in wrapped]
    try:
        for element in wrapped:
            whole = isinstance(element, Popup)
            vars(element)["_template"] = _ShieldedTemplate(
                element._template,  # noqa: SLF001
                whole=whole,
            )
        yield
    finally:
        for element, template in zip(wrapped, own, strict=True):
            if template is None:
                del vars(element)["_template"]
            else:
                vars(element)["_template"] = template
