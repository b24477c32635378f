"""What was found out, as CycloneDX attestations: claims with their evidence, against what is asked
for."""

from provenance.attest.encoding import encode

__all__ = ["encode"]
