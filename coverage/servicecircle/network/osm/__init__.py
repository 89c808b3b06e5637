"""The walking network from OpenStreetMap files."""
