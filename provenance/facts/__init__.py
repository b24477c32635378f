"""What a card states, each value with its place."""
