"""Licence statements in sentences, English and Korean; only those that put the artefact under
it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.licences.catalogue import lookup, lookup_link, without_families
from provenance.licences.expression import parse_expression
from provenance.licences.names import Name, licence_names
from provenance.licences.restrictive import without_contrast
from provenance.licences.sentences import CardSentence, text_sentences
from provenance.licences.short_grants import short_grant
from provenance.text.gated import GatedPattern
from provenance.text.lazy import LazyPattern
from provenance.text.lines import LineSpan

_LABEL = LazyPattern(
    r"^\W*(?:(?:spdx-license-identifier|(?:model |dataset |weights? )?licen[cs]e(?:\(s\)|s)?)"
    r"|(?:(?:모델|데이터(?:셋)?)\s?)?(?:라이[선센]스|이용 ?허락))\W*[:：]\W*(?=\S)",
    re.IGNORECASE,
)
_STATES = GatedPattern(
    r"\b(?:licen[cs]ed|released|distributed|available|published|provided|shared|governed|covered"
    r"|subject|under|applies|"
    r"licen[cs]e (?:is|of|for)|licen[cs]e\W*:)\b"
    r"|배포|공개|제공|따[르릅른라]|적용|하에|아래|이용 ?(?:가능|할 수)|사용 ?(?:가능|할 수)"
    r"|라이[선센]스(?:이며|입니다|이다|로|는|를)|허가|선택|고르|골라",
)
# The same in the other languages in which vendors write a notice of a few lines.
_STATES_ELSEWHERE = LazyPattern(
    r"采用|遵循|根据|基于|依据|适用|授权|許諾|许可(?:协议)?(?:进行|发布|使用)|发布|開放|釋出|受.{0,20}约束"
    r"|の(?:下|もと)(?:に|で)|に(?:基づ|従|準拠|則)|公開|提供|適用|配布"
    r"|\blizenziert|\bunter (?:der|einer|den)\b|\bsous (?:la |une )?licence|\bselon les termes"
    r"|\bmis(?:e|es)? à disposition|\bbajo (?:la |una )?licencia|\bsob (?:a |uma )?licença"
    r"|\b(?:con|sotto) licenza",
    re.IGNORECASE,
)
_ASIDE = LazyPattern(r"\([^()]{0,200}\)")
_OWN = r"(?:models?|weights?|checkpoints?|adapters?|datasets?|data|corpus|corpora)"
_KO_OWN = r"(?:모델|가중치|체크포인트|어댑터|데이터(?:셋|세트)?|말뭉치|코퍼스)"
_CODE = r"(?:source )?(?:code|scripts?)(?: repository)?"
# Notices that Korean public bodies put beside a work, with or without its subject. `이용하였습니다`
# is about somebody else's work that was used under the licence.
_KO_PUBLIC = GatedPattern(
    r"^\W*(?:(?:이|본|해당)\s?(?:저작물|자료)[은는이가]?\s)?\W?(?:공공누리|KOGL)\b[^.]{0,40}?"
    r"(?:에|조건에)\s?(?:따라|의거하여)\s?(?:자유롭게\s)?"
    r"(?:이용|사용|배포|공개|제공|개방)(?!하였|했|하여 |해서|한 )",
)
# Outside a licence section, a statement of the artefact's licence is a full sentence.
_STATES_IN_FULL = LazyPattern(
    rf"\b(?:this|the|our|these|all)\s+(?:[\w.-]+\s+){{0,4}}?{_OWN}\b[^.]{{0,40}}"
    r"\b(?:is|are|has been|have been)\s+(?:\w+ly\s+)?"
    r"(?:licen[cs]ed|released|distributed|published|made available|available|open-?sourced"
    r"|provided|shared)\b[^.]{0,60}\b(?:under|with)\b"
    rf"|^\W*(?:이|본|해당|저희|우리)\s?(?:[\w.-]+\s){{0,3}}?{_KO_OWN}.{{0,60}}"
    r"(?:배포|공개|제공|따릅|따른|따라|적용|라이[선센]스[는은]?\s.{0,40}(?:입니다|이다|임)\W*$)",
    re.IGNORECASE,
)
# A sentence about something other than the artefact itself, or a denial.
_ELSEWHERE = GatedPattern(
    r"\b(?:code|scripts?|software|repository|library|tokeni[sz]er|base model|original|upstream"
    r"|underlying|parent|papers?|images?|websites?|editorial|sources?|projects?|portions?|parts?"
    r"|majority|some|sections?|passages|derived|based on|evals?|benchmarks?|while|whereas"
    r"|gemma is provided|llama [\d.]+ is licensed|not|n't|unless|except|other than|if"
    r"|previous(?:ly)?|formerly|was)\b"
    r"|코드|스크립트|(?<!오픈)(?<!오픈 )소스|토크나이저|라이브러리|저장소|리포지토리"
    r"|원본|원저작|베이스|기반|업스트림|논문|일부|제외|않|아[닌닙니]|없(?!이)|이전|과거"
    r"|달리|경우|예정|전문|파일에서",
)
# A licence that nobody has settled on yet, or that was thought of and left.
_UNDECIDED = GatedPattern(
    r"\b(?:considered|considering|decided against|undecided|under discussion"
    r"|(?:to be|not(?: yet)?(?: been)?) (?:decided|determined|chosen|announced|confirmed|settled)"
    r"|plan(?:s|ned|ning)? to|intend(?:s|ed)? to|hopes? to|may later)\b"
    r"|검토|미정|논의 ?중|아직|확정되지|정해지지",
)
# The work in this repository is the work, not a repository beside it.
_HERE = LazyPattern(
    r"\b(?:in|of|from) (?:this|our|the) (?:hugging ?face |model )?(?:repository|repo)\b"
    rf"|(?:이|본|해당) ?(?:저장소|리포지토리|레포지토리)(?:의|에 ?있는|에서 ?제공하는)"
    rf"(?=\s(?:[가-힣]{{1,8}}\s)?{_KO_OWN})",
    re.IGNORECASE,
)
# The artefact and its code under one licence: the sentence is about both.
_TOGETHER = LazyPattern(
    rf"\b{_CODE}(?:,? and|,| &) (?:all )?(?:the )?(?:[\w.-]+ ){{0,2}}?{_OWN}\b"
    rf"|\b{_OWN}(?:,? and|,| &) (?:all )?(?:the )?(?:[\w.-]+ ){{0,2}}?{_CODE}\b"
    rf"|코드(?:와|\s?및|,)\s?(?:[\w.-]+\s){{0,2}}?{_KO_OWN}"
    rf"|{_KO_OWN}(?:과|와|\s?및|,)\s?(?:[\w.-]+\s){{0,2}}?코드",
    re.IGNORECASE,
)
_DATA = GatedPattern(r"\b(?:data|datasets?|corpus|corpora)\b|데이터|말뭉치|코퍼스")
_MODEL = GatedPattern(r"\b(?:models?|weights?|checkpoints?)\b|모델|가중치|체크포인트")
_URL = LazyPattern(r"\(?<?https?://\S+")
# The text before a colon names the part that a line is about, unless it is the word licence itself.
_PART = LazyPattern(r"^(?![^:]{0,60}(?:licen|라이[선센]스))[^:]{1,60}:(?!//)", re.IGNORECASE)
_A_NAME = LazyPattern(r"\d|licen[cs]e|^mit$|^unlicense$|^wtfpl$|^isc$|rail", re.IGNORECASE)
# A name before or after these words is only mentioned; nothing is put under it.
_SPOKEN_OF_BEFORE = LazyPattern(
    r"(?:\bunlike|\bsee(?: also)?|\bcompatible with|\bsimilar to|\bthan|\binstead of|\blike"
    r"|\bcf\.|\breplac\w{1,5}|\binspired by|\bmodel+ed on|\bversus|\bvs\.?)"
    r"\s+(?:the\s+|an?\s+)?\W?$",
    re.IGNORECASE,
)
_SPOKEN_OF_BEHIND = LazyPattern(
    r"\W?(?:[-\s](?:compatible|like|style|incompatible)"
    r"|\s?(?:licen[cs]e|라이[선센]스)?\s?"
    r"(?:[와과] ?(?:호환|달리|유사|비슷)|[이가] ?아[닌니]|[을를]? ?참[고조]"
    # Another work under it: `MIT 라이선스 모델을 참고하여`, `the Apache-2.0 release of Kite`.
    r"|(?:의|인|(?:으?로|하에|에 따라) ?(?:공개|배포|제공)된)? ?(?:공개 )?"
    r"(?:모델|코드|데이터(?:셋)?|소프트웨어|라이브러리|프로젝트|저작물)(?:[을를과와의에로]|에서|으로))"
    r"|(?:[- ]licen[cs]ed)? (?:release|version|edition|model|project|library|fork|code)s? of\b)",
    re.IGNORECASE,
)
# The recipient of the work picks one of several.
_CHOICE = LazyPattern(
    r"\b(?:either|choice|choose|option|whichever|or)\b|\b(?:dual|multi|tri)[- ]?licen[cs]"
    r"|선택|또는|혹은|이?나 중|듀얼|이중 라이[선센]스|고르|골라|중 (?:하나|택)",
    re.IGNORECASE,
)
_BOTH = LazyPattern(r"\b(?:both|as well as)\b|모두|둘 ?다", re.IGNORECASE)
_SHORT = 12
# Sentences kept with their reading: each reader asks about every sentence of a card in turn.
_SENTENCES_KEPT = 1_024
_MOST = 20
# Phrases of people who are not stating a licence.
_FILLER = LazyPattern(
    r"n/?a|none|null|tbd|tba|todo|unknown|unspecified"
    r"|not (?:specified|stated|available|yet)\b.{0,40}"
    r"|(?:more )?information needed|coming soon|license|licence|미정|없음|해당 ?없음|추후 ?.{0,20}",
    re.IGNORECASE,
)
# A value that only points to the text, which is read or missing by itself.
_REFERS = LazyPattern(
    r"https?://|\b(?:see|refer|read|below|above|file|link|here)\b|참고|참조|아래|링크"
    r"|^\W*licen[cs]e(?:\.\w+)?\W*$|same as|follow|inherit",
    re.IGNORECASE,
)
# A sentence without any of these words puts nothing under terms.
_SPEAKS_OF_TERMS = LazyPattern(
    r"licen[cs]|terms|agreement|eula|라이[선센]스|이용 ?허락", re.IGNORECASE
)
_CUSTOM = GatedPattern(
    r"\b(?:licen[cs]ed|released|distributed|governed|available|provided|published)\b[^.]{0,40}?"
    r"\b(?:under|by|with)\b[^.]{0,30}?"
    r"\b(?:custom|proprietary|bespoke|(?:our|its) own|special|private)\b[^.]{0,20}?"
    r"\b(?:licen[cs]e|terms|agreement|eula)\b"
    r"|(?:자체|독자|전용|별도)\s?(?:의\s?)?라이[선센]스",
)
# Words that refer to terms named elsewhere: `under this licence`, `under the following terms`.
_REFERRING = r"(?:this|these|the following|those|such|said|any)"
_GOVERNED = LazyPattern(
    rf"\b(?:governed by|subject to|under|agree to|accept)\b(?! {_REFERRING} (?:licen[cs]e|terms))"
    r"[^.]{0,60}?\b(?:licen[cs]e|terms|agreement|eula)\b"
    r"|^(?!(?:(?:The|Our|Model|Data|Dataset|User|Software|Licen[cs]e)\s)+\w+\W*$)"
    r"(?:[A-Z][\w.-]*\s){1,5}(?:Licen[cs]e|Terms|EULA|Agreement)\W*$"
)
# One of these stands between what is governed and the terms.
_GOVERNING = ("governed by", "subject to", "bound by", "agree to")
# Outside of a section on the licence, both what is governed and the terms have to be named.
_GOVERNED_BY_NAME = LazyPattern(
    r"\b(?:[Uu]s(?:e|age|ing)|[Aa]ccess|[Dd]istribution|[Mm]odels?|[Ww]eights|[Dd]ataset|[Yy]ou)\b"
    r"[^.;]{0,80}?\b(?:governed by|subject to|bound by|agree to)\b[^.;]{0,20}? "
    r"(?:[A-Z][\w.&'’-]{0,40} ){1,6}?"
    r"(?:of (?:Use|Service)|Licen[cs]e|Terms|EULA|Agreement|Conditions)\b"
)
# Parts and third parties that a licence text mentions before its verb.
_PART_OF_TEXT = LazyPattern(
    r"\b(?:tokeni[sz]er|scripts?|inference|evaluation|demo|components?|third[- ]part(?:y|ies)"
    r"|parts?|portions?|some|builds? on|built (?:on|with|upon)|based on|derived|derivative"
    r"|includes?|contains?|incorporates?|uses?|using|files? in|folder|director(?:y|ies)|original"
    r"|forks?|started|began|inspired|trained on|successor"
    r"|upstream|base|librar(?:y|ies)|dependenc(?:y|ies)|docs?|documentation|example|which)\b"
    r"|(?<!source )(?<!this )(?<!all )\bcode\b"
    r"|토크나이저|스크립트|구성 ?요소|서드 ?파티|일부|원본|기반|라이브러리|문서|예제|코드",
    re.IGNORECASE,
)
_AGREES = GatedPattern(
    r"\b(?:agree|accept|acknowledge|comply|abide|bound|subject|governed|read)\w*\b"
    r"|동의|준수|수락|따[르릅라]",
)
_DENIES = LazyPattern(
    r"\b(?:not|n't|no longer|previously|formerly|was|were|except|unless)\b"
    r"|않|아[닌닙니]|제외|이전에",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceSentence:
    """A sentence that puts the artefact under licences.

    Attributes:
        licences: Catalogue keys, sorted.
        choice: Whether one of several may be chosen; otherwise they are all named together.
        sentence: Its words.
        span: Its lines.
    """

    licences: tuple[str, ...]
    choice: bool
    sentence: str
    span: LineSpan


def stated_licences(
    sentences: Iterable[CardSentence], *, dataset: bool
) -> tuple[LicenceSentence, ...]:
    """The statements of a card's own sentences on the artefact's licence.

    Args:
        sentences: The sentences of the card.
        dataset: Whether the artefact is a dataset, so that sentences about data are about it.

    Returns:
        At most 20 statements, in document order. Sentences about code or a base model are left out,
        as are those that only mention a licence: nothing is guessed.
    """
    statements: dict[tuple[tuple[str, ...], int], LicenceSentence] = {}
    for sentence in sentences:
        licences, choice = _stated(sentence.text, sentence.headed, dataset)
        if not licences and not sentence.is_elsewhere:
            short = short_grant(sentence.text, dataset)
            licences = (short,) if short else ()
        if licences:
            statement = LicenceSentence(
                licences=licences, choice=choice, sentence=sentence.text, span=sentence.span
            )
            statements.setdefault((licences, sentence.span.start), statement)
        if len(statements) >= _MOST:
            break
    return tuple(statements.values())


def labels_licence(sentence: str) -> bool:
    """Whether a line is `License:` followed by the name of a known licence."""
    label = _LABEL.match(sentence)
    return label is not None and bool(_value(sentence, label)[0])


# Terms passed on unchanged are those of the declared licence or of the base, which is read itself.
_SAME_TERMS = GatedPattern(r"\bunder the same (?:terms|licen[cs]e|conditions)\b")


@lru_cache(maxsize=_SENTENCES_KEPT)
def states_unknown(sentence: str, headed: bool) -> bool:
    """Whether a sentence puts a work under unknown terms: `License: Kite EULA`, `released under a
    custom licence`.

    Args:
        sentence: A sentence of a card.
        headed: Whether it is in a section on the licence.
    """
    if not _SPEAKS_OF_TERMS.search(sentence) or licence_names(sentence):
        return False
    label = _LABEL.match(sentence)
    if label:
        value = sentence[label.end() :].strip(" *_`.[]()")
        entry = lookup(value)
        is_name = bool(value) and any(map(str.isalnum, value)) and not _FILLER.fullmatch(value)
        return is_name and entry is None and not _REFERS.search(value)
    if _CUSTOM.search(sentence):
        return True
    governed = headed and _GOVERNED.search(sentence)
    return bool(governed) and not _SAME_TERMS.search(sentence)


def is_label(sentence: str) -> bool:
    """Whether a sentence begins as `License:` does."""
    return _LABEL.match(sentence) is not None


# `Licence (weights): …`, with the part that it is for.
_PART_LABEL = LazyPattern(
    r"^\W*(?:[\w-]+ ){0,2}(?:licen[cs]es?|라이[선센]스) ?(?:\([^()]{1,40}\))?\W{0,3}[:：]",
    re.IGNORECASE,
)


def is_licence_label(sentence: str) -> bool:
    """Whether a sentence begins as `License:` or `Licence (weights):` does.

    Args:
        sentence: A sentence of a card.
    """
    return _PART_LABEL.match(sentence) is not None


def labelled_name(sentence: str) -> tuple[str, str] | None:
    """The known licence that a line names first behind `License:`, and the words behind the name.

    Args:
        sentence: A sentence of a card.

    Returns:
        Catalogue key and words; None if the line does not begin with `License:` and a known name.
    """
    label = _LABEL.match(sentence)
    name, _, rest = sentence[label.end() :].partition(" ") if label else ("", "", "")
    entry = lookup(name.strip(",.;:()*_`"))
    return (entry.id, rest) if entry else None


@lru_cache(maxsize=_SENTENCES_KEPT)
def unknown_terms(sentence: str) -> str:
    """The words with which a sentence anywhere in a card puts the use of the work under terms with
    a name that nobody here knows: `Use is governed by the Kite Terms of Service`.

    Args:
        sentence: A sentence of a card.

    Returns:
        The words up to the end of the name; empty if there are none.
    """
    if not any(word in sentence for word in _GOVERNING):
        return ""
    terms = _GOVERNED_BY_NAME.search(sentence)
    if terms is None or licence_names(sentence):
        return ""
    return terms[0]


def unknown_label(sentences: Iterable[CardSentence]) -> CardSentence | None:
    """The first line of a card that is `License:` followed by an unknown name.

    Args:
        sentences: The sentences of the card.
    """
    for sentence in sentences:
        label = _LABEL.match(sentence.text)
        value = sentence.text[label.end() :].strip(" *_`.[]()") if label else ""
        if value and any(map(str.isalnum, value)) and not _FILLER.fullmatch(value):
            return sentence
    return None


def granted_licences(text: str) -> tuple[LicenceSentence, ...]:
    """The licences that a short text, such as a `LICENSE` of three lines, puts the work under.

    Args:
        text: The text. Sentences about a part of the work or something it builds on grant nothing,
            nor do comparisons.
    """
    return tuple(
        LicenceSentence(licences=licences, choice=choice, sentence=sentence, span=span)
        for sentence, span in text_sentences(text)
        for licences, choice in [_granted(sentence)]
        if licences
    )


def agreed_licences(text: str) -> tuple[str, ...]:
    """Catalogue keys of the licences that an access form applies or has readers agree to, sorted.

    Args:
        text: A part of the form.
    """
    agreed: set[str] = set()
    for sentence, _ in text_sentences(text):
        plain = _URL.sub(" ", sentence)
        names = licence_names(plain)
        if names and _AGREES.search(plain):
            before = plain[: names[0].start]
            if not _PART_OF_TEXT.search(before) and not _DENIES.search(before):
                agreed.update(name.licence for name in names if not _is_spoken_of(plain, name))
        else:
            agreed.update(_granted(sentence)[0])
    return tuple(sorted(agreed))


_Read = tuple[tuple[str, ...], bool]
_NOTHING: _Read = ((), False)


def _stated(sentence: str, headed: bool, dataset: bool) -> _Read:
    label = _LABEL.match(sentence)
    if not label and not headed and not _STATES.search(sentence):
        return _NOTHING
    if _UNDECIDED.search(sentence):
        return _NOTHING
    sentence = without_contrast(sentence)
    named = _value(sentence, label) if label or headed else _NOTHING
    if named[0]:
        return named
    plain = _URL.sub(" ", sentence)
    of_part = _PART.match(plain) and not _KO_PUBLIC.search(plain)
    if label or (_speaks(plain, headed, dataset) and not of_part):
        return _together(plain, licence_names(plain)) if _is_own(plain, dataset) else _NOTHING
    return _NOTHING


def _is_own(plain: str, dataset: bool) -> bool:
    """Whether a sentence is about the artefact rather than its code, its base or its data."""
    if _ELSEWHERE.search(_TOGETHER.sub(" ", _HERE.sub(" ", plain))):
        return False
    own, other = (_DATA, _MODEL) if dataset else (_MODEL, _DATA)
    return not other.search(plain) or bool(own.search(plain))


def _value(sentence: str, label: re.Match[str] | None) -> _Read:
    """A sentence that is only the name of a licence or an expression of several."""
    value = (sentence[label.end() :] if label else sentence).strip().strip("*_`.[]() ")
    if not label and len(value.split()) > _SHORT:
        return _NOTHING
    entry = lookup(value) or lookup_link(value.strip("<>"))
    if entry and entry.category != "unresolved":
        is_named = label is not None or _A_NAME.search(value)
        return ((entry.id,), False) if is_named else _NOTHING
    expression = parse_expression(value)
    if expression and " AND " not in expression[0]:
        return tuple(sorted({licence.id for licence in expression[1]})), True
    return _NOTHING


def _speaks(plain: str, headed: bool, dataset: bool) -> bool:
    if headed:
        return len(plain.split()) <= _SHORT or bool(_STATES.search(plain))
    if _KO_PUBLIC.search(plain):
        return True
    full = _STATES_IN_FULL.search(plain)
    return full is not None and bool((_DATA if dataset else _MODEL).search(full[0]))


def _granted(sentence: str) -> _Read:
    """What a sentence of a licence text grants: the clause before the name states the subject."""
    if _UNDECIDED.search(sentence):
        return _NOTHING
    sentence = without_contrast(sentence)
    label = _LABEL.match(sentence)
    named = _value(sentence, label)
    if named[0]:
        return named
    plain = _URL.sub(" ", sentence)
    names = licence_names(plain)
    linked = _linked(sentence)
    if not names and not linked[0]:
        return _NOTHING
    before = plain[: names[0].start] if names else sentence[: sentence.find("http")]
    behind = plain[names[-1].end :] if names else ""
    subject = _ASIDE.sub(" ", before)
    if _PART_OF_TEXT.search(subject) or _DENIES.search(subject):
        return _NOTHING
    if not (label or _puts_under(before, behind) or len(plain.split()) <= _SHORT):
        return _NOTHING
    read = _together(plain, names)
    return read if _agree(read, linked) else linked


def _puts_under(before: str, behind: str) -> bool:
    """Whether words around the name of a licence put something under it."""
    if not before.strip():
        return True
    words = (before, behind)
    return any(map(_STATES.search, words)) or any(map(_STATES_ELSEWHERE.search, words))


def _linked(sentence: str) -> _Read:
    """The licence whose text a sentence links; nothing where it links several."""
    links = (lookup_link(match[0].strip("(<>),.;。）")) for match in _URL.finditer(sentence))
    keys = {entry.id for entry in links if entry}
    return (tuple(keys), False) if len(keys) == 1 else _NOTHING


def _agree(read: _Read, linked: _Read) -> bool:
    """Whether the names of a sentence say as much as its link: a name may stand without version
    or in a language that is not read here."""
    licences, is_choice = read
    if not linked[0] or is_choice or len(licences) > 1:
        return True
    entry = lookup(licences[0]) if licences else None
    return entry is not None and entry.category != "family"


def _together(text: str, names: Sequence[Name]) -> _Read:
    """The licence names that something is put under, and whether they are a choice."""
    own = [name for name in names if not _is_spoken_of(text, name)]
    licences = tuple(sorted(without_families(name.licence for name in own)))
    # `GPL 3.0 or later` offers versions of one licence, not another one.
    around = _without(text, own)
    choice = bool(_CHOICE.search(around)) and not _BOTH.search(around)
    if choice and len(licences) < 2:
        return _NOTHING  # the other licence of the choice is not known here
    return licences, choice


def _without(text: str, names: Sequence[Name]) -> str:
    """A text with blanks in the place of names."""
    for name in names:
        text = text[: name.start] + " " * (name.end - name.start) + text[name.end :]
    return text


def _is_spoken_of(text: str, name: Name) -> bool:
    before = text[max(0, name.start - 40) : name.start]
    return bool(_SPOKEN_OF_BEFORE.search(before) or _SPOKEN_OF_BEHIND.match(text, name.end))
