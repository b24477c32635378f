"""Words that restrict a use: which sentences restrict, and what they rule out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from provenance.licences.bounds import are_bounded, has_to_ask
from provenance.licences.claim import Limit
from provenance.licences.english_limits import (
    ENGLISH_AIM_WORDS,
    ENGLISH_AIMS,
    ENGLISH_PATTERNS,
    ENGLISH_TERMS,
    ENGLISH_WORDS,
    USE,
)
from provenance.licences.foreign_limits import FOREIGN_PATTERNS, WORTH_A_LOOK
from provenance.licences.freedom import denies_any_limit
from provenance.licences.korean_limits import (
    KOREAN_AIM_WORDS,
    KOREAN_AIMS,
    KOREAN_PATTERNS,
    KOREAN_TERMS,
    KOREAN_WORDS,
)
from provenance.licences.learned_limits import (
    SentencePlace,
    is_fragment,
    may_limit_use,
    surely_limits_nothing,
)
from provenance.licences.reported import without_reports
from provenance.text.any_word import AnyWord
from provenance.text.gated import GatedPattern
from provenance.text.lazy import LazyPattern
from provenance.text.lookalikes import with_plain_letters
from provenance.text.pattern_set import folded

_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\u00ad"), "-")
_COMPILED = tuple(
    (limit, GatedPattern("|".join(alternatives)))
    for limit, alternatives in (*ENGLISH_PATTERNS, *KOREAN_PATTERNS, *FOREIGN_PATTERNS)
)
# No pattern matches without one of these words, and most sentences have none.
_WORTH_A_LOOK = AnyWord(f"{ENGLISH_WORDS}|{KOREAN_WORDS}|{WORTH_A_LOOK}")
_AIMS = GatedPattern("|".join((*ENGLISH_AIMS, *KOREAN_AIMS)))
_MAY_BE_AIM = AnyWord(f"{ENGLISH_AIM_WORDS}|{KOREAN_AIM_WORDS}")
_TERMS = GatedPattern(f"{ENGLISH_TERMS}|{KOREAN_TERMS}")
_JOINED = r"(?:및|과|와|이나|또는|,)"
# `not only for research`, `not limited to`, `no longer restricted`: the opposite of a restriction.
_OPPOSITE = GatedPattern(
    r"\bnot (?:only|just|merely|solely|exclusively|limited|restricted|confined)\b"
    # `no longer restricted`, but not `must no longer be used`.
    r"|\bno longer\b(?! (?:(?:be|being) )?(?:used?|run|deployed|distributed|shared|sold|hosted"
    r"|allowed|permitted|licen[cs]ed|covered|free|available|offered)\b)"
    r"|\b(?:including|also|even|both) (?:for )?(?:non-?commercial and )?commercial\b"
    r"|\bcommercial (?:and|or|as well as) (?:non-?commercial|research|academic)\b"
    r"|\bboth (?:[\w-]+ ){1,4}and (?:for )?commercial\b"
    rf"|\b(?:research|academic|non-?commercial)(?: {USE})? (?:and|or|as well as) (?:for )?"
    r"commercial\b"
    rf"|상업적?[^.]{{0,8}}{_JOINED} ?비상업|비상업적?[^.]{{0,8}}{_JOINED} ?상업"
    r"|\bwithout (?:any |further )?(?:restrictions?|limitations?)\b|\bno restrictions?\b"
    r"|\bwithout (?:asking|needing|requiring)\b"
    r"|(?:허락|허가|승인|동의|계약|문의|라이[선센]스)[이가은는를을]? ?필요(?:하지|치)? ?(?:않|없)"
    r"|(?:뿐만? ?아니라|제한 ?없이|국한되지)|无需(?:申请|授权|许可)|不需要(?:申请|授权|许可)",
)
# What another work's terms are: `Unlike models for research only, ours may be used by anybody`.
_CONTRAST = LazyPattern(
    # The dot of a version ends no clause.
    r"\b(?:unlike|in contrast to|contrary to|as opposed to|whereas)\b(?:[^,.;]|\.(?=\d)){0,160}"
    r"(?:,? \(?(?:which|that|who)\b(?:[^,.;]|\.(?=\d)){0,160})?[,;]"
    r"|(?:[^,.;]|\.(?=\d)){0,80}[와과] 달리,?",
    re.IGNORECASE,
)
# One of these stands in every contrast.
_CONTRASTS = ("unlike", "contrast", "contrary", "opposed", "whereas", "달리")
# `You may not use this file except in compliance with the License`: the words of a standard notice
# defer to the licence that they stand below, and add nothing to it.
_DEFERS = LazyPattern(
    r"\byou may not use (?:this|these|the|its) [\w ]{1,40}"
    r"\bexcept in compliance with (?:the|this) licen[cs]e\b"
    r"|\bother than as (?:authori[sz]ed|permitted) under (?:the|this) licen[cs]e\b[^.;]{0,80}",
    re.IGNORECASE,
)
_DEFERRING = ("in compliance with", "other than as")
# Words beside the terms: what is not needed, an offer of help, a wish to be cited.
_ASIDES = tuple(
    LazyPattern(expression, re.IGNORECASE)
    for expression in (
        r"\b(?:no|nor|(?:not|n['’]t|never) (?:need|require|ask for)|without(?![^.]{0,80}\b(?:not"
        r"|prohibited|forbidden|illegal|denied)\b))\b(?: [\w'’-]+){0,4}?"
        r" (?:permissions?|agreements?|approval|consent|fees?|licen[cs]es?|registration|payment"
        r"|contract|lawyers?|restrictions?|forms?|charge|costs?)\b(?! of\b)",
        # `You need not ask`, `you owe us nothing`, `your copy has no such limit`.
        r"\b(?:need not|needn['’]t|no need to|(?:do not|don['’]t) (?:have|need) to)"
        r" (?:ask|pay|sign|register|tell|inform|notify|write)\b[^.;,:]{0,60}"
        r"(?:, (?:or |nor )?(?:ask|pay|sign|register|tell|inform|notify|write)\b[^.;,:]{0,30}){0,3}"
        r"|\bowes? (?:us|me|anybody|anyone) nothing\b|\bowes? nothing\b"
        r"|\bdo (?:as|what|whatever) you (?:like|want|please|wish)\b[^.;]{0,30}"
        r"|\b(?:no such|none of (?:these|those|the)) (?:limit|restriction|condition|quota|cap)s?\b"
        r"|\b(?:limits?|restrictions?) (?:was|were|has been|have been) (?:lifted|dropped|removed)\b"
        r"|[^.;,]{0,30}(?:필요|한도|제한|조건|의무)[은는이가도]? ?(?:아예 )?없[습어다으고]"
        r"|[^.;,]{0,40}(?:제한|조건|신청서?|절차)[은는을를이가]?[^;,]{0,16}"
        r"(?:없앴|없어졌|폐지|해제|풀었|풀렸)"
        r"|\baucune condition ne s['’]ajoute\b[^.;,]{0,40}|\bno hace falta pedir permiso\b",
        # What the hardware and the software have to be.
        r"\bonly (?:be )?(?:used|run|loaded) (?:on|with|in|by) [^.;]{0,60}"
        r"\b(?:GB|or (?:higher|newer|later|more|above))\b"
        r"|(?:VRAM|GPU|메모리|램)[^.;,]{0,20}\d ?GB[^.;,]{0,40}",
        # What a business sells beside the work.
        r"\b(?:commercial|paid|premium) (?:support|training|consulting|tuning)\b[^.;]{0,100}",
        # Whom to write to if something does not work.
        r"(?:설치|오류|문제|버그|이상|궁금|질문)[^.;]{0,30}(?:문의|연락)[^.;]{0,12}",
        # An offer to talk, not a demand.
        r"[^.;]{0,140}(?:협의|상담|논의|협력|지원)할 준비가 되어 ?있[^.;]{0,10}"
        r"|\b(?:custom|tailored|bespoke) (?:deployments?|solutions?|configurations?|services?)\b"
        r"[^.;]{0,60}\bconsult(?:ation|ing)\b"
        r"|\bguides? tailored to\b[^.;]{0,60}",
        # An address, which says whom to write to and not what for.
        r"^(?!.{0,80}\b(?:commercial|licen[cs]))[\w &,/*-]{0,60}\bcontacts?\b[*: ]{1,6}"
        r"[\w.+-]{1,64}@[\w.-]{1,100}$",
        # What running it costs: money that is saved is nobody's price.
        r"\b(?:reduc|lower|cut|sav)(?:es?|s|ing)? (?:[\w-]+ ){0,3}costs?\b"
        r"|(?:[가-힣]{1,8} ){0,2}비용[을를이가은는]? ?(?:크게 |대폭 )?(?:절감|줄|낮)[^.;,]{0,40}",
        # The terms of works that this one is compared with, and advice to adapt or test it.
        r"\bcompared? (?:it |this |ours )?(?:with|to|against)\b[^.;]{0,140}"
        r"|비교[에한]? ?(?:쓴|한|대상)[^.;]{0,60}약관[^.;]{0,40}"
        r"|[^.;,]{0,60}(?:미세 ?조정|파인 ?튜닝|학습|시험|검증)[^.;,]{0,8}(?:권합니다|권장|추천)",
        # What a business or another maker is not or does not have.
        r"\b(?:that|who|which) (?:cannot|can['’]t|do not|don['’]t)"
        r" (?!(?:be )?(?:us|sell|sold|deploy|distribut|shar|host|offer|allow|permit))[^.;,]{0,80}",
        r"\bnot (?:affiliated|endorsed|sponsored|associated|connected)\b[^.;]{0,140}",
        # What the authors themselves do not do.
        r"\bwe (?:do not|don['’]t|never|will not|won['’]t|did not|have not|are not|cannot)"
        r" (?!allow|permit|authori|grant|licen|support|offer|want|release)[^.;]{0,100}",
        r"\b(?:contact|e-?mail|reach out|write to|ask)\b[^.;]{0,60}"
        r"\b(?:help|support|questions?|feedback|issues?|bugs?|problems|consult\w*)\b[^.;]{0,80}",
    )
)
# What the law or every licence asks for anyway.
_DUTIES_OF_ALL = LazyPattern(
    r"\b(?:by (?:using|downloading|accessing) [^,.;]{1,60}, )?(?:you |users? |they )?"
    r"(?:(?:must|shall|should|agree to) )?(?:comply|complies|complying) with"
    r"(?: (?:all|any|the|your|applicable|relevant|local|national))* (?:laws?|regulations?)"
    r"(?:(?:,| and| or) (?:laws?|regulations?|rules))*"
    r"|\b(?:keep|retain|include|preserve) (?:this|the|all|every|existing|these)"
    r"(?: \w+)? (?:notices?|copyright lines?)(?: with (?:every|all|each|any) cop(?:y|ies))?"
    r"|\b(?:whoever|anyone who|those who|if you) (?:pass|share|give|hand|distribut|redistribut)\w*"
    r" [^,.;]{0,80}?\b(?:must|ha(?:s|ve) to|should|needs? to) (?:pass on|include|keep|provide)"
    r" (?:these|the same|this|a copy of (?:these|this|the)) (?:terms|licen[cs]e|notices?)"
    r"|(?:저작권|출처|고지)[^.;]{0,6}(?:표시|표기|고지)[만을를]? ?(?:남겨|유지|부탁|해 ?주)"
    r"[^.;]{0,10}"
    r"|(?:관련|관계|해당|모든)? ?법(?:령|률|규)[을를] ?준수"
    r"(?:하여야 ?합니다|해야 ?합니다|하십시오)?",
    re.IGNORECASE,
)
# `Do companies have to pay?`
_ASKS_DUTY = LazyPattern(
    r"^\W*(?:do|does|must|is|are|will|would)\b[^.?!]{0,80}"
    r"\b(?:have to|need|must|pay|ask|costs?|required?|registration|permission|licen[cs]e)\b"
    r"[^.?!]{0,80}\?\W*$"
    r"|^[^.?!]{0,80}(?:내야|받아야|물어[봐보]야|해야|필요)[^.?!]{0,12}(?:나요|까요?|가요)\?\W*$"
    # `Is it not released for research only?`
    r"|(?:만|전용)[^.?!]{0,24}(?:아닌가요|아닙니까|인가요|건가요|는데요|던데요|다고요)\?\W*$",
    re.IGNORECASE,
)
# The same without the first, which also fits `Banks have no permission`.
_ASIDES_ON_OTHERS = _ASIDES[1:]
# `Please cite us if you use it for research`.
_CITING = ("cite", "citing", "acknowledge")
_CITES = LazyPattern(
    r"\b(?:cite|citing|acknowledge)\b[^.;]{0,80}\b(?:if|when)\b[^.;]{0,120}"
    r"|\b(?:if|when) you (?:use|find)\b[^.;]{0,80}\bcit(?:e|ing)\b",
    re.IGNORECASE,
)
# Commerce allowed, or a permission not needed, in other languages; nothing is denied there.
_ALLOWS_ELSEWHERE = GatedPattern(
    r"\bcommerciale? (?:est |è )?(?:autorisée?|permise?|possible|consentito|permesso)"
    r"|\bcomercial (?:está |é )?(?:permitid[oa]|autorizad[oa])"
    r"|\b(?:sin (?:pedir )?permiso|sans (?:demande|autorisation|accord)|sem (?:pedir )?permissão"
    r"|senza (?:chiedere )?(?:permesso|autorizzazione)|ohne (?:\w+ )?(?:genehmigung|erlaubnis))\b"
    r"|\bkommerziell(?:e \w+)? (?:ist |wird )?(?:genutzt|erlaubt|gestattet|möglich|zulässig)"
    r"|允许商[业用]|可商用|可以商用|商用利用(?:も)?可(?!能性|否)|商用可",
)
_DENIES_ELSEWHERE = GatedPattern(
    r"\b(?:pas|interdi\w+|prohib\w+|proib\w+|vietat\w+|n[ãa]o|no (?:se|est)\w*|non|nicht|kein\w*"
    r"|untersagt|verboten|sauf)\b|不|禁|勿|ません|ない|别",
)
# `Nothing here may become a commercial product` allows nothing.
_NOBODY = GatedPattern(r"\b(?:nothing|nobody|no one|none|never|neither)\b")
# A sentence that allows commercial use of the work.
_ALLOWS = GatedPattern(
    r"\b(?:allow|permit|grant|enabl)(?:s|ed|ing|ting)?\b[^.]{0,60}\bcommercial"
    r"|\bcommercial(?:ly)?(?: (?:use|usage|purposes?|applications?))?,? (?:(?:is|are) )?"
    r"(?:also )?(?:allowed|permitted|free|ok(?:ay)?|fine|welcome|friendly|viable)\b"
    r"|\b(?:free|can|may|available|licen[cs]ed|suitable|ok|open)\b(?! not)[^.]{0,60}\bcommercial"
    r"|\bfor (?:whatever|anything|any purpose|business)\b"
    r"|상업적?[^.]{0,12}(?:가능|허용(?!되지|하지)|자유"
    r"|(?:쓰셔도|써도|[사이]용하?셔도|[사이]용해도|활용해도) ?(?:됩|되|좋|무방|괜찮))",
)
_DENIES = GatedPattern(
    r"\b(?:prohibited|forbidden|not (?:allowed|permitted|for)|cannot|may not)\b|금지|불가",
)


# An act of use that is denied in so many words, which the learned reader does not overrule.
_DENIES_USE = GatedPattern(
    r"\b(?:must|may|shall|should) not be (?:used|sold|deployed|distributed|shared|hosted)\b"
    r"|(?:사용|이용|판매|배포)(?:해서는|하여서는|하면) 안|(?:사용|이용|판매|배포)[을를]? ?금[지하]",
)


@lru_cache(maxsize=8192)  # each reader asks about every sentence of a card, one after another
def limits(sentence: str) -> tuple[Limit, ...]:
    """What a sentence rules out.

    Args:
        sentence: One sentence.

    Returns:
        The limits that it states; empty if it states none or says that a use is not restricted.
    """
    sentence = _plain(sentence)
    if not _WORTH_A_LOOK.is_in(sentence):
        return ()
    sentence = _own_words(sentence)
    if _OPPOSITE.search(sentence) and not _DENIES.search(sentence):
        return ()
    if _allows_elsewhere(sentence):
        return ()
    stated = (limit for limit, pattern in _COMPILED if pattern.search(sentence))
    return tuple(dict.fromkeys(stated))


def _plain(sentence: str) -> str:
    """A sentence with ordinary letters and hyphens: `ｎｏｎ‑commercial` is the same word."""
    if sentence.isascii():
        return sentence
    plain = unicodedata.normalize("NFKC", with_plain_letters(sentence))
    return plain.translate(_HYPHENS)


def without_contrast(sentence: str) -> str:
    """A sentence without what it says of works that this one is unlike.

    Args:
        sentence: A sentence of a card.
    """
    words = folded(sentence)
    return _CONTRAST.sub("", sentence) if any(word in words for word in _CONTRASTS) else sentence


def _own_words(sentence: str) -> str:
    """A sentence without the terms of other works and the words that defer to the licence; empty
    if it says that nothing limits a use, and for a question about a duty, whose answer decides."""
    if denies_any_limit(sentence) or ("?" in sentence and _ASKS_DUTY.search(sentence)):
        return ""
    sentence = without_reports(without_contrast(sentence))
    words = folded(sentence)
    if any(word in words for word in _CITING):
        sentence = _CITES.sub("", sentence)
    return _DEFERS.sub("", sentence) if any(word in words for word in _DEFERRING) else sentence


def is_unclear(sentence: str, *, on_terms: bool) -> bool:
    """Whether a sentence may rule out a use, but not in known words.

    Args:
        sentence: A sentence that states none of the limits.
        on_terms: Whether it is in a place for terms. There any word of terms counts; elsewhere the
            sentence has to say what the work is meant for.

    Returns:
        Whether a person should read it before the work is used: `released for research purposes`.
    """
    sentence = _plain(sentence)
    if not _may_be_unclear(sentence, on_terms=on_terms):
        return False
    sentence = _own_words(sentence)
    denies = _DENIES.search(sentence) is not None
    speaks = _states_aim(sentence) or (on_terms and _TERMS.search(sentence) is not None)
    if not denies and not speaks:
        return False
    if _OPPOSITE.search(sentence) or _ALLOWS.search(sentence):
        return denies
    return speaks


def _may_be_unclear(sentence: str, *, on_terms: bool) -> bool:
    """Whether a sentence has a word that denies or states an aim; most have none, and it takes long
    to leave out what they only report."""
    if _DENIES.may_match(sentence) or _MAY_BE_AIM.is_in(sentence):
        return True
    return on_terms and _TERMS.may_match(sentence)


def may_bound(sentence: str, *, of_data: bool = False) -> bool:
    """Whether a sentence that states no known limit may still bound who uses a work and what for:
    `If interested in commercial use, send an e-mail`.

    Args:
        sentence: A sentence of a card.
        of_data: Whether it is in a dataset's card, which also tells what companies do in the data.
    """
    sentence = stated = _plain(sentence)
    if not are_bounded(sentence, with_use=of_data) or _OPPOSITE.search(sentence):
        return False
    if _allows_elsewhere(sentence):
        return False
    sentence = _own_words(sentence)
    for aside in _ASIDES:
        sentence = aside.sub("", sentence)
    if not are_bounded(sentence, with_use=of_data):
        return False
    if has_to_ask(sentence):
        return True
    is_allowed = _ALLOWS.search(sentence) and not _NOBODY.search(sentence)
    return not is_allowed and _denies_or_may_limit(sentence, stated)


def _denies_or_may_limit(rest: str, stated: str) -> bool:
    """Whether words that bound a use deny it, or are not surely harmless.

    Args:
        rest: What is left of the sentence without reports and asides: it has to be as harmless as
            the whole.
        stated: The whole sentence.
    """
    if _DENIES_USE.search(rest):
        return True
    return not surely_limits_nothing(stated) or _limits_something(rest)


def _limits_something(rest: str) -> bool:
    """Whether what is left of a sentence may limit a use; a few words say nothing."""
    return not is_fragment(rest) and not surely_limits_nothing(rest)


def reads_as_limit(sentence: str, place: SentencePlace) -> bool:
    """Whether a sentence reads like those that limit a use, although no list has its words.

    Args:
        sentence: A sentence of a card, a form or a notice.
        place: Where it stands.
    """
    sentence = without_contrast(_plain(sentence))
    is_open = sentence.rstrip().endswith("?") or denies_any_limit(sentence)
    if is_open or not may_limit_use(sentence, place):
        return False
    words = without_reports(without_duties_of_all(sentence))
    for aside in _ASIDES_ON_OTHERS:
        words = aside.sub("", words)
    if words != sentence and not may_limit_use(words, place):
        return False
    if _allows_elsewhere(sentence):
        return False
    return not _OPPOSITE.search(sentence) or _DENIES.search(sentence) is not None


def without_duties_of_all(sentence: str) -> str:
    """A sentence without what the law or every licence asks for anyway: to comply with the law, to
    keep notices, to pass its terms on.

    Args:
        sentence: A sentence of a card, a form or a notice.
    """
    return _DUTIES_OF_ALL.sub("", sentence)


def _allows_elsewhere(sentence: str) -> bool:
    """Whether a sentence in another language allows commerce and denies nothing."""
    allows = _ALLOWS_ELSEWHERE.search(sentence) is not None
    return allows and not _DENIES_ELSEWHERE.search(sentence)


def allows_commerce(sentence: str) -> bool:
    """Whether a sentence allows commercial use and denies nothing.

    Args:
        sentence: A sentence of a card.
    """
    return bool(_ALLOWS.search(sentence)) and not _DENIES.search(sentence)


def _states_aim(sentence: str) -> bool:
    """Whether a sentence says what the work is meant for."""
    return bool(_MAY_BE_AIM.is_in(sentence) and _AIMS.search(sentence))


# A name or title that states a limit by itself: `acme-nc`, `NON-COMMERCIAL LICENSE`.
_IN_NAMES: tuple[tuple[Limit, str], ...] = (
    (
        Limit.NON_COMMERCIAL,
        r"non[- _]?commercial|(?<![a-z0-9])nc(?![a-z0-9])|\bno[- _]commercial|비상업|비영리",
    ),
    (
        Limit.RESEARCH_ONLY,
        r"(?:research|academic|educational)[- _]?(?:only|use|licen[cs]e)|연구(?:용| 목적)",
    ),
    (Limit.PERSONAL_ONLY, r"(?:personal|private)[- _]?(?:only|use|licen[cs]e)|개인용"),
    (Limit.EVALUATION_ONLY, r"evaluation[- _]?(?:only|use|licen[cs]e|agreement)|평가용"),
    (Limit.NOT_PRODUCTION, r"non[- _]?production"),
)
_PATTERNS_OF_NAMES = tuple(
    (limit, LazyPattern(pattern, re.IGNORECASE)) for limit, pattern in _IN_NAMES
)


def limits_of_name(name: str) -> tuple[Limit, ...]:
    """What the name or title of terms rules out.

    Args:
        name: A licence name as written, or the title of a licence text.
    """
    name = _plain(name)
    if _OPPOSITE.search(name):
        return ()
    return tuple(limit for limit, pattern in _PATTERNS_OF_NAMES if pattern.search(name))
