"""Write the record of an artefact as a CycloneDX component, with the facts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.component import Component, ComponentType, Pedigree
from cyclonedx.model.contact import OrganizationalContact
from packageurl import PackageURL

from provenance.bom.data import data_entry
from provenance.bom.licensing import licences
from provenance.bom.links import references, refused_links
from provenance.bom.model_card import TAXONOMY, model_card
from provenance.bom.parts import Parts
from provenance.cyclonedx.documents import DataJson, ModelCardJson
from provenance.cyclonedx.extension import AiComponent
from provenance.facts.considerations import authors, description
from provenance.facts.prose import MAKER, stated
from provenance.facts.stated import (
    Fact,
    Path,
    StatedValue,
    file_ref,
    from_card,
    from_hub,
    place,
    strings,
)
from provenance.licences.claim import Conclusion
from provenance.lineage.config_files import SERVED
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, Kind, SourceText
from provenance.model.finding import Evidence, shorten
from provenance.parents import code_references
from provenance.privacy.disclosure import Grade
from provenance.stated import figure
from provenance.weights import file_format

MOST_FILES = 10_000
MOST_TAGS = 50
MOST_LICENCE_WORDS = 20
LONGEST_CLAIM = 120
COMPONENT_TYPE = {
    Kind.MODEL: ComponentType.MACHINE_LEARNING_MODEL,
    Kind.DATASET: ComponentType.DATA,
}
_DATASET_FIELDS = (
    "pretty_name",
    "size_categories",
    "task_categories",
    "task_ids",
    "multilinguality",
    "annotations_creators",
    "language_creators",
    "source_datasets",
)
_HUB_FIELDS = {
    "gated": "gated",
    "disabled": "disabled",
    "createdAt": "created",
    "lastModified": "last_modified",
}


@dataclass(frozen=True, slots=True)
class Described:
    """A component with the source of each field."""

    component: Component
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """What only a model or only data has, with the source of each field."""

    model_card: ModelCardJson | None = None
    data: tuple[DataJson, ...] = ()
    facts: tuple[Fact, ...] = ()


def describe(
    record: ArtifactRecord,
    bom_ref: str,
    datasets: Sequence[tuple[str, tuple[Evidence, ...]]] = (),
    pedigree: Pedigree | None = None,
    every_file: bool = True,
) -> Described:
    """Write an artefact as a component of type machine-learning-model or data.

    The hub's organisation becomes `group` and `publisher` (it published the artefact there), never
    supplier or manufacturer, which no hub states. Authors are those that the card names as
    `Developed by` or `Curated by`.

    Args:
        record: The record of the artefact.
        bom_ref: Its reference within the BOM.
        datasets: See `provenance.bom.model_card`.
        pedigree: Its parents.
        every_file: Whether to list all files of the commit or only those that were read.
    """
    parts = Parts(record.ref, record.budget)
    facts = [
        *parts.entries("identity", lambda: _identity(record)),
        *parts.entries("description", lambda: description(record)),
    ]
    described = next((fact for fact in facts if fact.path == ("description",)), None)
    block = parts.made("model card or data", lambda: _block(record, datasets, described), _Block())
    licensed = parts.entries("licences", lambda: licences(record))
    linked = parts.entries("links", lambda: references(record))
    makers = parts.entries("authors", lambda: _makers(record))
    tags = parts.made("tags", lambda: from_card(record, "tags"), None)
    files = parts.entries("files", lambda: _files(record, bom_ref, every_file))
    properties = parts.entries("properties", lambda: _properties(record))
    properties += [("provenance:gap", text, ()) for text in parts.left_out]
    facts += (*block.facts, *(fact for _, fact in (*licensed, *linked)))
    facts += (Fact(("authors", {"name": name}), name, (evidence,)) for name, evidence in makers)
    facts += _property_facts(properties)
    if tags:
        facts.append(Fact(("tags",), None, (tags.evidence,)))
    component = _component(
        record.ref,
        bom_ref=bom_ref,
        description=described.value if described else None,
        authors=[OrganizationalContact(name=name) for name, _ in makers],
        licenses=[licence for licence, _ in licensed],
        external_references=[reference for reference, _ in linked],
        properties=[Property(name=name, value=value) for name, value, _ in properties],
        pedigree=pedigree,
        components=files,
        tags=strings(tags.value)[:MOST_TAGS] if tags else (),
        ai_model_card=block.model_card,
        ai_data=block.data,
    )
    return Described(component, tuple(facts))


def _property_facts(
    properties: Iterable[tuple[str, str, tuple[Evidence, ...]]],
) -> Iterator[Fact]:
    for name, value, evidence in properties:
        if evidence:
            yield Fact(("properties", {"name": name, "value": value}), value, evidence)


def _makers(record: ArtifactRecord) -> list[tuple[str, Evidence]]:
    """The makers that the card names by label, or else in a sentence."""
    makers = list(authors(record))
    return makers or [(maker.value, maker.evidence) for maker in stated(record, MAKER)][:1]


def named_only(ref: ArtifactRef, bom_ref: str | None, state: str = "") -> Component:
    """A component with nothing but its name and, if it was not read, the reason."""
    properties = [Property(name="provenance:state", value=state)] if state else []
    return _component(ref, bom_ref=bom_ref, properties=properties)


def _component(ref: ArtifactRef, **fields: Any) -> AiComponent:
    """A component with what the reference alone says: type, group, publisher, name, version,
    purl."""
    purl = PackageURL.from_string(ref.purl)
    return AiComponent(
        type=COMPONENT_TYPE[ref.kind],
        group=purl.namespace,
        publisher=purl.namespace,
        name=purl.name,
        version=ref.revision,
        purl=purl,
        **fields,
    )


def _identity(record: ArtifactRecord) -> Iterator[Fact]:
    if revision := from_hub(record, "sha"):
        for field in ("group", "publisher", "version", "purl", "components"):
            yield Fact((field,), None, (revision.evidence,))


def _block(
    record: ArtifactRecord,
    datasets: Sequence[tuple[str, tuple[Evidence, ...]]],
    described: Fact | None,
) -> _Block:
    """The block specific to a model or to data."""
    if record.ref.kind is Kind.MODEL:
        card, placed = place(model_card(record, datasets))
        facts = _below(("modelCard",), placed)
        return _Block(model_card=cast("ModelCardJson", card), facts=facts)
    entry, placed = place([*data_entry(record), *([described] if described else ())])
    return _Block(data=(cast("DataJson", entry),), facts=_below(("data", 0), placed))


def _below(path: Path, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts of a block as facts of the component that holds it at `path`."""
    return tuple(Fact((*path, *fact.path), fact.value, fact.evidence) for fact in facts)


