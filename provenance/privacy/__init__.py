"""Grade what documents say about personal data, in English and Korean. Data files load with the
first question."""

from provenance.privacy.assess import assess_disclosures
from provenance.privacy.catalogue import catalogue, sources
from provenance.privacy.columns import PersonalColumn, is_answered_beyond, personal_columns
from provenance.privacy.croissant import croissant_gaps, is_croissant_file
from provenance.privacy.grading import grade_disclosures
from provenance.privacy.material import is_mostly_unread
from provenance.privacy.plain import is_privacy_file
from provenance.privacy.profiles import profiles, select, three_questions
from provenance.privacy.records import PeopleRecords, find_records

__all__ = [
    "PeopleRecords",
    "PersonalColumn",
    "assess_disclosures",
    "catalogue",
    "croissant_gaps",
    "find_records",
    "grade_disclosures",
    "is_answered_beyond",
    "is_croissant_file",
    "is_mostly_unread",
    "is_privacy_file",
    "personal_columns",
    "profiles",
    "select",
    "sources",
    "three_questions",
]
