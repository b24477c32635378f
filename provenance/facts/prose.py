"""Read what sentences state about the model itself: `The model has 12 billion parameters.`

A sentence is about the model if its subject is the model's own name, `the model`, `this model` or
`it`. Phrases are quoted as written; a single-valued field stays empty if sentences disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from provenance.facts.labels import heading
from provenance.facts.own_name import letters, own_names
from provenance.facts.stated import QUOTING_PROSE, StatedValue, sections
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import Card, CardSection
from provenance.model.finding import Evidence
from provenance.text.lines import LineSpan
from provenance.text.sentences import sentences

PARAMETERS, CONTEXT, RELEASED, MAKER = "parameters", "context_length", "release_date", "maker"
INPUT, OUTPUT, APPROACH, TASK = "inputs", "outputs", "approach", "task"
USE, LIMIT = "use", "limit"
MOST_SENTENCES = 400
_COUNT = r"~?\d[\d.,]{0,11}\s?(?:billion|million|trillion|[BMT](?![\w]))"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_MODALITY = r"(?:text|images?|audio|videos?|speech|code)"
_ABILITY = (
    r"classification|recognition|detection|identification|summari[sz]ation|segmentation"
    r"|sentiment analysis|question[- ]answering|translation|(?:text|headline|question|code|image)"
    r" generation|image captioning|paraphrasing|language model(?:l?ing)|pos tagging"
    r"|(?:text|code) completion|chat(?:bot)?s?|conversations?|dialogue|reasoning|forecasting|code"
    r" generative tasks|(?:keyword|feature|relation|data|information) extraction|natural"
    r" language inference|(?:grammar|spelling) correction|(?:passage|document)"
    r" (?:retrieval|re-?ranking)"
)
_MODALITIES = rf"{_MODALITY}(?:(?:,? and |, | or |/){_MODALITY}){{0,3}}"
_PATTERNS = {
    PARAMETERS: re.compile(
        rf"(?<!to )(?<![\d.,])(?P<said>{_COUNT}[- ](?:(?!to |and |or )[a-z]+"
        r" ){0,2}param(?:eter)?s?)\b"
        r"|(?P<korean>\d[\d.,]{0,9}\s?(?:[조억만]\s?|[BM]\s?)(?:개(?:\([^)]{1,12}\))?의?\s?)?(?:파라미터"
        r"|매개변수))"
    ),
    CONTEXT: re.compile(
        r"(?:context|sequence) (?:window|length|size)s?(?: (?:of|is|extends to))?(?: up to)? "
        r"(?P<said>\d[\d,.]{0,9}(?:\s?(?:[KkM]\b|million|thousand))?(?: tokens)?)\b"
        r"|(?P<before>\d[\d,.]{0,9}(?:\s?[KkM])?[- ]tokens?)(?: \w+)? context\b"
        r"|최대 (?P<korean>\d[\d,.]{0,9}\s?[KkM]?\s?토큰)"
    ),
    RELEASED: re.compile(
        r"\b(?:released|published|launched) (?:in|on) "
        rf"(?P<said>(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}},)? \d{{4}}|\d{{4}}-\d\d-\d\d)"
        r"|(?P<korean>\d{4}년 \d{1,2}월(?: \d{1,2}일)?)에 (?:출시|공개|발표|배포)"
    ),
    MAKER: re.compile(
        r"\b(?:developed|created|built|released|trained from scratch|made) by "
        r"(?P<said>(?:researchers at |the )?[A-Z][\w.&-]{1,40}(?: (?:(?:of|and|at)"
        r" )?[A-Z][\w.&-]{1,40}){0,6})"
        r"|^(?P<before>Researchers at [A-Z][\w.&-]{1,40}(?: [A-Z][\w.&-]{1,40}){0,3}) developed\b"
        r"|(?P<korean>[\w.&]{2,30}?)(?:에서|이|가) (?:자체 )?(?:개발|제작)(?:한|하였|했)"
    ),
    INPUT: re.compile(
        r"\b(?:takes?|accepts?|receives?)(?: in)?(?: only)?(?: an?| the)?"
        rf" (?P<said>{_MODALITIES})\b"
        r"[^.;]{0,30}?\binputs?\b"
        rf"|\b(?:accepts?|takes?)(?: only| in)? (?P<before>{_MODALITIES}) (?:and|as|prompts?)\b"
    ),
    OUTPUT: re.compile(
        r"\b(?:generates?|outputs?|produces?|returns?)(?: only)?(?: an?| the)?"
        rf" (?P<said>{_MODALITIES})"
        r"(?= in its| outputs?|[.,;]|$)"
    ),
    TASK: re.compile(
        r"\b(?:is|are)\b[^.]{0,80}?\b"
        r"(?P<said>(?:image[- ]text|text|image|video|audio|speech)[- ]to[-"
        r" ](?:text|image|video|audio|speech|3d)"
        r"|automatic speech recognition|(?:text|token|image|audio|video|zero-shot image)"
        r" classification"
        r"|sentence similarity|feature extraction|question answering|object detection|image"
        r" segmentation)\b"
        r"[^.]{0,40}?\b(?:model|classifier|system|network|detector)s?\b"
        r"|\b(?:is|are) an?\b[^.]{0,60}?(?P<kind>(?:speech recognition|sentiment"
        r" analysis|language identification|translation|summari[sz]ation))"
        r" (?:model|classifier|system|network)s?\b"
        r"|\b(?:trained|tuned|designed|built|optimi[sz]ed|model)\b(?:[^.]|\.\d){0,60}?"
        rf"\bfor (?:the )?(?P<for>(?:[a-z-]+ ){{0,3}}(?:{_ABILITY})|q ?& ?a|qa|ner|nli|asr|tts)\b"
        rf"|\btuned on (?P<on>(?:[\w-]+ ){{0,3}}(?:{_ABILITY}))\b"
        rf"|\bperforms (?P<performs>(?:[a-z-]+ )?(?:{_ABILITY}))\b"
        r"|\b(?P<causal>causal language model(?:l?ing)?)\b"
        r"|\b(?P<masked>masked[- ](?:language model(?:l?ing)?|lm))\b"
        r"|\b(?:is|are) (?:intended|used|designed|meant|able) to (?:be used for )?(?P<to>"
        rf"(?:{_ABILITY}))\b"
        r"|\b(?:off-the-shelf )?model for (?P<off>(?:text|code) completion)"
        r"|(?P<following>instruction[- ]following) [^.]{0,30}\bmodel\b"
        r"|предназначен\w* для (?P<russian>[а-яё]+ [а-яё]+)"
        r"|\bspecialis[ée]e? dans (?P<french>(?:l['’])?\w+ \w+ \w+ \w+)"
        r"|\b(?P<short>NLI|NER|QA|ASR|TTS) (?:model|classifier|system)s?\b",
        re.IGNORECASE,
    ),
}
_DETERMINERS = re.compile(r"^(?:(?:the|a|either|both|on) )+")
_TASK_NAMES = {
    **dict.fromkeys(
        (
            "masked language modeling",
            "masked language modelling",
            "masked language model",
            "masked-lm",
            "masked lm",
        ),
        "fill-mask",
    ),
    **dict.fromkeys(
        ("q&a", "qa", "question answering", "question-answering"), "question-answering"
    ),
    **dict.fromkeys(
        ("language modeling", "language modelling", "causal language model"), "text-generation"
    ),
    **dict.fromkeys(("causal language modeling", "causal language modelling"), "text-generation"),
    "ner": "token-classification",
    "nli": "natural-language-inference",
    "asr": "automatic-speech-recognition",
    "tts": "text-to-speech",
}
# For these kinds the statement is the whole sentence.
_WHOLE = {
    LIMIT: re.compile(
        r"\b(?:is|are) not"
        r" (?:intended|designed|meant|suitable|suited|recommended|immune)\b|\bshould not be used\b"
        r"|\bmust not be used\b|\bmay (?:produce|generate|output)"
        r" (?:in\w+|wrong|biased|false|harmful)\b"
        r"|사용(?:해서는|하면) 안|적합하지 않|권장하지 않",
        re.IGNORECASE,
    ),
    USE: re.compile(
        r"\b(?:can|may|should|could)(?: \w+){0,2} be used (?:for|to|as(?! follows)|in)\b"
        r"|\byou can (?:also )?use (?:the|this|these|our)(?: [\w.-]+)? models? (?:\w+ )?(?:for"
        r"|to|with a pipeline for)\b"
        r"|\bmodels? (?:can|is able to) (?!be\b|also be\b|not\b)\w+"
        r"|\bmodels? performs\b"
        r"|\bonly use this model for\b|\bis useful for\b|, (?:intended|designed|meant) (?:to|for)\b"
        r"|\b(?:is|are) provided for\b|\bsupports? [^.]{0,60}\buse[- ]cases\b"
        r"|предназначен\w* для\b"
        r"|\bis used (?:as|for|to)\b"
        r"|\bmodels? (?:optimi[sz]ed|designed|intended|meant) for\b"
        r"|\b(?:is|are) (?:\w+ )?(?:intended|designed|meant|suitable) (?:for|to|as)\b"
        r"|(?:용도로|에|위해) (?:사용|활용)(?:할 수|됩니다|될 수)",
        re.IGNORECASE,
    ),
}
_TOOL = re.compile(
    r"\b(?P<tool>TRL|Unsloth|LLaMA-?Factory|Axolotl|AutoTrain|DeepSpeed|mergekit|LazyMergekit"
    r"|Megatron-LM|NeMo|PEFT|JAX"
    r"|TensorFlow|PyTorch|LLM Foundry|Composer|llama\.cpp|GGUF-my-repo|hqq|AutoGPTQ|AutoAWQ"
    r"|bitsandbytes|ExLlamaV2"
    r"|OpenVINO)\b",
    re.IGNORECASE,
)
_MADE_WITH = re.compile(
    r"\b(?:trained|fine-?tuned|finetuned|merged|a"
    r" merge|made|created|developed|converted|quantized|compressed)\b"
    r"[^.]{0,90}\b(?:with|using)\b"
)
_PREFERENCE = "preference optimisation"
_LEARNING = {
    "self-supervised": re.compile(r"\bself[- ]supervised\b|자기 ?지도", re.IGNORECASE),
    "semi-supervised": re.compile(r"\bsemi[- ]supervised\b|준지도", re.IGNORECASE),
    "unsupervised": re.compile(
        r"\bunsupervised (?:learning|pre-?training|training)\b|비지도 학습", re.IGNORECASE
    ),
    "reinforcement-learning": re.compile(
        r"\breinforcement learning\b|\bRLHF\b|\bGRPO\b|\bPPO\b|강화 ?학습"
    ),
    "supervised": re.compile(
        r"(?<!self-)(?<!semi-)(?<!self )(?<!semi )(?<!weakly )\bsupervised (?:fine[-"
        r" ]?tuning|learning|training)\b"
        r"|\bSFT\b|(?<!비)(?<!준)지도 (?:학습|미세)",
    ),
    # Not a term of CycloneDX; allowed next to any other.
    _PREFERENCE: re.compile(
        r"\bpreference optimi[sz]ation\b|\b(?:DPO|ORPO|KTO|SimPO)\b", re.IGNORECASE
    ),
}
_TRAINED = re.compile(
    r"\b(?:(?:pre-?|post-?)?train|fine-?tun|learn|align)\w*|학습|훈련|튜닝", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(?:without|instead of|rather than|unlike|no|not)\b[^,.;]*|[^,.;]{0,40}(?:없이|대신)",
    re.IGNORECASE,
)
_APPROACHES = frozenset({*_LEARNING} - {_PREFERENCE})
_MODEL = re.compile(
    r"(?:the|this|these|our|both|each)(?: (?!releas|repositor|includ|contain|provid|is\b|was\b|of\b"
    r"|for\b)[\w.-]+,?){0,3}? models?\b"
    r"|this is (?:an? )?[^.,]{0,60}?\bmodels?\b"
    r"|you can (?:also )?use (?:the|this|these|our)(?: [\w.-]+)? models?\b"
    r"|embeddings (?:from|of) (?:the|this) model\b"
    r"|models? (?:is|was|are|were|works?|supports?|understands?)\b"
    r"|researchers at\b|본 모델|이 모델|해당 모델",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:(?:similar to|like|unlike|based on) [^,.]{1,80}, )?"
    r"it (?:is|was|has|uses|takes|supports|accepts|acts|generates|can|adopts|employs|follows)\b",
    re.IGNORECASE,
)
# A card of few words begins with its base: `Acme's Foo (small) fine-tuned on Bar for QA`.
_ELLIPTIC = re.compile(
    r"(?!the\b|we\b|you\b|it\b)[\w'’.+/-]{2,80}(?: [\w'’.()+-]{1,40}){0,6}?"
    r"(?: fine[- ]?tuned (?:on|for)| models? (?:pre-?)?trained (?:on|with|from|for))\b",
    re.IGNORECASE,
)
# In the paragraphs that introduce a model, a sentence that begins so is about it or its making.
_LEAD = re.compile(
    r"(?:we(?: also| are \w+ to)? (?:releas|present|introduc|provid|shar|open[- ]sourc|publish"
    r"|announc|launch|train|pre-?train|fine-?tun|us|start)\w*"
    r"|we are (?:shar|releas|launch|introduc)ing|here we (?:provide|share|release)"
    r"|models? (?:pre-?)?trained|model fine-?tuned|this version of"
    r"|our|(?:from scratch )?pre-?trained|fine-?tuned|trained|an?|for [\w ]{3,30}, we|here we"
    r"|this repository (?:contains|provides|hosts|holds)"
    r"|in this (?:repository|repo|work|project)|this (?:is|was)"
    r"|the (?:final|source|current|training|pre-?training)(?: [\w-]+){0,2} (?:data|corpus|dataset"
    r"|version|procedure|process))\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"(?P<name>[A-Z][\w-]{3,30}) (?:(?:is|was|are|models are) (?:an?|the|trained)"
    r"|created|trained|pre-?trained|fine-?tuned)\b"
)
_INTRODUCING = frozenset(
    {"model description", "description", "overview", "model overview", "introduction", "summary"}
    | {"model summary", "model details", "about", "about the model", "stats", "details", "개요"}
    | {"approach", "model", "what is this", "what s this", "what is it", "about this model"}
    | {"informations générales", "описание", "описание модели", "краткое описание модели"}
    | {"모델 설명", "모델 소개", "소개"}
)
_PRESENTED = re.compile(
    r"we (?:are \w+ to )?(?:introduce|present|release) (?:the|our) ", re.IGNORECASE
)
# `Acme Labs released Foo 2, a language model for Korean`.
_MAKER_PRESENTS = re.compile(
    r"[A-Z][\w.&-]{1,30}(?: [A-Z][\w.&-]{1,30}){0,3} (?:has |have )?"
    r"(?:released|introduced|introduces|presents|presented|developed) (?:the )?"
)
# A name in a second script: `KULLM(구름)은`.
_SECOND_NAME = re.compile(r"\([^()]{1,30}\)")
_PARTICLE = re.compile(r"(?<=[\w.)])(?:은|는|이|가|의)$")
_OTHER_MODEL = re.compile(
    r"(?:the|this|our) (?:base|teacher|original|reward|reference|previous|guard) models?\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:citations?|references|acknowledge?ments?|licen[cs]e|changelog|news|evaluation|results"
    r"|benchmarks?|related|comparison|limitations?|bias|ethic\w*|troubleshooting)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenSentence:
    """A sentence of a card.

    Attributes:
        text: The sentence.
        document: The file that holds it.
        lines: The lines of its block or list item.
        is_own: Whether the model is its subject.
        title: The heading of its section, as `plain` writes it.
    """

    text: str
    document: SourceText
    lines: LineSpan
    is_own: bool
    title: str

    @property
    def place(self) -> Evidence:
        """Where the sentence stands; a quote costs more than most readers need."""
        return Evidence.quoting(self.document, self.lines.start, self.lines.end)


def stated(record: ArtifactRecord, what: str) -> Iterator[StatedValue]:
    """Every phrase of one kind that a sentence states about the model, in document order, each
    once.

    Args:
        record: The record of a model.
        what: One of the kinds above. `approach` returns the CycloneDX term (`approach.type` in
            bom-1.7.schema.json) that a sentence on training names.
    """
    seen: set[str] = set()
    for sentence, place in own_sentences(record):
        phrases = _approaches(sentence) if what == APPROACH else _phrases(sentence, what)
        for phrase in phrases:
            if phrase.casefold() not in seen:
                seen.add(phrase.casefold())
                yield StatedValue(phrase, place)


def only(record: ArtifactRecord, what: str) -> StatedValue | None:
    """The phrase if all sentences that state one agree, else None."""
    statements = list(stated(record, what))
    if len(statements) != 1 or (what == APPROACH and statements[0].value not in _APPROACHES):
        return None
    return statements[0]


def tools(record: ArtifactRecord) -> Iterator[StatedValue]:
    """The software that the card says was used to make the model, each once."""
    seen: set[str] = set()
    for sentence, place in own_sentences(record):
        begun = _MADE_WITH.search(sentence)
        if begun:
            for match in _TOOL.finditer(sentence, begun.end()):
                if match["tool"].casefold() not in seen:
                    seen.add(match["tool"].casefold())
                    yield StatedValue(match["tool"], place)


def named_task(text: str) -> str:
    """The task that a text such as `Diffusion-based text-to-image model` names, or empty."""
    match = _PATTERNS[TASK].search(f"is {text[:200]} model")
    return task_name(_phrase(match)) if match else ""


def task_of_title(title: str) -> str:
    """The task that a title such as `T5-small fine-tuned for summarization` names, or empty."""
    match = _PATTERNS[TASK].search(f"model {title[:200]}")
    return task_name(_phrase(match)) if match else ""


def task_name(phrase: str) -> str:
    """A phrase for a task as the hub writes it: `masked language modeling` is `fill-mask`."""
    words = _DETERMINERS.sub("", phrase.lower().strip())
    return _TASK_NAMES.get(words, words.replace(" ", "-").replace("&", "n"))


def _phrase(match: re.Match[str]) -> str:
    """The text of the first named group that matched."""
    return next(group for group in match.groups() if group).strip(" ,.")


def _phrases(sentence: str, what: str) -> Iterator[str]:
    if what in _WHOLE:
        denied = what == USE and _WHOLE[LIMIT].search(sentence)
        yield from (sentence,) if _WHOLE[what].search(sentence) and not denied else ()
    elif match := _PATTERNS[what].search(sentence):
        yield _phrase(match)


def _approaches(sentence: str) -> Iterator[str]:
    affirmed = _DENIED.sub("", sentence)
    if _TRAINED.search(affirmed):
        yield from (word for word, pattern in _LEARNING.items() if pattern.search(affirmed))


def own_sentences(
    record: ArtifactRecord, elsewhere: re.Pattern[str] = _ELSEWHERE, unowned: bool = False
) -> Iterator[tuple[str, Evidence]]:
    """Sentences whose subject is the model; at most 400 of the card are looked at.

    Args:
        record: The record of a model.
        elsewhere: Headings of sections to leave out.
        unowned: Whether to return every sentence, whatever its subject.
    """
    for sentence in read_sentences(record, elsewhere):
        if sentence.is_own or unowned:
            yield sentence.text, sentence.place


def read_sentences(
    record: ArtifactRecord, elsewhere: re.Pattern[str] = _ELSEWHERE
) -> Iterator[SpokenSentence]:
    """Every sentence of the card outside some sections; at most 400 are looked at.

    Args:
        record: The record of a model.
        elsewhere: Headings of sections to leave out.
    """
    read = (
        sentence
        for section in _sections_read(_SameRecord(record))
        if not elsewhere.search(section.title)
        for sentence in section.sentences
    )
    yield from islice(read, MOST_SENTENCES)


class _SameRecord:
    """A record as the key of a cache, by identity."""

    __slots__ = ("record",)

    def __init__(self, record: ArtifactRecord) -> None:
        self.record = record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameRecord) and other.record is self.record


class _SectionSentences:
    """The sentences of one section, split when they are first asked for."""

    def __init__(self, section: CardSection, document: SourceText, names: tuple[str, ...]) -> None:
        self.title = heading(section)
        self._section = section
        self._document = document
        self._names = names

    @cached_property
    def sentences(self) -> tuple[SpokenSentence, ...]:
        """At most as many as are looked at in a whole card."""
        read = (
            SpokenSentence(
                text=sentence,
                document=self._document,
                lines=LineSpan(start, end),
                is_own=is_own,
                title=self.title,
            )
            for text, start, end in _texts(self._section, self._document)
            for sentence, is_own in _with_subjects(text, self._section, self._names)
        )
        return tuple(islice(read, MOST_SENTENCES))


# A dozen readers ask for the sentences of a record, one after the other.
@lru_cache(maxsize=2)
def _sections_read(same: _SameRecord) -> tuple[_SectionSentences, ...]:
    record = same.record
    names = {id(document): _subjects(record, card) for card, document in record.sheets}
    return tuple(
        _SectionSentences(section, document, names[id(document)])
        for section, document in sections(record)
    )


def _with_subjects(
    text: str, section: CardSection, names: tuple[str, ...]
) -> Iterator[tuple[str, bool]]:
    """Each sentence of a text, and whether the model is its subject.

    A pronoun stands for the subject of the sentence before it.
    """
    introduces = _introduces(section, names)
    was_named = True
    for sentence in sentences(text):
        if _PRONOUN.match(sentence):
            yield sentence, was_named
            continue
        was_named = _names_model(sentence, names) or _PRESENTED.match(sentence) is not None
        is_introduced = introduces and _leads(sentence, names)
        yield sentence, (was_named or is_introduced) and not _OTHER_MODEL.match(sentence)


def _introduces(section: CardSection, names: tuple[str, ...]) -> bool:
    """Whether a section introduces the model: the top of the card, or one with such a heading."""
    title = heading(section)
    return section.level <= 1 or title in _INTRODUCING or letters(title) in names


def _texts(section: CardSection, document: SourceText) -> Iterator[tuple[str, int, int]]:
    """The paragraphs, quotes and list items of a section, with their lines."""
    for block in section.blocks:
        document.check_time()
        if block.stated and block.kind in QUOTING_PROSE:
            for text, span in block.items or ((block.text, block.span),):
                yield text, span.start, span.end


def _subjects(record: ArtifactRecord, card: Card) -> tuple[str, ...]:
    """Own names long enough to look for at the start of a sentence."""
    return tuple(sorted(name for name in own_names(record, card) if len(name) > 3))


def _leads(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether a sentence of an introduction is about the model: `We release`, or the name of its
    family as subject."""
    if _LEAD.match(sentence) or _ELLIPTIC.match(sentence):
        return True
    family = _FAMILY.match(sentence)
    return family is not None and any(name.startswith(letters(family["name"])) for name in names)


def _names_model(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether the model is the named subject of a sentence."""
    if _OTHER_MODEL.match(sentence):
        return False
    if presented := _MAKER_PRESENTS.match(sentence):
        presentation = sentence[presented.end() :].replace(",", "", 1)
        return any(_begins(presentation, name) for name in names)
    return bool(_MODEL.match(sentence)) or any(_begins(sentence, name) for name in names)


def _begins(sentence: str, name: str) -> bool:
    """Whether a sentence starts with exactly this name: `Foo 2 7B has` and `Foo Chat has` are not
    about `Foo`."""
    words = sentence[:160].split()
    words = words[1:] if words[:1] in (["The"], ["Introducing"]) else words
    begun = ""
    for number, word in enumerate(words[:-1], start=1):
        stem = _SECOND_NAME.sub("", _PARTICLE.sub("", word))
        if stem != word and begun + letters(stem) == name:
            return True
        begun += letters(word)
        if begun == name:
            return word[-1] not in ",:" and bool(
                words[number][0].islower() or words[number][0] == "("
            )
        if not name.startswith(begun):
            return False
    return False
