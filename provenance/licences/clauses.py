"""Read what an uncatalogued licence text appears to say, clause by clause.

The reading matches words and never settles anything: it quotes each clause with number and line for
a person to read, and lists what the words leave open. It never says that a text allows a use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from itertools import chain

from provenance.collector import collector_paused
from provenance.licences.clause_patterns import (
    ClausePattern,
    barred_use,
    clause_patterns,
    denial,
    field_patterns,
    prohibition,
)
from provenance.licences.clause_values import NAMES_TO_SHOW, value_of
from provenance.licences.passages import LONGEST_TEXT, ClausePassage, read_passages
from provenance.licences.shingles import read_text
from provenance.messages import Message, message
from provenance.text.lazy import LazyPattern

# What readers want to know of any licence; topics that are not found are listed as open.
DECIDING = (
    "commercial-use",
    "distribution",
    "derivatives",
    "outputs-training",
    "use-policy",
    "territory",
    "user-limit",
    "termination",
    "law",
)
# What readers want to know first; the rest follows in text order.
_FIRST = (
    "commercial-use",
    "research-only",
    "user-limit",
    "revenue-limit",
    "competitors",
    "territory",
    "fields",
    "use-policy",
    "outputs-training",
    "outputs-owner",
    "distribution",
    "derivatives",
    "share-alike",
    "display",
    "name-prefix",
    "notice",
    "pass-terms",
)
_MOST_OF_A_TOPIC = 10
# A policy names a field in several items, each of which may reach further.
_MOST_OF_A_FIELD = 3
_MOST = 120
_LONGEST_QUOTE = 480
_CONTEXT = 200
# How far words that forbid reach: enough for a list of verbs and its object.
_REACH = 420
# How far from a match an exception counts.
_NEXT_TO = 70
# A short passage is the title of its clause, not its content; Korean content is shorter.
_FEWEST_WORDS = 6
_FEWEST_IN_LIST = 4
# Behind words that lead into it, an item need only name what is forbidden or kept.
_FEWEST_BEHIND_LEAD = 2
_FEWEST_KOREAN_WORDS = 2
_FEWEST_UNSPACED = 8
# Marks before an item that is allowed or not.
_MARKS = ("❌", "🚫", "✗", "✘", "✅", "✓", "✔", "|")
_HANGUL = LazyPattern(r"[가-힣]")
_UNSPACED = LazyPattern(r"[\u3040-\u30ff\u3400-\u9fff]")
# A definition decides only if it defines what is non-commercial, where the territory ends or which
# policy applies.
_DEFINITION = LazyPattern(
    r"[“\"'‘][^”\"'’]{1,80}[”\"'’](?: \([^)]{1,40}\))?(?: or [“\"][^”\"]{1,40}[”\"])?,? "
    r"(?:shall |collectively )?(?:means?|refers?|is defined|includes?)\b"
    r"|[“\"「《][^”\"」》]{1,60}[”\"」》](?:[（(][^）)]{1,40}[）)])?[:：]?(?:是|系)?指|[「“][^」”]{1,60}[」”]とは",
    re.IGNORECASE,
)
_NAMES_POLICY = LazyPattern(r"polic|restrictions?\b|政策|使用|限制|정책", re.IGNORECASE)
_DEFINED = frozenset(
    {
        *("commercial-use", "research-only", "territory", "use-policy", "competitors"),
        *("user-limit", "revenue-limit"),
    }
)
# Who writes a licence denies being a lawyer; that bars no use in the field of law. What a licence
# does not restrict is no prohibited use either.
_NO_SERVICE = LazyPattern(
    r"\b(?:do|does) not (?:provide|constitute|restrict|limit|prohibit|forbid)\b"
    r"|\bnot a law firm\b"
)
# A barred use that is none of the known fields.
OTHER_USE = "other"
_MOST_OTHER_USES = 12
# Parts of the words that bar a use: without one of them a passage is not looked at.
_FORBIDDING = (
    *("not", "nor", "prohibit", "forbid", "unacceptable", "unauthori", "disallow", "refrain"),
    *("under no", "금지", "없", "불가", "않", "아니", "안", "못한", "금한", "❌", "🚫", "✗"),
)
_NAMES_A_USE = LazyPattern(r"\bus(?:e|es|ed|ing)\b|이용|사용|활용")
# What is said of names, notices, liability and the contract itself bars no use of the work.
_NO_BARRED_USE = LazyPattern(
    r"\b(?:names?|trademarks?|logos?|endors\w+|liab\w+|warrant\w+|damages?|unless|except|notices?"
    r"|rely|reliance|responsib\w+|export\w*|governed|enforce\w+|waive\w*|invalid|confidential"
    r"|third[- ]party (?:content|software)|does not|not require\w*|if you|fair use|patents?"
    r"|reasonable efforts?|advertis\w*|promote|commercial\w*)\b|[:：]$|상표|책임|손해|보증|경우"
)
_HASH_LENGTH = 16
# Distinct words of texts for which it is remembered what they contain.
_MOST_REMEMBERED = 1 << 14
# Topics whose clauses may or may not name a value, and whose summary depends on it.
_NAMING = frozenset({"display", "name-prefix", "territory"})
# What a licence merely encourages is not a duty.
_OPTIONAL = LazyPattern(r"\bencouraged to\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A passage of a licence text that decides something, as its words read.

    Attributes:
        topic: What it decides: `commercial-use`, `user-limit`, `law` and so on.
        says: `yes`, `no` or `conditional`; `user` or `licensor` for who owns outputs; empty if the
            topic is enough.
        value: What it names, machine-readable: a number of users, words to display, region codes
            separated by blanks, a place whose law governs; empty if it names nothing.
        quote: The original words, white space collapsed, shortened around the deciding part.
        number: Clause number; empty if the text has no numbers.
        heading: The heading above it; empty if none.
        line: Line on which the passage starts, counted from 1.
        start: Offset of its first character in the text.
        end: Offset after its last character.
    """

    topic: str
    says: str
    value: str
    quote: str
    number: str
    heading: str
    line: int
    start: int
    end: int

    @property
    def place(self) -> str:
        """The place: its number, else its heading, else its line."""
        return self.number or self.heading or str(self.line)

    @property
    def summary(self) -> Message:
        """What the words appear to say, in a short summary."""
        variant = f".{self.says}" if self.says else ""
        named = "-named" if self.value and self.topic in _NAMING else ""
        return message(f"clause.{self.topic}{variant}{named}", value=_shown(self.topic, self.value))


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """What a text appears to say.

    Attributes:
        clauses: The deciding clauses, in text order.
        open: Topics of `DECIDING` for which nothing was found, though the text may still cover
            them.
        complete: Whether the whole text was read.
    """

    clauses: tuple[Clause, ...]
    open: tuple[str, ...]
    complete: bool = True

    def of(self, topic: str, says: str = "") -> tuple[Clause, ...]:
        """The clauses of a topic, limited to those that say `says` if given."""
        return tuple(
            clause
            for clause in self.clauses
            if clause.topic == topic and (not says or clause.says == says)
        )


