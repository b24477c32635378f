"""Results as CycloneDX attestations: claims with evidence, mapped to requirements."""

from provenance.attest.encoding import encode

__all__ = ["encode"]
