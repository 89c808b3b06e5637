"""Plan a district's service circle (see the README)."""

__version__ = "0.1.0"
