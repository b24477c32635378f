"""Read the vocabulary size and the first merges from a few ranges of tokenizer.json.

The file has up to 30 MB. Its `model` contains `vocab`, pairs of text and number, followed by
`merges`. Bisection finds the start of the merges: a piece of the vocabulary contains numbers, a
piece of the merges none. Format: https://huggingface.co/docs/tokenizers.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from provenance.weights.ranges import Ranges

TOKENIZER = "tokenizer.json"
FIRST_MERGES = 5
_PIECE = 64 * 1024
_WHOLE = 512 * 1024
_NUMBERED = re.compile(rb'"\s{0,4}:\s{0,4}\d{1,8}\s{0,40}[,}]')
_MERGES = re.compile(rb'"merges"\s{0,4}:\s{0,4}\[')
_VOCABULARY = re.compile(rb'"vocab"\s{0,4}:\s{0,4}\{')
_ID = re.compile(rb'"\s{0,4}:\s{0,4}(\d{1,8})\s{0,40}[,}]')
_STRING = re.compile(rb'"(?:[^"\\]|\\.){0,400}"')
_IDS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class TokenizerFacts:
    """What distinguishes one tokenizer from another.

    Attributes:
        vocabulary: Number of tokens in the vocabulary itself, without added tokens.
        merges: The first merges, each as two texts separated by a space; empty if there are none.
    """

    vocabulary: int
    merges: tuple[str, ...]


def read_tokenizer(ranges: Ranges) -> TokenizerFacts | None:
    """Read as much of a tokenizer.json as needed; None if it contains no merges.

    Raises:
        TruncatedHeaderError, HubError: The file could not be read.
    """
    data = _around_merges(ranges)
    match = _MERGES.search(data)
    if match is None:
        return None
    vocabulary = data[: match.start()]
    begin = _VOCABULARY.search(vocabulary)
    if begin:
        vocabulary = vocabulary[begin.end() :]
    ids = [int(number) for number in _ID.findall(vocabulary[-_PIECE:])]
    merges = _first_merges(data[match.end() : match.end() + _PIECE])
    if not ids or len(merges) < FIRST_MERGES:
        return None
    return TokenizerFacts(max(ids[-_IDS_LOOKED_AT:]) + 1, merges)


def _around_merges(ranges: Ranges) -> bytes:
    """The bytes around the end of the vocabulary."""
    size = ranges.size or len(ranges.head)
    if size <= _WHOLE:
        return ranges.read(0, size)
    low, high = 0, size
    while high - low > _PIECE:
        middle = (low + high) // 2
        if _NUMBERED.search(ranges.read(middle, _PIECE)):
            low = middle
        else:
            high = middle
    start = max(low - _PIECE // 4, 0)
    return ranges.read(start, high - start + _PIECE)


def _first_merges(data: bytes) -> tuple[str, ...]:
    """The first merges: texts with a space, or pairs of texts in newer files."""
    begin = data.lstrip()[:1]
    texts = [_text(text) for text in _STRING.findall(data)[: FIRST_MERGES * 2]]
    if begin == b"[":
        pairs = zip(texts[::2], texts[1::2], strict=False)
        return tuple(f"{left} {right}" for left, right in pairs)
    return tuple(texts[:FIRST_MERGES])


def _text(quoted: bytes) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError:
        return ""
