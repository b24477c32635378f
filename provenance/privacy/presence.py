"""Find sentences that state that data about people was used or is there, in whatever words.

"Fine-tuned on police reports naming suspects", "컬럼: 환자명, 주민등록번호": none of them
says "personal data". A sentence states it if it names a kind of personal data (`data/kinds.json`),
the people whom it belongs to unless the kind needs none, and that the material was used for
training or is in the data. Sentences on what a model finds, on other works, on users of a service,
on inventions and on what was removed state nothing; the words are in `data/presence.json`.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from provenance.model.artifact import Kind
from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.kinds import (
    ALONE,
    AUTHORED,
    BESIDE,
    OWNED,
    RECORDS,
    minor_kinds,
    sensitive_kinds,
    shown_kinds,
    words_of_kinds,
)
from provenance.privacy.lexicon import pattern_set, places_of
from provenance.privacy.material import KOREAN, ReadSentence
from provenance.privacy.reading import PRIVACY, Passage, forbids_what_follows
from provenance.privacy.stance import PRESENT
from provenance.text.gates import gates_of, new_gates
from provenance.text.pattern_set import PatternSet

GradedStance = tuple[Grade, str]

# In a longer sentence, the words that belong to one statement may be far apart.
LONGEST_SENTENCE = 400
_ROLES = frozenset({"", PRIVACY, "fields"})
_PRESENCE, _KINDS, _SENSITIVE, _CHILDREN, _SHOWN, _WHOSE = (
    "PRIV-001",
    "PRIV-002",
    "PRIV-003",
    "PRIV-005",
    "PRIV-006",
    "PRIV-007",
)
_LEVELS = (ALONE, RECORDS, OWNED, BESIDE, AUTHORED)
# Records and conversations are about people, but do not say which details of them are there.
_HALF_SAID = frozenset({RECORDS, AUTHORED})
# Words of these levels need no people beside them.
_BY_ITSELF = frozenset({ALONE, RECORDS})
_PEOPLE, _STUDIED, _ANYONE = "people", "studied", "anyone"
_WHO = frozenset({_PEOPLE, _STUDIED, _ANYONE})
# Kinds of which it takes more than the words "a user" to make them personal: users write messages
# and have voices in every work.
_NOT_OF_ANYONE = frozenset({"messages", "voices", "photos", "education", "employment"})
# Below a heading of fields, these kinds describe what the work is about.
_NOT_OF_FIELDS = frozenset({"messages", "photos", "voices", "education"})
# Characters between a kind and its people, if these make it personal anywhere in the clause, and if
# they have to stand beside it.
_NEAR, _BESIDE, _BESIDE_IN_KOREAN = 70, 45, 17
# A heading stands above many sentences, and templates give most cards the same ones.
HEADINGS_KEPT = 2_048
# A list of columns names a person by this many kinds, if none of them is personal by itself.
SEVERAL_KINDS = 2
_CLAUSES = {
    "en": re.compile(r"[;|]\s|,? (?:but|while|although|whereas|though|so|however)\b"),
    "ko": re.compile(
        r"[;|]\s|(?<=[가-힣])(?:지만|으나|으며|하며|되며|였고|았고|었고|했고|는데|은데),?\s"
    ),
}
_APART = re.compile(r"[.:;|()]")
_ENDS_A_CLAUSE = re.compile(r"[.;|]\s")
_RELATION = re.compile(r"\b(?:of|from|for|between|about|belonging to|exchanged|per)\b")
# "credentials, login addresses, or paths": the end of a list that began elsewhere.
_IS_PART_OF_A_LIST = re.compile(r"^[a-z]|\bor\b")
# A label and its description: "userid: id of the user"; a change: "first names -> Lucie".
_LABELLED = re.compile(r"[\W_]*[\w.\-]+(?: [\w.\-]+)?\s?:\s")
_ARROW = re.compile(r"->|→|=>|⇒")
_NUMBER_BEFORE = re.compile(
    r"(?:\d[\d,.]*[kKmM]?|\bhundreds?|\bthousands?|\bmillions?|\bdozens?)(?: of)?"
    r"(?: (?:thousand|million|hundred))?(?: [\w-]+){0,3} $"
)
_NUMBER_BEHIND = re.compile(r" ?[\d][\d,.]*[만천백]?(?: ?\d[천백]?)? ?(?:여 ?)?(?:명|인|가구)")
_OF_CHILDREN = re.compile(
    r"\b(?:child(?:ren)?|pupils?|kids|minors|infants?|teenagers?|adolescents?|newborns?)\b"
    r"|아동|어린이|청소년|미성년자|초등학생|영유아",
    re.IGNORECASE,
)
# A heading that says that the text below it is about the data.
_DATA_HEADING = re.compile(
    r"train|data|corp|collect|content|material|source|record|tun(?:ing|ed)|structure|fields|images"
    r"|description|summary|about|overview"
    r"|학습|훈련|데이터|말뭉치|수집|구성|자료|내용|필드|이미지|구조|설명|개요|소개|요약",
    re.IGNORECASE,
)
_TRAINING_HEADING = re.compile(r"train|data|corp|tuning|학습|훈련|데이터|말뭉치", re.IGNORECASE)
# A phrase without any of these words has no verb: "Student essays with the pupils' names".
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|can|do|does|did|has|have|had|we|it|this|these|they|there|to)\b",
    re.IGNORECASE,
)
_KOREAN_VERB = re.compile(r"(?:다|요|까|죠)[\W_]*$")


@dataclass(frozen=True, slots=True)
class _Span:
    """Words of one class in a sentence.

    Attributes:
        name: The class: of `presence.json`, or a kind at a level.
        start: The offset of the first character.
        end: The offset behind the last one.
    """

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StatedPresence:
    """What a sentence states to be in the data.

    Attributes:
        kinds: Kinds of `kinds.json`.
        of_children: Whether it speaks of children.
        counted: Whether it says whose data it is, with their number.
        half_said: Whether it names no more than records about people, whose kinds of personal
            data it leaves open.
    """

    kinds: frozenset[str]
    of_children: bool
    counted: bool
    half_said: bool


def answers_of_presence(sentence: ReadSentence, kind: Kind) -> dict[str, GradedStance]:
    """The questions that a statement of presence answers, how far and with which stance.

    Args:
        sentence: The sentence.
        kind: Whether its card is that of a model or of a dataset.

    Returns:
        Nothing for a sentence that states no presence of personal data.
    """
    presence = stated_presence(sentence, kind)
    if presence is None:
        return {}
    part = (Grade.PARTIAL, PRESENT)
    full = part if presence.half_said else (Grade.DISCLOSED, PRESENT)
    answers: dict[str, GradedStance] = {_PRESENCE: full}
    if not presence.half_said:
        answers[_KINDS] = full
    if presence.kinds & sensitive_kinds():
        answers[_SENSITIVE] = full
    if presence.kinds & shown_kinds():
        answers[_SHOWN] = part
    if presence.of_children:
        answers[_CHILDREN] = part
    if presence.counted:
        answers[_WHOSE] = (Grade.PARTIAL, "")
    return answers


def stated_presence(sentence: ReadSentence, kind: Kind) -> StatedPresence | None:
    """What a sentence states to be in the data, see `answers_of_presence`; None if nothing."""
    text, passage = sentence.text, sentence.passage
    if passage.role not in _ROLES or len(text) > LONGEST_SENTENCE or not _may_state(sentence):
        return None
    if _is_no_statement(sentence):
        return None
    on_data = kind is Kind.DATASET or bool(_TRAINING_HEADING.search(passage.heading))
    reading = Reading.of(text, sentence.language)
    reading = reading and reading.of_statement(passage, on_data)
    if reading is None:
        return None
    named = list(reading.kinds())
    kinds = frozenset(name for name, _ in named)
    if passage.role == "fields" and not reading.is_list:
        kinds -= _NOT_OF_FIELDS
    if not kinds or kinds <= minor_kinds():
        return None
    counted = reading.counts_people()
    levels = {level for _, level in named}
    return StatedPresence(
        kinds=kinds,
        of_children=bool(_OF_CHILDREN.search(text)),
        counted=counted,
        half_said=levels <= _HALF_SAID and not counted and not reading.has("undone"),
    )


def _is_no_statement(sentence: ReadSentence) -> bool:
    """Whether its form or its heading shows that a sentence says nothing about the data."""
    text, heading = sentence.text, sentence.passage.heading
    if text.rstrip().endswith("?") or _ARROW.search(text):
        return True
    return forbids_what_follows(heading) or _is_about_something_else(heading, sentence.language)


class Reading:
    """A sentence with the places of the words that make a statement of presence.

    Attributes:
        is_list: Whether it lists columns.
    """

    def __init__(
        self, text: str, language: str, *, spans: list[_Span], list_from: int | None
    ) -> None:
        self._text = text
        self._language = language
        self._spans = spans
        self._list_from = list_from
        self._ends = [mark.start() for mark in _CLAUSES[language].finditer(text)]
        self.is_list = list_from is not None

    @classmethod
    def of(cls, text: str, language: str) -> Reading | None:
        """The reading of a sentence; None if it speaks of something else."""
        spans = _spans(text, language)
        list_from = _end_of_first("fields", spans)
        if list_from is not None:
            text = text.replace("_", " ")
            spans = _spans(text, language)
        aim = min((span.start for span in spans if span.name == "aim"), default=len(text))
        spans = [span for span in spans if span.start < aim]
        if not spans or any(span.name == "elsewhere" for span in spans):
            return None
        return cls(text, language, spans=spans, list_from=list_from)

    def has(self, *names: str) -> bool:
        """Whether it has a word of any of these classes."""
        return any(span.name in names for span in self._spans)

    def of_statement(self, passage: Passage, on_data: bool) -> Reading | None:
        """It as a statement, or as a phrase that says what the data consists of; None if it is
        neither.

        Args:
            passage: Where it stands.
            on_data: Whether its card or its heading is about data.
        """
        if self.is_list or self.is_material(passage.heading, on_data):
            return self
        may_be_phrase = on_data and passage.role != PRIVACY
        return self.of_phrase() if may_be_phrase and self.is_phrase() else None

    def is_material(self, heading: str, on_data: bool) -> bool:
        """Whether it says that something was used for training or is in the data.

        Args:
            heading: The nearest heading.
            on_data: Whether its card or its heading is about data.
        """
        if self.has("trained"):
            return True
        on_data = on_data or bool(_DATA_HEADING.search(heading)) or self.has("data")
        if on_data and self.has("held", "undone"):
            return True
        if self.has("used"):
            is_told = self._names_alone() or self.counts_people() or self.has("data")
            return bool(_TRAINING_HEADING.search(heading)) or is_told
        return False

    def _names_alone(self) -> bool:
        return any(_names_by_itself(span.name) for span in self._spans)

    def is_phrase(self) -> bool:
        """Whether it is a phrase without a verb that may say what the data consists of."""
        if _LABELLED.match(self._text) or _IS_PART_OF_A_LIST.search(self._text):
            return False
        named = {span.name.partition(":")[2] for span in self._spans if ":" in span.name}
        if len(named) < SEVERAL_KINDS and not self.has(*_WHO):
            return False
        if self._language == KOREAN:
            return not _KOREAN_VERB.search(self._text)
        return not _HAS_VERB.search(self._text)

    def of_phrase(self) -> Reading:
        """The reading of a phrase, in which people stand beside what is theirs."""
        spans = [
            replace(span, name=span.name.replace(f"{OWNED}:", f"{BESIDE}:")) for span in self._spans
        ]
        return Reading(self._text, self._language, spans=spans, list_from=self._list_from)

    def kinds(self) -> Iterator[tuple[str, str]]:
        """The kinds that it says are there, each with the level of the word that names it."""
        if self.is_list:
            for name in self._in_list():
                yield name, ALONE
            return
        for span in self._spans:
            level, _, name = span.name.partition(":")
            if not name or self._is_kept_out(span):
                continue
            if level in _BY_ITSELF or self._has_owner(span, level, name):
                yield name, level

    def _in_list(self) -> set[str]:
        """The kinds of a list of columns that names people."""
        after = [span for span in self._spans if span.start >= (self._list_from or 0)]
        kinds = {level: set[str]() for level in _LEVELS}
        for span in after:
            level, _, name = span.name.partition(":")
            if name and not self._is_kept_out(span):
                kinds[level].add(name)
        if kinds[ALONE] or kinds[RECORDS] or len(kinds[OWNED]) >= SEVERAL_KINDS:
            return kinds[ALONE] | kinds[OWNED]
        return set()

    def _is_kept_out(self, span: _Span) -> bool:
        """Whether its clause says that a kind is not there any more, or never was."""
        clause = self._clause_of(span)
        beside = {other.name for other in self._spans if self._clause_of(other) == clause}
        return "undone" not in beside and not beside.isdisjoint({"removed", "denied"})

    def _clause_of(self, span: _Span) -> int:
        return bisect(self._ends, span.start)

    def _has_owner(self, kind: _Span, level: str, name: str) -> bool:
        """Whether people stand where they make a kind personal."""
        for span in self._spans:
            if span.name not in _WHO or (span.start < kind.end and kind.start < span.end):
                continue
            if span.name == _ANYONE and not self._is_counted(span):
                if name in _NOT_OF_ANYONE or not self._is_beside(kind, span):
                    continue
                return True
            if level == AUTHORED and span.name != _PEOPLE:
                continue
            is_where = self._is_near if level == OWNED else self._is_beside
            if is_where(kind, span):
                return True
        return False

    def _is_near(self, kind: _Span, people: _Span) -> bool:
        between = self._between(kind, people)
        return len(between) <= _NEAR and not _ENDS_A_CLAUSE.search(between)

    def _is_beside(self, kind: _Span, people: _Span) -> bool:
        between = self._between(kind, people)
        if len(between) > _BESIDE or _APART.search(between):
            return False
        if self._language == KOREAN:
            return len(between) <= _BESIDE_IN_KOREAN
        if people.start < kind.start:
            return "," not in between and len(between.split()) <= SEVERAL_KINDS
        return bool(_RELATION.search(between))

    def _between(self, one: _Span, other: _Span) -> str:
        first, second = sorted((one, other), key=lambda span: span.start)
        return self._text[first.end : second.start]

    def counts_people(self) -> bool:
        """Whether it says how many people the data is about."""
        return any(span.name in _WHO and self._is_counted(span) for span in self._spans)

    def _is_counted(self, people: _Span) -> bool:
        before = self._text[max(0, people.start - 40) : people.start]
        behind = self._text[people.end : people.end + 20]
        return bool(_NUMBER_BEFORE.search(before) or _NUMBER_BEHIND.match(behind))


def _names_by_itself(name: str) -> bool:
    """Whether words of a class name a kind without people beside them."""
    return name.partition(":")[0] in _BY_ITSELF


def _spans(text: str, language: str) -> list[_Span]:
    """The words of every class; none if the text names nothing that may be personal."""
    places = places_of(text, language)
    spans = [_Span(*span) for span in _words_of_people(language).spans_in(places)]
    named = {span.name for span in spans} - _WHO
    is_personal = any(map(_names_by_itself, named))
    is_of_people = named and (len(spans) > len(named) or len(named) >= SEVERAL_KINDS)
    if not (is_personal or is_of_people):
        return []
    return spans + [_Span(*span) for span in _other_words(language).spans_in(places)]


def _end_of_first(name: str, spans: Iterable[_Span]) -> int | None:
    return min((span.end for span in spans if span.name == name), default=None)


def _may_state(sentence: ReadSentence) -> bool:
    """Whether a sentence has words that begin as those of a statement of presence do: a kind that
    is personal by itself, or another one and people."""
    if sentence.language == KOREAN:
        letters = sentence.places.by_letters.keys()
        by_itself, of_people, people = _beginnings(KOREAN)
        if not letters.isdisjoint(by_itself):
            return True
        return not (letters.isdisjoint(of_people) or letters.isdisjoint(people))
    personal, owned, owners = _gates()
    gates = gates_of(sentence.text)
    return bool(gates & personal or (gates & owned and gates & owners))


@cache
def _gates() -> tuple[int, int, int]:
    """The gates that kinds and people open, see `_may_state`."""
    by_itself, of_people, people = new_gates(_beginnings("en"))
    return by_itself, of_people, people


@cache
def _beginnings(
    language: str,
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """How words of kinds that are personal by themselves, of other kinds and of people begin."""
    words = _words_of_people(language)
    by_itself, of_people, people = set[str](), set[str](), set[str]()
    for name in words.names:
        beginnings = words.beginnings_of(name) or frozenset()
        if _names_by_itself(name):
            by_itself |= beginnings
        elif ":" in name:
            of_people |= beginnings
        else:
            people |= beginnings
    people |= _other_words(language).beginnings_of("fields") or frozenset()
    return frozenset(by_itself), frozenset(of_people), frozenset(people)


@lru_cache(maxsize=HEADINGS_KEPT)
def _is_about_something_else(heading: str, language: str) -> bool:
    """Whether what stands below a heading is not about the data."""
    if _TRAINING_HEADING.search(heading):
        return False
    return any(
        _other_headings(tongue).has_any(places_of(heading, tongue)) for tongue in {language, "en"}
    )


@cache
def _other_headings(language: str) -> PatternSet:
    return pattern_set(language, {"headings": _load_words()[language]["headings"]})


@cache
def _load_words() -> Mapping[str, Mapping[str, list[str]]]:
    words: Mapping[str, Mapping[str, list[str]]] = load("presence.json")
    return words


@cache
def _words_of_people(language: str) -> PatternSet:
    """The kinds of personal data of a language at each level, and people; few sentences have
    any."""
    classes = {name: words for name, words in _load_words()[language].items() if name in _WHO}
    for level in _LEVELS:
        of_level = words_of_kinds(language, level)
        classes |= {f"{level}:{kind}": words for kind, words in of_level.items()}
    return pattern_set(language, classes)


@cache
def _other_words(language: str) -> PatternSet:
    """The other classes of words of a language."""
    left_out = {*_WHO, "headings"}
    words = _load_words()[language].items()
    return pattern_set(language, {name: listed for name, listed in words if name not in left_out})
