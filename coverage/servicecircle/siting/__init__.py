"""Where the next stations go, with proof that nothing is better."""
