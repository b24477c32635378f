"""Read what one sentence says about personal data: its stance, the kinds it names, its support."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import KINDS, load_lexicon, pattern, pattern_set, places_of
from provenance.text.pattern_set import PatternSet
from provenance.text.sentences import clauses

PRESENT, POSSIBLE = "present", "possibly-present"
DEIDENTIFIED, NOT_DONE = "deidentified", "not-done"
ABSENT_REASON, ABSENT_BARE, PUBLIC_ONLY = "absent-with-reason", "absent-bare", "public-only"
UNKNOWN, REFERENCE = "unknown", "reference"
# Something was removed or replaced, and no word says that people can no longer be identified.
REMOVED = "removed"

_MARKS = (
    "topic",
    "anaphora",
    "carrier",
    "presence",
    "de-identification",
    "removal",
    "only-possible",
    "not-kept",
    "method",
    "tool",
    "verified",
    "residual",
    "unknown",
    "public",
    "vague-reason",
    "specific-reason",
    "because",
    "ids-only",
    "circular",
    "invented",
    "identifiable",
    "identify-ban",
    "reference",
)
# A Korean negation follows its predicate; 않도록 and 않게 express a purpose and negate nothing.
_KO_NEGATION = re.compile(
    r"지(?:는|도|가)?\s*(?:않|못|아니)(?!도록|게)|없(?!도록|게|애|앴)|미포함"
    r"|아니(?:다|며|고|므로|라)|아닙니다|안\s함"
)
_KO_NEVER_TAKEN = re.compile(
    r"(?:수집|포함|보관|저장|수록|기록|취득)\S{0,2}지(?:는|도)?\s?않|(?:들어|담겨)\s?있지\s?않"
)
_KO_HEDGE = re.compile(
    r"수(?:도|가)?\s*있(?!는|던|도록)|가능성(?:이|도|은)?\s*(?:있|존재)|우려|있을지|추정|예상"
)
_KO_PROCESS_TO_NEGATION = (
    r"(?:(?:되어|돼)\s?있|(?!포함|존재|남아|있|들어|담겨)[^,.]){0,25}?"
    r"(?:지(?:는|도)?\s*(?:않|못)(?!도록|게))"
)
_FRAGMENT_WORDS = 12
# What most sentences are asked: whether they deny, hedge or advise.
_STANCES = ("advice", "supposing", "hedge", "negation", "not-done", "not-stated")
_MAIL = re.compile(r"[\w.+-]++@[\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceClaim:
    """The claim of one sentence.

    Attributes:
        text: The sentence.
        language: `en` or `ko`.
        stance: One of the words of `Disclosure.stance`, or empty if it takes none.
        topic: Whether it mentions personal data by name.
        kinds: Kinds of personal data that it states (never those that it denies).
        marks: Other features: `method`, `tool`, `verified`, `residual`, `specific-reason`,
            `because`, `public`, ...
    """

    text: str
    language: str
    stance: str
    topic: bool
    kinds: frozenset[str]
    marks: frozenset[str]

    @property
    def grade(self) -> Grade | None:
        """How far the sentence alone answers whether and which personal data there is, or None."""
        if not self.stance:
            return None
        if self.stance in (NOT_DONE, ABSENT_REASON):
            return Grade.DISCLOSED
        if self.stance == DEIDENTIFIED and (self.kinds or self.supported):
            return Grade.DISCLOSED
        if self.stance in (PRESENT, POSSIBLE) and self._says_which:
            return Grade.DISCLOSED
        return Grade.PARTIAL

    @property
    def _says_which(self) -> bool:
        """Whether it says which personal data there is."""
        if self.kinds or "identifiable" in self.marks:
            return True
        return {"topic", "carrier"} <= self.marks

    @property
    def supported(self) -> bool:
        """Whether a method, a check or a rule supports a process."""
        return bool(self.marks & {"method", "verified", "ids-only", "identifiable"})


def read_sentence(
    sentence: str, language: str, implied: bool = False, heading: str = ""
) -> SentenceClaim:
    """Read one sentence.

    Args:
        sentence: One sentence, white space collapsed.
        language: `en` or `ko`.
        implied: Whether it is under a heading on personal data, so that it need not name its topic.
        heading: The nearest heading; below one that names a process, such as filtering, a method
            needs no verb.
    """
    process = implied and bool(pattern(language, "process-heading").search(heading))
    parts = [
        _clause(part, language, implied, process)
        for part in clauses(_MAIL.sub("", sentence), language)
    ]
    if not parts or sentence.endswith("?"):
        return SentenceClaim(
            text=sentence,
            language=language,
            stance="",
            topic=False,
            kinds=frozenset(),
            marks=frozenset(),
        )
    marks = frozenset().union(*(part.marks for part in parts))
    best = min(parts, key=_order)
    kinds = frozenset().union(
        *(
            part.kinds
            for part in parts
            if part.stance not in (ABSENT_BARE, PUBLIC_ONLY, UNKNOWN, "")
        )
    )
    return SentenceClaim(
        text=sentence,
        language=language,
        stance=_with_reason(best.stance, marks),
        topic="topic" in marks,
        kinds=kinds,
        marks=marks,
    )


@lru_cache(maxsize=64)  # several readers ask about one sentence after another
def advises(sentence: str, language: str) -> bool:
    """Whether a sentence advises the reader or is hypothetical, and thus states nothing."""
    return _says(sentence, language, "advice") or _says(sentence, language, "supposing")


def states_nothing(sentence: str, language: str) -> bool:
    """Whether a sentence is an instruction, a result or a plan, and says nothing of this work."""
    return _says(sentence, language, "not-stated")


def hedges(sentence: str, language: str) -> bool:
    """Whether a sentence only says that something is possible."""
    if language == "ko":
        return bool(_KO_HEDGE.search(sentence))
    return _says(sentence, "en", "hedge")


def denies(sentence: str, language: str) -> bool:
    """Whether a sentence is negated."""
    if language == "ko":
        return ko_negated(sentence)
    return _says(sentence, "en", "negation")


def says_never_taken(sentence: str, language: str) -> bool:
    """Whether a sentence says that something was never collected or kept, not that it was left
    untreated."""
    if pattern(language, "de-identification", "removal").search(sentence):
        return False
    if language == "ko":
        return bool(_KO_NEVER_TAKEN.search(sentence))
    return bool(pattern("en", "not-kept").search(sentence))


def _says(sentence: str, language: str, key: str) -> bool:
    """Whether a sentence has a word of the lexicon under one of `_STANCES`."""
    return _stances(language).matches(key, places_of(sentence, language), len(sentence))


@cache
def _stances(language: str) -> PatternSet:
    words = load_lexicon()[language]
    return pattern_set(language, {key: words.get(key, ()) for key in _STANCES})


def _order(claim: SentenceClaim) -> int:
    """Sort key that puts the most informative clause first."""
    if claim.grade is Grade.DISCLOSED:
        return 0
    ranked = (DEIDENTIFIED, POSSIBLE, PRESENT, ABSENT_BARE, PUBLIC_ONLY, UNKNOWN, REFERENCE)
    return ranked.index(claim.stance) + 1 if claim.stance in ranked else 9


def _with_reason(stance: str, marks: frozenset[str]) -> str:
    """A denial with its reason: checkable, circular, or only that the data is public."""
    if stance != ABSENT_BARE or "circular" in marks:
        return stance
    if "specific-reason" in marks or "verified" in marks:
        return ABSENT_REASON
    if "public" in marks:
        return PUBLIC_ONLY
    return ABSENT_REASON if "because" in marks and "vague-reason" not in marks else stance


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A clause with the words of the lexicon that it has.

    Attributes:
        text: The clause.
        language: `en` or `ko`.
        implied: Whether its heading is on personal data.
        marks: Keys of the lexicon of which it has a word.
        kinds: Kinds of personal data that it names.
    """

    text: str
    language: str
    implied: bool
    marks: frozenset[str]
    kinds: frozenset[str]

    @property
    def named(self) -> bool:
        """Whether it names personal data or a kind of it, or refers to it."""
        return bool(self.kinds or self.marks & {"topic", "anaphora"})

    @property
    def about(self) -> bool:
        """Whether it is about personal data, by its words or by its heading."""
        return self.named or self.implied


