"""Sentences that allow commercial use, or in Korean put a work under a licence, and nothing else.

A reader that learned what limits look like takes some of them for limits. Each word has to be known
here, so a sentence with any condition is left to that reader.
"""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.licences.names import licence_names
from provenance.text.lazy import LazyPattern

_LONGEST = 300
_CACHED = 1_024
_ADDRESS = LazyPattern(r"\]\([^()\s]{1,300}\)|https?://\S{1,300}")
_WORK = (
    r"(?:모델|가중치|체크포인트|어댑터|데이터(?:셋|세트)?|말뭉치|코퍼스|코드|저장소|리포지토리"
    r"|저작물|자료|파일)"
)
_GIVES = r"(?:배포|공개|제공|적용|허가|부여)"
_ACT = r"(?:이용|사용|활용|수정|변경|복제|공유|배포|재배포)"
_END = (
    r"(?:하였습니다|했습니다|되었습니다|됐습니다|합니다|됩니다|하며|되며|하고|되고|하여|되어"
    r"|한다|된다|함|됨|하는|되는|한|된)"
)
_FOR_ALL = r"(?:(?:research|academic|educational|personal|private|non-?commercial)(?:,| and| or) ?)"
_TRADE = r"commercial(?:ly)?(?: (?:use|usage|purposes?|applications?|projects?))?"
_MAY = r"(?:allowed|permitted|possible|free|fine|ok(?:ay)?|welcome|yes)"
_PERMITS = LazyPattern(
    rf"{_FOR_ALL}?\b{_TRADE}(?: ?:| is| are)?(?: (?:also|fully|explicitly|freely))? {_MAY}\b"
    rf"|\b(?:free|available|open|suitable) for (?:both )?{_FOR_ALL}?{_TRADE}\b"
    r"|(?:(?:연구|학술|교육|개인)(?: ?목적)?(?: ?및|[과와,]) ?)?"
    r"(?:상업|영리)(?:적|용)?(?:인)? ?(?:목적 ?)?(?:이용|사용|활용)(?:[이은는도]|까지)? ?"
    r"(?:모두 )?(?:가능|허용|자유)(?:합니다|됩니다|함|롭습니다)?(?![가-힣])",
    re.IGNORECASE,
)
_ACCOUNTED = LazyPattern(
    rf"(?:(?:상업적?(?:인)? ?)?(?:{_ACT}(?:[과와,]| ?및)? ?){{1,4}}(?:[이가도을]|까지)? ?"
    r"(?:모두 )?(?:가능|허용|자유)(?:합니다|됩니다|하며|함|롭습니다|로우며)?"
    rf"|(?:상업적으로(?:도)? |누구나 |자유롭게 ){{1,3}}{_ACT}(?:하실|할) 수 있(?:습니다|으며|고)"
    r"|출처[만를]? ?(?:밝히|표시하|표기하)[면고]"
    rf"|(?:이|본|해당|저희|모든)? ?{_WORK}[은는이가의와과도을를에]?"
    r"|라이[선센]스(?:입니다|이며|이고|이므로|[은는이가을를의로에])?(?: ?하에)?"
    r"|저작자 ?표시(?:[- ]동일 ?조건 ?변경 ?허락)?(?: \d\.\d)?(?: 국제)?"
    rf"|(?:으?로|[에을를]|하에|조건에|아래)? ?{_GIVES}{_END}"
    r"|(?:[을를에] )?(?:따릅니다|따르며|따르고|따라|따른다|따름)"
    r"|입니다|이며|이므로|이다|임|하에(?:서)?|모두|및|[을를로에와과의])"
    r"(?![가-힣])"
)
_LETTER = re.compile(r"[^\W\d_]")
_HANGUL = re.compile("[가-힣]")


@lru_cache(maxsize=_CACHED)
def is_plain_grant(sentence: str) -> bool:
    """Whether every word of a sentence allows commercial use, or in Korean puts the work under
    licences that are known.

    Args:
        sentence: A sentence of a card.
    """
    if len(sentence) > _LONGEST:
        return False
    plain = _PERMITS.sub(" ", _ADDRESS.sub(" ", sentence))
    permits = len(plain) < len(sentence) and _LETTER.search(plain) is None
    if permits or not _HANGUL.search(sentence):
        return permits
    names = licence_names(plain)
    if not names:
        return False
    rest = plain
    for name in names:
        rest = rest[: name.start] + " " * (name.end - name.start) + rest[name.end :]
    return _LETTER.search(_ACCOUNTED.sub(" ", rest)) is None
