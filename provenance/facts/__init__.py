"""Facts that a card states, each with its place."""
