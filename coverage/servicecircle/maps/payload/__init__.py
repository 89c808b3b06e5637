"""The map's data as one text inside the page, and the scripts that read it."""

from servicecircle.maps.payload.compose import explorer_payload
from servicecircle.maps.payload.scripts import SCRIPTS
from servicecircle.maps.payload.sizes import section_sizes

__all__ = ["SCRIPTS", "explorer_payload", "section_sizes"]
