"""How results show themselves in notebooks: a card of facts, bars and a small map."""

from servicecircle.cards.bars import Bar, bars
from servicecircle.cards.card import card, count, percent, table
from servicecircle.cards.small_map import Mark, Paint, small_map

__all__ = [
    "Bar",
    "Mark",
    "Paint",
    "bars",
    "card",
    "count",
    "percent",
    "small_map",
    "table",
]
