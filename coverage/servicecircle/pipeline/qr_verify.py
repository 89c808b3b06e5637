"""Addresses and codes held against the district's host, keys and register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.area.read_config import read_config
from servicecircle.crs import parse_crs
from servicecircle.pipeline.qr_points import read_points
from servicecircle.qr.codes import check_host, read_keys, verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from servicecircle.qr.codes import Verified


def qr_verify(
    folder: PathLike[str] | str,
    texts: Sequence[str],
    *,
    keys: PathLike[str] | str | None = None,
    points: PathLike[str] | str | None = None,
) -> list[Verified]:
    """
    Judge each text, offline.

    Parameters
    ----------
    folder
        A planning area's folder; only its `area.toml` is read.
    texts
        Addresses as scanned, or codes as printed or typed.
    keys
        A file of keys; without it the environment is asked.
    points
        The folder of `qr plan`, or its `qr_points.gpkg`, in which codes are looked up:
        one that was never given is *unknown*, one whose point is gone *retired*.

    Raises
    ------
    ConfigError, UnusableInputError
        If `area.toml`, the host, the keys or the points cannot be used.
    """
    config = read_config(Path(folder))
    hosts = {check_host(host) for host in (config.qr.host, *config.qr.former_hosts)}
    every = read_keys(keys)
    states = None
    if points is not None:
        known = read_points(points, crs=parse_crs(config.area.crs))
        states = dict(zip(known["code"], known["state"], strict=True))
    return [verify(text, hosts=hosts, keys=every, states=states) for text in texts]
