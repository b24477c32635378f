"""What a reader promises in the access form of a gated repository: `I will not use it for profit`.

Only a form is read for promises. In a card the same words are the author's: `We will not use your
data commercially` limits nobody else.
"""

from __future__ import annotations

import re

from provenance.licences.claim import Limit
from provenance.text.gated import GatedPattern

_KO_TRADE = r"(?<!비)(?:상업(?:적|용)?(?:인)?|상용|영리(?:적)?(?:인)?|수익(?:을)?\s?(?:창출|목적)?)"
_KO_ACT = r"(?:이용|사용|활용|배포|판매|서비스|목적|용도|쓰|하)"
_KO_NOT = r"지\s?(?:않|아니|안)|지\s?말|(?:하는|할)\s?일이?\s?없|안\s?(?:쓰|하|합)"
_KO_NON_COMMERCIAL = r"(?:비상업|비영리)(?:적|용)?(?:인)?"
_EN_NOT = (
    r"\b(?:(?:will|shall|would|do|am|are|must) (?:not|never)|won['’]t|don['’]t|never"
    r"|(?:agree|promise|undertake|confirm|certify|pledge|commit|intend|plan)(?:s|ed)? (?:\w+ )?"
    r"(?:not|never) to|not (?:use|using|to use)|refrain(?:ing)? from|abstain(?:ing)? from)\b"
)
_EN_TRADE = r"\b(?:commercial(?:ly|i[sz]e)?|for[- ]profit|for business|monetary gain)\b"
_EN_NON_COMMERCIAL = r"\b(?:non|not)[- ]?commercial(?:ly)?\b"

_COMMERCE = GatedPattern(
    rf"{_KO_TRADE}[^.?]{{0,20}}?{_KO_ACT}[^.?]{{0,12}}?(?:{_KO_NOT})"
    rf"|{_KO_NON_COMMERCIAL}\s?(?:으로|(?:목적|용도|연구)(?:으로|를 위해|에)?)[^.?]{{0,16}}"
    r"(?:겠습|겠음|할 것|하기로|약속|동의|서약|확약)"
    rf"|{_EN_NOT}[^.;?]{{0,80}}?{_EN_TRADE}"
    rf"|\b(?:my|our|this|the)(?: \w+)? (?:use|usage|project|purpose)s? (?:is|are|will be)"
    rf" (?:\w+ )?{_EN_NON_COMMERCIAL}"
    rf"|\b(?:I|we) (?:\w+ )?(?:will|shall|agree to) (?:only )?use [^.;?]{{0,60}}?"
    rf"{_EN_NON_COMMERCIAL}"
)
# `Where it is not used commercially`, and questions, whose answer is not known.
_CASE = re.compile(
    r"\?\s*$|(?:않|아니)(?:는|을|한) (?:경우|때)|^\W*(?:if|where|when)\b|\bwhether\b",
    re.IGNORECASE,
)
# What the authors promise the reader about the answers in the form.
_ABOUT_ANSWERS = re.compile(
    r"\b(?:your|collected|submitted|contact|personal)(?: \w+){0,2} (?:information|data|details"
    r"|e-?mails?|address(?:es)?|answers?)\b"
    r"|(?:개인|수집|제출|입력|연락)[^.]{0,12}(?:정보|내용|연락처|이메일)|연락처|이메일",
    re.IGNORECASE,
)


def promised_limits(sentence: str) -> tuple[Limit, ...]:
    """What a sentence of an access form has its reader promise not to do.

    Args:
        sentence: A sentence of the form, or the label of a box.
    """
    if _CASE.search(sentence) or _ABOUT_ANSWERS.search(sentence):
        return ()
    return (Limit.NON_COMMERCIAL,) if _COMMERCE.search(sentence) else ()
