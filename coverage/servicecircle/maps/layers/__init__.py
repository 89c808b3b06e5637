"""Stock folium layers for notebooks: each a FeatureGroup, every name escaped."""

from servicecircle.maps.layers.places import buildings, proposals, stations
from servicecircle.maps.layers.shapes import service_areas, units

__all__ = ["buildings", "proposals", "service_areas", "stations", "units"]
