"""Read what sentences state about the model itself: `The model has 12 billion parameters.`

A sentence is about the model if its subject is the model's own name, `the model`, `this model` or
`it`. Phrases are quoted as written; a single-valued field stays empty if sentences disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.facts.labels import heading
from provenance.facts.own_name import letters, own_names
from provenance.facts.stated import StatedValue, sections
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import BlockKind, Card, CardSection
from provenance.model.finding import Evidence
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
_MODALITIES = rf"{_MODALITY}(?:(?:,? and |, | or |/){_MODALITY}){{0,3}}"
_PATTERNS = {
    PARAMETERS: re.compile(
        rf"(?<!to )(?<![\d.,])(?P<said>{_COUNT}[- ](?:(?!to |and |or )[a-z]+"
        r" ){0,2}param(?:eter)?s?)\b"
        r"|(?P<korean>\d[\d.,]{0,9}\s?(?:[조억만]\s?|[BM]\s?)(?:개(?:\([^)]{1,12}\))?의?\s?)?(?:파라미터"
        r"|매개변수))"
    ),
    CONTEXT: re.compile(
        r"(?:context|sequence) (?:window|length|size)s?(?: (?:of|is))?(?: up to)? "
        r"(?P<said>\d[\d,.]{0,9}(?:\s?[KkM]\b)?(?: tokens)?)\b"
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
        r"[^.]{0,40}?\b(?:model|classifier|system|network|detector)s?\b",
        re.IGNORECASE,
    ),
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
        r"\b(?:can|may|should) be used (?:for|to|as|in)\b"
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
    # Not a term of CycloneDX; allowed beside any other.
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
    r"(?:the|this|these|our|both)(?: [\w.-]+)? models?\b"
    r"|it (?:is|was|has|uses|takes|supports|accepts|acts|generates|can)\b"
    r"|researchers at\b|본 모델|이 모델|해당 모델",
    re.IGNORECASE,
)
_OTHER_MODEL = re.compile(
    r"(?:the|this|our) (?:base|teacher|original|reward|reference|previous|guard) models?\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:citations?|references|acknowledge?ments?|licen[cs]e|changelog|news|evaluation|results"
    r"|benchmarks?|related|comparison|limitations?|bias|ethic\w*|troubleshooting)\b"
)
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.QUOTE)


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
        for phrase in _approaches(sentence) if what == APPROACH else _phrases(sentence, what):
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
        for match in _TOOL.finditer(sentence, begun.end()) if begun else ():
            if match["tool"].casefold() not in seen:
                seen.add(match["tool"].casefold())
                yield StatedValue(match["tool"], place)


def named_task(text: str) -> str:
    """The hub task that a text such as `Diffusion-based text-to-image model` names, or empty."""
    match = _PATTERNS[TASK].search(f"is {text[:200]} model")
    return match["said"].lower().replace(" ", "-") if match else ""


def _phrases(sentence: str, what: str) -> Iterator[str]:
    if what in _WHOLE:
        denied = what == USE and _WHOLE[LIMIT].search(sentence)
        yield from (sentence,) if _WHOLE[what].search(sentence) and not denied else ()
    elif match := _PATTERNS[what].search(sentence):
        yield next(group for group in match.groups() if group).strip(" ,.")


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
    names = {id(document): _subjects(record, card) for card, document in record.sheets}
    read = 0
    for section, document in sections(record):
        if elsewhere.search(heading(section)):
            continue
        for text, start, end in _texts(section):
            document.check_time()
            for sentence in sentences(text):
                read += 1
                if read > MOST_SENTENCES:
                    return
                if unowned or _is_own(sentence, names[id(document)]):
                    yield sentence, Evidence.quoting(document, start, end)


def _texts(section: CardSection) -> Iterator[tuple[str, int, int]]:
    for block in section.blocks:
        if block.stated and block.kind in _PROSE:
            for text, span in block.items or ((block.text, block.span),):
                yield text, span.start, span.end


def _subjects(record: ArtifactRecord, card: Card) -> tuple[str, ...]:
    """Own names long enough to look for at the start of a sentence."""
    return tuple(sorted(name for name in own_names(record, card) if len(name) > 3))


def _is_own(sentence: str, names: tuple[str, ...]) -> bool:
    if _OTHER_MODEL.match(sentence):
        return False
    return bool(_MODEL.match(sentence)) or any(_begins(sentence, name) for name in names)


def _begins(sentence: str, name: str) -> bool:
    """Whether a sentence starts with exactly this name: `Foo 2 7B has` and `Foo Chat has` are not
    about `Foo`."""
    words = sentence[:160].split()
    words = words[1:] if words[:1] in (["The"], ["Introducing"]) else words
    begun = ""
    for number, word in enumerate(words[:-1], start=1):
        begun += letters(word)
        if begun == name:
            return word[-1] not in ",:" and bool(
                words[number][0].islower() or words[number][0] == "("
            )
        if not name.startswith(begun):
            return False
    return False
