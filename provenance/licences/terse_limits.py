"""Notes of a few words that may limit a use, in places where nobody writes prose.

A value under a key that no tool reads, a comment, an attribute, a badge or the words behind a
picture rarely holds natural language. What does stand there is short and has no verb: `trial build:
swap for the purchased checkpoint`, `출시 금지`. In a card such words are too common to ask about;
here they are rare, so a word that bounds beside a word on who uses the work is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.licences.freedom import denies_any_limit
from provenance.licences.restrictive import allows_commerce, without_contrast
from provenance.text.gated import GatedPattern

_LONGEST = 600
_NEAR = r"[^.;\n]{0,40}?"
_BLANK = r"[\s_-]"
# Who uses a work, where money is made with it, and where it goes.
_TRADE = (
    r"(?:compan(?:y|ies)|firms?|business(?:es)?|enterprises?|corporat\w+|shops?|stores?|vendors?"
    r"|resellers?|rivals?|competitors?|clients?|customers?|buyers?|subscribers?|contractors?"
    r"|market|sale|sales|resale|resold|retail|sell(?:ing|ers?)?|sold|trade|commerc\w+|profits?"
    r"|revenue|monet[a-z]+|income|paying|paid (?:apps?|products?|plans?|services?|use)|products?"
    r"|go(?:ing|es)? live|launch\w*|money|for hire|for-profit|startups?|paywalls?|advert\w+)"
)
_AUDIENCE = (
    r"(?:academi[ac]s?|academic|students?|pupils?|teachers?|schools?|class(?:room)?s?|coursework"
    r"|universit(?:y|ies)|researchers?|scholars?|museums?|librar(?:y|ies)|archives|charit(?:y|ies)"
    r"|non-?profits?|ngos?|clinics?|hospitals?|clinicians?|members?|staff|employees|interns"
    r"|in-house|internal|partners?|licensees?|hobby(?:ists?)?|home|personal|private|famil(?:y|ies)"
    r"|education(?:al)?|teaching|study|thesis|contest|competition|jury|reviewers?|review purposes"
    r"|pilots?|trials?|demo purposes)"
)
_CONSENT = (
    r"(?:sign(?:s|ed)?[ -]?off|signs? (?:it|them|each)|counter-?sign\w*|approv(?:al|als|ed|es)"
    r"|counsel|lawyers?|legal (?:team|department|review)|contracts?|consent|permission"
    r"|agreements?|written|in writing|invoice|purchas(?:e|ed|ing)|licen[cs]e (?:key|fee|is bought)"
    r"|clearance|payment|registration|enquir(?:y|e)|a seat key)"
)
_AWAY = r"(?:(?:keep|stay)(?:ing)? (?:out|away)|look elsewhere|steer clear|hands off|behind a)"
_BEFORE = r"(?:before|until|unless|without|only (?:after|once|with|when|if)|after|once|requires?)"
_ENGLISH = GatedPattern(
    # A copy that is no gift.
    rf"\btrial{_BLANK}(?:build|copy|version|edition|key|period|licen[cs]e|weights|checkpoint)\b"
    rf"|\b(?:purchased|bought|paid){_BLANK}"
    r"(?:checkpoint|weights|copy|version|edition|model|licen[cs]e|key|seat)\b"
    r"|\b(?:lent|loaned) (?:to|for)\b|\bon loan\b"
    # What a use costs, and for whom it costs nothing.
    rf"|\b(?:owes?|pays?|due|costs?)\b{_NEAR}\b(?:fees?|seats?|subscriptions?|licen[cs]es?)\b"
    r"|\b(?:yearly|annual|monthly) (?:fees?|licen[cs]es?|subscriptions?)\b"
    r"|\bfree (?:below|under|up to|for fewer than) \d"
    # Whom to ask.
    r"|\b(?:please )?(?:enquire|inquire) (?:at|with|before|first|within)\b"
    r"|\b(?:write|talk|speak|come|apply) to us (?:before|first|for (?:a|any) (?:licen[cs]e|key))\b"
    r"|\bask (?:us |me |first |for permission |for a licen[cs]e )(?:before|first)\b|\bask first\b"
    # An audience and `only`, in both orders.
    rf"|\b{_AUDIENCE}{_BLANK}(?:use{_BLANK})?(?:only|exclusively)\b"
    rf"|\b(?:only|exclusively|solely|strictly|reserved|restricted|limited|confined) (?:for|to|by)"
    rf" (?:[\w'’-]+ ){{0,2}}?{_AUDIENCE}\b"
    rf"|\bfor (?:[\w'’-]+ ){{0,2}}?{_AUDIENCE}(?: use)? (?:only|alone)\b"
    # Who is sent away, in both orders.
    rf"|\b{_TRADE}\b{_NEAR}\b{_AWAY}\b|\b{_AWAY}\b{_NEAR}\b{_TRADE}\b"
    # Trade that is left out, in both orders.
    rf"|\b{_TRADE}\b{_NEAR}\b(?:not (?:covered|included|allowed|permitted|for|ok(?:ay)?)"
    r"|excluded|excepted|forbidden|prohibited|off[- ]limits|verboten|need not apply)\b"
    rf"|\b(?:not for|no|never|excludes?|excluding|except(?: for)?|forbidden (?:for|to)|keep out of)"
    rf" (?:[\w'’-]+ ){{0,2}}?{_TRADE}\b"
    rf"|\b(?:do not|don['’]t|must not|may not|cannot|never|not to) (?:be )?"
    r"(?:sell|sold|ship(?:ped)?|resell|resold|market(?:ed)?|monet[a-z]+|launch|rent|hire out)\b"
)
# What has to happen first, in both orders.
_ASKS_FIRST = GatedPattern(
    rf"\b{_BEFORE}\b{_NEAR}\b{_CONSENT}\b"
    rf"|\b{_CONSENT}\b{_NEAR}\b(?:before|first|required|needed|pending|outstanding)\b"
)
_KOREAN_TRADE = (
    r"(?:출시|시판|판매|납품|영업|영리|수익|유료|상용|상업|사업|제품|상품|매장|고객사?|업체|기업"
    r"|회사|거래처|제[3삼]자|외부|대외|반출|재배포|배포|상점|광고|대가)"
)
_KOREAN_AUDIENCE = (
    r"(?:학생|학교|학급|교실|수업|교육|강의|과제|연구|학술|학내|논문|가정|개인|취미|사내|내부|부서"
    r"|실습|병원|기관|회원|구독자|임직원|직원|대회|공모전|해커톤|심사|평가|시험|체험|시연|검토|박물관"
    r"|도서관|비영리|봉사)"
)
_KOREAN_CONSENT = (
    r"(?:결재|승인|허가|허락|인가|동의|계약|약정|협약|구매|구입|결제|서명|날인|발급|정식 ?(?:키|판"
    r"|버전|라이[선센]스)|법무|사전 ?문의|사전 ?협의|별도 ?문의|별도 ?협의|신청서|확약|각서)"
)
_KOREAN_BOUND = (
    r"(?:금지|불가|제외|사절|한함|한합|한정|한해|한하여|국한|전용|만 ?(?:허용|허가|가능|사용|이용"
    r"|씀|쓸|쓰|됨)|(?<=[가-힣])용 ?(?:으로)?만|못 ?(?:씀|쓰|써)|안 ?(?:됨|돼|되|됩)"
    r"|말 ?것|마시|불허|빼 ?주)"
)
_KOREAN = GatedPattern(
    r"체험판|맛보기 ?판|심사용|제출용|대여(?:본|용)|평가용 ?(?:사본|판|본)"
    rf"|{_KOREAN_TRADE}{_NEAR}{_KOREAN_BOUND}"
    rf"|유료{_NEAR}(?:문의|계약|신청|연락)|(?:도입|이용|사용|배포)[은는] ?유료"
    rf"|{_KOREAN_AUDIENCE}{_NEAR}(?:말고|외에|이외){_NEAR}{_KOREAN_BOUND}"
    rf"|{_KOREAN_AUDIENCE}{_NEAR}(?:한함|한합|한정|한해|한하여|국한|전용|(?:에서|에게|에|용)만)"
)
_KOREAN_ASKS_FIRST = GatedPattern(
    rf"{_KOREAN_CONSENT}{_NEAR}(?:필요|필수|부터|먼저|후에?|뒤에?|없이|전에?(?:는|까지)?|받을 ?것"
    r"|바람|받아|받고|요망)(?![가-힣]{3})"
    rf"|(?:전에?|먼저|반드시|없이는|없으면){_NEAR}{_KOREAN_CONSENT}"
)
# What technical notes say: the words above about code, hardware, files and data.
_TECHNICAL = GatedPattern(
    r"\b(?:gpu|cuda|cpu|vram|ram|fp16|fp32|bf16|int8|float\w*|tokeni[sz]\w*|tensor\w*|batch\w*"
    r"|padding|epochs?|gradients?|quanti[sz]\w*|onnx|export(?:ing|ed|s)?|torch|pip|install\w*"
    r"|dtype|import(?:ing|ed|s)?|logits?|seeds?|shapes?|dims?|hugging ?face|login|deprecated"
    r"|validation|train(?:ing|ed)?|inference|load(?:ing|ed|s)?|normali[sz]\w*|token)\b"
    r"|전처리|토큰|메모리|설치|로그인|학습|추론|양자화|배치|패딩|정규화|환경 ?변수"
)
# "You agreed not to sell this, right?" asks nothing.
_REMINDS = re.compile(r"\b(?:agreed|promised|right|remember)\b|(?:잊지|약속)", re.IGNORECASE)
_HANGUL = re.compile(r"[가-힣]")
_WORDS = re.compile(r"[^\W\d_]{2,}")
# Keys that hold what a work was granted for.
_GRANTED_FOR = re.compile(
    r"(?:granted|allowed|permitted|approved|cleared|authori[sz]ed|licen[cs]ed|lent)"
    r"[ _-]?(?:for|to|uses?|purposes?|users?|usages?|audiences?)"
    r"|(?:허용|허락|허가|승인)(?:된|한)?[ _-]?(?:용도|범위|대상|목적|사용처)",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"\b(?:commerc\w*|business\w*|any(?:thing|body|one)?|all|every\w*|whatever|unrestricted"
    r"|production|public|true|yes|no limits?|none)\b"
    r"|상업|상용|영리|제한 ?없|모두|모든|누구|전체|무제한",
    re.IGNORECASE,
)
_MOST_PURPOSES, _FEWEST_WORDS = 12, 2


def may_limit_tersely(note: str) -> bool:
    """Whether a note in a place without prose may limit who uses a work and what for, although no
    list of restricting sentences has it.

    Args:
        note: A value, comment, attribute, badge or the words behind a picture. At most 600
            characters are read.

    Returns:
        Whether it has a word that bounds beside one on who uses the work, and denies no limit.
    """
    note = without_contrast(note[:_LONGEST])
    if _is_harmless(note):
        return False
    if _ENGLISH.search(note) or _KOREAN.search(note):
        return True
    asks = _ASKS_FIRST.search(note) or _KOREAN_ASKS_FIRST.search(note)
    return bool(asks) and not _TECHNICAL.search(note) and not allows_commerce(note)


def _is_harmless(note: str) -> bool:
    """Whether a note has too few words, asks, or says that nothing limits a use."""
    if len(_WORDS.findall(note)) < _FEWEST_WORDS and not _HANGUL.search(note):
        return True
    asks = note.rstrip().endswith("?") and not _REMINDS.search(note)
    return asks or denies_any_limit(note)


def closed_purposes(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Keys that list what a work was granted for, where trade is not in the list, with the list:
    `granted_for: [coursework, benchmarking]`.

    Args:
        values: A mapping of front matter or of a file of metadata.
    """
    for key, value in values.items():
        if not isinstance(key, str) or not _GRANTED_FOR.fullmatch(key):
            continue
        purposes = _purposes(value)
        if purposes and not any(_EVERYTHING.search(purpose) for purpose in purposes):
            yield key, ", ".join(purposes)


def _purposes(value: object) -> tuple[str, ...]:
    """The purposes in a value: words, or a short list of them."""
    if isinstance(value, str):
        return (value,) if _WORDS.search(value) else ()
    if not isinstance(value, Sequence) or len(value) > _MOST_PURPOSES:
        return ()
    return tuple(purpose for purpose in value if isinstance(purpose, str))
