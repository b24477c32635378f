"""Merge an application's bill of materials with the AIBOM of its models."""

from provenance.merge.merging import Merged, into

__all__ = ["Merged", "into"]
