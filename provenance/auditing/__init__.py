"""Apply rules and an intended use to a lineage."""
