"""CARD004."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provenance.licences import lookup
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import CARD, ArtifactRef, Kind
from provenance.model.card import CardSpan
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.stated import (
    ANSWER_KEYS,
    CARD_KEYS,
    CONFIG_KEYS,
    OTHER_ANSWER_KEYS,
    OTHER_CARD_KEYS,
    Value,
    hub_link,
    is_licence_key,
    line_of,
    named_elsewhere,
    pointer,
    texts,
)

# A card of a dataset says of these what nobody reads; there a name under them is worth a look.
_KEYS_OF_MODELS = frozenset({"base_model", "base_model_relation", "merged_models", "datasets"})
# A file that lists hundreds of names under a key of its own is told of once.
_MOST = 10
_UNRESOLVED = "unresolved"


class UnreadKey(Rule, code="CARD004", name="unread-key", family=Family.CARD, severity=Severity.LOW):
    """A key that no tool reads names a model, a dataset or a licence.

    ## What it checks
    Keys of the front matter, of configuration files and of the hub's answer that are unknown here:
    whether a repository of the hub or a known licence stands under one. And keys of the front
    matter in another spelling than the hub's, which were read as the key that is meant.

    ## Why it matters
    Hub and tools take no notice of such a key. A base, a dataset or a licence that is stated there
    reaches nobody, and here it is not followed.

    ## How to fix
    Audit what is named as well. An author writes the key that the hub reads.

    ## Example
    `trained_from: google/gemma-7b` in place of `base_model: google/gemma-7b`.

    ## References
    - https://huggingface.co/docs/hub/model-cards#model-card-metadata
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        if not subject.card and not subject.configs and not subject.snapshot.metadata:
            raise NotApplicableError("there is no metadata")
        yield from self._respelt(subject)
        told: set[str] = set()
        for value, evidence in _values(subject):
            what = _named(subject, value)
            if what and what not in told and len(told) < _MOST:
                told.add(what)
                where = pointer(value.path)
                yield Finding(
                    self.code,
                    self.severity,
                    subject.purl,
                    f"`{where}` in {evidence.file} names {what}, and no tool reads that key",
                    f"Audit {what} as well, or ask the author what is meant.",
                    (subject.purl,),
                    (evidence,),
                    key=f"{where}:{what}",
                )

    def _respelt(self, subject: ArtifactRecord) -> Iterator[Finding]:
        card, document = subject.card, subject.card_document
        if card is None or document is None:
            return
        for meant, written in sorted(card.written.items()):
            place = card.span((meant,)) or CardSpan(1, 1)
            yield Finding(
                self.code,
                self.severity,
                subject.purl,
                f"the hub does not read `{written}` in {CARD}; it was taken for `{meant}`",
                f"Ask the author to write `{meant}`.",
                (subject.purl,),
                (Evidence.quoting(document, place.start, place.end),),
                key=written,
            )


def _values(subject: ArtifactRecord) -> Iterator[tuple[Value, Evidence]]:
    """Names and licences under keys that nobody reads, each with its place."""
    ref, card, document = subject.ref, subject.card, subject.card_document
    if card and document:
        for value in _elsewhere(card.fields, _card_keys(ref.kind)):
            place = card.span(value.path) or CardSpan(1, 1)
            yield value, Evidence.quoting(document, place.start, place.end)
    for path, config in subject.configs.items():
        for value in named_elsewhere(config, CONFIG_KEYS):
            document = subject.documents[path]
            line = line_of(document, str(value.path[0]))
            yield value, Evidence.quoting(document, line, line, value.text)
    answer = subject.snapshot.metadata
    for value in named_elsewhere(answer, (*ANSWER_KEYS, *OTHER_ANSWER_KEYS)):
        yield value, _of_answer(subject, value)
    copied = answer.get("cardData")
    if card is None and isinstance(copied, Mapping):
        for value in _elsewhere(copied, _card_keys(ref.kind)):
            below = Value(value.text, ("cardData", *value.path))
            yield below, _of_answer(subject, below)


def _card_keys(kind: Kind) -> frozenset[str]:
    known = frozenset({*CARD_KEYS, *OTHER_CARD_KEYS})
    return known if kind is Kind.MODEL else known - _KEYS_OF_MODELS


def _elsewhere(fields: Mapping[str, Any], known: frozenset[str]) -> Iterator[Value]:
    unknown = {
        key: value for key, value in fields.items() if key not in known and not is_licence_key(key)
    }
    yield from named_elsewhere(unknown, ())
    for key, value in unknown.items():
        for found in texts(value, (key,)).values:
            licence = lookup(found.text)
            if licence and licence.category != _UNRESOLVED:
                yield found


def _of_answer(subject: ArtifactRecord, value: Value) -> Evidence:
    snapshot = subject.snapshot
    quote = f"{pointer(value.path)}: {value.text}"
    return Evidence(
        subject.purl, snapshot.source, snapshot.ref.revision or "", None, None, quote, None
    )


def _named(subject: ArtifactRecord, value: Value) -> str:
    """What is named, unless it is the artefact itself or known as what it was made from."""
    link = hub_link(value.text)
    name = link[1] if link else value.text
    known: set[ArtifactRef] = {subject.ref, *(parent.ref for parent in subject.parents)}
    return "" if name.lower() in {ref.name.lower() for ref in known} else name
