"""Maximal covering at the scale of a district: the engine behind several models."""
