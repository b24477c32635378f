"""Merge an application's bill of materials with the AIBOM of its models."""

from provenance.bom.merge.merging import Merged, into

__all__ = ["Merged", "into"]
