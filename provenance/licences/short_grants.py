"""Grants of a few words: `Code and weights: MIT, see LICENSE.`, `The weights are Apache-2.0.`

The whole sentence has to be a subject that is the work itself or none at all, the name of one
licence, and at most a pointer to its text. A name with any other word around it is only mentioned.
"""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.licences.catalogue import lookup
from provenance.text.lazy import LazyPattern

_LONGEST = 160
_CACHED = 1_024
_MODEL_PART = (
    r"(?:(?:trained |model |pre-?trained |released )?(?:weights?|checkpoints?|parameters)|models?"
    r"|adapters?|loras?)"
)
_DATA_PART = r"(?:data|data ?sets?|annotations?|labels?|corpus|corpora)"
_OTHER_PART = (
    r"(?:(?:source |inference |training )?code|scripts?|tokeni[sz]er|config(?:uration)?s?|files?)"
)
_PART = rf"(?:{_MODEL_PART}|{_DATA_PART}|{_OTHER_PART})"
_KO_MODEL = r"(?:모델(?: ?가중치)?|가중치|체크포인트|어댑터)"
_KO_DATA = r"(?:데이터(?:셋|세트)?|말뭉치|코퍼스)"
_KO_PART = rf"(?:{_KO_MODEL}|{_KO_DATA}|(?:소스 ?)?코드|토크나이저|파일)"
_EVERYTHING = (
    r"(?:everything|all (?:files|content|contents|of it|parts))"
    r"(?: (?:here|in (?:this|the) (?:repo|repository|folder)))?"
)
_THE_TERMS = r"(?:the\s+|an?\s+)?(?:terms\s+(?:and\s+conditions\s+)?of\s+)?(?:the\s+|an?\s+)?"
_SUBJECT = LazyPattern(
    rf"\W{{0,4}}(?P<subject>(?:(?:the|this|our|these|all)\s+)?{_PART}"
    rf"(?:(?:,\s?(?:and\s+)?|\s?[/&+]\s?|\s+and\s+)(?:the\s+)?{_PART}){{0,4}}|{_EVERYTHING})"
    r"\W{0,3}(?:\s?[:=–—]\W{0,3}|\s+(?:is|are)\s+|\s+(?=under\s))"
    r"(?:(?:both|all)\s+)?(?:(?:licen[cs]ed|released|available|distributed|provided|published)\s+)?"
    rf"(?:under\s+)?{_THE_TERMS}"
    # Without a subject the words are about the work whose card they stand in.
    r"|\W{0,4}(?P<verb>(?:licen[cs]ed|released|distributed|published|(?:made )?available|provided)"
    rf"\s+under\s+){_THE_TERMS}"
    rf"|\W{{0,4}}(?:(?:이|본|해당|저희|모든)\s?)?(?P<ko>{_KO_PART}"
    rf"(?:(?:,\s?|\s?[/·&]\s?|[와과]\s?|\s및\s){_KO_PART}){{0,4}})"
    r"(?:\s?[:：]\s?|[은는이가]\s)(?:모두\s)?",
    re.IGNORECASE,
)
_TEXT = (
    r"[`\[<(]{0,2}(?:licen[cs]e|copying|라이[선센]스)(?:\.\w{2,8})?(?: file| text)?"
    r"(?:\]\([^()\s]{1,200}\))?"
)
_POINTER = (
    r"\s?[,;.(–—-]{0,2}\s?\(?(?:see|read|full text|text|details)"
    rf"(?:\s(?:in|at|also|the|our|file|is|below|of)){{0,3}}:?\s{_TEXT}"
)
_KO_POINTER = (
    rf"\s?[,;.(]{{0,2}}\s?\(?{_TEXT}(?:\s?파일)?\s?(?:을|를)?\s?(?:참고|참조)(?:하십시오|하세요)?"
)
# What may stand behind the name: the word licence, and where its text is.
_TAIL = LazyPattern(
    r"(?:[- ]licen[cs](?:e|ed)|\s?라이[선센]스)?(?:\]\(<?https?://[^()\s]{1,200}\))?"
    r"(?:입니다|이다|임|를 따릅니다|을 따릅니다|로 배포됩니다|으로 배포됩니다)?"
    rf"(?:{_POINTER}|{_KO_POINTER})?[\s.)*_`!]{{0,6}}",
    re.IGNORECASE,
)
_OF_MODEL = LazyPattern(rf"\b{_MODEL_PART}\b|{_KO_MODEL}|^(?:everything|all )", re.IGNORECASE)
_OF_DATA = LazyPattern(rf"\b{_DATA_PART}\b|{_KO_DATA}|^(?:everything|all )", re.IGNORECASE)
_NAME = LazyPattern(r"[\w.+-]+(?:[ ][\w.+-]+){0,5}")


@lru_cache(maxsize=_CACHED)
def short_grant(sentence: str, dataset: bool) -> str | None:
    """The licence that a sentence of a few words puts the work under.

    Args:
        sentence: A sentence of a card.
        dataset: Whether the work is a dataset, so that a sentence about data is about it.

    Returns:
        The catalogue key; None if the sentence says anything else.
    """
    if len(sentence) > _LONGEST:
        return None
    subject = _SUBJECT.match(sentence)
    if subject is None:
        return None
    own = _OF_DATA if dataset else _OF_MODEL
    of_part = subject["subject"] or subject["ko"]
    if of_part and not own.search(of_part):
        return None
    return _named(sentence[subject.end() :].lstrip("*_`[("))


def _named(rest: str) -> str | None:
    """The licence that a text begins with, if nothing but a pointer follows: the longest name."""
    words = _NAME.match(rest)
    if words is None:
        return None
    ends = [words.start() + at for at, sign in enumerate(words[0]) if sign == " "]
    for end in sorted({*ends, words.end()}, reverse=True):
        name = rest[:end].rstrip(".-")
        for shorter in (name, *_without_endings(name)):
            entry = lookup(shorter)
            tail = rest[len(shorter) :]
            if entry and entry.category not in ("unresolved", "family") and _TAIL.fullmatch(tail):
                return entry.id
    return None


def _without_endings(name: str) -> tuple[str, ...]:
    """A name without a Korean ending that is written to it: `MIT입니다`."""
    match = re.match(r"[\x00-\x7f]+", name)
    return (match[0].rstrip(),) if match and match[0] != name else ()
