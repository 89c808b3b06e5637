"""Formulas as MathML, which browsers show without a script or a font of ours."""

from __future__ import annotations

import re
from html import unescape
from textwrap import dedent
from typing import TYPE_CHECKING

from griffe import Extension
from latex2mathml.converter import convert

if TYPE_CHECKING:
    from griffe import Object

FORMULA = re.compile(r'<(span|div) class="arithmatex">(.*?)</\1>', re.DOTALL)
"""What pymdownx.arithmatex leaves for a renderer."""
DIRECTIVE = re.compile(r"^( *)\.\. math:: *(.*(?:\n+\1 +.*)*)", re.MULTILINE)
ROLE = re.compile(r":math:`([^`]+)`")


def with_mathml(html: str) -> str:
    r"""
    Turn the formulas of a page into MathML.

    >>> with_mathml('<span class="arithmatex">\\(x &lt; 1\\)</span>')[:33]
    '<math xmlns="http://www.w3.org/19'
    """

    def replace(match: re.Match[str]) -> str:
        tex = unescape(match[2]).strip()[2:-2]
        display = "block" if match[1] == "div" else "inline"
        return str(convert(tex, display=display))

    return FORMULA.sub(replace, html)


def as_markdown(docstring: str) -> str:
    r"""
    Write the formulas of a docstring, which are reStructuredText, as Markdown.

    >>> as_markdown("So :math:`x` is\n\n.. math:: x = 1,\n          y = 2\n")
    'So $x$ is\n\n$$\nx = 1,\ny = 2\n$$\n'
    """

    def block(match: re.Match[str]) -> str:
        lines = [dedent(line).strip() for line in match[2].splitlines()]
        tex = "\n".join(match[1] + line for line in lines if line)
        return f"{match[1]}$$\n{tex}\n{match[1]}$$"

    return ROLE.sub(r"$\1$", DIRECTIVE.sub(block, docstring))


class DocstringMath(Extension):
    """What griffe reads of docstrings, with formulas that Markdown knows."""

    def on_object(self, *, obj: Object, **_: object) -> None:
        """Rewrite the docstring of each module, class, function and attribute."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)
