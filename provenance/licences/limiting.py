"""Words that limit or permit a use, in English, Korean, Chinese and Japanese.

A copy of a licence may differ from it in what means nothing: a title, a notice of copyright, a
name. Where such a place holds one of these words, it may be a condition, and the text is not a
plain copy.
"""

from __future__ import annotations

import re

from provenance.text.lazy import LazyPattern

_USES = r"(?:commercial|educational|personal|research|academic|internal|evaluation)"
_CONDITION = LazyPattern(
    r"non-?\s?commercial|not[- ]for[- ]profit|\bonly\b|prohibit|forbid|restrict"
    r"|\bmay not\b|\bmust\b"
    rf"|\b{_USES}[\w ,/-]{{0,40}} (?:use|users|purposes?|licen[cs]e)"
    r"|\b(?:not|never) (?:be )?(?:permitted|allowed|used|distributed|redistributed|sold|for)\b"
    r"|\bwithout (?:\w+ ){0,3}(?:permission|consent|approval|licen[cs]e)"
    r"|\bagreement\b|\bupon request\b|\bno (?:commercial|redistribution|derivative)"
    r"|비상업|상업적|영리|금지|제한|한하여|한정|(?:허가|허락|동의|승인)\s?없이|만\s?(?:가능|허용|사용|이용)"
    r"|商用|商业|商業|禁止|[仅僅][供限]|不得|未经|未經|限り|限る|無断|許諾",
    re.IGNORECASE,
)
_HINT = LazyPattern(
    r"\b(?:(?:non)?commercial\w*|non-?profits?|research\w*|academic\w*|educat\w+|personal|private"
    r"|internal(?:ly)?|evaluat\w+|individuals?|students?|compan(?:y|ies)|organi[sz]ations?"
    r"|enterprises?|governments?|military|prohibit\w*|restrict\w*|forbid\w*|permi\w+|allow\w*"
    r"|consent|written|requir\w+|must|shall|may|only|except\w*|unless|without|subject|purchas\w+"
    r"|pay\w*|fees?|contact|approv\w+|addition\w*|amend\w*|exclud\w*|not|no|cannot|limit\w*)\b"
    r"|상업|영리|연구|금지|제한|한하|한정|허가|허락|승인|동의|이용|사용|필요|문의"
    r"|[商研禁仅僅只不须須需許限费費]|使用|利用|同意|授权|授權",
    re.IGNORECASE,
)


def is_condition(words: str) -> bool:
    """Whether words that are usually a notice or a name state a condition.

    Args:
        words: A line of copyright, or what stands in angle brackets.
    """
    return _CONDITION.search(words) is not None


def may_limit(words: str) -> bool:
    """Whether words beside the words of a licence may limit or permit something.

    Args:
        words: A title, a closing line, or words in the place of others.
    """
    return _HINT.search(words) is not None
