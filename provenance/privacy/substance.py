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
    POSSIBLE,
    PRESENT,
    PUBLIC_ONLY,
    UNKNOWN,
    advises,
    denies,
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
_PART = re.compile(r",\s+(?:and\s+)?|(?<=[^\W\d_]\.)\s+")
# "The captions describe music without referencing individuals" describes.
_WITHOUT = re.compile(r"\bwithout\b.*")
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
    proofs = [statement for statement in stated if statement.is_substantive]
    proofs = proofs or _process_and_agent(stated) or _denial_and_contents(stated)
    if not proofs:
        return section
    quotes = tuple((proof.sentence.passage, proof.text) for proof in proofs[:MOST_PROOFS])
    return Graded(Grade.DISCLOSED, section.stance, quotes)


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
        if pattern(language, "identify-ban").search(text):
            return False
        return not (advises(text, language) or states_nothing(text, language))

    @property
    def is_substantive(self) -> bool:
        """Whether it alone is enough."""
        if self.answers_in_full or self._says_where_or_of_whom:
            return True
        return self._says_what_was_done or self._lists_what_is_absent

    @property
    def _says_where_or_of_whom(self) -> bool:
        """Whether it says that personal data is or may be there, and in what or of whom."""
        claim = self.sentence.claim
        if BOILERPLATE.search(self.text):
            return self._adds_to_boilerplate
        if self._holds_details:
            return True
        if claim is None:
            return False
        if claim.stance not in _PRESENT or "topic" not in claim.marks or "public" in claim.marks:
            return False
        return self.has("parts") or self.has("subjects")

    @property
    def _holds_details(self) -> bool:
        """Whether a clause says that the data holds details of people in some role."""
        return any(
            self._is(part, "details") and not denies(part, self.language) for part in self._parts
        )

    @property
    def _adds_to_boilerplate(self) -> bool:
        """Whether a clause of its own beside a pasted one says which personal data there is."""
        own = (part for part in self._parts if not BOILERPLATE.search(part))
        claims = (read_sentence(part, self.language, implied=True) for part in own)
        return any(claim.stance in _PRESENT and claim.grade is Grade.DISCLOSED for claim in claims)

    @property
    def _says_what_was_done(self) -> bool:
        """Whether a clause says what was done to something of people, or how and by whom."""
        return any(
            self._is_measure(part, clause)
            for clause in clauses(self.text, self.language)
            for part in _PART.split(clause)
        )

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
        if self._is(clause, "precise"):
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
        if self._is(clause, "expected"):
            return False
        if self._is(clause, "treated"):
            return True
        done = pattern(language, "de-identification", "removal").search(clause)
        return bool(done) and not denies(clause, language)

    @property
    def is_denial(self) -> bool:
        """Whether it says that there is no personal data."""
        claim = self.sentence.claim
        if claim is None or not denies(self.text, self.language):
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


def _process_and_agent(statements: Sequence[_Statement]) -> list[_Statement]:
    """A bare process, and the sentence beside it that says who ran it or by which rule."""
    for first, second in _neighbours(statements):
        if first.is_process(first.text) and second.has("processing") and second.has("precise"):
            return [first, second]
    return []


def _denial_and_contents(statements: Sequence[_Statement]) -> list[_Statement]:
    """A denial, and the sentence that says what the data consists of."""
    denial = next((each for each in statements if each.is_denial), None)
    contents = next((each for each in statements if each.describes_the_data), None)
    if denial is None or contents is None:
        return []
    return [contents] if denial is contents else [denial, contents]


def _neighbours(
    statements: Sequence[_Statement],
) -> Iterator[tuple[_Statement, _Statement]]:
    for first, second in pairwise(statements):
        yield first, second
        yield second, first


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
