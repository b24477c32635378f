"""Rules that judge by a lock: what the hub no longer serves as it was when somebody decided."""
