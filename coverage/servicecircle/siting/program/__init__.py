"""Integer programs with named columns and rows: built, solved, bounded, explained."""
