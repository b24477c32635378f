"""Words that keep people from a use: which sentences restrict, and from what."""

from __future__ import annotations

import re

from provenance.licences.claim import Limit
from provenance.licences.foreign_limits import FOREIGN_PATTERNS, WORTH_A_LOOK

_ADJECTIVES = r"(?:academic|scientific|educational|personal|private|internal)"
_PURPOSE = rf"(?:{_ADJECTIVES}[ ,/-]{{1,3}}(?:and |or )?)?"
_STUDY = rf"{_PURPOSE}(?:research|academic|educational)"
_NON_COMMERCIAL = rf"{_PURPOSE}non-?\s?commercial"
_USE = r"(?:use|usage|uses|purposes?)"
_ONLY = r"\b(?:only|solely|strictly|exclusively|purely)"
_GRANTED = r"(?:intended|available|permitted|allowed|licen[cs]ed|released)"
_FOR = rf"(?:be used )?(?:{_GRANTED} )?(?:for|to be used for) (?:\w+ )?"
_LIMITED = r"\b(?:limited|restricted|confined) (?:only )?to (?:\w+ )?"
_DENIED = (
    r"(?:strictly |expressly |explicitly )?"
    r"(?:prohibited|forbidden|excluded|disallowed|banned"
    r"|not (?:allowed|permitted|granted|authori[sz]ed))"
)
_GIVEN = (
    r"\b(?:released|available|provided|licen[cs]ed|distributed|shared|granted|permitted|allowed"
    r"|free|open(?:ed)?|use[ds]?)\b[^.]{0,60}?\bfor"
)
_NEVER = r"\b(?:not|cannot|can't|never|nor) (?:be )?"
_COMMERCIAL_USE = (
    r"\bcommercial (?:use|usage|uses|users?|purposes?|applications?|deployment|exploitation)\b"
)
_WITHOUT = r"without (?:a |an |the |our |prior |express |separate |written )+"
_LICENCE = r"(?:licen[cs]e|agreement|permission|consent|approval)"

_KO_COMMERCIAL = (
    r"(?<!비)(?:상업(?:적|용)?(?:인)?|상용|영리(?:적)?)\s?(?:으로\s?)?"
    r"(?:이용|사용|활용|목적|용도|배포|판매)"
)
_KO_DENIED = (
    r"(?:금지|금합니|금한|불가|없습니|없다|없음|수 없|안 ?됩|안 ?된|안 ?돼"
    r"|허용되지|허용하지|허가되지|허락되지|제한됩|제한합)"
)
_KO_ONLY = (
    r"(?:으?로만|에만|에 한|만을|만 (?:이용|사용|활용|허용|가능|허가)|한정"
    r"|이외|외의?\s|외에는)"
)
_KO_ASK = r"(?:허가|승인|동의|계약|라이[선센]스|문의|협의|허락|연락)"
_KO_STUDY = (
    r"(?:연구|학술|교육)(?:[ ·,/]{0,3}(?:및 )?(?:연구|학술|교육))?\s?(?:목적|용도|용|활동)?\s?"
)
_KO_JOINED = r"(?:및|과|와|이나|또는|,)"

