"""Districts that were made up, and say so."""

from servicecircle.synthetic.village import write_village

__all__ = ["write_village"]
