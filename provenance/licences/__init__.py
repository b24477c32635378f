"""Read licence claims and conclude: identifiers, texts, terms, and duties that a child drops."""

from provenance.licences.audits import AuditedLicence, DatasetAudit, audit_of, audited_restrictions
from provenance.licences.catalogue import catalogue, is_of_family, lookup, lookup_link
from provenance.licences.conclude import conclude
from provenance.licences.drift import lost_duties, still_names_licences, strictest
from provenance.licences.expression import can_be_kept, identifier
from provenance.licences.fields import StatedLink, stated_links
from provenance.licences.files import (
    FileRole,
    file_role,
    is_licence_file,
    is_page,
    is_translation,
    licence_texts,
    speaks_of_licences,
)
from provenance.licences.identity import readable
from provenance.licences.metadata_files import may_state_licence
from provenance.licences.metadata_roots import (
    CONFIGURATIONS,
    metadata_files,
    metadata_roots,
    unparsed_metadata,
)
from provenance.licences.named_terms import says_own_terms
from provenance.licences.other_terms import is_on_base_model
from provenance.licences.permit import permit
from provenance.licences.restrictions import stated_restrictions
from provenance.licences.shown import licence_links
from provenance.licences.stricter import RESTRICTIONS, restrictions
from provenance.licences.strictest import binding, choices
from provenance.licences.subjects import defers_to_original
from provenance.licences.terms import TERMS, Term, reaches_model, terms
from provenance.licences.texts import identify_text
from provenance.licences.unread import unread_statements, unread_texts
from provenance.licences.use_input import parse_use, parse_words

__all__ = [
    "CONFIGURATIONS",
    "RESTRICTIONS",
    "TERMS",
    "AuditedLicence",
    "DatasetAudit",
    "FileRole",
    "StatedLink",
    "Term",
    "audit_of",
    "audited_restrictions",
    "binding",
    "can_be_kept",
    "catalogue",
    "choices",
    "conclude",
    "defers_to_original",
    "file_role",
    "identifier",
    "identify_text",
    "is_licence_file",
    "is_of_family",
    "is_on_base_model",
    "is_page",
    "is_translation",
    "licence_links",
    "licence_texts",
    "lookup",
    "lookup_link",
    "lost_duties",
    "may_state_licence",
    "metadata_files",
    "metadata_roots",
    "parse_use",
    "parse_words",
    "permit",
    "reaches_model",
    "readable",
    "restrictions",
    "says_own_terms",
    "speaks_of_licences",
    "stated_links",
    "stated_restrictions",
    "still_names_licences",
    "strictest",
    "terms",
    "unparsed_metadata",
    "unread_statements",
    "unread_texts",
]
