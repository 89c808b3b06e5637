"""A conversation with OpenStreetMap's servers that leaves no trace in the process."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

WAY_TAGS = (
    "abandoned",
    "access",
    "area",
    "bridge",
    "covered",
    "crossing",
    "disused",
    "foot",
    "footway",
    "highway",
    "layer",
    "motorroad",
    "name",
    "oneway",
    "segregated",
    "service",
    "sidewalk",
    "sidewalk:both",
    "sidewalk:left",
    "sidewalk:right",
    "tunnel",
)
"""Tags that walking rules look at, or that people know a street by."""

NODE_TAGS = ("access", "barrier", "foot", "highway", "locked")
"""Tags that make a node a gate or a crossing."""


@contextmanager
def osm_session(
    *, overpass_url: str | None, nominatim_url: str | None
) -> Iterator[None]:
    """
    Set OSMnx up for a download, and put everything back afterwards.

    OSMnx's settings belong to the whole process, and it replaces the process's own
    name look-up while it asks; both are restored. Nothing is cached on disk. The
    public servers' queue is respected; a server of one's own is not asked for it.
    """
    import osmnx as ox  # noqa: PLC0415 - loads where it is used

    wanted: dict[str, Any] = {
        "use_cache": False,
        "log_console": False,
        "log_file": False,
        "doh_url_template": None,
        "useful_tags_way": list(WAY_TAGS),
        "useful_tags_node": list(NODE_TAGS),
        "overpass_rate_limit": overpass_url is None,
    }
    if overpass_url is not None:
        wanted["overpass_url"] = overpass_url.rstrip("/").removesuffix("/interpreter")
    if nominatim_url is not None:
        wanted["nominatim_url"] = nominatim_url
    before = {name: getattr(ox.settings, name) for name in wanted}
    look_up = socket.getaddrinfo
    for name, value in wanted.items():
        setattr(ox.settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(ox.settings, name, value)
        socket.getaddrinfo = look_up


@contextmanager
def asking(url: str, *, option: str, nothing: str) -> Iterator[None]:
    """
    Turn a server's silence, refusal or empty answer into an error with a remedy.

    Parameters
    ----------
    url
        The server that is asked.
    option
        The option that names another server.
    nothing
        What to say where the server answers that there is nothing.
    """
    import requests  # noqa: PLC0415 - loads where it is used
    from osmnx._errors import (  # noqa: PLC0415
        InsufficientResponseError,
        ResponseStatusCodeError,
    )

    try:
        yield
    except InsufficientResponseError as error:
        raise InputError(nothing) from error
    except (requests.RequestException, ResponseStatusCodeError) as error:
        msg = (
            f"{url} gives no answer ({error}). Check the connection, name another "
            f"server with {option}, or work from a downloaded extract (.osm.pbf) of "
            "the region instead."
        )
        raise InputError(msg) from error
