"""The dossier for a procurement review: a report as a document in English or Korean, in one
file."""

from provenance.dossier.portfolio import write_folder, write_letters
from provenance.dossier.questionnaire import read_answers
from provenance.dossier.review import CoverSheet, Decision, Review
from provenance.dossier.writing import FORMS, write, write_comparison, write_letter
from provenance.messages import LANGUAGES

__all__ = [
    "FORMS",
    "LANGUAGES",
    "CoverSheet",
    "Decision",
    "Review",
    "read_answers",
    "write",
    "write_comparison",
    "write_folder",
    "write_letter",
    "write_letters",
]
