"""The rule unread-key (CARD004)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.lineage.elsewhere import (
    card_place,
    name_elsewhere,
    place_of,
    unknown_fields,
    unread_statements,
)
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import CARD
from provenance.model.card import Card
from provenance.model.finding import Evidence, Finding, Severity, shorten
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.stated import MOST_VALUES, UnreadStatement, is_empty, pointer

# What a configuration always says; without it, something was lost or is written otherwise.
_ALWAYS = (
    ("config.json", "model_type", ("architectures", "transformers_version")),
    ("adapter_config.json", "peft_type", ("target_modules", "task_type", "lora_alpha")),
)
# A file that lists hundreds of names under a key of its own is reported once.
_MOST = 10


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
        for statement, evidence in unread_statements(subject):
            what = name_elsewhere(subject, statement)
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
        if statement.is_rest:
            text = message(
                "card.unread-key.message-rest", most=MOST_VALUES, key=where, file=evidence.file
            )
            remedy = message("card.unread-key.remedy-unknown")
        return self._finding(subject, text, remedy, evidence, f"{where}:{what}")

    def _respelt(self, subject: ArtifactRecord, card: Card) -> Iterator[Finding]:
        for key, written in sorted(card.written.items()):
            yield self._finding(
                subject,
                message(
                    "card.unread-key.message-spelling", written=written, file=CARD, intended=key
                ),
                message("card.unread-key.remedy-spelling", intended=key),
                card_place(subject, card, (key,)),
                written,
            )

    def _unknown(
        self, subject: ArtifactRecord, reported: set[UnreadStatement]
    ) -> Iterator[Finding]:
        """The keys of the front matter that nothing else reports, in one finding."""
        card = subject.card
        copied = subject.snapshot.metadata.get("cardData")
        fields = card.fields if card else copied
        if not isinstance(fields, Mapping):
            return
        reported_keys = {str(step) for entry in reported for step in entry.path[:2]}
        keys = [
            key
            for key, value in unknown_fields(fields, subject.ref.kind).items()
            if key not in reported_keys and not is_empty(value)
        ]
        if not keys:
            return
        names = shorten(", ".join(keys), 200)
        evidence = place_of(
            subject, subject.snapshot.source, UnreadStatement((keys[0],), names, is_named=False)
        )
        if card:
            evidence = card_place(subject, card, (keys[0],))
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
