"""The walking network from OSMnx graphs, and back."""
