"""The dossier that a procurement reviewer attaches: Report → a document in English or Korean → one
file."""

from provenance.review.case import Decision, Review
from provenance.review.portfolio import write_folder
from provenance.review.questionnaire import read_answers
from provenance.review.words import LANGUAGES
from provenance.review.writing import FORMS, write

__all__ = ["FORMS", "LANGUAGES", "Decision", "Review", "read_answers", "write", "write_folder"]
