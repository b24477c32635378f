"""Licence claims are read and concluded here: identifiers, texts, terms, and what is lost on the way to a child."""

from provenance.licences.audits import AuditedLicence, DatasetAudit, audit_of
from provenance.licences.catalogue import catalogue, lookup
from provenance.licences.conclude import conclude
from provenance.licences.drift import lost_duties
from provenance.licences.expression import can_be_kept
from provenance.licences.files import FileRole, file_role, is_licence_file
from provenance.licences.terms import TERMS, Term, reaches_model, terms
from provenance.licences.texts import identify_text

__all__ = [
    "TERMS",
    "AuditedLicence",
    "DatasetAudit",
    "FileRole",
    "Term",
    "audit_of",
    "can_be_kept",
    "catalogue",
    "conclude",
    "file_role",
    "identify_text",
    "is_licence_file",
    "lookup",
    "lost_duties",
    "reaches_model",
    "terms",
]
