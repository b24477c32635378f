"""Rules about what documents say of personal data."""
