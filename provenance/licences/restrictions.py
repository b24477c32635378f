"""What keeps people from commercial use or from changing a work: in a licence's terms, in a card's
own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from provenance.artifact import Document, Snapshot
from provenance.card import Card
from provenance.finding import Evidence
from provenance.licences.claim import Licence
from provenance.licences.claims import card_evidence, gate_texts
from provenance.licences.prose import sentences

RESTRICTIONS = {
    "non-commercial": "no commercial use",
    "research-only": "research only",
    "no-derivatives": "no sharing of modified versions",
}
_PURPOSE = r"(?:(?:academic|scientific|educational|personal|private)[ ,/-]{1,3}(?:and |or )?)?"
_RESEARCH = rf"{_PURPOSE}(?:research|academic|educational|non-?commercial)"
_RESTRICTS = re.compile(
    r"\b(?:only|solely|strictly|exclusively) (?:be used )?(?:intended )?(?:for|to be used for)"
    rf" (?:\w+ )?{_RESEARCH}\b"
    rf"|\bfor {_RESEARCH}(?: and {_RESEARCH})? (?:use|uses|purposes?)?,? ?only\b"
    rf"|\b{_RESEARCH} (?:use|purposes?) only\b"
    r"|\bcommercial (?:use|usage|purposes?) (?:of \w+ \w+ )?(?:is|are) (?:strictly )?"
    r"(?:prohibited|forbidden|not (?:allowed|permitted))\b"
    r"|\b(?:not|cannot|can't|never) (?:be )?(?:used |use (?:it |this \w+ )?)?(?:for|in) (?:any"
    r" )?commercial\b"
    r"|상업적 (?:이용|사용|목적)[^.]{0,20}(?:금지|불가|없습니다)",
    re.IGNORECASE,
)
# A sentence about something else, or one that only tells of others' terms.
_ELSEWHERE = re.compile(
    r"\b(?:code|scripts?|implementation|librar(?:y|ies)|tools?|base model|original|upstream|"
    r"papers?|images?|websites?|api|demo|if|unless|other models?|benchmarks?|evaluation)\b",
    re.IGNORECASE,
)
_DATA = re.compile(r"\b(?:data|datasets?|corpus|corpora)\b", re.IGNORECASE)
_MODEL = re.compile(r"\b(?:models?|weights?|checkpoints?|adapters?|license)\b", re.IGNORECASE)


def restrictions(licences: Iterable[Licence]) -> frozenset[str]:
    """Those of `RESTRICTIONS` that any of the licences holds.

    Args:
        licences: Entries of the catalogue.
    """
    return (
        frozenset(duty.id for licence in licences for duty in licence.duties) & RESTRICTIONS.keys()
    )


def stated_restrictions(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, Document], *, dataset: bool
) -> tuple[Evidence, ...]:
    """Where the card's sentences or the access form keep the artefact from commercial use.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts that were read, by path.
        dataset: Whether the artefact is a dataset, so that sentences about data speak of it.

    Returns:
        The places, in order. A sentence about data in a model's card, about code or about a base is
        left out.
    """
    return tuple(dict.fromkeys(_places(snapshot, card, documents, dataset)))


def _places(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, Document], dataset: bool
) -> Iterator[Evidence]:
    for text, place in gate_texts(snapshot, card):
        if _RESTRICTS.search(text):
            yield card_evidence(snapshot, documents, place, text, text)
    own, other = (_DATA, _MODEL) if dataset else (_MODEL, _DATA)
    for section in card.walk() if card else ():
        for sentence, span in sentences(section):
            about_other = other.search(sentence) and not own.search(sentence)
            if _RESTRICTS.search(sentence) and not _ELSEWHERE.search(sentence) and not about_other:
                yield card_evidence(snapshot, documents, span, sentence, sentence)
