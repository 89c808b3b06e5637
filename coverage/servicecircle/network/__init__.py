"""The walking network: its sources, snapping to it, exact distances on it."""
