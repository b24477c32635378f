"""Results as CycloneDX attestations: claims with evidence, mapped to requirements."""

from provenance.bom.attest.encoding import encode

__all__ = ["encode"]