@lru_cache(maxsize=16)
@collector_paused()
def read_clauses(text: str) -> ClauseReading:
    """Read the deciding clauses of a licence text.

    Args:
        text: The text as read, in English, Korean, Chinese or Japanese; at most 400,000 characters
            are examined.

    Returns:
        The clauses with quotes and places, and the topics left open.
    """
    shown = text[:LONGEST_TEXT]
    passages = read_passages(shown)
    reader = _IndexedText(shown, passages)
    clauses = list(reader.clauses())
    clauses.sort(key=lambda clause: (clause.start, clause.topic, clause.says))
    topics = {clause.topic for clause in clauses}
    still_open = tuple(topic for topic in DECIDING if topic not in topics)
    return ClauseReading(tuple(clauses[:_MOST]), still_open, len(text) <= LONGEST_TEXT)


def by_weight(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses by importance, each statement once."""
    statements: dict[tuple[str, str, str], Clause] = {}
    for clause in clauses:
        statement = (clause.topic, clause.says, clause.value)
        statements.setdefault(statement, clause)
    return tuple(sorted(statements.values(), key=_rank))


def _rank(clause: Clause) -> int:
    """The place of a clause's topic among those that matter most; all others come after."""
    return _FIRST.index(clause.topic) if clause.topic in _FIRST else len(_FIRST)


class _IndexedText:
    """The passages of a text, indexed by the words in them."""

    def __init__(self, text: str, passages: tuple[ClausePassage, ...]) -> None:
        self.passages = passages
        self.lower = [_lower(passage.text) for passage in passages]
        self.read: dict[int, _Read] = {}
        self.is_plain = not (_UNSPACED.search(text) or _HANGUL.search(text))
        self.is_title = [_is_title(passage) for passage in passages]
        self.by_piece = self._by_piece()
        self.by_word: dict[str, tuple[int, ...]] = {}

    def _by_piece(self) -> dict[str, list[int]]:
        """The passages that contain a piece of the patterns' words, in order."""
        places: dict[str, list[int]] = {}
        for at, words in enumerate(self.lower):
            for piece in frozenset().union(*map(_pieces_in, set(words.split()))):
                places.setdefault(piece, []).append(at)
        return places

    def clauses(self) -> Iterator[Clause]:
        counts: Counter[tuple[str, str]] = Counter()
        taken: set[tuple[int | str, ...]] = set()
        for pattern in clause_patterns():
            for at in self._with_words(pattern.words):
                pair = (pattern.topic, pattern.says)
                # What is forbidden may be allowed under a condition in the same breath.
                is_read = (at, pattern.topic) in taken and pattern.says != "conditional"
                if self.is_title[at] or is_read or (at, *pair) in taken:
                    continue
                if counts[pair] >= _MOST_OF_A_TOPIC:
                    break
                clause = self._clause(at, pattern)
                if clause:
                    counts[pair] += 1
                    taken.update({(at, pattern.topic), (at, *pair)})
                    yield clause
        fields = list(self._fields())
        yield from fields
        in_fields = {clause.start for clause in fields}
        of_patterns = {place[0] for place in taken}
        unread = (
            at
            for at, passage in enumerate(self.passages)
            if at not in of_patterns and passage.start not in in_fields and not self.is_title[at]
        )
        yield from self._other_uses(unread)

    def _other_uses(self, unread: Iterable[int]) -> Iterator[Clause]:
        """The uses that a text bars in words that no field has."""
        left = _MOST_OTHER_USES
        forbidding = set(self._with_words(_FORBIDDING))
        leads: dict[str, bool] = {"": False}
        for at in unread:
            lead = self.passages[at].lead
            if lead not in leads:
                leads[lead] = any(word in lead.lower() for word in _FORBIDDING)
            if not left or not (leads[lead] or at in forbidding):
                continue
            read = self._read(at)
            if not _NAMES_A_USE.search(read.lower) or _NO_BARRED_USE.search(read.lower):
                continue
            if not _DEFINITION.match(read.words) and barred_use().search(read.lower):
                left -= 1
                yield _at(self.passages[at], "fields", "no", OTHER_USE, (0, 0))

    def _fields(self) -> Iterator[Clause]:
        for pattern in field_patterns():
            left = _MOST_OF_A_FIELD
            for at in self._with_words(pattern.words):
                passage = self.passages[at]
                match = pattern.expression.search(self.lower[at])
                if match and _prohibits(passage):
                    span = (match.start(), match.start())
                    yield _at(passage, "fields", "no", pattern.field, span)
                    left -= 1
                if not left:
                    break

    def _with_words(self, words: tuple[str, ...]) -> tuple[int, ...]:
        """The passages that contain one of the words, in order."""
        holding: set[int] = set()
        for word in words:
            if word not in self.by_word:
                self.by_word[word] = self._with_word(word)
            holding.update(self.by_word[word])
        return tuple(sorted(holding))

    def _with_word(self, word: str) -> tuple[int, ...]:
        if not word.isascii():
            return () if self.is_plain else self._among(range(len(self.lower)), word)
        piece = _longest_piece(word)
        places = self.by_piece.get(piece, ())
        return tuple(places) if piece == word else self._among(places, word)

    def _among(self, places: Iterable[int], word: str) -> tuple[int, ...]:
        """Those of some passages that contain a word."""
        return tuple(at for at in places if word in self.lower[at])

    def _clause(self, at: int, pattern: ClausePattern) -> Clause | None:
        """The clause of a passage that matches a pattern, or None."""
        passage = self.passages[at]
        if _is_other_definition(pattern.topic, passage.text):
            return None
        read = self._read(at)
        behind_lead = len(passage.lead) + 1 if passage.lead else 0
        hits = _behind_denial(pattern, read) if pattern.denied else _anywhere(pattern, read)
        hit = next((hit for hit in hits if _counts(pattern, read, hit, behind_lead)), None)
        if hit is None:
            return None
        value = value_of(pattern, passage, read.words, hit.match.span())
        if value is None:
            return None
        span = (hit.counts_from - behind_lead, hit.match.end() - behind_lead)
        return _at(passage, pattern.topic, pattern.says, value, span)

    def _read(self, at: int) -> _Read:
        if at not in self.read:
            self.read[at] = _Read(self.passages[at])
        return self.read[at]


@lru_cache(maxsize=_MOST_REMEMBERED)
def _pieces_in(token: str) -> frozenset[str]:
    """The pieces of the patterns' words that a word of a text contains.

    Licences share most of their words, so nearly all are answered from memory.
    """
    return frozenset(piece for piece in _pieces() if piece in token)


@cache
def _pieces() -> frozenset[str]:
    of_patterns = [pattern.words for pattern in clause_patterns()]
    of_fields = [pattern.words for pattern in field_patterns()]
    words = chain.from_iterable((*of_patterns, *of_fields))
    return frozenset(_longest_piece(word) for word in words if word.isascii())


@cache
def _longest_piece(word: str) -> str:
    """The longest part of a pattern's word without blanks."""
    return max(word.split(), key=len)


def _is_other_definition(topic: str, words: str) -> bool:
    """Whether a passage defines something that decides nothing of a topic."""
    definition = _DEFINITION.match(words)
    if definition is None:
        return False
    is_policy = _NAMES_POLICY.search(words) is not None
    return topic not in _DEFINED or (topic == "use-policy" and not is_policy)


class _Read:
    """A passage prepared for the patterns: with its lead-in words, in lower case."""

    def __init__(self, passage: ClausePassage) -> None:
        self.words = f"{passage.lead} {passage.text}" if passage.lead else passage.text
        self.lower = _lower(self.words)

    @cached_property
    def denials(self) -> tuple[tuple[int, int], ...]:
        """Positions of words that forbid."""
        return tuple(match.span() for match in denial().finditer(self.lower))


def _is_title(passage: ClausePassage) -> bool:
    """Whether a passage is too short to be more than a title; an item of a list may be shorter."""
    words = passage.text
    if _UNSPACED.search(words):
        return len(words) < _FEWEST_UNSPACED
    fewest = _FEWEST_IN_LIST if words.endswith(";") else _FEWEST_WORDS
    if passage.lead or words.startswith(_MARKS):
        fewest = _FEWEST_BEHIND_LEAD
    fewest = _FEWEST_KOREAN_WORDS if _HANGUL.search(words) else fewest
    return len(words.split()) < fewest


@dataclass(frozen=True, slots=True)
class _Hit:
    """A match of a pattern, and from where words before it count against it."""

    match: re.Match[str]
    counts_from: int


def _anywhere(pattern: ClausePattern, read: _Read) -> Iterator[_Hit]:
    """Where the expression matches."""
    for match in pattern.expression.finditer(read.lower):
        yield _Hit(match, match.start())


def _behind_denial(pattern: ClausePattern, read: _Read) -> Iterator[_Hit]:
    """The first place where the expression matches shortly after words that forbid."""
    end = 0
    for start, behind in read.denials:
        if start < end:
            continue
        end = behind + _REACH
        match = pattern.expression.search(read.lower, start, end)
        if match:
            yield _Hit(match, start)
            return


def _counts(pattern: ClausePattern, read: _Read, hit: _Hit, behind_lead: int) -> bool:
    """Whether a match is in the passage itself, and no exception to the pattern is next to it."""
    end = hit.match.end()
    if end <= behind_lead:
        return False
    reach = _REACH if pattern.denied else _NEXT_TO
    first, last = max(0, hit.counts_from - _NEXT_TO), end + reach
    if pattern.unless and pattern.unless.search(read.lower, first, last):
        return False
    return not _is_optional(pattern, read, hit.match)


def _is_optional(pattern: ClausePattern, read: _Read, match: re.Match[str]) -> bool:
    is_shown = pattern.topic in NAMES_TO_SHOW
    return is_shown and _OPTIONAL.search(read.lower, 0, match.start()) is not None


def _at(passage: ClausePassage, topic: str, says: str, value: str, span: tuple[int, int]) -> Clause:
    return Clause(
        topic=topic,
        says=says,
        value=value,
        quote=_quote(passage, span),
        number=passage.number,
        heading=passage.heading,
        line=passage.line,
        start=passage.start,
        end=passage.end,
    )


def _quote(passage: ClausePassage, span: tuple[int, int]) -> str:
    """The passage without the lead-in of its list; a long one is cut to the deciding part.

    Args:
        passage: The passage.
        span: Where the deciding words begin and end in it.
    """
    words = passage.text
    if len(words) > _LONGEST_QUOTE:
        first, end = max(0, span[0]), min(span[1], len(words))
        start = max(0, end - _LONGEST_QUOTE + _CONTEXT)
        fits = end - first <= _LONGEST_QUOTE
        start = min(start, first) if fits else start
        start = words.rfind(" ", 0, start) + 1 if start else 0
        end = start + _LONGEST_QUOTE
        end = words.rfind(" ", start, end) if end < len(words) else len(words)
        opening, closing = "… " if start else "", " …" if end < len(words) else ""
        words = f"{opening}{words[start:end]}{closing}"
    if passage.lead:
        words = f"{_end_of(passage.lead)} … {words}"
    return words


def _end_of(lead: str) -> str:
    """The last words of a lead, of which a long one is cut before a word."""
    if len(lead) <= _CONTEXT:
        return lead
    return f"… {lead[lead.find(' ', len(lead) - _CONTEXT) + 1 :]}"


def _prohibits(passage: ClausePassage) -> bool:
    """Whether a passage, its list or its heading prohibits something."""
    context = f"{passage.heading} {passage.lead} {passage.text}"
    if _NO_SERVICE.search(_lower(passage.text)):
        return False
    return bool(prohibition().search(_lower(context))) and not passage.text.startswith("“")


def _shown(topic: str, value: str) -> str | Message:
    """The value of a clause for display."""
    if topic in ("user-limit", "revenue-limit") and value.isdigit():
        return f"{int(value):,}"
    if topic == "outputs-training" and value:
        return message(f"clause.scope.{value}")
    if topic == "fields":
        return message(f"clause.field.{value}")
    return value.replace(" ", ", ") if topic == "territory" else value


def _lower(text: str) -> str:
    """A text in lower case with its length unchanged; letters whose lower case has another length
    stay as they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if char.isascii() else char for char in text)


def clause_hash(words: str) -> str:
    """Hash of a clause by its words alone; letter case, markup and leading numbers do not count.

    Args:
        words: The original clause.

    Returns:
        The first 16 hexadecimal digits of the SHA-256 of its normalised words.
    """
    normal = " ".join(read_text(words).words)
    return sha256(normal.encode("utf-8", "replace")).hexdigest()[:_HASH_LENGTH]


def topics() -> frozenset[str]:
    """Every topic of a clause."""
    return frozenset(pattern.topic for pattern in clause_patterns()) | {"fields"}
