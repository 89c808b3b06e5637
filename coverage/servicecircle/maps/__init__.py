"""Maps: each one HTML file that opens anywhere, without a network."""

from servicecircle.maps.markup import escape_text
from servicecircle.maps.offline import OfflineFigure
from servicecircle.maps.reach_map import reach_map

__all__ = ["OfflineFigure", "escape_text", "reach_map"]
