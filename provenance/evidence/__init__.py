"""Evidence bundles: everything that an audit rests on, in one archive that can be verified
offline."""

from provenance.evidence.products import Options
from provenance.evidence.sealing import seal
from provenance.evidence.verifying import Verification, verify

__all__ = ["Options", "Verification", "seal", "verify"]
