"""What a sentence of a card is about: the artefact, its code, its data, or another work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from provenance.licences.claim import Limit
from provenance.licences.learned_limits import SentencePlace
from provenance.licences.plain_grants import is_plain_grant
from provenance.licences.reported import without_reports
from provenance.licences.restrictive import (
    allows_commerce,
    is_unclear,
    limits,
    may_bound,
    reads_as_limit,
)
from provenance.licences.sentences import CardSentence
from provenance.text.gated import GatedPattern

# Limits that count anywhere in a card; the others are about the licence only if the text or the
# section is.
_ANYWHERE = frozenset(
    {
        Limit.NON_COMMERCIAL,
        Limit.RESEARCH_ONLY,
        Limit.PERSONAL_ONLY,
        Limit.NOT_PRODUCTION,
        Limit.SEPARATE_LICENCE,
        Limit.CONDITION,
    }
)
# Limits that are often conditions: `If you have more than a million users, ask us`.
_CONDITIONAL = (Limit.SEPARATE_LICENCE, Limit.CONDITION)
# A sentence about something else, or one that only reports others' terms.
_ELSEWHERE = GatedPattern(
    r"\b(?:code|scripts?|implementations?|librar(?:y|ies)|tools?|tokeni[sz]er|base model|original"
    r"|upstream|papers?|images?|websites?|api|demo|other models?|benchmarks?|gpt-?\d|chatgpt"
    r"|openai)\b"
    r"|코드|스크립트|토크나이저|라이브러리|베이스 모델|기반 모델|원본 모델|데모",
)
_CONDITION = GatedPattern(r"\bif\b|\bevaluation\b")
_ON_USE = GatedPattern(r"^\W*(?:the )?(?:use|usage) (?:is|of)\b")
_IF = GatedPattern(r"\bif\b")
_DATA = GatedPattern(r"\b(?:data|datasets?|corpus|corpora)\b|데이터|말뭉치")
_MODEL = GatedPattern(
    r"\b(?:models?|weights?|checkpoints?|adapters?|license)\b|모델|가중치|체크포인트"
    r"|\.(?:safetensors|gguf|ckpt|pth|onnx)\b",
)
_OF_ANOTHER = GatedPattern(
    r"\b(?:base model|(?:original|upstream|underlying|parent)(?! (?:code|implementation|papers?"
    r"|authors?|repositor)))\b|베이스 모델|기반 모델|원본 모델",
)
# A work made without another one does not have its terms.
_FROM_SCRATCH = GatedPattern(
    r"\b(?:trained|built|pre-?trained|written|developed) (?:\w+ly )?from scratch\b"
    r"|\bnot (?:based on|derived from|a derivative of)\b|처음부터 ?(?:새로 ?)?(?:학습|훈련|개발)",
)
_OURS = GatedPattern(r"\b(?:this|our|ours|these|we)\b|(?:이|본|우리) ?모델")
# Data that is not in the work: `Documents under non-commercial licences were removed`.
_LEFT_OUT = GatedPattern(
    r"\b(?:removed?|filtered|excluded?|dropped|discarded|not for training)\b"
    r"|제거|제외|걸러",
)
_WE_LEFT_OUT = GatedPattern(
    r"\bwe (?:\w+ )?(?:removed|filtered|excluded|dropped|discarded|left out)\b"
    r"|\bneither its [^.;]{0,40} went into\b|\bnothing of it went into\b",
)
# `The code is for research`: a sentence whose subject is not the artefact.
_OTHER_SUBJECT = GatedPattern(
    r"^\W*(?:\[!\w+\]\W*)?(?:(?!\w+ing\b|you\b|please\b|use\b|do\b|don|no\b)[\w'’-]+ ){0,3}?"
    r"(?:code|codebase|scripts?"
    r"|implementations?|librar(?:y|ies)|tools?|tokeni[sz]er|papers?|images?|websites?|api|demo"
    r"|benchmarks?|snippets?|examples?|notebooks?|settings?|configurations?|gpt-?\d|chatgpt"
    r"|figures|plots|icons?|fonts?|logos?|screenshots?|slides|posters?|journal(?:['’]s)?"
    r"|openai|playground|leaderboard|hosted \w+|space)\b"
    r"|\b(?:code|scripts?|tokeni[sz]er|papers?|images?|website|demo|snippet|benchmarks?|tools?"
    r"|implementations?)"
    r" (?:is|are|was|were|for)\b"
    r"|\bof (?:the |our |this )?(?:\w+ )?(?:code|scripts?|librar(?:y|ies)|tokeni[sz]er|demo)\b"
    r"|^\W*(?:our|the) (?:sister|parent|other) (?:projects?|company|companies|models?"
    r"|teams?)\b"
    r"|^\W*(?:저희 )?(?:자매|모|다른) ?(?:회사|사업|모델|연구실)"
    r"|^\W*(?:(?:the|our|this|a) )?(?:online|web|hosted|live|public) (?:version|app|tool|service"
    r"|page|chat|instance|editor)\b"
    r"|(?:코드|스크립트|토크나이저|라이브러리|데모|체험|체험판|체험 페이지|웹 ?앱|플레이그라운드"
    r"|온라인 ?판|웹 ?페이지)[는은의를]"
    # What comes out of the work, by its own construction, and lines of examples.
    r"|\b(?:outputs?|tokens?|decoding|generation|vocabulary|sequences?|inputs?)"
    r" (?:is|are) (?:restricted|limited|confined|constrained|cut|truncated) to\b"
    r"|^\W*(?:before|after|input|output|prompt|user|assistant|system|입력|출력) ?\d?:"
    # An example with its label: `"For research only": duty`, `duty: "For research only"`.
    r"|^\W*(?!(?:note|notice|warning|important|disclaimer|licen[cs]e|terms|us(?:e|age)|conditions?"
    r"|주의|참고|안내|조건|라이[선센]스|이용)\b)[\w-]{2,40}: ?[\"“][^\"”]{3,300}[\"”]\W*$"
    r"|^\W*[\"“][^\"”]{3,200}[\"”]\W{0,3}[:|→]"
    # How to contribute, and the labels of a model that reads terms.
    r"|^\W*(?:pull requests?|contributions?|contributors)\b"
    r"|\bthe (?:text|paragraph|passage|clause) (?:limits|forbids|excludes|restricts|prohibits)\b"
    r"|(?:금지|제한|허용)하는 (?:문구|조항|문장)\W*$",
)
# The data that a model is measured on, which is not in it.
_OF_EVALUATION = GatedPattern(
    r"\b(?:data|datasets?|sets?|corpus|benchmarks?) (?:that |which )?we (?:only )?"
    r"(?:evaluate|evaluated|test|tested|measure|measured|report)\b"
    r"|\b(?:evaluation|test|benchmark) (?:data|sets?|datasets?|splits?|questions)"
    r" (?:is|are|was|were|comes?|must|may|can|cannot|requires?)\b"
    r"|(?:평가|시험|벤치마크)(?:에 ?쓴|용)? ?(?:데이터|자료|세트|문항)[는은의를에]",
)
_WEIGHTS = GatedPattern(r"\b(?:models?|weights?|checkpoints?|adapters?)\b|모델|가중치|체크포인트")
# A clause about the work behind one about something else: `While the paper is under review, these
# files are for its referees`.
_OWN_CLAUSE = GatedPattern(
    r"[,;:] (?:and |but |so )?(?:the|these|this|our|its|all) (?:\w+ )?"
    r"(?:weights?|models?|files?|checkpoints?|adapters?|releases?)"
    r" (?:is|are|may|must|can|cannot|should|shall|stays?|remains?)\b",
)
# A heading that only names what stands below it: `License and commercial use`.
_TOPIC = re.compile(
    r"(?:(?:\W|\b(?:licen[cs](?:e|es|ing)|terms|conditions|us(?:e|age)|commercial|academic|legal"
    r"|rights|permissions?|information|details|notes?|faq|on|and|of|for|the)\b)"
    r"|(?:라이[선센]스|이용|사용|상업적|조건|안내|정보|권한|및|과|와)){1,24}",
    re.IGNORECASE,
)
# Where a sentence turns to another subject.
_CLAUSES = re.compile(
    r"[;,:]\s+|\s(?:but|while|whereas|and|however)\s(?=(?:the|these|this|our|its|all|model)\s)"
    r"|(?<=이며)\s|(?<=으며)\s|(?<=이나)\s|(?<=이고)\s|(?<=하고)\s|(?<=지만)\s|(?<=는데)\s"
    r"|(?<=이며),|(?<=으며),|(?<=이나),|(?<=이고),|(?<=하고),|(?<=지만),"
)
_LEADS = r"\W*(?:(?:and|but|so|while|whereas) )?"
_THE = r"(?:the|these|this|our|its|all)"
_STARTS_ON_MODEL = re.compile(
    rf"{_LEADS}(?:(?:{_THE} )?(?:model |pre-?trained |trained |released )?"
    rf"(?:weights?|checkpoints?|adapters?)\b|{_THE} (?:\w+ )?models?\b(?! (?:code|card|zoo)))"
    r"|\W*(?:(?:이|본|해당)\s?)?(?:모델\s?)?(?:가중치|체크포인트|모델|어댑터)(?:\s?파일)?[는은의를을도이가]",
    re.IGNORECASE,
)
_STARTS_ON_DATA = re.compile(
    rf"{_LEADS}(?:{_THE} )?(?:\w+ )?(?:data|datasets?|annotations?|corpus)\b"
    r"|\W*(?:(?:이|본|해당)\s?)?(?:데이터(?:셋|세트)?|말뭉치|코퍼스|라벨)[는은의를을도이가]",
    re.IGNORECASE,
)
# `The licence of the original weights applies to this conversion`.
_FIRST = r"\b(?:original|upstream|base|parent|source)\b"
_OF_ORIGINAL = GatedPattern(
    rf"{_FIRST}[^.]{{0,40}}\blicen[cs]es?\b[^.]{{0,20}}\bappl(?:y|ies)\b"
    # `The licence is the same as that of org/name`.
    r"|\b(?:same (?:licen[cs]e|terms) as|licen[cs]e is (?:the same as|that of))"
    r"[^.;]{0,40}\b[\w.-]{1,60}/[\w.-]{1,90}"
    rf"|\blicen[cs]es? of [^.]{{0,20}}{_FIRST}[^.]{{0,30}}\bappl(?:y|ies)\b"
    r"|(?:원본|원작|베이스|기반) ?(?:모델)?(?: ?\([^()]{1,60}\))?[의은는]? ?라이[선센]스[^.]{0,30}"
    r"(?:승계|따[르릅라]|적용|유지)",
)


def is_unclear_sentence(stated: CardSentence, *, dataset: bool) -> bool:
    """Whether a sentence may restrict the artefact, and is not a plain restriction of it.

    Args:
        stated: A sentence of a card.
        dataset: Whether the artefact is a dataset, so that sentences about data are about it.
    """
    if stated.is_elsewhere or (not dataset and _is_of_evaluation(stated.text)):
        return False
    is_topic = stated.is_heading and _TOPIC.fullmatch(stated.text) is not None
    if is_topic or is_plain_grant(stated.text):
        return False
    return _is_unclear(
        stated.text, headed=stated.headed, is_heading=stated.is_heading, dataset=dataset
    )


@lru_cache(maxsize=4096)  # templates put the same sentences into many cards
def _is_unclear(sentence: str, *, headed: bool, is_heading: bool, dataset: bool) -> bool:
    """See `is_unclear_sentence`."""
    if defers_to_original(sentence):
        return True
    stated_limits = limits(sentence)
    if any(own_limits(sentence, stated_limits, headed=headed, dataset=dataset)):
        return False
    is_of_other = _OTHER_SUBJECT.search(sentence) and not _OWN_CLAUSE.search(sentence)
    if is_of_other and not _OF_ANOTHER.search(sentence):
        return bool(stated_limits) and _names_work(sentence.partition(";")[0])
    if stated_limits:
        return not _is_of_data_left_out(sentence, dataset=dataset)
    if may_bound(sentence, of_data=dataset):
        return _may_be_about_artefact(sentence, dataset=dataset)
    reads_as_limit_of_work = not is_heading and _reads_as_limit(
        sentence, headed=headed, dataset=dataset
    )
    return reads_as_limit_of_work or _states_terms(sentence, headed=headed, dataset=dataset)


def defers_to_original(sentence: str) -> bool:
    """Whether a sentence says that the licence of what the work was made from applies to it.

    Args:
        sentence: A sentence of a card.
    """
    return _OF_ORIGINAL.search(sentence) is not None


def _is_of_evaluation(sentence: str) -> bool:
    """Whether a sentence is about the data that a model is measured on, and not about the model."""
    return bool(_OF_EVALUATION.search(sentence) and not _WEIGHTS.search(sentence))


def _states_terms(sentence: str, *, headed: bool, dataset: bool) -> bool:
    """Whether a sentence without a known limit says what the artefact is meant for."""
    is_elsewhere = _ELSEWHERE.search(sentence) or _is_about_data_alone(sentence, dataset=dataset)
    return is_unclear(sentence, on_terms=headed) and not is_elsewhere


def _reads_as_limit(sentence: str, *, headed: bool, dataset: bool) -> bool:
    """Whether a sentence reads like one that limits the use of the artefact."""
    place = _place_of(sentence, headed=headed, dataset=dataset)
    return reads_as_limit(sentence, place) and not _is_of_data_left_out(sentence, dataset=dataset)


def _place_of(sentence: str, *, headed: bool, dataset: bool) -> SentencePlace:
    """How sure a reader of the sentence has to be: what a model's card says of data is mostly about
    the data, as in the card of a dataset."""
    if dataset or _is_about_data_alone(sentence, dataset=False):
        return SentencePlace.DATASET_CARD
    return SentencePlace.TERMS if headed else SentencePlace.MODEL_CARD


def _is_about_data_alone(sentence: str, *, dataset: bool) -> bool:
    """Whether a sentence is about the data of a model, or about models made with a dataset."""
    own, other = (_DATA, _MODEL) if dataset else (_MODEL, _DATA)
    return other.search(sentence) is not None and own.search(sentence) is None


def _is_of_data_left_out(sentence: str, *, dataset: bool) -> bool:
    """Whether a restriction is that of data which the work does not contain."""
    sentence = without_reports(sentence)
    if _WE_LEFT_OUT.search(sentence):
        return True
    if not _LEFT_OUT.search(sentence) or _ELSEWHERE.search(sentence):
        return False
    return allows_commerce(sentence) or _is_about_data_alone(sentence, dataset=dataset)


def _may_be_about_artefact(sentence: str, *, dataset: bool) -> bool:
    """Whether words that bound a use may be about the artefact and not about its data alone."""
    if _is_of_data_left_out(sentence, dataset=dataset):
        return False
    is_of_data = _is_about_data_alone(sentence, dataset=dataset)
    return not is_of_data or may_bound(sentence, of_data=True)


def _names_work(sentence: str) -> bool:
    """Whether a sentence about something else also names a model or data."""
    return bool(_MODEL.search(sentence) or _DATA.search(sentence))


def own_limits(
    sentence: str, stated: tuple[Limit, ...], *, headed: bool, dataset: bool
) -> Iterator[Limit]:
    """The limits of a sentence that are about the artefact itself.

    Args:
        sentence: A sentence of a card.
        stated: What it rules out.
        headed: Whether it is in a section on the licence.
        dataset: Whether the artefact is a dataset, so that sentences about data are about it.
    """
    if stated and is_about_another(without_reports(sentence), dataset=dataset):
        sentence = _clauses_on_work(sentence, dataset=dataset)
        stated = limits(sentence)
    if not stated:
        return
    is_conditional = bool(_CONDITION.search(sentence))
    evaluates = not dataset and _only_evaluates(sentence)
    for limit in stated:
        is_evaluation = evaluates and limit is Limit.EVALUATION_ONLY
        if headed or is_evaluation or _counts_anywhere(limit, is_conditional=is_conditional):
            yield limit


def _clauses_on_work(sentence: str, *, dataset: bool) -> str:
    """The clauses of a sentence about several things whose subject is the work: of `The code is
    MIT, the weights are for research only` the second."""
    starts = _STARTS_ON_DATA if dataset else _STARTS_ON_MODEL
    clauses = (clause.strip() for clause in _CLAUSES.split(without_reports(sentence)))
    own = (clause for clause in clauses if starts.match(clause))
    return "; ".join(clause for clause in own if not is_about_another(clause, dataset=dataset))


def is_about_another(sentence: str, *, dataset: bool) -> bool:
    """Whether a sentence is about something else, or about data instead of a model.

    Args:
        sentence: A sentence of a card.
        dataset: Whether the artefact is a dataset.
    """
    if _ELSEWHERE.search(sentence) or _OTHER_SUBJECT.search(sentence):
        return True
    if not dataset and _OF_EVALUATION.search(sentence):
        return True
    if _LEFT_OUT.search(sentence) and allows_commerce(sentence):
        return True
    if _WE_LEFT_OUT.search(sentence):
        return True
    return _is_about_data_alone(sentence, dataset=dataset)


def _counts_anywhere(limit: Limit, *, is_conditional: bool) -> bool:
    """Whether a limit counts outside a section about the licence."""
    return limit in _ANYWHERE and (limit in _CONDITIONAL or not is_conditional)


def _only_evaluates(sentence: str) -> bool:
    """Whether a sentence that mentions only evaluation is about the use of the model itself."""
    if _IF.search(sentence):
        return False
    return bool(_MODEL.search(sentence) or _ON_USE.search(sentence))


def reports_another(sentence: str) -> bool:
    """Whether a sentence reports the terms of another work and says nothing of this one.

    Args:
        sentence: A sentence of a card.
    """
    return _OF_ANOTHER.search(sentence) is not None and _OURS.search(sentence) is None


def is_from_scratch(sentences: Iterable[str]) -> bool:
    """Whether any sentence says that the work was made without another one.

    Args:
        sentences: The sentences of a card.
    """
    return any(_FROM_SCRATCH.search(sentence) for sentence in sentences)


def is_about_else(sentence: str, *, dataset: bool) -> bool:
    """Whether a label is about something else than the artefact: its code, or the data of a model.

    Args:
        sentence: A few words.
        dataset: Whether the artefact is a dataset.
    """
    if _OTHER_SUBJECT.search(sentence) or _LEFT_OUT.search(sentence):
        return True
    return not dataset and _is_about_data_alone(sentence, dataset=dataset)


def names_artefact(sentence: str, *, dataset: bool) -> bool:
    """Whether a sentence names a model, or for a dataset data.

    Args:
        sentence: A sentence of a card.
        dataset: Whether the artefact is a dataset.
    """
    return (_DATA if dataset else _MODEL).search(sentence) is not None


def is_of_another(sentence: str) -> bool:
    """Whether a sentence is about a base, or about data that was left out.

    Args:
        sentence: A sentence of a card.
    """
    return bool(_LEFT_OUT.search(sentence) or _OF_ANOTHER.search(sentence))
