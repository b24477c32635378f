"""Words, shingles and anchors of a licence text, the input of its fingerprint.

Words are normalised to remove what varies between faithful copies (letter case, markup, list
numbers, addresses, copyright lines), in the spirit of the SPDX License List matching guidelines
(SPDX 2.3, annex C).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from zlib import crc32

from provenance.licences.limiting import is_condition
from provenance.text.lazy import LazyPattern

WIDTH = 5
HEAD_WORDS = 30
LONGEST = 400_000
_SHORT_LINE = 40

_COPYRIGHT = re.compile(
    r"\W*(?:(?:copyright\b(?=.{0,40}(?:\(c\)|©|\d{4}|[\[<{]))|\(c\)|©).{0,200}|all rights"
    r" reserved\.?)\s*",
    re.IGNORECASE,
)
_BEFORE_MAIL = (
    r"<[^<>\n]{1,200}>"  # markup, and addresses in angle brackets
    r"|\]\([^()\s]{1,300}\)"  # target of a Markdown link
    r"|\bhttps?://[^\s\"”)>\]]+"
)
_MAIL = r"|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}"
_AFTER_MAIL = (
    r"|\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|ai|io|dev|edu|gov|me)\b"
    r"(?:/[^\s\"”)>\]]*(?:(?<=-)\n[^\s\"”)>\]]+)?)?"
    # What is left of a page: entities of its markup, and the numbers of its pages.
    r"|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,5});"
    r"|(?m:^[^\S\n]*(?:page[^\S\n])?\d{1,3}(?:[^\S\n]?(?:of|/)[^\S\n]?\d{1,3})?[^\S\n]*$)"
    r"|(?m:^[^\S\n]*(?:[#*/>|;-]{1,6}[^\S\n]+)?"
    r"(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]+(?=\s|\*))+)"
)
# Searching for an address at every word takes half of the time, so it runs only if there is an @.
_NOISE = LazyPattern(_BEFORE_MAIL + _AFTER_MAIL, re.IGNORECASE)
_NOISE_AND_MAIL = LazyPattern(_BEFORE_MAIL + _MAIL + _AFTER_MAIL, re.IGNORECASE)
# Chinese and Japanese have no blanks between words: every character counts as one.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+|[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:\.\d+)*(?:\+\+)?")
_SPELLINGS = {
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "sublicence": "sublicense",
}
# Letters that a PDF file joins into one.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_DIGITS = frozenset("0123456789")
YEAR = re.compile(r"(?:19|20)\d\d")
MONTHS = frozenset({"january", "february", "march", "april", "may", "june"}).union(
    {"july", "august", "september", "october", "november", "december"}
)
# The words before and after a holder's name in the licences of the BSD family.
_LEADS: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "neither": (
        (("neither", "the", "name"), ("nor",)),
        (("neither", "the", "names"), ("nor",)),
    ),
    "provided": ((("provided", "by"), ("as", "is", "and", "any")),),
    "event": ((("event", "shall"), ("be", "liable", "for", "any", "direct")),),
}
_LONGEST_HOLDER = 24
_NO_HOLDER = frozenset({"not", "no", "except", "unless", "only", "must", "may", "you", "licensee"})
# Title words that distinguish licences.
_NAMING = frozenset(
    {"commercial", "noncommercial", "research", "modified", "non", "territory"}
).union(
    {
        "llama",
        "gemma",
        "qwen",
        "tongyi",
        "hunyuan",
        "exaone",
        "deepseek",
        "stability",
        "flux",
        "falcon",
        "nvidia",
    },
    {
        "mistral",
        "openrail",
        "rail",
        "rail++",
        "apache",
        "mit",
        "creative",
        "commons",
        "attribution",
    },
    {
        "noderivatives",
        "noderivs",
        "derivs",
        "sharealike",
        "share",
        "alike",
        "bigscience",
        "creativeml",
        "bigcode",
    },
    {"academic", "lesser", "library", "affero"},
)
# Words that change what is allowed, to whom, where and from when; like all numbers, they must agree
# in an exact copy.
_WEIGHTY = MONTHS | _NAMING.union(
    {
        "not",
        "no",
        "nor",
        "never",
        "none",
        "neither",
        "except",
        "unless",
        "without",
        "only",
        "must",
        "shall",
        "may",
    },
    {
        "cannot",
        "prohibited",
        "forbidden",
        "solely",
        "military",
        "european",
        "union",
        "eu",
        "uk",
        "kingdom",
        "korea",
    },
    {
        "china",
        "usa",
        "million",
        "billion",
        "revenue",
        "users",
        "monthly",
        "affiliates",
        "competitor",
        "competitors",
    },
    {
        "competing",
        "revoke",
        "revocable",
        "irrevocable",
        "perpetual",
        "exclusive",
        "nonexclusive",
        "transferable",
    },
    {"royalty", "free", "fee"},
)


@dataclass(frozen=True)
class ShingledText:
    """A text prepared for matching.

    Attributes:
        words: Normalised words.
        shingles: Hash of each run of five words, in order.
        plain: The text without what means nothing, of the same length.
        left_out: Which words of it are names of holders, and no words of the text here.
    """

    words: tuple[str, ...]
    shingles: tuple[int, ...]
    plain: str
    left_out: tuple[tuple[int, int], ...]

    @property
    def starts(self) -> Sequence[int]:
        """Where each word starts in the text."""
        return self._places[0]

    @property
    def ends(self) -> Sequence[int]:
        """Where each word ends."""
        return self._places[1]

    @cached_property
    def _places(self) -> tuple[Sequence[int], Sequence[int]]:
        # Only texts that resemble a licence are quoted. Arrays, since a hostile text has hundreds
        # of thousands of words.
        starts, ends = array("I"), array("I")
        for match in _WORD.finditer(self.plain):
            starts.append(match.start())
            ends.append(match.end())
        for first, last in self.left_out:
            del starts[first:last], ends[first:last]
        return starts, ends

    @property
    def head(self) -> frozenset[str]:
        """Numbers and names in and right after the title, without dates: whose terms, which
        version."""
        words = self.words[:HEAD_WORDS]
        dated = {
            at + step for at, word in enumerate(words) if word in MONTHS for step in (-1, 0, 1)
        }
        return frozenset(
            word
            for at, word in enumerate(words)
            if word in _NAMING
            or (_has_digit(word) and at not in dated and not YEAR.fullmatch(word))
        )


def read_text(text: str) -> ShingledText:
    """Normalise `text` and take its shingles; at most 400,000 characters are read."""
    text = text[:LONGEST]
    noise = _NOISE_AND_MAIL if "@" in text else _NOISE
    plain = noise.sub(_blank, _without_copyright(text))
    spelt: list[str] = _WORD.findall(plain)
    normal = {word: _normal(word) for word in set(spelt)}
    words = list(map(normal.__getitem__, spelt))
    holders = _holders(words)
    for start, end in holders:
        del words[start:end]
    return ShingledText(
        words=tuple(words), shingles=shingles(words), plain=plain, left_out=tuple(holders)
    )


def plain_words(text: str) -> tuple[str, ...]:
    """The normalised words of a short text, in order."""
    return tuple(_normal(match[0]) for match in _WORD.finditer(text))


def is_copyright(line: str) -> bool:
    """Whether a line is a copyright notice."""
    return bool(_COPYRIGHT.fullmatch(line))


def _without_copyright(text: str) -> str:
    """Blank copyright lines that begin a paragraph or follow a short line, not wrapped
    sentences."""
    lines, short = [], True
    for line in text.split("\n"):
        is_notice = short and is_copyright(line) and not is_condition(line)
        lines.append(" " * len(line) if is_notice else line)
        short = is_notice or len(line.strip()) <= _SHORT_LINE
    return "\n".join(lines)


def shingles(words: Sequence[str]) -> tuple[int, ...]:
    """CRC-32 of each run of five words; of all words if there are fewer."""
    if len(words) < WIDTH:
        return (crc32(" ".join(words).encode("utf-8", "replace")),) if words else ()
    encodings = {word: word.encode("utf-8", "replace") for word in set(words)}
    encoded = [encodings[word] for word in words]
    joined = memoryview(b" ".join(encoded))
    starts = array("I", accumulate((len(word) + 1 for word in encoded), initial=0))
    return tuple(
        crc32(joined[start : end - 1]) for start, end in zip(starts, starts[WIDTH:], strict=False)
    )


def weighty(words: Sequence[str]) -> Counter[str]:
    """Occurrences in `words` of each number and each word about rights, places and dates."""
    return Counter(word for word in words if word in _WEIGHTY or _has_digit(word))


def _has_digit(word: str) -> bool:
    """Whether a word is or contains a number, like `2.0` and `v2`."""
    return not _DIGITS.isdisjoint(word)


def _normal(word: str) -> str:
    lower = word.lower().replace(",", "")
    lower = lower if lower.isascii() else lower.translate(_LIGATURES)
    return _SPELLINGS.get(lower, lower)


def _blank(match: re.Match[str]) -> str:
    """What means nothing as blanks; a condition in angle brackets stays."""
    is_markup = match[0].startswith("<")
    return match[0] if is_markup and is_condition(match[0]) else " " * len(match[0])


def _holders(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where template licences name whoever uses them, the last place first.

    In the licences of the BSD family `neither the name of X nor`, `provided by X as is` and `in no
    event shall X be liable` are the same whatever X is.
    """
    places = []
    for at, word in enumerate(words):
        if word in _LEADS:
            place = _holder(words, at)
            if place is not None:
                places.append(place)
    return places[::-1]


def _holder(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The words that name the holder, where one of the frames begins at a word; else None."""
    for lead, close in _LEADS[words[at]]:
        start = at + len(lead)
        if tuple(words[at:start]) != lead:
            continue
        for end in range(start + 1, min(start + _LONGEST_HOLDER, len(words))):
            if words[end] in _NO_HOLDER:
                return None
            if tuple(words[end : end + len(close)]) == close:
                return start, end
    return None
