"""Texts that are no licence but point to one: `These weights are licensed under CC BY-NC 4.0`.

Such a notice puts the work under the licence whose text is elsewhere. It is read as one only where
it is short, points to a single licence, and adds nothing that this licence does not say itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.licences.catalogue import lookup
from provenance.licences.claim import Licence, Limit
from provenance.licences.clauses import Clause, ClauseReading, read_clauses
from provenance.licences.passages import read_passages
from provenance.licences.prose import LicenceSentence, granted_licences
from provenance.licences.restrictive import limits
from provenance.licences.sentences import text_sentences
from provenance.licences.shingles import plain_words
from provenance.text.lazy import LazyPattern

_MOST_WORDS = 320
# The name of a licence alone puts nothing under it.
_FEWEST_WORDS = 6
# What follows such a line is about software that others wrote.
_THIRD_PARTIES = LazyPattern(
    r"^.{0,40}(?:see notices? below|third[- ]party (?:software|notices?|licen[cs]es?|components?)"
    r"|open source software notices?)",
    re.IGNORECASE | re.MULTILINE,
)
# A notice for the code beside one for the weights or data.
_ON_CODE = LazyPattern(
    r"\b(?:(?:source )?code|scripts?|software|repository)\b[^.;]{0,80}?\blicen[cs]ed\b[^.;]{0,20}?"
    r"\b(?:separately|under)\b|\b(?:code|software)(?: licen[cs]e)?\s*:",
    re.IGNORECASE,
)
_ON_MODEL_OR_DATA = LazyPattern(
    r"\b(?:models?|weights?|checkpoints?|datasets?|data|annotations?|corpus)\b"
    r"|모델|가중치|데이터|말뭉치",
    re.IGNORECASE,
)
# What is said of the work itself counts before what is said of its sources.
_ITSELF = LazyPattern(
    r"\b(?:models?|weights?|datasets?|data|corpus) (?:itself|themselves)\b"
    r"|(?:모델|데이터(?:셋)?|말뭉치) 자체",
    re.IGNORECASE,
)
# An item of a list of parts that names nothing but its licence.
_BARE_ITEM = LazyPattern(r"\W{0,4}[-*•]\W{0,3}(?:[\w.+-]+\W{0,3}){1,5}")
# Words with which a notice adds to the licence that it points to, or takes from it.
_ADDS = LazyPattern(
    r"\bexcept(?:ions?|ing)?\b(?! in compliance)"
    r"|(?<!\bno )\badditional(?:ly)?\b.{0,30}"
    r"\b(?:terms?|permissions?|restrictions?|conditions?|requirements?)"
    r"|\bnotwithstanding\b|\bfurther(?:more)? (?:restrict|condition|terms?)|\baddend(?:um|a)\b"
    r"|\bwith the following\b|\bin addition to\b.{0,40}\blicen[cs]e"
    r"|\bcommons clause\b|\bsupersedes?\b"
    r"|예외|추가 ?조건|추가 ?제한(?! ?금지)|다만|附加|补充条款|例外|ただし|追加条件",
    re.IGNORECASE,
)
# A text that grants something itself is a licence, under whatever name.
_GRANTS = LazyPattern(
    r"\bpermission (?:is|to)\b|\bredistribution and use\b|\bgrants? (?:you|to|any|each|permission)"
    r"|\bhereby granted\b|\bfollowing conditions\b|\bchange licen[cs]e\b|\buse grant\b",
    re.IGNORECASE,
)
# Topics of clauses that would change what the licence says; the rest repeats or explains it.
_CHANGING = frozenset(
    {
        *("user-limit", "revenue-limit", "competitors", "territory", "fields", "use-policy"),
        *("outputs-training", "outputs-owner", "registration", "remote-restriction"),
        *("display", "name-prefix", "terms-may-change", "indemnity", "law"),
    }
)
# The duty of a licence that a clause of this topic repeats.
_DUTY_OF = {"use-policy": "use-restrictions", "fields": "use-restrictions"}
# What a notice says of files that are no part of the work.
_LEFT_OUT = LazyPattern(r"\bnot\W{1,4}(?:included in|part of) (?:this|the)\b", re.IGNORECASE)
_KEEP_NOTICES = "keep-notices"
_REMARK = LazyPattern(r"\W{0,4}[(（][^()（）]*[)）]\W{0,2}")
_NARROW = frozenset(
    {
        *(Limit.NON_COMMERCIAL, Limit.RESEARCH_ONLY, Limit.PERSONAL_ONLY, Limit.EVALUATION_ONLY),
        *(Limit.NOT_PRODUCTION, Limit.SEPARATE_LICENCE),
    }
)
_NON_COMMERCIAL = "non-commercial"
_NO_DERIVATIVES = "no-derivatives"


@dataclass(frozen=True, slots=True)
class PointingNotice:
    """A text that puts a work under a licence whose words are elsewhere.

    Attributes:
        licence: The licence.
        sentence: The words that point to it.
        added: Start and end of each passage with a condition that the licence does not have.
    """

    licence: Licence
    sentence: str
    added: tuple[tuple[int, int], ...] = ()


def pointing_notice(text: str) -> PointingNotice | None:
    """The licence that a short text points to.

    Args:
        text: A text that is no known licence itself.

    Returns:
        The licence and the words, with what the text adds to the licence for a model or data; None
        if the text is long, points to none or several, or adds what cannot be shown.
    """
    own = _without_third_parties(text)
    is_long = len(own.split()) > _MOST_WORDS
    if is_long or len(plain_words(own)) < _FEWEST_WORDS or _GRANTS.search(own):
        return None
    granted = _of_the_work(_first_hand(granted_licences(own)))
    keys = {statement.licences for statement in granted}
    if len(keys) != 1 or any(statement.choice for statement in granted):
        return None
    (licences,) = keys
    licence = lookup(licences[0]) if len(licences) == 1 else None
    if licence is None or licence.category in ("unresolved", "use-policy"):
        return None
    sentence = _clearest(granted)
    if not _adds(own, licence):
        return PointingNotice(licence, sentence)
    added = _added(own, licence)
    is_on_work = any(_ON_MODEL_OR_DATA.search(statement.sentence) for statement in granted)
    return PointingNotice(licence, sentence, added) if added and is_on_work else None


def _added(text: str, licence: Licence) -> tuple[tuple[int, int], ...]:
    """Where a notice says what its licence does not."""
    barred = {duty.id for duty in licence.duties}
    spans = {(clause.start, clause.end) for clause in _changing(read_clauses(text), barred)}
    for passage in read_passages(text):
        if _ADDS.search(passage.text):
            spans.add((passage.start, passage.end))
    return tuple(sorted(spans))


def _without_third_parties(text: str) -> str:
    below = _THIRD_PARTIES.search(text)
    return text[: below.start()] if below else text


def _first_hand(granted: tuple[LicenceSentence, ...]) -> tuple[LicenceSentence, ...]:
    """The statements that are no remark in brackets, which is about what the line before names."""
    return tuple(statement for statement in granted if not _REMARK.fullmatch(statement.sentence))


def _of_the_work(granted: tuple[LicenceSentence, ...]) -> list[LicenceSentence]:
    """The statements on the model or data, where the others are on its code."""
    on_code = [
        statement
        for statement in granted
        if _ON_CODE.search(statement.sentence) and not _ON_MODEL_OR_DATA.search(statement.sentence)
    ]
    others = [statement for statement in granted if statement not in on_code]
    itself = [statement for statement in others if _ITSELF.search(statement.sentence)]
    if itself:
        return itself
    on_work = [statement for statement in others if _ON_MODEL_OR_DATA.search(statement.sentence)]
    left = (statement for statement in others if statement not in on_work)
    if on_work and all(_BARE_ITEM.fullmatch(statement.sentence) for statement in left):
        return on_work
    return others if on_work else list(granted)


def _clearest(granted: list[LicenceSentence]) -> str:
    """The first statement that is a sentence, not an address or a title alone."""
    return max(granted, key=lambda statement: " under " in statement.sentence).sentence


def _adds(text: str, licence: Licence) -> bool:
    """Whether a notice says something that its licence does not."""
    if _ADDS.search(text):
        return True
    barred = {duty.id for duty in licence.duties}
    ruled_out = {limit for sentence, _ in text_sentences(text) for limit in limits(sentence)}
    if any(not _is_known(limit, barred) for limit in ruled_out):
        return True
    return next(_changing(read_clauses(text), barred), None) is not None


def _is_known(limit: Limit, barred: set[str]) -> bool:
    """Whether a limit is one of the licence; whoever may not sell may only study and teach."""
    if limit.value in barred:
        return True
    return _NON_COMMERCIAL in barred and limit in _NARROW


def _changing(reading: ClauseReading, barred: set[str]) -> Iterator[Clause]:
    """The clauses that the licence does not have."""
    is_non_commercial = _NON_COMMERCIAL in barred
    for clause in reading.clauses:
        if clause.topic in barred or _DUTY_OF.get(clause.topic, "") in barred:
            continue
        # Attribution in words of the notice's own choice is what the licence asks for anyway.
        is_attribution = clause.topic == "display" and not clause.value
        if is_attribution and _KEEP_NOTICES in barred:
            continue
        if _LEFT_OUT.search(clause.quote):
            continue
        if clause.topic == "commercial-use" and clause.says != "yes" and not is_non_commercial:
            yield clause
        if clause.topic == "research-only" and not is_non_commercial:
            yield clause
        if clause.topic == "derivatives" and clause.says == "no" and _NO_DERIVATIVES not in barred:
            yield clause
        if clause.topic in _CHANGING:
            yield clause
