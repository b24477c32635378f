"""The rule base-terms-unknown (LIN030)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from provenance.licences import binding, lost_duties, restrictions
from provenance.licences.claim import Licence, Restriction
from provenance.lineage.doubts import OF_PART, UNREAD, Doubt, doubts
from provenance.lineage.graph import Lineage, ancestors, training_data
from provenance.lineage.open_words import unclear_words
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import BASES, DATA, ArtifactRef, Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of, joined, licence_name, nothing_named

# Details shown.
_SHOWN = 10
_UNREAD_TERMS = "terms-unread"
_UNCLEAR_WORDS = "words-unclear"
_AS_BASE = "as-base"


class _Open(NamedTuple):
    """Something that the subject was made from, and what is not known of its terms."""

    path: tuple[ArtifactRef, ...]
    doubt: Doubt


class BaseTermsUnknown(
    Rule, code="LIN030", name="base-terms-unknown", family=Family.LINEAGE, severity=Severity.HIGH
):
    """It declares a licence although the terms of something it was made from are not known.

    ## What it checks
    Everything the model was made from, up the whole lineage; for a dataset the datasets it was made
    from. One of them states no licence, names one that nobody knows, has a licence text that is not
    recognised or was changed, or could not be read because it is gated, gone or not on the hub. Or
    its card has words that may restrict the work but do not say so in a known way, and the licence
    declared here restricts nothing. The licence declared here says nothing about that.

    ## Why it matters
    The weights of a base come with its terms. While these are not known, nobody can say whether the
    licence declared here may be granted: the terms above may forbid what it allows.

    ## How to fix
    Find out the terms of what the finding names: ask its author, get access, or have its text read.
    Until then do not rely on the licence that is declared here.

    ## Example
    `license: apache-2.0` on a fine-tune of a model whose card says `license: other` and whose
    licence text its maker wrote.

    ## References
    - https://arxiv.org/abs/2509.09873
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        is_dataset = subject.ref.kind is Kind.DATASET
        above = (training_data if is_dataset else ancestors)(lineage, subject.ref)
        if not above:
            topic = DATA if is_dataset else BASES
            reason = message("lineage.reason.no-sources")
            raise nothing_named(subject, topic, reason)
        if not binding(subject.licence):
            raise NotApplicableError(message("lineage.base-terms-unknown.not-applicable"))
        unknown: list[_Open] = []
        for path in above:
            unknown += _open(lineage, subject, path)
        lasting = [source for source in unknown if source.doubt.lasting]
        if lasting:
            yield self._finding(subject, lasting)
        elif unknown:
            names = tuple(dict.fromkeys(source.path[-1].name for source in unknown))
            raise CannotTellError(message("lineage.reason.terms-unread", names=names))

    def _finding(self, subject: ArtifactRecord, unknown: list[_Open]) -> Finding:
        first = min(unknown, key=lambda source: len(source.path))
        names = tuple(dict.fromkeys(source.path[-1].name for source in unknown))
        declared = licence_name(subject)
        details: list[Message] = []
        # Other findings name the terms that are known; these may only be more.
        part = "-part" if all(map(_adds_to_known, unknown)) else ""
        if len(names) > 1:
            text = message(
                f"lineage.base-terms-unknown.message-several{part}", declared=declared, names=names
            )
            details = [
                message("rule.detail.doubt", name=source.path[-1].name, doubt=source.doubt.text)
                for source in unknown[:_SHOWN]
            ]
        else:
            text = message(
                f"lineage.base-terms-unknown.message{part}",
                declared=declared,
                name=names[0],
                doubt=first.doubt.text,
            )
        own = evidence_of(subject.licence.claims[:1])
        return self.finding(
            subject,
            message=text,
            remedy=message("lineage.base-terms-unknown.remedy", name=names[0], declared=declared),
            path=first.path,
            evidence=[*own, *first.doubt.evidence],
            details=details,
        )


def _open(
    lineage: Lineage, subject: ArtifactRecord, path: tuple[ArtifactRef, ...]
) -> Iterator[_Open]:
    """What is not known of the terms of one ancestor and may be stricter than what is declared."""
    base = lineage.record(path[-1])
    lost = lost_duties(subject.licence, base.licence) if base else None
    hiding = [doubt for doubt in doubts(lineage, path[-1]) if _hides_terms(doubt)]
    if hiding:
        unread = hiding[0].topic == UNREAD
        if lost is None or unread:
            yield _Open(path, hiding[0])
    elif lost is None and base is not None and _unread_licences(base):
        yield _Open(path, _not_catalogued(base))
    elif not lost and base is not None:
        words = _unrepeated_words(lineage, base, subject)
        if words is not None:
            yield _Open(path, _of_words(words))


def _adds_to_known(source: _Open) -> bool:
    """Whether terms are known, and what was not read can only add to them."""
    return source.doubt.known and source.doubt.topic == UNREAD


def _hides_terms(doubt: Doubt) -> bool:
    """Whether a doubt may hide stricter terms: nothing is known, or something was changed or
    withheld."""
    if not doubt.known:
        return True
    return doubt.topic not in ("contradicted", OF_PART) and doubt.lasting


def _unread_licences(base: ArtifactRecord) -> list[Licence]:
    """Licences whose terms nobody read for the catalogue.

    What a permissive licence of the SPDX list asks is known all the same.
    """
    return [
        licence
        for licence in base.licence.licences
        if not licence.known_terms and not (licence.spdx and licence.category == "permissive")
    ]


def _unrepeated_words(
    lineage: Lineage, base: ArtifactRecord, subject: ArtifactRecord
) -> Restriction | None:
    """Words of a base that may restrict it, and that are lost below: the subject does not repeat
    them, does not defer to the licence of its base, and is under a licence that restricts nothing.
    """
    own = subject.licence
    if own.verdict == _AS_BASE or restrictions(own.licences):
        return None
    repeated = {words.quote for words in (*own.restrictions, *own.unclear)}
    open_words = unclear_words(lineage, base)
    return next((words for words in open_words if words.quote not in repeated), None)


def _of_words(words: Restriction) -> Doubt:
    """Words of a base that may restrict it."""
    return Doubt(
        topic=_UNCLEAR_WORDS,
        text=message("lineage.base-terms-unknown.words", quote=words.quote),
        question=message("lineage.base-terms-unknown.words-question"),
        evidence=(words.evidence,),
        known=True,
    )


def _not_catalogued(base: ArtifactRecord) -> Doubt:
    """A licence that is named and whose terms are not known for that reason."""
    names = joined([licence.name for licence in _unread_licences(base)])
    return Doubt(
        topic=_UNREAD_TERMS,
        text=message("lineage.base-terms-unknown.doubt", names=names),
        question=message("lineage.base-terms-unknown.question"),
        evidence=tuple(claim.evidence for claim in base.licence.claims[:1]),
        known=True,
    )
