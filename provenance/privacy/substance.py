"""Tell what a section on personal data says in substance, beyond the claims of its sentences.

A claim says whether personal data is in the data. A section answers in full (PRIV-082) as well if
it says what was done to that data and by whom, what the data consists of so that it holds none, in
which part or of whom it may be, or how people agreed. A bare denial, "the data is public", a
warning of offensive content and a rule for users answer in part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import KINDS, compile_words, pattern
from provenance.privacy.material import ReadSentence
from provenance.privacy.reading import PRIVACY, Passage, forbids_what_follows
from provenance.privacy.section import BOILERPLATE, MOST_PROOFS, Graded
from provenance.privacy.sentence_answers import SentenceAnswer
from provenance.privacy.stance import (
    ABSENT_BARE,
    ABSENT_REASON,
    DEIDENTIFIED,
    POSSIBLE,
    PRESENT,
    PUBLIC_ONLY,
    UNKNOWN,
    advises,
    denies,
    hedges,
    read_sentence,
    states_nothing,
)
from provenance.text.lazy import LazyPattern
from provenance.text.sentences import clauses

# A full answer to one of these is substance: identifiers, children, biometrics, consent, review,
# filtering, de-identification, rights, retention, links to media.
_QUESTIONS_OF_SUBSTANCE = frozenset(
    {
        *("PRIV-004", "PRIV-005", "PRIV-006", "PRIV-021", "PRIV-030", "PRIV-031", "PRIV-032"),
        *("PRIV-033", "PRIV-043", "PRIV-050", "PRIV-053", "PRIV-094"),
    }
)
# "Approved by an ethics board" needs the board, a number or what came of it.
_REVIEW = "PRIV-024"
_PART = re.compile(r",\s+(?:and\s+)?|\s+[—–]\s+|(?<=[^\W\d_]\.)\s+")
# "The captions describe music without referencing individuals" describes.
_WITHOUT = re.compile(r"\bwithout\b.*")
# "The paper does not say whether it holds names" denies nothing.
_LEFT_OPEN = re.compile(r"\bwhether\b", re.IGNORECASE)
_PRESENT = (PRESENT, POSSIBLE)
_DENIED = (ABSENT_BARE, PUBLIC_ONLY)
# What may remain, or was not looked at, is no measure.
_OPEN = (POSSIBLE, UNKNOWN)
# "No names, e-mails or addresses" says what there is none of; "no names or other data" does not.
FEWEST_KINDS_OF_A_LIST = 3


def graded_in_substance(
    section: Graded | None, sentences: Sequence[ReadSentence], answers: Sequence[SentenceAnswer]
) -> Graded | None:
    """The grade of a section, raised if it says something of substance.

    Args:
        section: Its grade by the claims of its sentences, or None.
        sentences: Every sentence of the documents.
        answers: What they answer.

    Returns:
        The section as it was, or disclosed with the sentences of substance.
    """
    if section is None or section.grade is not Grade.PARTIAL:
        return section
    substantive = {_place(answer.sentence) for answer in answers if _is_of_substance(answer)}
    statements = [
        _Statement(sentence=sentence, answers_in_full=_place(sentence) in substantive)
        for sentence in sentences
        if _is_graded_here(sentence.passage)
    ]
    stated = [statement for statement in statements if statement.is_stated]
    substance = _alone(stated) or _process_and_rest(stated) or _denial_and_contents(stated)
    if not substance:
        return section
    stance, proofs = substance
    quotes = tuple((proof.sentence.passage, proof.text) for proof in proofs[:MOST_PROOFS])
    return Graded(Grade.DISCLOSED, stance, quotes)


def _is_graded_here(passage: Passage) -> bool:
    """Whether a passage belongs to a section; rows of forms and lists of what must not be there do
    not count."""
    if passage.is_answer or forbids_what_follows(passage.heading):
        return False
    return passage.role == PRIVACY and passage.in_section


def _is_of_substance(answer: SentenceAnswer) -> bool:
    if answer.grade is not Grade.DISCLOSED or answer.learned:
        return False
    if answer.check == _REVIEW:
        return bool(_words(answer.sentence.language, "review").search(answer.sentence.text))
    claim = answer.sentence.claim
    is_open = claim is not None and claim.stance in _OPEN
    return answer.check in _QUESTIONS_OF_SUBSTANCE and not is_open


def _place(sentence: ReadSentence) -> tuple[str, int, str]:
    return sentence.passage.document.path, sentence.passage.start, sentence.text


Substance = tuple[str, Sequence["_Statement"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A sentence of a section on personal data.

    Attributes:
        sentence: The sentence.
        answers_in_full: Whether it answers one of the questions of substance in full.
    """

    sentence: ReadSentence
    answers_in_full: bool

    @property
    def text(self) -> str:
        """Its words."""
        return self.sentence.text

    @property
    def language(self) -> str:
        """`en` or `ko`."""
        return self.sentence.language

    @property
    def is_stated(self) -> bool:
        """Whether it is about this data: no question, advice, ban or template."""
        text, language = self.text, self.language
        if text.rstrip().endswith("?"):
            return False
        if pattern(language, "identify-ban").search(text) or self.has("orders"):
            return False
        return not (advises(text, language) or states_nothing(text, language))

    @property
    def substance(self) -> str | None:
        """The stance that it takes if it alone is enough, which may be empty; else None."""
        presence = self._presence
        if presence:
            return presence
        if self._says_what_was_done or self._holds_and_treats:
            # Filtered data is told from anonymous data by the quote.
            return DEIDENTIFIED if self._is_deidentified else ""
        if self.answers_in_full:
            return ""
        if self._is_invented:
            return ABSENT_REASON
        return ABSENT_BARE if self._lists_what_is_absent else None

    @property
    def _presence(self) -> str:
        """Its stance if it says that personal data is or may be there, and in what or of whom."""
        claim = self.sentence.claim
        if BOILERPLATE.search(self.text):
            return self._presence_beside(BOILERPLATE)
        if self._holds_details:
            return POSSIBLE if hedges(self.text, self.language) else PRESENT
        if claim is None:
            return ""
        if claim.stance in _DENIED and _WITHOUT.search(self.text):
            return self._presence_beside(_WITHOUT)
        names_it = "topic" in claim.marks and claim.stance in _PRESENT
        # "All information on persons is public" does not say that it is in the data.
        is_there = "public" not in claim.marks or self.has("holding")
        tells_more = self.has("parts") or self.has("subjects")
        return claim.stance if names_it and is_there and tells_more else ""

    def _presence_beside(self, other: re.Pattern[str]) -> str:
        """Its stance if it says which personal data there is, next to words that do not count."""
        own = (part for part in self._parts if not other.match(part.lstrip()))
        for part in own:
            claim = read_sentence(other.split(part)[0], self.language, implied=True)
            if claim.stance in _PRESENT and claim.grade is Grade.DISCLOSED:
                return claim.stance
        return ""

    @property
    def _holds_details(self) -> bool:
        """Whether a clause says that the data holds details of people in some role."""
        return any(
            self._is(part, "details") and not denies(part, self.language) for part in self._parts
        )

    @property
    def _says_what_was_done(self) -> bool:
        """Whether a clause says what was done to something of people, or how and by whom."""
        return any(
            self._is_measure(part, clause)
            for clause in clauses(self.text, self.language)
            for part in _PART.split(clause)
        )

    @property
    def _holds_and_treats(self) -> bool:
        """Whether a part says that personal data is there, and another what was done to it."""
        parts = list(self._parts)
        treated = [part for part in parts if self.is_process(part)]
        others = [part for part in parts if part not in treated]
        claims = [read_sentence(part, self.language, implied=True) for part in others]
        is_held = any(claim.topic and claim.stance in _PRESENT for claim in claims)
        return is_held and bool(treated)

    @property
    def _is_deidentified(self) -> bool:
        words = pattern(self.language, "de-identification", "removal")
        return bool(words.search(self.text))

    @property
    def _parts(self) -> Iterator[str]:
        """Its clauses, cut at commas and stops too: "it is public, and it describes music"."""
        for clause in clauses(self.text, self.language):
            yield from _PART.split(clause)

    def _is_measure(self, part: str, clause: str) -> bool:
        """Whether a part of a clause is a process on something of people, or the clause says how,
        why or by whom."""
        if not self.is_process(part) or self._is(part, "harm"):
            return False
        if self._is(clause, "precise") or pattern(
            self.language, "method", "tool", "verified"
        ).search(clause):
            return True
        besides = pattern(self.language, "topic", "circular").sub(" ", part)
        if pattern(self.language, "people").search(besides) or self._is(besides, "of-people"):
            return True
        return _names_kinds(besides, self.language)

    def is_process(self, clause: str) -> bool:
        """Whether a clause says that something was done to the data, and does not hope so."""
        language = self.language
        if pattern(language, "only-possible", "not-done").search(clause):
            return False
        if self._is(clause, "expected") or self._is(clause, "vain"):
            return False
        if self._is(clause, "treated"):
            return True
        done = pattern(language, "de-identification", "removal").search(clause)
        return bool(done) and not denies(clause, language)

    @property
    def _is_invented(self) -> bool:
        """Whether a clause says that the data as a whole is invented."""
        words = _words(self.language, "invented-data")
        found = ((part, words.search(part)) for part in self._parts)
        return any(
            match is not None and not denies(part[: match.end()], self.language)
            for part, match in found
        )

    @property
    def says_what_may_remain(self) -> bool:
        """Whether it says that personal data may be there, beside what was done."""
        claim = self.sentence.claim
        return claim is not None and claim.stance == POSSIBLE and "topic" in claim.marks

    @property
    def is_denial(self) -> bool:
        """Whether it says that there is no personal data."""
        claim = self.sentence.claim
        if claim is None or not denies(self.text, self.language):
            return False
        if _LEFT_OPEN.search(self.text):
            return False
        # "No personal information is given in the captions" may be the card's word or the paper's.
        is_unknown = claim.stance == UNKNOWN and "topic" in claim.marks
        return claim.stance in _DENIED or is_unknown

    @property
    def _lists_what_is_absent(self) -> bool:
        """Whether it denies several kinds by name."""
        if not self.is_denial:
            return False
        kinds = set(_kind_words(self.text, self.language))
        return len(kinds) >= FEWEST_KINDS_OF_A_LIST

    @property
    def describes_the_data(self) -> bool:
        """Whether a clause says what the data consists of, other than that it is public."""
        return any(
            self._is_description(part)
            for clause in clauses(self.text, self.language)
            if not pattern(self.language, "reference").search(clause)
            for part in _PART.split(clause)
        )

    def _is_description(self, clause: str) -> bool:
        language = self.language
        clause = _WITHOUT.sub("", clause)
        if denies(clause, language) or self._is(clause, "harm"):
            return False
        if pattern(language, "public", "unknown", "topic").search(clause):
            return False
        return self._is(clause, "described")

    def has(self, key: str) -> bool:
        """Whether it has a word of `data/section.json`."""
        return self._is(self.text, key)

    def _is(self, text: str, key: str) -> bool:
        return bool(_words(self.language, key).search(text))


