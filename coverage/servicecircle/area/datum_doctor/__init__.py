"""The datum doctor: whether coordinates are what they are said to be."""

from servicecircle.area.datum_doctor.examine import Layer, Outcome, examine_layer
from servicecircle.area.datum_doctor.examine_frame import examine_datum

__all__ = ["Layer", "Outcome", "examine_datum", "examine_layer"]
