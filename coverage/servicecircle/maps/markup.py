"""Put text, data, styles and scripts into a page so that none of them can break it."""

from __future__ import annotations

import json
import re

_RISKY = re.compile(r"""[&<>"'`$\\{}]""")
_SCRIPT_END = re.compile(r"</(?=script)|<!--", re.IGNORECASE)
_STYLE_END = re.compile(r"</(?=style)", re.IGNORECASE)


def escape_text(text: object) -> str:
    """
    Turn a name into HTML that shows exactly that name, wherever it is put.

    Besides HTML's own characters, those are written as entities that mean something in
    the places folium puts text into: Jinja templates (``{``) and JavaScript template
    literals (a backtick, ``$``, a backslash). Give folium's popups and tooltips nothing
    else.

    Examples
    --------
    >>> escape_text("Tom & Jerry's <b>")
    'Tom &#38; Jerry&#39;s &#60;b&#62;'
    >>> escape_text("楼{#1")
    '楼&#123;#1'
    """
    return _RISKY.sub(lambda match: f"&#{ord(match[0])};", str(text))


def data_block(data: object, *, element_id: str) -> str:
    r"""
    Return a script element that holds data, as JSON, for a script to parse.

    Examples
    --------
    >>> print(data_block({"name": "</script>"}, element_id="units"))
    <script type="application/json" id="units">{"name":"\u003c/script>"}</script>
    """
    text = json.dumps(
        data, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).replace("<", "\\u003c")
    name = escape_text(element_id)
    return f'<script type="application/json" id="{name}">{text}</script>'


def script_block(source: str) -> str:
    r"""
    Return a script element; nothing in its source can end it early.

    Examples
    --------
    >>> script_block("say('</script>')")
    "<script>\nsay('<\\/script>')\n</script>"
    """
    safe = _SCRIPT_END.sub(lambda match: match[0][0] + "\\" + match[0][1:], source)
    return f"<script>\n{safe}\n</script>"


def style_block(source: str) -> str:
    r"""
    Return a style element; nothing in its source can end it early.

    Examples
    --------
    >>> style_block("p { color: red }")
    '<style>\np { color: red }\n</style>'
    """
    safe = _STYLE_END.sub(lambda match: match[0][0] + "\\" + match[0][1:], source)
    return f"<style>\n{safe}\n</style>"