_PATTERNS: tuple[tuple[Limit, tuple[str, ...]], ...] = (
    (
        Limit.NON_COMMERCIAL,
        (
            rf"{_ONLY} {_FOR}{_NON_COMMERCIAL}\b",
            rf"{_LIMITED}{_NON_COMMERCIAL}\b",
            rf"\b{_NON_COMMERCIAL}(?: (?:and|or) {_STUDY})?(?: research)? {_USE},? only\b",
            rf"\bfor {_NON_COMMERCIAL}\b[^.]{{0,60}}?\bonly\b",
            rf"{_GIVEN} {_NON_COMMERCIAL}\b",
            rf"\bcommercial(?:ly)? (?:{_USE}|application|exploitation|redistribution)"
            rf"(?: of [^.]{{1,60}}?)? (?:is|are) {_DENIED}\b",
            rf"{_NEVER}(?:{_GRANTED} )?(?:used |use (?:[\w-]+ ){{0,4}}?)?(?:for|in) (?:any )?"
            r"commercial\b",
            rf"\bno commercial (?:{_USE}|exploitation)\b",
            rf"{_NEVER}(?:use[ds]? |exploit(?:ed)? |sold )(?:[\w-]+ ){{0,4}}?commercially\b",
            r"\bprohibits? (?:any )?commercial\b",
            r"\bnon-?\s?commercial (?:research |community )?licen[cs]e\b",
            rf"{_KO_COMMERCIAL}[^.]{{0,30}}{_KO_DENIED}",
            rf"(?:비상업|비영리)(?:적|용)?(?:인)?[^.]{{0,12}}{_KO_ONLY}",
            r"(?:비상업|비영리)(?:적|용)?(?:인)?[^.]{0,8}전용",
            r"(?:비상업|비영리)(?:적|용)?(?:인)?\s?(?:이용|사용|목적|용도|연구)[^.]{0,12}"
            r"(?:가능|허용|허가|할 수 있|제공|공개|배포)",
        ),
    ),
    (
        Limit.RESEARCH_ONLY,
        (
            rf"{_ONLY} {_FOR}{_STUDY}\b",
            rf"{_LIMITED}{_STUDY}\b",
            rf"\bfor {_STUDY}(?:,? and {_STUDY})? {_USE}?,? ?(?:only|exclusively)\b",
            rf"\b{_STUDY}(?: and {_STUDY})? {_USE} (?:only|exclusively)\b",
            r"\bresearch[- ]only\b",
            rf"{_KO_STUDY}전용",
            rf"{_KO_STUDY}(?:으?로만|에만|에 한해|에 한정|에 한하여|에 한합니|만을 위|이외"
            r"|외의? (?:사용|이용|용도|목적))",
        ),
    ),
    (
        Limit.EVALUATION_ONLY,
        (
            r"\b(?:for|to) (?:internal |testing and |test and |the purposes? of )?"
            rf"evaluati(?:on|ng)(?: and testing)?(?: {_USE})?,? only\b",
            rf"\bevaluation {_USE} only\b",
            r"\bevaluation[- ]only\b",
            rf"{_ONLY} {_FOR}evaluation\b",
            r"\blicen[cs]e to use [^.]{0,60}\bfor internal evaluation\b",
            rf"{_LIMITED}evaluation\b",
            r"(?:내부 )?평가\s?(?:목적|용도|용)\s?(?:으?로만|에만|에 한)",
        ),
    ),
    (
        Limit.NOT_PRODUCTION,
        (
            rf"{_NEVER}(?:{_GRANTED} )?(?:used |use (?:[\w-]+ ){{0,4}}?)?(?:for|in) (?:any )?"
            r"production\b",
            r"\bno production use\b",
            r"\bnon-production (?:use|purposes?|environments?)\b",
            rf"\bproduction (?:use|usage|deployment) (?:is|are) {_DENIED}\b",
            rf"(?:운영 환경|프로덕션|상용 서비스)[^.]{{0,20}}{_KO_DENIED}",
        ),
    ),
    (
        Limit.SEPARATE_LICENCE,
        (
            rf"{_COMMERCIAL_USE}[^.]{{0,40}}?\b(?:requires?|needs?|is subject to"
            r"|(?:must|should|need to) (?:obtain|acquire|request|contact|seek|apply)"
            rf"|only (?:with|after|upon)|{_WITHOUT}{_LICENCE})\b",
            r"\b(?:contact|e-?mail|write to|reach out to|ask) [^.]{1,60}?\b"
            r"(?:for|about|to (?:obtain|get|discuss)) (?:an? |the |any )?"
            rf"commercial (?:licen[cs](?:e|es|ing)|{_USE}|terms)\b",
            rf"\bfor commercial (?:licen[cs](?:e|es|ing)|{_USE})\b,?[^.]{{0,30}}"
            r"\b(?:contact|e-?mail|reach out|ask|obtain)\b",
            r"(?<!not )\b(?:need|requires?|must (?:have|obtain|purchase|buy)|(?:have|has) to"
            r" (?:have|obtain|purchase|buy)) (?:to (?:obtain|purchase|buy) )?(?:an? )?"
            r"(?:separate |paid |valid )?commercial licen[cs]e\b",
            r"\b(?:separate|additional|prior|further) (?:written )?(?:commercial )?"
            rf"{_LICENCE} (?:is )?(?:required|needed|necessary) for (?:any )?commercial\b",
            rf"{_KO_COMMERCIAL}[^.]{{0,30}}(?:별도|사전|개별)[^.]{{0,15}}{_KO_ASK}",
            rf"{_KO_COMMERCIAL}[^.]{{0,20}}(?:문의|연락|협의|허가를? 받|승인을? 받|동의를? 받"
            r"|계약이? 필요)",
            rf"별도(?:의)?\s?{_KO_ASK}[^.]{{0,12}}(?:필요|받아야|바랍니|주십시오|주세요|하셔야)",
        ),
    ),
    (
        Limit.REGISTRATION,
        (
            r"(?<!\bno )\bregistration (?:is )?(?:required|mandatory|needed|necessary)\b",
            r"(?<!\bnot )\b(?:requires?|needs?|subject to|after|upon) (?:prior )?registration\b",
            r"(?<!\bnot )\b(?:must|need to|have to|has to|required to) (?:first )?register\b",
            r"(?:사전 |회원 |이용 )?등록\s?(?:후|한 뒤|이 필요|을 하여야|해야|하셔야|을 완료)",
        ),
    ),
    (
        Limit.NO_DERIVATIVES,
        (
            r"\bno derivatives?(?: works?)?\b(?! or)",
            r"\b(?:may|must|shall|can) ?not (?:\w+,? )?"
            r"(?:modify|adapt|alter|fine-?tune|create derivative)\b",
            rf"\b(?:modification|derivative works?|fine-?tuning) (?:is|are) {_DENIED}\b",
            rf"(?:변경|개작|수정|2차적? ?저작물[^.]{{0,8}})\s?(?:및 배포)?[^.]{{0,10}}{_KO_DENIED}",
        ),
    ),
)
_COMPILED = tuple(
    (limit, re.compile("|".join(alternatives), re.IGNORECASE))
    for limit, alternatives in (*_PATTERNS, *FOREIGN_PATTERNS)
)
# Without one of these words no pattern fits, and most sentences hold none.
_WORTH_A_LOOK = re.compile(
    r"commercial|research|academic|educational|evaluat|production|regist|derivative|modif|adapt"
    r"|alter|tun"
    r"|상업|상용|영리|연구|학술|교육|평가|운영 환경|프로덕션|등록|별도|변경|개작|수정|2차"
    rf"|{WORTH_A_LOOK}",
    re.IGNORECASE,
)
# `not only for research`, `not limited to`, `no longer restricted`: the opposite of a restriction.
_OPPOSITE = re.compile(
    r"\bnot (?:only|just|merely|solely|limited|restricted|confined)\b|\bno longer\b"
    r"|\b(?:including|also|even|both) (?:for )?(?:non-?commercial and )?commercial\b"
    r"|\bcommercial (?:and|or|as well as) (?:non-?commercial|research|academic)\b"
    rf"|\b(?:research|academic|non-?commercial)(?: {_USE})? (?:and|or|as well as) (?:for )?"
    r"commercial\b"
    rf"|상업적?[^.]{{0,8}}{_KO_JOINED} ?비상업|비상업적?[^.]{{0,8}}{_KO_JOINED} ?상업"
    r"|(?:뿐만? ?아니라|제한 ?없이|국한되지)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:prohibited|forbidden|not (?:allowed|permitted))\b|금지|불가", re.IGNORECASE
)


