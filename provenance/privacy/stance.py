"""What one sentence says about personal data: its stance, the kinds it names, what supports it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import KINDS, pattern
from provenance.text.sentences import clauses

PRESENT, POSSIBLE = "present", "possibly-present"
DEIDENTIFIED, NOT_DONE = "deidentified", "not-done"
ABSENT_REASON, ABSENT_BARE, PUBLIC_ONLY = "absent-with-reason", "absent-bare", "public-only"
UNKNOWN, REFERENCE = "unknown", "reference"
# Something was taken out or replaced, and no word says that people can no longer be known.
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
# A Korean negation follows its predicate; 않도록 and 않게 tell a purpose and negate nothing.
_KO_NEGATION = re.compile(
    r"지(?:는|도|가)?\s*(?:않|못|아니)(?!도록|게)|없(?!도록|게|애|앴)|미포함"
    r"|아니(?:다|며|고|므로|라)|아닙니다|안\s함"
)
_KO_HEDGE = re.compile(
    r"수(?:도|가)?\s*있(?!는|던|도록)|가능성(?:이|도|은)?\s*(?:있|존재)|우려|있을지|추정|예상"
)
_KO_PROCESS_TO_NEGATION = (
    r"(?:(?:되어|돼)\s?있|(?!포함|존재|남아|있|들어|담겨)[^,.]){0,25}?"
    r"(?:지(?:는|도)?\s*(?:않|못)(?!도록|게))"
)
_FRAGMENT_WORDS = 12
_MAIL = re.compile(r"[\w.+-]++@[\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceClaim:
    """What one sentence says.

    Attributes:
        text: The sentence.
        language: `en` or `ko`.
        stance: One of the words of `Disclosure.stance`, or empty where it takes none.
        topic: Whether it speaks of personal data by name.
        kinds: Kinds of personal data that it states (never those that it denies).
        marks: What else it has: `method`, `tool`, `verified`, `residual`, `specific-reason`,
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
        """How far the sentence alone answers whether and which personal data there is; None where
        it says nothing."""
        if self.stance == NOT_DONE or (
            self.stance == DEIDENTIFIED and (self.kinds or self.supported)
        ):
            return Grade.DISCLOSED
        if self.stance in (PRESENT, POSSIBLE) and (
            self.kinds or {"topic", "carrier"} <= self.marks or "identifiable" in self.marks
        ):
            return Grade.DISCLOSED
        if self.stance == ABSENT_REASON:
            return Grade.DISCLOSED
        return Grade.PARTIAL if self.stance else None

    @property
    def supported(self) -> bool:
        """Whether a method, a check or a rule stands beside a process."""
        return bool(self.marks & {"method", "verified", "ids-only", "identifiable"})


def read_sentence(
    sentence: str, language: str, implied: bool = False, heading: str = ""
) -> SentenceClaim:
    """Read one sentence.

    Args:
        sentence: One sentence, white space collapsed.
        language: `en` or `ko`.
        implied: Whether it stands under a heading on personal data, so that it need not name its
            topic.
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


def advises(sentence: str, language: str) -> bool:
    """Whether a sentence tells a reader what to do, or supposes a case, so that it states
    nothing."""
    return bool(pattern(language, "advice", "supposing").search(sentence))


def hedges(sentence: str, language: str) -> bool:
    """Whether a sentence says that something may be."""
    if language == "ko":
        return bool(_KO_HEDGE.search(sentence))
    return bool(pattern("en", "hedge").search(sentence))


def denies(sentence: str, language: str) -> bool:
    """Whether a sentence is negated."""
    if language == "ko":
        return ko_negated(sentence)
    return bool(pattern("en", "negation").search(sentence))


def _order(claim: SentenceClaim) -> int:
    """The clause that says most comes first."""
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


def _clause(text: str, language: str, implied: bool, process: bool) -> SentenceClaim:
    marks = frozenset(key for key in _MARKS if pattern(language, key).search(text))
    kinds = frozenset(kind for kind in KINDS if pattern(language, f"kind-{kind}").search(text))
    negated, hedged, undone = _polarity(text, language, marks)
    if process and kinds and not negated and marks & {"method", "tool"}:
        marks |= {"removal"}
    named = bool(kinds or marks & {"topic", "anaphora"})
    about = named or implied
    if "identify-ban" in marks:
        return SentenceClaim(
            text=text,
            language=language,
            stance="",
            topic="topic" in marks,
            kinds=frozenset(),
            marks=marks,
        )
    if undone:
        stance = NOT_DONE
    elif "unknown" in marks:
        stance = UNKNOWN
    elif "residual" in marks and about:
        stance = POSSIBLE
    elif _is_process(marks, named, kinds):
        stance = DEIDENTIFIED
    elif "identifiable" in marks and about and "invented" not in marks:
        stance = DEIDENTIFIED if negated else POSSIBLE
    else:
        denied = negated and (named or (implied and bool(pattern(language, "denial").match(text))))
        stated = named and ("presence" in marks or hedged or _is_fragment(text, implied))
        presence = ""
        if stated:
            presence = POSSIBLE if hedged else PRESENT
        stance = _holding(marks, kinds, denied, presence, implied)
    return SentenceClaim(
        text=text,
        language=language,
        stance=stance,
        topic="topic" in marks,
        kinds=kinds,
        marks=marks,
    )


def _holding(
    marks: frozenset[str], kinds: frozenset[str], denied: bool, stated: str, implied: bool
) -> str:
    """What a clause without any process says of what the data holds; `stated` is its stance where
    nothing denies."""
    if "only-possible" in marks:
        return ""
    if "invented" in marks and kinds and not denied:
        return ABSENT_REASON
    if denied or stated:
        return ABSENT_BARE if denied else stated
    if "public" in marks and (implied or marks & {"topic", "anaphora"}):
        return PUBLIC_ONLY
    return REFERENCE if "reference" in marks and implied else ""


def _is_process(marks: frozenset[str], named: bool, kinds: frozenset[str]) -> bool:
    """Whether a clause tells that something was taken out or never put in; what only could be done
    is no process."""
    if "ids-only" in marks or ("not-kept" in marks and kinds and "topic" not in marks):
        return True
    if "only-possible" in marks:
        return False
    return "de-identification" in marks or ("removal" in marks and named)


def _is_fragment(text: str, implied: bool) -> bool:
    """Under its heading, a bare list of kinds is a statement."""
    return implied and len(text.split()) <= _FRAGMENT_WORDS


def _polarity(text: str, language: str, marks: frozenset[str]) -> tuple[bool, bool, bool]:
    """Whether a clause denies, hedges, and tells that nothing was done."""
    if language == "en":
        undone = bool(pattern("en", "not-done").search(text)) and "residual" not in marks
        return (
            bool(pattern("en", "negation").search(text)),
            bool(pattern("en", "hedge").search(text)),
            undone,
        )
    hedged = bool(_KO_HEDGE.search(text))
    process = pattern("ko", "de-identification", "removal").pattern
    undone = (
        bool(
            re.search(
                rf"(?:{process})(?:{_KO_PROCESS_TO_NEGATION}|\s?(?:조치|처리|작업|과정|절차)?\S{{0,4}}\s*없)",
                text,
            )
        )
        and not hedged
    )
    return ko_negated(text), hedged, undone and "residual" not in marks


def ko_negated(text: str) -> bool:
    """Whether a Korean predicate is negated."""
    return bool(_KO_NEGATION.search(text))
