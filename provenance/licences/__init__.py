"""Licence claims are read and concluded here."""

from provenance.licences.catalogue import catalogue, lookup
from provenance.licences.conclude import conclude
from provenance.licences.drift import lost_duties
from provenance.licences.files import FileRole, file_role, is_licence_file
from provenance.licences.texts import identify_text

__all__ = [
    "FileRole",
    "catalogue",
    "conclude",
    "file_role",
    "identify_text",
    "is_licence_file",
    "lookup",
    "lost_duties",
]
