"""What an independent audit found about the licence of a dataset: a second opinion, with its
date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.licences.catalogue import lookup
from provenance.licences.restrictions import restrictions
from provenance.model.artifact import ArtifactId


@dataclass(frozen=True, slots=True)
class AuditedLicence:
    """One licence that the auditors found.

    Attributes:
        name: As they named it.
        licence: Catalogue key where the name is one, else None.
        url: Where they read it; empty where they give no address.
    """

    name: str
    licence: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetAudit:
    """An opinion of people who read the sources of a dataset; it holds for the day they read them.

    Attributes:
        dataset: Name on the hub.
        found: Licences found for the dataset or parts of it, sorted by name.
        partly_unstated: Whether for some part no licence was found.
        on_hub: What the hub said at the time of the audit, as the auditors named it.
        generated_by: Models or services whose outputs the dataset holds.
        by: Who made the audit.
        date: Of which day their record is, `YYYY-MM-DD`.
        source: Where it can be read, with its licence.
    """

    dataset: str
    found: tuple[AuditedLicence, ...]
    partly_unstated: bool
    on_hub: tuple[str, ...]
    generated_by: tuple[str, ...]
    by: str
    date: str
    source: str


# The auditors name datasets as the Hugging Face hub does.
_PURL = "pkg:huggingface/{name}?type=dataset"
# Names of the auditors that are no licence, and what they keep people from.
_UNNAMED = {"Non Commercial": "non-commercial", "Academic Research Purposes Only": "research-only"}


def audit_of(dataset: ArtifactId) -> DatasetAudit | None:
    """The audit of a dataset, or None if it was not audited.

    Args:
        dataset: The dataset at any revision, its name in any case.
    """
    rows = _load()["datasets"]
    name = _names().get(dataset.identity.lower())
    if name is None:
        return None
    row = rows[name]
    found = tuple(_audited(licence, url) for licence, url in sorted(row.get("found", {}).items()))
    return DatasetAudit(
        dataset=name,
        found=found,
        partly_unstated=row.get("unstated", False),
        on_hub=tuple(row.get("hub", ())),
        generated_by=tuple(row.get("generated_by", ())),
        by=_load()["by"],
        date=_load()["date"],
        source=_load()["source"],
    )


def audited_restrictions(audit: DatasetAudit) -> frozenset[str]:
    """What the licences that an audit found keep people from, in the words of `RESTRICTIONS`.

    Args:
        audit: An independent audit.
    """
    entries = (lookup(one.licence) for one in audit.found if one.licence)
    unnamed = {_UNNAMED[one.name] for one in audit.found if one.name in _UNNAMED}
    return restrictions(entry for entry in entries if entry) | unnamed


def _audited(name: str, url: str) -> AuditedLicence:
    entry = lookup(name)
    return AuditedLicence(name, entry.id if entry else None, url)


@cache
def _names() -> Mapping[str, str]:
    """Names that the auditors used, by the package URL of the dataset in lower case."""
    return {_PURL.format(name=name).lower(): name for name in _load()["datasets"]}


@cache
def _load() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (files("provenance.licences") / "data" / "audits.json").read_text("utf-8")
    )
    return content
