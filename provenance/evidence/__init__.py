"""What a judgement rests on, sealed into one archive that can be checked offline."""

from provenance.evidence.products import Options
from provenance.evidence.sealing import seal
from provenance.evidence.verifying import Verdict, verify

__all__ = ["Options", "Verdict", "seal", "verify"]
