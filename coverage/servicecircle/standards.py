"""Service standards: how far is near enough, in metres or in minutes at a pace."""

from __future__ import annotations

from dataclasses import dataclass

from servicecircle._validation import check_positive

RESIDENT_PACE_M_S = 1.2
ELDERLY_PACE_M_S = 0.8
MAX_DISTANCE_M = 100_000.0
"""Nobody walks so far; the distance kernel's arithmetic ends there."""


@dataclass(frozen=True)
class ServiceStandard:
    """
    One service circle: a service, its longest acceptable walk, and for whom.

    Parameters
    ----------
    service
        The circle's key, as tables and outputs name it.
    distance_m
        The longest acceptable walk in metres, above 0. The limit itself counts.
    name
        What the service is called in tables and on maps.
    step_free
        Whether the walk must avoid steps (``highway=steps``): the wheelchair circle.
    offered_as
        What the stations call the service; the circle's own key where empty. Two
        circles, the common and the wheelchair one, may be drawn for one service.

    Examples
    --------
    >>> ServiceStandard("appeals", 500).distance_m
    500
    >>> ServiceStandard.from_minutes("appeals", 10, pace_m_s=0.8).distance_m
    480.0
    """

    service: str
    distance_m: float
    name: str = ""
    step_free: bool = False
    offered_as: str = ""

    def __post_init__(self) -> None:
        """Refuse a standard that is not a walk: above 0 m and under 100 km."""
        check_positive(self.distance_m, name="distance_m")
        if self.distance_m >= MAX_DISTANCE_M:
            limit = f"{MAX_DISTANCE_M:g}"
            msg = f"distance_m must be under {limit} m. Got {self.distance_m!r}."
            raise ValueError(msg)

    @property
    def station_service(self) -> str:
        """The service that a station must offer to count."""
        return self.offered_as or self.service

    @classmethod
    def from_minutes(  # noqa: PLR0913 - the fields of a standard
        cls,
        service: str,
        minutes: float,
        *,
        pace_m_s: float = RESIDENT_PACE_M_S,
        name: str = "",
        step_free: bool = False,
        offered_as: str = "",
    ) -> ServiceStandard:
        """State the standard as a time at a walking pace in metres per second."""
        check_positive(minutes, name="minutes")
        check_positive(pace_m_s, name="pace_m_s")
        # Rounded to a millimetre, so that 10 min at 0.8 m/s are 480 m and no less.
        distance_m = round(minutes * 60 * pace_m_s, 3)
        return cls(
            service, distance_m, name=name, step_free=step_free, offered_as=offered_as
        )
