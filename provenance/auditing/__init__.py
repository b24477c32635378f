"""One run, from references to a report: rules and an intended use, applied to a lineage."""
