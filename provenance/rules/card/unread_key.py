"""CARD004."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from provenance.licences import lookup
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import CARD, Kind
from provenance.model.card import Card, CardSpan
from provenance.model.finding import Evidence, Finding, Severity, shorten
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.stated import (
    ANSWER_KEYS,
    CARD_KEYS,
    CONFIG_KEYS,
    HEADER_KEYS,
    OTHER_ANSWER_KEYS,
    OTHER_CARD_KEYS,
    OTHER_CONFIG_KEYS,
    UnreadStatement,
    hub_link,
    is_empty,
    is_licence_key,
    line_of,
    looks_like_repository,
    pointer,
    stated_elsewhere,
)

# A card of a dataset says of these what nobody reads; there a name under them is worth a look.
_KEYS_OF_MODELS = frozenset({"base_model", "base_model_relation", "merged_models", "datasets"})
# Keys that the makers of GGUF, ModelSpec and trainers define; those that name something are read.
_HEADER_PREFIXES = ("general.", "tokenizer.", "modelspec.", "ss_", "sshs_")
# Parts of a model have configurations of their own within its configuration: `text_config`.
_PART = ("config", "configs")
# What a configuration always says; without it, something was lost or is written otherwise.
_ALWAYS = (
    ("config.json", "model_type", ("architectures", "transformers_version")),
    ("adapter_config.json", "peft_type", ("target_modules", "task_type", "lora_alpha")),
)
# A file that lists hundreds of names under a key of its own is told of once.
_MOST = 10
_UNRESOLVED = "unresolved"
_Found: TypeAlias = tuple[UnreadStatement, Evidence]


class UnreadKey(Rule, code="CARD004", name="unread-key", family=Family.CARD, severity=Severity.LOW):
    """A key that no tool reads states something.

    ## What it checks
    Keys of front matter, configuration files, weight headers and the hub's answer that are unknown
    here: whether a repository of the hub, a known licence or the hub's word for a task, library or
    architecture stands under one, or a key that is known in another place. Keys of the front matter
    in another spelling than the hub's, which were read as the key that is meant. Configurations
    without the key that says what they configure. At info: other unknown keys of the front matter.

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
        places = (subject.card, subject.configs, subject.weights, subject.snapshot.metadata)
        if not any(places):
            raise NotApplicableError(message("card.unread-key.not-applicable"))
        reported: dict[str, UnreadStatement] = {}
        for statement, evidence in _everywhere(subject):
            what = _what(subject, statement)
            if what and what not in reported and len(reported) < _MOST:
                reported[what] = statement
                yield self._elsewhere(subject, statement, what, evidence)
        if subject.card and subject.card_document:
            yield from self._respelt(subject, subject.card)
        yield from self._unknown(subject, set(reported.values()))
        yield from self._missing(subject)

    def _elsewhere(
        self, subject: ArtifactRecord, statement: UnreadStatement, what: str, evidence: Evidence
    ) -> Finding:
        where = shorten(pointer(statement.path), 100)
        text = message("card.unread-key.message", key=where, file=evidence.file, name=what)
        remedy = message("card.unread-key.remedy", name=what)
        if not statement.is_named:
            text = message(
                "card.unread-key.message-value", key=where, file=evidence.file, value=what
            )
            remedy = message("card.unread-key.remedy-value")
        return self._finding(subject, text, remedy, evidence, f"{where}:{what}")

    def _respelt(self, subject: ArtifactRecord, card: Card) -> Iterator[Finding]:
        for key, written in sorted(card.written.items()):
            yield self._finding(
                subject,
                message(
                    "card.unread-key.message-spelling", written=written, file=CARD, intended=key
                ),
                message("card.unread-key.remedy-spelling", intended=key),
                _of_card(subject, card, (key,)),
                written,
            )

    def _unknown(
        self, subject: ArtifactRecord, reported: set[UnreadStatement]
    ) -> Iterator[Finding]:
        """The keys of the front matter of which nothing was told so far, in one finding."""
        card = subject.card
        copied = subject.snapshot.metadata.get("cardData")
        fields = card.fields if card else copied
        if not isinstance(fields, Mapping):
            return
        told_of = {str(step) for entry in reported for step in entry.path[:2]}
        keys = [
            key
            for key, value in _unknown_fields(fields, subject.ref.kind).items()
            if key not in told_of and not is_empty(value)
        ]
        if not keys:
            return
        names = shorten(", ".join(keys), 200)
        evidence = _of_place(
            subject, subject.snapshot.source, UnreadStatement((keys[0],), names, is_named=False)
        )
        if card:
            evidence = _of_card(subject, card, (keys[0],))
        yield self.finding(
            subject,
            message=message("card.unread-key.message-unknown", file=CARD, keys=names),
            remedy=message("card.unread-key.remedy-unknown"),
            evidence=(evidence,),
            key="unknown",
            severity=Severity.INFO,
        )

    def _missing(self, subject: ArtifactRecord) -> Iterator[Finding]:
        for path, key, signs in _ALWAYS:
            config = subject.configs.get(path, {})
            entry = subject.snapshot.file(path)
            if entry and is_empty(config.get(key)) and any(sign in config for sign in signs):
                yield self._finding(
                    subject,
                    message("card.unread-key.message-missing", file=path, key=key),
                    message("card.unread-key.remedy-missing"),
                    file_evidence(subject, entry),
                    f"{path}:{key}",
                )

    def _finding(
        self, subject: ArtifactRecord, text: str, remedy: str, evidence: Evidence, key: str
    ) -> Finding:
        return self.finding(subject, message=text, remedy=remedy, evidence=(evidence,), key=key)


