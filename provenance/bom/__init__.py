"""Bills of materials made from a lineage."""
