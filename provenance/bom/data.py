"""Write the record of a dataset as an entry of CycloneDX `data`: governance, contents,
collection."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.bom.links import web_address
from provenance.bom.personal_data import classification, statements
from provenance.facts.considerations import ETHICS, LIMITS, USES, considerations
from provenance.facts.data_card import data_statements
from provenance.facts.data_subjects import USE
from provenance.facts.labels import heading, labelled
from provenance.facts.stated import APPEND, Fact, blank, sections
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence

DATASET = "provenance:dataset"
LIMITATION, CONSIDERATION = "limitation", "consideration"

_SUBJECTS = {USES: USE, LIMITS: LIMITATION, ETHICS: CONSIDERATION}
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
# The words of a link instead of a name: `[GitHub](https://…)`.
_NO_NAMES = frozenset(
    {"email", "e-mail", "mail", "here", "contact", "link", "github", "gitlab", "homepage"}
    | {"website", "repository", "paper", "issues", "github issues", "linkedin", "twitter"}
)
_PAGE = re.compile(r"https?://|www\.", re.IGNORECASE)
# The full stop of an initial, `A. Kim`, ends no sentence.
_SENTENCE_END = re.compile(r"(?<!et al)(?<=[a-z가-힣]{2})\. ")
# `The dataset was created by A. Kim, who works at Acme`, `The curators are A and B.`
_WORD = r"[A-Z][\w.'’-]{0,30}"
_NAME = rf"{_WORD}(?: (?:(?:de|van|von|der|den|al|bin|of|the) ){{0,2}}{_WORD}){{0,4}}"
_NAMES = rf"{_NAME}(?:(?:,|,? and) {_NAME}){{0,8}}"
# A name, and at most where its bearer works: `A. Kim (Acme)`, `A. Kim, Acme`.
_NAME_ONLY = re.compile(rf"{_NAME}(?:, [^.]{{2,60}}| \([^()]{{2,60}}\))?$")
_SPOKEN = re.compile(
    r"\b(?:created|curated|constructed|compiled|built|developed|collected|made|maintained) by "
    rf"(?:the )?(?P<by>{_NAMES})|\b(?:curators?|authors?|creators?) (?:is|are) (?P<are>{_NAMES})"
)
# A reference after a name: `(see the paper)`.
_ASIDE = re.compile(r" \((?:please )?see [^()]{0,120}\)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NAME_AND_ADDRESS = re.compile(
    rf"(?P<name>{_NAME}),? [<(]?(?:mailto:)?(?P<address>{_ADDRESS.pattern})[>)]?"
)


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
    yield from _once(_statements(record))


def _statements(record: ArtifactRecord) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Subject, text and places of what the card states of its data and of using it."""
    for fact in considerations(record):
        if member := _SUBJECTS.get(str(fact.path[1])):
            text = fact.value if isinstance(fact.value, str) else fact.value["name"]
            yield member, text, fact.evidence
    for statement in data_statements(record):
        yield statement.member, statement.text, (statement.evidence, *statement.more)


def _once(statements: Iterator[tuple[str, str, tuple[Evidence, ...]]]) -> Iterator[Fact]:
    """Each statement as a property, once: two readers may have read the same sentence."""
    seen: set[tuple[str, str]] = set()
    for member, text, evidence in statements:
        if (member, text) not in seen:
            seen.add((member, text))
            entry = {"name": f"{DATASET}:{member}", "value": text}
            yield Fact(("contents", "properties", APPEND), entry, evidence)


def _governance(record: ArtifactRecord) -> Iterator[Fact]:
    for label in labelled(record):
        role, party = _ROLES.get(label.label), _party(label.value)
        if role and party:
            yield Fact(("governance", role, APPEND), {"contact": party}, (label.evidence,))
    yield from _listed_parties(record)


def _listed_parties(record: ArtifactRecord) -> Iterator[Fact]:
    """The names that a list below a heading such as Dataset Curators holds, one an item."""
    for section, document in sections(record):
        role = _ROLES.get(heading(section))
        blocks = section.blocks if role else ()
        items = [item for block in blocks if block.stated for item in block.items]
        for text, span in items:
            party = {} if blank(text) else _party(text)
            if party.get("email") or _NAME_ONLY.match(party.get("name", "")):
                evidence = Evidence.quoting(document, span.start, span.end)
                yield Fact(("governance", str(role), APPEND), {"contact": party}, (evidence,))


def _party(value: str) -> dict[str, str]:
    """A name, or a contact address; empty if the value is a sentence."""
    value = _ASIDE.sub("", value).strip(" .")
    if spoken := _SPOKEN.search(value):
        value = (spoken["by"] or spoken["are"]).strip(" .")
    if _PAGE.match(value):
        return {}
    if _ADDRESS.fullmatch(value):
        return {"email": value}
    if with_address := _NAME_AND_ADDRESS.fullmatch(value):
        return {"name": with_address["name"], "email": with_address["address"]}
    return (
        {}
        if len(value) > LONGEST_NAME or _SENTENCE_END.search(value) or value.lower() in _NO_NAMES
        else {"name": value}
    )
