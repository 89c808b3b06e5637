"""How a posting round is walked, and how long that takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servicecircle._validation import check_positive
from servicecircle.network.walk_network import UNITS_PER_METRE
from servicecircle.standards import RESIDENT_PACE_M_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

MINUTES_A_PLATE = 3.0
"""An assumption: no count of posted plates an hour is published."""
TOLERANCE = 0.1
S_PER_MIN = 60.0


@dataclass(frozen=True)
class Terms:
    """
    What the minutes of a round are made of, and where it may end.

    Parameters
    ----------
    closed
        Whether a round leads back to where it began; else its end is free.
    pace_m_s
        Walking pace, by default that of residents (see `servicecircle.standards`).
    minutes_a_plate
        What posting a plate takes, 0 or more.
    tolerance
        How much longer than their mean the longest of rounds that share their points
        may be, as a share of it.
    """

    closed: bool = False
    pace_m_s: float = RESIDENT_PACE_M_S
    minutes_a_plate: float = MINUTES_A_PLATE
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        """Refuse a pace that leads nowhere."""
        check_positive(self.pace_m_s, name="pace_m_s")

    def minutes(
        self, length_m: NDArray[np.float64], plates: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """
        Give the minutes of rounds, to a tenth.

        >>> Terms(pace_m_s=1.0).minutes(np.array([600.0]), np.array([2])).tolist()
        [16.0]
        """
        walk_min = length_m / self.pace_m_s / S_PER_MIN
        every = walk_min + plates * self.minutes_a_plate
        return np.asarray(every.round(1), dtype=np.float64)

    @property
    def plate_units(self) -> int:
        """A plate's minutes as the walk that takes as long, in 0.1 mm."""
        seconds = self.minutes_a_plate * S_PER_MIN
        return round(seconds * self.pace_m_s * UNITS_PER_METRE)
