"""Rules and intended use applied to a lineage."""
