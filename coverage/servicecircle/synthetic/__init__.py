"""Districts that were made up, and say so."""

from servicecircle.synthetic.district import write_district, write_extract
from servicecircle.synthetic.village import write_village

__all__ = ["write_district", "write_extract", "write_village"]
