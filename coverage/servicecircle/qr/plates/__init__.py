"""Plates: symbols, sheets to print and cut, single plates."""
