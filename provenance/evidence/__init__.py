"""What a judgement rests on, sealed into one archive that can be checked offline."""

from provenance.evidence.products import Options
from provenance.evidence.sealing import seal
from provenance.evidence.verifying import Verification, verify

__all__ = ["Options", "Verification", "seal", "verify"]
