"""Rules about what a model was made from."""