def _clause(text: str, language: str, implied: bool, process: bool) -> SentenceClaim:
    words = _lexicon(language).found_in(places_of(text, language))
    marks = frozenset(words.intersection(_MARKS))
    kinds = frozenset(kind for kind in KINDS if f"kind-{kind}" in words)
    negated, hedged, undone = _polarity(text, language, marks)
    if process and kinds and not negated and marks & {"method", "tool"}:
        marks |= {"removal"}
    clause = _Clause(text=text, language=language, implied=implied, marks=marks, kinds=kinds)
    banned = "identify-ban" in marks
    stance = "" if banned else _clause_stance(clause, negated, hedged, undone)
    return SentenceClaim(
        text=text,
        language=language,
        stance=stance,
        topic="topic" in marks,
        kinds=frozenset() if banned else kinds,
        marks=marks,
    )


@cache
def _lexicon(language: str) -> PatternSet:
    """What a clause is read for: marks, and kinds of personal data."""
    words = load_lexicon()[language]
    keys = (*_MARKS, *(f"kind-{kind}" for kind in KINDS))
    return pattern_set(language, {key: words.get(key, ()) for key in keys})


def _clause_stance(clause: _Clause, negated: bool, hedged: bool, undone: bool) -> str:
    """What a clause says: of a process first, then of what is there."""
    marks = clause.marks
    if undone:
        return NOT_DONE
    if "unknown" in marks:
        return UNKNOWN
    if "residual" in marks and clause.about:
        return POSSIBLE
    if _is_process(marks, clause.named, clause.kinds):
        return DEIDENTIFIED
    if "identifiable" in marks and clause.about and "invented" not in marks:
        return DEIDENTIFIED if negated else POSSIBLE
    return _holding_stance(clause, negated, hedged)


