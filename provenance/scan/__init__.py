"""Find the models and datasets that a project names in code and configuration, without running
anything."""

from provenance.scan.readers import reader_of
from provenance.scan.reference import ScannedReference, State
from provenance.scan.survey import Scan, references_in, scan, without_tests

__all__ = [
    "Scan",
    "ScannedReference",
    "State",
    "reader_of",
    "references_in",
    "scan",
    "without_tests",
]
