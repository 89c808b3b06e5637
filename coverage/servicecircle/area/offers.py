"""Which services each station offers, in the configuration's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import name_some, suggest
from servicecircle.tables.match_columns import fold
from servicecircle.tables.say import error, note, warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from servicecircle.findings import Finding
    from servicecircle.standards import ServiceStandard

TABLE = "stations"


def settle_offers(
    services: pd.Series,
    standards: Sequence[ServiceStandard],
    *,
    stated: bool,
    source: str,
) -> tuple[pd.Series, list[Finding]]:
    """
    Give every station its services.

    Parameters
    ----------
    services
        A tuple of words per station, indexed by station_id.
    standards
        The service circles. A station's word for a service may be its key or the
        circle's name; case and blanks do not matter.
    stated
        Whether the table has a column for services. Where it has none, every station
        offers every service, and a note says so.
    source
        What to call the file in messages.

    Returns
    -------
    services
        A sorted tuple of keys per station.
    findings
        An error for a service that no station offers; warnings for services that no
        circle asks for.
    """
    wanted = {s.station_service: s for s in standards}
    if not stated:
        every = tuple(sorted(wanted))
        message = f"{source} does not say which services the stations offer."
        remedy = "Every station offers all; add the column services if they differ."
        assumed = pd.Series([every] * len(services), index=services.index, dtype=object)
        return assumed, [note("services-assumed", TABLE, message, remedy)]
    word = {fold(s.name): s.station_service for s in standards if s.name}
    word |= {fold(key): key for key in wanted}
    settled = services.map(
        lambda words: tuple(sorted({word.get(fold(w), w) for w in words}))
    )
    offered = sorted({key for keys in settled for key in keys})
    findings = _nobody_offers(wanted, offered, source)
    findings += _nobody_asks(offered, wanted, source)
    return settled, findings


def _nobody_offers(
    wanted: Mapping[str, ServiceStandard], offered: Sequence[str], source: str
) -> list[Finding]:
    return [
        error(
            "service-not-offered",
            TABLE,
            f"No station of {source} offers {key!r}, which "
            f"[services.{standard.service}] asks for. They offer: "
            f"{name_some(offered) or 'nothing'}.",
            "Add it to the services of a station, or set offered_as to what they say.",
        )
        for key, standard in wanted.items()
        if key not in offered
    ]


def _nobody_asks(
    offered: Iterable[str], wanted: Mapping[str, ServiceStandard], source: str
) -> list[Finding]:
    return [
        warning(
            "service-without-circle",
            TABLE,
            f"Stations of {source} offer {key!r}, and no circle asks for it.",
            f"Add [services.{key}] to area.toml if it counts; where it is another word "
            f'for a circle\'s service, set offered_as = "{key}" in that circle. '
            f"{suggest(key, wanted)}",
        )
        for key in offered
        if key not in wanted
    ]
