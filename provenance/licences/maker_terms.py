"""Sentences that send a reader to the terms of somebody else: `Please refer to the OpenAI terms of
use, since the data were generated with GPT-4`.

Terms of the service that made the data may bind whoever uses the model. They are no licence of the
work, and nobody has read them here, so a person has to.
"""

from __future__ import annotations

import re

from provenance.licences.names import licence_names

_TERMS = (
    r"(?:(?<!in )[Tt]erms(?: (?:of|and|for) (?:[Uu]se|[Ss]ervice|[Cc]onditions))?|ToS|TOS|EULA"
    r"|(?:[Uu]sage|[Uu]se|[Cc]ontent|[Ss]ervice) [Pp]olic(?:y|ies))\b"
)
# A name: the word before the terms, or after `terms of`.
_NAME = r"(?!(?:Use|Service|Conditions)\b)[A-Z][\w.&-]{1,40}(?: [A-Z][\w.&-]{0,40}){0,3}(?:['’]s?)?"
_NAMED = (
    rf"(?:(?:the )?{_NAME} (?:[a-z]+ )?{_TERMS}"
    rf"|(?:the )?(?:[a-z]+ )?{_TERMS} (?:of|by|from|for) (?:the )?{_NAME})"
)
_POINTS = (
    r"\b(?:[Rr]efer(?:s|red|ring)? to|[Ss]ee|[Cc]onsult|[Cc]heck|[Rr]ead|[Rr]eview"
    r"|[Ff]ollow(?:s|ing)?|[Cc]omply(?:ing)? with|[Aa]dher(?:e|es|ing) to|[Aa]bid(?:e|es|ing) by"
    r"|[Rr]espect|[Ss]ubject to|[Bb]ound by|[Gg]overned by|[Cc]overed by"
    r"|[Ii]n (?:accordance|compliance|line) with|[Aa]ccording to|[Mm]indful of|[Aa]ware of)"
)
_APPLIES = (
    r"(?: (?:may|might|will|also|still|can))*"
    r" (?:appl(?:y|ies)|prohibits?|forbids?|restricts?|limits?|binds?|governs?|must be|should be)\b"
)
_REFERS = re.compile(
    rf"{_POINTS}(?: (?!not\b)[\w,]{{1,20}}){{0,4}}? (?P<pointed>{_NAMED})"
    rf"|(?P<applied>{_NAMED}){_APPLIES}"
)
# One of these is in everything that they match; most sentences have none.
_WORDS_FOR_TERMS = ("erms", "ToS", "TOS", "EULA", "olic")
_KOREAN_WORDS_FOR_TERMS = ("약관", "정책")
_KOREAN = re.compile(
    r"(?:[A-Z][\w.&-]{1,40}|오픈에이아이|구글|네이버|카카오|앤트로픽|메타)(?:의|사의|社의)?\s?"
    r"(?:서비스\s?)?(?:이용|사용)?\s?(?:약관|정책)(?:을|를|이|가|에|과|도|의)?[^.]{0,16}?"
    r"(?:참고|참조|확인|준수|적용|따[르릅라]|동의)"
)
# The site on which the work is published.
_OF_THE_SITE = re.compile(r"Hugging ?Face|\bHF\b|GitHub|Kaggle|ModelScope|ArXiv", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|without|unlike)\b|n['’]t\b")
_KOREAN_DENIED = re.compile(r"않|아니|없")


def refers_to_terms(sentence: str) -> bool:
    """Whether a sentence sends its reader to terms of a named maker that nobody here knows.

    Args:
        sentence: A sentence of a card.
    """
    stated = (
        _REFERS.search(sentence) if any(word in sentence for word in _WORDS_FOR_TERMS) else None
    )
    if stated is not None:
        is_denied = _DENIED.search(sentence[: stated.end()]) is not None
        named = stated["pointed"] or stated["applied"]
        return not is_denied and _is_unknown(named)
    if not any(word in sentence for word in _KOREAN_WORDS_FOR_TERMS):
        return False
    stated = _KOREAN.search(sentence)
    # A Korean verb is denied at its end.
    return stated is not None and not _KOREAN_DENIED.search(sentence) and _is_unknown(stated[0])


def _is_unknown(named: str) -> bool:
    """Whether terms are neither those of a licence that is known nor of the site of the work."""
    return not licence_names(named) and not _OF_THE_SITE.search(named)
