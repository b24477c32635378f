"""The dossier that a procurement reviewer attaches: Report → a document in English or Korean → one
file."""

from provenance.dossier.case import Decision, Review
from provenance.dossier.portfolio import write_folder
from provenance.dossier.questionnaire import read_answers
from provenance.dossier.writing import FORMS, write
from provenance.messages import LANGUAGES

__all__ = ["FORMS", "LANGUAGES", "Decision", "Review", "read_answers", "write", "write_folder"]
