"""QR points: where codes hang, what they say, how they are posted and kept track of."""
