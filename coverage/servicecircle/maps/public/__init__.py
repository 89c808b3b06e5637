"""What a map that is made public may tell of residents, and what it must say."""

from servicecircle.maps.public.atoms import Atoms, tell_apart
from servicecircle.maps.public.blocks import safe_blocks
from servicecircle.maps.public.coverage import public_coverage
from servicecircle.maps.public.imprint import SLOTS, STAMP, imprint
from servicecircle.maps.public.secrecy import Secrecy

__all__ = [
    "SLOTS",
    "STAMP",
    "Atoms",
    "Secrecy",
    "imprint",
    "public_coverage",
    "safe_blocks",
    "tell_apart",
]