def _files(record: ArtifactRecord, bom_ref: str, every_file: bool) -> list[Component]:
    read = {*record.documents, *(facts.path for facts in record.weights)}
    entries = {
        entry.path: _with_digest(entry, record.documents.get(entry.path))
        for entry in record.snapshot.files
        if every_file or entry.path in read
    }
    components: dict[str, Component] = {}
    for path in sorted(entries)[:MOST_FILES]:
        components.setdefault(file_ref(bom_ref, path), _file(record, bom_ref, entries[path]))
    return list(components.values())


def _with_digest(entry: FileEntry, document: SourceText | None) -> FileEntry:
    """The file entry with the digest of the bytes read, if the hub lists none."""
    return (
        entry
        if entry.sha256 or document is None
        else replace(entry, sha256=document.sha256, size=document.size)
    )


def _hashes(entry: FileEntry, document: SourceText | None) -> list[HashType]:
    """SHA-256 as listed or computed; SHA-512 only for bytes that were read."""
    digests = {
        HashAlgorithm.SHA_256: entry.sha256,
        HashAlgorithm.SHA_512: document.sha512 if document else None,
    }
    return [
        HashType(alg=algorithm, content=digest) for algorithm, digest in digests.items() if digest
    ]


def _file(record: ArtifactRecord, bom_ref: str, entry: FileEntry) -> Component:
    """A file, named as in CycloneDX's ML-BOM guide: the artefact's purl with the path as
    subpath."""
    whole = PackageURL.from_string(record.purl)
    path = entry.path.encode("utf-8", "replace").decode()
    purl = PackageURL(
        whole.type, whole.namespace, whole.name, whole.version, whole.qualifiers, path
    )
    known = {"size": entry.size, "format": file_format(entry.path), "scan": entry.scan}
    return AiComponent(
        type=ComponentType.FILE,
        name=path,
        bom_ref=file_ref(bom_ref, entry.path),
        purl=purl,
        hashes=_hashes(entry, record.documents.get(entry.path)),
        properties=[
            Property(name=f"provenance:file:{name}", value=str(value))
            for name, value in known.items()
            if value not in (None, "", "other")
        ],
    )