def _everywhere(subject: ArtifactRecord) -> Iterator[_Found]:
    """What stands under keys that nobody reads, each with its place."""
    card, answer = subject.card, subject.snapshot.metadata
    if card and subject.card_document:
        for statement in _in_fields(card.fields, subject.ref.kind):
            yield statement, _of_card(subject, card, statement.path)
    for path, keys in CONFIG_KEYS.items():
        yield from _in_config(subject, path, keys)
    for facts in subject.weights:
        texts = {
            key: text
            for key, text in facts.metadata.items()
            if not key.startswith(_HEADER_PREFIXES)
        }
        for statement in stated_elsewhere(texts, HEADER_KEYS, _is_licence):
            yield statement, _of_place(subject, facts.path, statement)
    for statement in stated_elsewhere(answer, (*ANSWER_KEYS, *OTHER_ANSWER_KEYS), _is_licence):
        yield statement, _of_place(subject, subject.snapshot.source, statement)
    copied = answer.get("cardData")
    if card is None and isinstance(copied, Mapping):
        for statement in _in_fields(copied, subject.ref.kind):
            below = replace(statement, path=("cardData", *statement.path))
            yield below, _of_place(subject, subject.snapshot.source, below)


def _in_fields(fields: Mapping[str, Any], kind: Kind) -> tuple[UnreadStatement, ...]:
    return stated_elsewhere(_unknown_fields(fields, kind), (), _is_licence)


def _unknown_fields(fields: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    known = frozenset({*CARD_KEYS, *OTHER_CARD_KEYS})
    if kind is Kind.DATASET:
        known -= _KEYS_OF_MODELS
    return {
        key: value for key, value in fields.items() if key not in known and not is_licence_key(key)
    }


def _in_config(subject: ArtifactRecord, path: str, keys: tuple[str, ...]) -> Iterator[_Found]:
    document = subject.documents.get(path)
    config = subject.configs.get(path, {})
    for statement in stated_elsewhere(config, (*keys, *OTHER_CONFIG_KEYS), _is_licence):
        of_part = str(statement.path[0]).endswith(_PART)
        if document and (not of_part or looks_like_repository(statement.text)):
            line = line_of(document, str(statement.path[0]))
            yield statement, Evidence.quoting(document, line, line, statement.text)


def _is_licence(text: str) -> bool:
    licence = lookup(text)
    return licence is not None and licence.category != _UNRESOLVED


def _of_card(subject: ArtifactRecord, card: Card, path: tuple[str | int, ...]) -> Evidence:
    document = subject.card_document
    assert document is not None
    place = card.span(path) or CardSpan(1, 1)
    return Evidence.quoting(document, place.start, place.end)


def _of_place(subject: ArtifactRecord, file: str, statement: UnreadStatement) -> Evidence:
    quote = shorten(f"{pointer(statement.path)}: {statement.text}")
    return Evidence(
        artifact=subject.purl,
        file=file,
        revision=subject.ref.revision or "",
        start_line=None,
        end_line=None,
        quote=quote,
        sha256=None,
    )


def _what(subject: ArtifactRecord, statement: UnreadStatement) -> str:
    """What is stated, unless it is the artefact itself or known as what it was made from."""
    link = hub_link(statement.text)
    name = link[1] if link else statement.text
    known = {subject.ref.name, *(parent.ref.name for parent in subject.parents)}
    return "" if name.lower() in {name.lower() for name in known} else name
