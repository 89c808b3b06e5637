"""The tables part."""