def _alone(statements: Sequence[_Statement]) -> Substance | None:
    """The sentences of which each is enough, and the stance of the first that takes one."""
    proofs = [statement for statement in statements if statement.substance is not None]
    stances = [proof.substance for proof in proofs if proof.substance]
    return (stances[0] if stances else "", proofs) if proofs else None


def _process_and_rest(statements: Sequence[_Statement]) -> Substance | None:
    """A bare process, and the sentence that says who ran it, by which rule, or what may remain."""
    processes = [each for each in statements if each.is_process(each.text)]
    rests = [each for each in statements if each.says_what_may_remain]
    others = [each for each in rests if each not in processes[:1]]
    if processes and others:
        pair = (processes[0], others[0])
        return DEIDENTIFIED, [each for each in statements if each in pair]
    for first, second in pairwise(statements):
        for process, agent in ((first, second), (second, first)):
            is_run = agent.has("processing") and agent.has("precise")
            if is_run and process.is_process(process.text):
                return DEIDENTIFIED, [first, second]
    return None


def _denial_and_contents(statements: Sequence[_Statement]) -> Substance | None:
    """A denial, and the sentence that says what the data consists of."""
    denial = next((each for each in statements if each.is_denial), None)
    contents = next((each for each in statements if each.describes_the_data), None)
    if denial is None or contents is None:
        return None
    proofs = [each for each in statements if each in (denial, contents)]
    return ABSENT_REASON, proofs


def _names_kinds(text: str, language: str) -> bool:
    return next(_kind_words(text, language), None) is not None


def _kind_words(text: str, language: str) -> Iterator[str]:
    """The kinds of personal data that a text names, in its own words."""
    for kind in KINDS:
        for word in pattern(language, f"kind-{kind}").finditer(text):
            yield word.group().lower()


@cache
def _words(language: str, key: str) -> LazyPattern:
    return compile_words(language, _lists()[language][key])


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The words of `data/section.json` by language and key."""
    lists: Mapping[str, Mapping[str, Sequence[str]]] = load("section.json")
    return lists
