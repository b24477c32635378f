"""An application's bill of materials and the models it uses, put together in one document."""

from provenance.merge.merging import Merged, into

__all__ = ["Merged", "into"]
