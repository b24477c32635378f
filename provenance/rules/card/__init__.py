"""Rules about cards."""
