"""One run, from references to a report: rules and an intended use, applied to a lineage; then the
lock and the team's policy."""
