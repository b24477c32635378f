"""Write the record of a dataset as an entry of CycloneDX `data`: governance, contents,
collection."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.bom.links import web_address
from provenance.bom.personal_data import classification, statements
from provenance.facts.considerations import ETHICS, LIMITS, USES, considerations
from provenance.facts.labels import labelled
from provenance.facts.stated import APPEND, Fact
from provenance.facts.training import passages
from provenance.lineage.record import ArtifactRecord

DATASET = "provenance:dataset"
COLLECTION, PREPARATION, BIAS = "collection", "preparation", "bias"
NOISE, UPDATES = "noise", "updates"
USE, LIMITATION, CONSIDERATION = "use", "limitation", "consideration"

_SUBJECTS = {USES: USE, LIMITS: LIMITATION, ETHICS: CONSIDERATION}
# Headings of the 2020 and 2022 dataset card templates and of Korean cards.
_SECTIONS = {
    COLLECTION: (
        "source data|data collection|data collection and processing|data collection process|dataset"
        " creation|initial data collection and normalization|annotation process|데이터"
        " 수집|수집 방법"
    ),
    PREPARATION: (
        "data preprocessing|preprocessing|cleaning|data cleaning|data processing|전처리|데이터"
        " 전처리|정제"
    ),
    NOISE: (
        "noise|data noise|errors and noise|label noise|data quality|annotation"
        " quality|노이즈|데이터 품질"
    ),
    UPDATES: (
        "maintenance|dataset maintenance|maintenance plan|updates|data updates|dataset"
        " updates|versioning|update schedule|업데이트|유지 보수|유지보수"
    ),
    BIAS: "discussion of biases|known biases|biases|bias|편향",
}
_PLACES = {title: member for member, titles in _SECTIONS.items() for title in titles.split("|")}
# Roles of CycloneDX `dataGovernance` by label: owners own the data, stewards are responsible for
# its content, custodians store it.
_ROLES = {
    **dict.fromkeys(("owner", "owners", "owned by", "data owner", "소유자"), "owners"),
    **dict.fromkeys(
        ("curated by", "maintained by", "maintainer", "maintainers", "관리자"), "stewards"
    ),
    **dict.fromkeys(
        ("dataset curators", "point of contact", "contact person", "담당자", "연락처"), "stewards"
    ),
    **dict.fromkeys(("shared by", "hosted by"), "custodians"),
}


LONGEST_NAME = 120
_NO_NAMES = frozenset({"email", "e-mail", "mail", "here", "contact", "link"})
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


def data_entry(record: ArtifactRecord) -> Iterator[Fact]:
    """Describe a dataset in CycloneDX terms (bom-1.7.schema.json, `componentData`).

    Yields:
        Facts by their path in the entry. Parties are contacts, since nobody states whether they are
        people or organisations. `classification` covers personal data only, as far as the documents
        say: no hub and no card template has any other.
    """
    yield Fact(("type",), "dataset", ())
    yield Fact(("name",), record.ref.name, ())
    if page := web_address(record.snapshot.url):
        yield Fact(("contents", "url"), page, ())
    for quote, places in statements(record).items():
        yield Fact(("sensitiveData", APPEND), quote, places)
    if classed := classification(record):
        yield Fact(("classification",), *classed)
    yield from _governance(record)
    for fact in considerations(record):
        if member := _SUBJECTS.get(str(fact.path[1])):
            text = fact.value if isinstance(fact.value, str) else fact.value["name"]
            yield Fact(*_property(member, text), fact.evidence)
    for member, text, evidence in passages(record, _PLACES):
        yield Fact(*_property(member, text), (evidence,))


def _governance(record: ArtifactRecord) -> Iterator[Fact]:
    for label in labelled(record):
        role, party = _ROLES.get(label.label), _party(label.value)
        if role and party:
            yield Fact(("governance", role, APPEND), {"contact": party}, (label.evidence,))


def _party(value: str) -> dict[str, str]:
    """A name, or a contact address; empty if the value is a sentence."""
    value = value.strip(" .")
    if _ADDRESS.fullmatch(value):
        return {"email": value}
    return (
        {}
        if len(value) > LONGEST_NAME or ". " in value or value.lower() in _NO_NAMES
        else {"name": value}
    )


def _property(member: str, text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    return ("contents", "properties", APPEND), {"name": f"{DATASET}:{member}", "value": text}