def limits(sentence: str) -> tuple[Limit, ...]:
    """What a sentence keeps people from.

    Args:
        sentence: One sentence.

    Returns:
        The limits that it states; empty where it states none, and where it says that a use is not
        restricted.
    """
    if not _WORTH_A_LOOK.search(sentence):
        return ()
    if _OPPOSITE.search(sentence) and not _DENIES.search(sentence):
        return ()
    stated = (limit for limit, pattern in _COMPILED if pattern.search(sentence))
    return tuple(dict.fromkeys(stated))


# A name or title of terms that says it itself: `acme-nc`, `NON-COMMERCIAL LICENSE`.
_IN_NAMES: tuple[tuple[Limit, str], ...] = (
    (
        Limit.NON_COMMERCIAL,
        r"non[- _]?commercial|(?<![a-z0-9])nc(?![a-z0-9])|비상업|비영리",
    ),
    (
        Limit.RESEARCH_ONLY,
        r"(?:research|academic)[- _]?(?:only|use|licen[cs]e)|연구(?:용| 목적)",
    ),
    (Limit.EVALUATION_ONLY, r"evaluation[- _]?(?:only|use|licen[cs]e|agreement)|평가용"),
    (Limit.NOT_PRODUCTION, r"non[- _]?production"),
)
_COMPILED_NAMES = tuple((limit, re.compile(pattern, re.IGNORECASE)) for limit, pattern in _IN_NAMES)


def limits_of_name(name: str) -> tuple[Limit, ...]:
    """What the name or title of terms says that they keep people from.

    Args:
        name: A licence name as written, or the title of a licence text.
    """
    if _OPPOSITE.search(name):
        return ()
    return tuple(limit for limit, pattern in _COMPILED_NAMES if pattern.search(name))
