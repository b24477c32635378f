"""Which models and datasets a project names in its code and configuration; nothing of it is run."""

from provenance.scan.survey import Scan, scan, without_tests

__all__ = ["Scan", "scan", "without_tests"]
