"""The dossier that a procurement reviewer attaches: Report → a document in English or Korean → one file."""

from provenance.review.case import Decision, Review
from provenance.review.words import LANGUAGES
from provenance.review.writing import FORMS, write

__all__ = ["FORMS", "LANGUAGES", "Decision", "Review", "write"]