def _holding_stance(clause: _Clause, negated: bool, hedged: bool) -> str:
    """The stance of a clause without a process on what the data contains."""
    marks = clause.marks
    if "only-possible" in marks:
        return ""
    denied = negated and (clause.named or _opens_with_a_denial(clause))
    if "invented" in marks and clause.kinds and not denied:
        return ABSENT_REASON
    if denied:
        return ABSENT_BARE
    if _states_presence(clause, hedged):
        return POSSIBLE if hedged else PRESENT
    if "public" in marks and (clause.implied or marks & {"topic", "anaphora"}):
        return PUBLIC_ONLY
    return REFERENCE if "reference" in marks and clause.implied else ""


def _opens_with_a_denial(clause: _Clause) -> bool:
    return clause.implied and bool(pattern(clause.language, "denial").match(clause.text))


def _states_presence(clause: _Clause, hedged: bool) -> bool:
    if not clause.named:
        return False
    return "presence" in clause.marks or hedged or _is_fragment(clause.text, clause.implied)


def _is_process(marks: frozenset[str], named: bool, kinds: frozenset[str]) -> bool:
    """Whether a clause says that data was removed or never included, not only that it could be."""
    if "ids-only" in marks or ("not-kept" in marks and kinds and "topic" not in marks):
        return True
    if "only-possible" in marks:
        return False
    return "de-identification" in marks or ("removal" in marks and named)


def _is_fragment(text: str, implied: bool) -> bool:
    """Whether a clause is a bare list of kinds, which is a statement under its heading."""
    return implied and len(text.split()) <= _FRAGMENT_WORDS


def _polarity(text: str, language: str, marks: frozenset[str]) -> tuple[bool, bool, bool]:
    """Whether a clause denies, hedges, and says that nothing was done."""
    if language == "en":
        undone = _says(text, "en", "not-done") and "residual" not in marks
        return (
            _says(text, "en", "negation"),
            _says(text, "en", "hedge"),
            undone,
        )
    hedged = bool(_KO_HEDGE.search(text))
    undone = _ko_undone().search(text) is not None
    return ko_negated(text), hedged, undone and not hedged and "residual" not in marks


@cache
def _ko_undone() -> re.Pattern[str]:
    """A word for a process, and a negation that belongs to it: `비식별화 조치 없이`."""
    process = pattern("ko", "de-identification", "removal").expression
    without = r"\s?(?:조치|처리|작업|과정|절차)?\S{0,4}\s*없"
    return re.compile(rf"(?:{process})(?:{_KO_PROCESS_TO_NEGATION}|{without})")


def ko_negated(text: str) -> bool:
    """Whether a Korean predicate is negated."""
    return bool(_KO_NEGATION.search(text))
