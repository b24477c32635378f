"""The rule base-unknown (LIN025)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import is_on_base_model, lookup
from provenance.lineage.doubts import stricter_beside
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import BASES, ArtifactRef, Gap
from provenance.model.finding import Evidence, Finding, Severity, shorten
from provenance.parents import CONFIG, MISSING, is_merge_tag
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence, records_at, searched
from provenance.stated import line_of, texts


class BaseUnknown(
    Rule, code="LIN025", name="base-unknown", family=Family.LINEAGE, severity=Severity.HIGH
):
    """It was made from a base model that nothing names in a way that can be followed.

    ## What it checks
    An adapter, a merge or a quantised model without a base model; a base that is a path on its
    author's machine, no name that a hub could hold, or stated in a form that was not understood. A
    card that says under which licence its base is, and names no base. The model and every base
    above it.
    At medium: the tag `merge` alone, without a merge configuration or a tag of a merging program.
    At info: weights that config.json says were loaded from a place of which nothing else is known.

    ## Why it matters
    The base's terms, data and weaknesses come with it. As long as nobody knows the base, nobody
    knows them, whatever licence the card declares.

    ## How to fix
    Ask the author for the base. An author writes `base_model: org/name`.

    ## Example
    A LoRA whose adapter_config.json says `"base_model_name_or_path": null`.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        records = records_at(lineage, [(subject.ref,), *ancestors(lineage, subject.ref)])
        unknown = [
            (path, record, gap)
            for path, record in records.items()
            for gap in record.gaps
            if gap.topic == BASES
        ]
        loaded = list(self._loaded(subject, lineage)) if not unknown else []
        yield from loaded
        under_terms = list(self._under_terms(subject, lineage)) if not unknown else []
        yield from under_terms
        derived = any(_is_derived(record) for record in records.values())
        if not unknown and not derived and not loaded and not under_terms:
            raise NotApplicableError(message("lineage.base-unknown.not-applicable"))
        for path, record, gap in unknown:
            yield self._finding(subject, path, record, gap)

    def _loaded(self, subject: ArtifactRecord, lineage: Lineage) -> Iterator[Finding]:
        """Where the weights were loaded from, where no base model is known."""
        stated = texts(subject.configs.get(CONFIG, {}).get("_name_or_path")).texts
        document = subject.documents.get(CONFIG)
        if ancestors(lineage, subject.ref) or not stated or document is None:
            return
        origin = stated[0]
        if not origin.strip(" ./\\") or origin == subject.ref.name:
            return
        line = line_of(document, "_name_or_path")
        name = shorten(origin, 80)
        yield self.finding(
            subject,
            message=message("lineage.base-unknown.message-loaded", file=CONFIG, name=name),
            remedy=message("lineage.base-unknown.remedy-loaded"),
            evidence=(Evidence.quoting(document, line, line),),
            key=CONFIG,
            severity=Severity.INFO,
        )

    def _under_terms(self, subject: ArtifactRecord, lineage: Lineage) -> Iterator[Finding]:
        """The licence that the card states for the base, where it names no base."""
        if ancestors(lineage, subject.ref):
            return
        for terms in stricter_beside(lineage, subject):
            entry = lookup(terms.licence or "")
            if entry is None or not is_on_base_model(terms):
                continue
            name = subject.ref.name
            yield self.finding(
                subject,
                message=message(
                    "lineage.base-unknown.message-terms", name=name, licence=entry.name
                ),
                remedy=message("lineage.base-unknown.remedy", name=name),
                evidence=(terms.evidence,),
                key=f"terms:{entry.id}",
            )
            return

    def _finding(
        self,
        subject: ArtifactRecord,
        path: tuple[ArtifactRef, ...],
        record: ArtifactRecord,
        gap: Gap,
    ) -> Finding:
        name = record.ref.name
        text = message("lineage.base-unknown.message", name=name)
        severity = Severity.HIGH
        if gap.reason == MISSING and record.adapter_sign:
            text = message("lineage.base-unknown.message-adapter", name=name)
        elif gap.reason == MISSING:
            sign, _ = record.derived_sign
            text = message("lineage.base-unknown.message-derived", name=name, sign=sign)
            severity = Severity.MEDIUM if is_merge_tag(sign) else Severity.HIGH
        return self.finding(
            subject,
            message=text,
            remedy=message("lineage.base-unknown.remedy", name=name),
            path=path,
            evidence=_proof(record, gap),
            details=(_detail(record, gap),),
            key=f"{name}:{gap.what}",
            severity=severity,
        )


def _detail(record: ArtifactRecord, gap: Gap) -> Message:
    """What is stated of the base, or where nothing was found."""
    if gap.reason == MISSING:
        return searched(record)
    return message("lineage.base-unknown.detail-gap", gap=gap.detail)


def _proof(record: ArtifactRecord, gap: Gap) -> tuple[Evidence, ...]:
    """The file that shows that there is a base, or the file in which the base is stated."""
    place = gap.what.rpartition(" in ")[2]
    if gap.reason == MISSING:
        _, derived_in = record.derived_sign
        place = record.adapter_sign or derived_in
    entry = record.snapshot.file(place)
    return (file_evidence(record, entry),) if entry else ()


def _is_derived(record: ArtifactRecord) -> bool:
    """Whether an artefact names a base other than itself."""
    own = record.ref.unpinned
    return any(parent.is_base and parent.ref.unpinned != own for parent in record.parents)
