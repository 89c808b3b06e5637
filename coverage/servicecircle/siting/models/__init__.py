"""One file a model: what is asked for, its mathematics, its source."""
