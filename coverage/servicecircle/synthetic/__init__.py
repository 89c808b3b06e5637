"""Districts that were made up, and say so."""

from servicecircle.synthetic.as_osm import write_osm
from servicecircle.synthetic.district import write_district, write_extract
from servicecircle.synthetic.village import write_village

__all__ = ["write_district", "write_extract", "write_osm", "write_village"]
