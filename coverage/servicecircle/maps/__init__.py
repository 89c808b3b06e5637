"""Maps: each one HTML file that opens anywhere, without a network."""

from servicecircle.maps.explorer import explorer_map
from servicecircle.maps.markup import escape_text
from servicecircle.maps.offline import OfflineFigure

__all__ = ["OfflineFigure", "escape_text", "explorer_map"]
