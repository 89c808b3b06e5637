"""The shifted coordinates of Chinese web maps, made and undone (convention 16)."""

from servicecircle.datum.convert import (
    DATUMS,
    convert_datum,
    convert_datum_of_shapes,
    is_shifted_at,
)

__all__ = [
    "DATUMS",
    "convert_datum",
    "convert_datum_of_shapes",
    "is_shifted_at",
]