def _properties(record: ArtifactRecord) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Everything for which CycloneDX has no field: name, value, evidence."""
    yield from _languages(record)
    if record.ref.kind is Kind.DATASET:
        for key in _DATASET_FIELDS:
            stated = from_card(record, key)
            values = strings(stated.value) if stated else ()
            known = [value for value in values if value not in ("unknown", "other")]
            yield from _each(f"provenance:dataset:{key}", stated, known)
    for key, name in _HUB_FIELDS.items():
        answer = from_hub(record, key)
        if answer and answer.value is not False and (text := figure(answer.value)):
            yield f"provenance:hub:{name}", shorten(text), (answer.evidence,)
    yield from _code(record)
    yield from _judgements(record)


def _languages(record: ArtifactRecord) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Two-letter codes together under the taxonomy's name, all others separately."""
    language = from_card(record, "language")
    codes = strings(language.value) if language else ()
    two_letters = [code for code in codes if len(code) == 2]
    if language and two_letters:
        names = ",".join(dict.fromkeys(two_letters))
        yield f"{TAXONOMY}:languages", names, (language.evidence,)
    others = [code for code in codes if len(code) != 2]
    yield from _each("provenance:language", language, others)


def _code(record: ArtifactRecord) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Python files that run when the model is loaded, those of another repository with its name;
    and files that a service runs or installs."""
    listed = {entry.path for entry in record.snapshot.files}
    places: dict[str, list[Evidence]] = {}
    for reference in code_references(record.documents, record.configs):
        own = reference.repository in ("", record.ref.name)
        files = reference.files_in(listed) if own else ()
        if reference.explicit and not files:
            files = (reference.file,)
        for path in files:
            file = path if own else f"{reference.repository}: {path}"
            places.setdefault(shorten(file), []).append(reference.evidence)
    for file, evidence in places.items():
        yield "provenance:code", file, tuple(dict.fromkeys(evidence))
    for path in SERVED:
        if path in listed:
            yield "provenance:code:served", path, ()


def _licence_words(conclusion: Conclusion) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Statements besides the declared licence, each with its place: other claims, restrictions,
    changes to a known text, unreadable values."""
    names = dict.fromkeys(claim.licence or claim.value for claim in conclusion.claims)
    if len(names) > 1:
        for claim in conclusion.claims[:MOST_LICENCE_WORDS]:
            words = shorten(claim.licence or claim.value, LONGEST_CLAIM)
            yield (
                "provenance:licence:claim",
                f"{words} ({_where(claim.evidence)})",
                (claim.evidence,),
            )
    for restriction in conclusion.restrictions[:MOST_LICENCE_WORDS]:
        place = _where(restriction.evidence)
        words = f"{restriction.limit}: {restriction.quote} ({place})"
        yield "provenance:licence:restriction", words, (restriction.evidence,)
    for change in conclusion.changes[:MOST_LICENCE_WORDS]:
        words = f"{change.kind}: {change.quote} ({_where(change.evidence)})"
        yield "provenance:licence:change", words, (change.evidence,)
    for unread in conclusion.not_understood[:MOST_LICENCE_WORDS]:
        words = f"{unread.evidence.quote}: {unread.why} ({_where(unread.evidence)})"
        yield "provenance:licence:not-understood", words, (unread.evidence,)


def _where(evidence: Evidence) -> str:
    line = f":{evidence.start_line}" if evidence.start_line else ""
    return f"{shorten(evidence.file)}{line}"


def _judgements(record: ArtifactRecord) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """This tool's conclusions: licence verdict, graded disclosures with an answer, gaps."""
    conclusion = record.licence
    if conclusion.claims:
        places = tuple(claim.evidence for claim in conclusion.claims)
        yield "provenance:licence:verdict", conclusion.verdict, places
        if conclusion.declared:
            yield "provenance:licence:declared", conclusion.declared, places
    yield from _licence_words(conclusion)
    for own in record.disclosures:
        if own.grade in (Grade.DISCLOSED, Grade.PARTIAL) and not own.inherited_from:
            answer = f"{own.grade.value} ({own.stance})" if own.stance else own.grade.value
            yield f"provenance:privacy:{own.check}", answer, own.evidence
    for text in _gap_texts(record):
        yield "provenance:gap", text, ()


def _gap_texts(record: ArtifactRecord) -> Iterator[str]:
    tags = from_card(record, "tags")
    counts = (
        ("tags", len(strings(tags.value)) if tags else 0, MOST_TAGS),
        ("files", len(record.snapshot.files), MOST_FILES),
    )
    for name, count, most in counts:
        if count > most:
            yield f"{name}: too-many: {most} of {count} are listed here"
    for gap in record.gaps:
        yield gap_text(gap)
    yield from refused_links(record)


def gap_text(gap: Gap) -> str:
    """A gap as the value of a property: what, why, and the next step."""
    return shorten(f"{gap.what}: {gap.reason}: {gap.detail}")


def _each(
    name: str, source: StatedValue | None, values: Iterable[str]
) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    if source:
        yield from ((name, value, (source.evidence,)) for value in dict.fromkeys(values))
