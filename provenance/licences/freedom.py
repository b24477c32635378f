"""Sentences that say that nothing limits a use: `No fee, no registration`, and questions whose
answer frees.

They have the words of a restriction, and deny it. A sentence that also excepts something is not
among them.
"""

from __future__ import annotations

import re

from provenance.text.gated import GatedPattern
from provenance.text.lazy import LazyPattern

_DUTY = (
    r"(?:fees?|pay|costs?|charges?|permissions?|ask|register|registration|sign(?: up)?|approval"
    r"|royalt(?:y|ies)|restrict(?:ed|ions?)|limits?|limitations?|contract|forms?|forbid|prohibit"
    r"|strings attached|catch)"
)
# `Is it non-commercial? Yes.` frees nothing.
_LIMIT = (
    r"(?:non-?\w+|not|no|research|academic|educational|personal|private|internal|evaluation"
    r"|forbidden|prohibited|banned|barred|limited|restricted|reserved|revoked|off)"
)
_NO = r"(?:no|nope|never|none|nothing|not at all)"
_YES = r"(?:yes|yep|sure|of course|absolutely|certainly)"
_KO_DUTY = (
    r"(?:돈|비용|요금|사용료|허락|허가|승인|신청|등록|가입|계약|제한|제약|조건|신고|절차|동의)"
)
_FREE = GatedPattern(
    # `Is there a fee above a certain turnover? No.`
    rf"\b{_DUTY}\b[^.?]{{0,100}}\?\W{{0,6}}{_NO}\b"
    # `May we sell it? Yes.`
    rf"|^\W*(?:q:? ?)?(?:can|may|could|is|are|am)\b(?![^.?]{{0,140}}\b(?:{_DUTY}|{_LIMIT})\b)"
    rf"[^.?]{{0,140}}\?\W{{0,6}}(?:a:? ?)?{_YES}\b"
    r"|\bcosts? nothing\b[^.;]{0,40}\b(?:never will|whatever|whoever|regardless|for (?:anyone"
    r"|anybody|everyone|everybody|all))\b"
    r"|\b(?:which|that|this) includes? commercial use\b|\bcommercial use (?:is )?included\b"
    r"|\b(?:do not|don['’]t) need [^.;]{1,80}, not (?:in|for|as) [^.;]{1,30} either\b"
    # `Nothing limits commercial use`, in Korean.
    rf"|[^.?]{{0,80}}{_KO_DUTY}[^.?]{{0,24}}(?:나요|까요|가요)\?\W{{0,4}}"
    r"(?:아니요|아니오|아뇨|아닙니다|없습니다)"
    r"|(?:도 되나요|가능한가요|괜찮나요|될까요)\?\W{0,4}(?:네|예|그럼요|물론)"
    rf"|{_KO_DUTY}[이가은는도]? ?(?:전혀 |따로 |별도로 |아무것도 )?"
    r"(?:없습니다|없다\W*$|없음\W*$|없어요|없고|없으며|받지 않습니다)"
    r"|이용 ?조건[은이]? ?아[니닙]",
)
# `Is it not for research only? It is not.`: the exception itself is denied.
_REFUTES = LazyPattern(
    r"(?:만|전용)[^.?]{0,24}(?:아닌가요|인가요|건가요)\?\W{0,4}(?:아니요|아니오|아뇨|아닙니다)\W*$"
)
_EXCEPTS = LazyPattern(
    r"\b(?:but|except|unless|however|only|provided|as long as|if|until|outside|beyond|without)\b"
    r"|외에|외의|외에는|제외|빼고|(?<![가-힣])단[,\s]|다만|경우|한해|한하여|하지만|지만|없이는"
    r"|(?:비영리|비상업|연구|학술|교육|개인|학생|대학)",
    re.IGNORECASE,
)


def denies_any_limit(sentence: str) -> bool:
    """Whether a sentence says that nothing limits a use, and excepts nothing.

    Args:
        sentence: A sentence of a card, a form or a notice.
    """
    if "?" in sentence and _REFUTES.search(sentence):
        return True
    return _FREE.search(sentence) is not None and not _EXCEPTS.search(sentence)
