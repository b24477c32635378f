"""Write bills of materials from a lineage."""

from provenance.bom.writer import OUTPUTS, SPEC_VERSIONS, encode

__all__ = ["OUTPUTS", "SPEC_VERSIONS", "encode"]
