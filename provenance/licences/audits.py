"""Independent audits of dataset licences: a second opinion, with its date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.licences.catalogue import lookup
from provenance.licences.stricter import restrictions
from provenance.model.artifact import ArtifactId


@dataclass(frozen=True, slots=True)
class AuditedLicence:
    """A licence that the auditors found.

    Attributes:
        name: The auditors' name for it.
        licence: Catalogue key if the name is a licence, else None.
        url: Where they read it; empty if they give no address.
    """

    name: str
    licence: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetAudit:
    """The opinion of people who read the sources of a dataset, as of the day they read them.

    Attributes:
        dataset: Name on the hub.
        licences: Licences found for the dataset or parts of it, sorted by name.
        partly_unstated: Whether no licence was found for some part.
        on_hub: The hub's statement at the time of the audit, in the auditors' names.
        generated_by: Models or services whose outputs the dataset contains.
        by: Who made the audit.
        date: Date of the auditors' record, `YYYY-MM-DD`.
        source: Where to read it, with its licence.
    """

    dataset: str
    licences: tuple[AuditedLicence, ...]
    partly_unstated: bool
    on_hub: tuple[str, ...]
    generated_by: tuple[str, ...]
    by: str
    date: str
    source: str


# The auditors name datasets as the Hugging Face hub does.
_PURL = "pkg:huggingface/{name}?type=dataset"
# Auditors' names that are not licences, and the uses that they rule out.
_UNNAMED = {"Non Commercial": "non-commercial", "Academic Research Purposes Only": "research-only"}


def audit_of(dataset: ArtifactId) -> DatasetAudit | None:
    """The audit of a dataset, or None if it was not audited.

    Args:
        dataset: The dataset at any revision; letter case of the name does not matter.
    """
    rows = _load()["datasets"]
    name = _names().get(dataset.identity.lower())
    if name is None:
        return None
    row = rows[name]
    licences = tuple(
        _audited(licence, url) for licence, url in sorted(row.get("found", {}).items())
    )
    return DatasetAudit(
        dataset=name,
        licences=licences,
        partly_unstated=row.get("unstated", False),
        on_hub=tuple(row.get("hub", ())),
        generated_by=tuple(row.get("generated_by", ())),
        by=_load()["by"],
        date=_load()["date"],
        source=_load()["source"],
    )


def audited_restrictions(audit: DatasetAudit) -> frozenset[str]:
    """The restrictions of the licences that an audit found, in the words of `RESTRICTIONS`.

    Args:
        audit: An independent audit.
    """
    entries = (lookup(audited.licence) for audited in audit.licences if audited.licence)
    unnamed = {_UNNAMED[audited.name] for audited in audit.licences if audited.name in _UNNAMED}
    return restrictions(entry for entry in entries if entry) | unnamed


def _audited(name: str, url: str) -> AuditedLicence:
    entry = lookup(name)
    return AuditedLicence(name, entry.id if entry else None, url)


@cache
def _names() -> Mapping[str, str]:
    """The auditors' names, by the lower-case package URL of the dataset."""
    return {_PURL.format(name=name).lower(): name for name in _load()["datasets"]}


@cache
def _load() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (files("provenance.licences") / "data" / "audits.json").read_text("utf-8")
    )
    return content
