"""Read what a dataset card states of its data: columns, splits, size, kinds, origin, annotation,
preparation, use.

A section counts by its heading, or by that of a section above it. Sentences count where their
subject is the dataset, or where the section is about how it was made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from provenance.facts.considerations import sentences
from provenance.facts.labels import opening, plain
from provenance.facts.pointers import sends_elsewhere, states_nothing
from provenance.facts.preparation import PREPARED, STEP
from provenance.facts.stated import QUOTING_PROSE, StatedValue, blank, from_card, from_hub, strings
from provenance.facts.tables import rows_as_text, titled
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardBlock
from provenance.model.finding import Evidence, shorten
from provenance.stated import column_members, feature_sets
from provenance.text.lines import LineSpan
from provenance.text.sentences import sentences as split

MOST_ENTRIES = 20
MOST_NAMES = 60
MOST_PLACES = 3
MOST_SENTENCES = 200
LONGEST_CODE = 20_000
LONGEST_NAME = 60
TEXT_LIMIT = 600

COLLECTION, PREPARATION, BIAS = "collection", "preparation", "bias"
NOISE, UPDATES, USE = "noise", "updates", "use"
COLUMNS, INSTANCES, SPLITS = "columns", "instances", "splits"
ANNOTATION, LANGUAGES, SIZE, TYPE = "annotation", "languages", "size", "type"
PERSONAL = "personal"
KEYS = f"{INSTANCES}:keys"

# Headings of the 2020 and 2022 dataset card templates and of Korean cards.
_HEADINGS = {
    COLLECTION: (
        "source data|data collection|data collection and processing|data collection process|dataset"
        " creation|initial data collection and normalization|who are the source language producers"
        "|who are the source data producers|data source|data sources|sources|data origin"
        "|provenance|data provenance|source coverage|origin|collection|collection process|source"
        "|데이터 수집|수집 방법|데이터 출처|출처|数据来源|collecte des données|источники данных"
    ),
    ANNOTATION: (
        "annotations|annotation|annotation process|who are the annotators|labeling|labelling"
        "|labeling process|라벨링|주석|어노테이션|라벨링 방법"
    ),
    PREPARATION: (
        "data preprocessing|preprocessing|cleaning|data cleaning|data processing|dataset"
        " preprocessing|processing|data preparation|preprocessing steps|filtering|pipeline|data"
        " pipeline|processing pipeline|pipeline architecture|cleaning steps|전처리|데이터 전처리"
        "|정제|데이터 정제|数据清洗|数据处理|prétraitement|предобработка"
    ),
    NOISE: (
        "noise|data noise|errors and noise|label noise|data quality|annotation"
        " quality|known errors|errors|quality notes|quality|quality control|노이즈|데이터 품질"
    ),
    UPDATES: (
        "maintenance|dataset maintenance|maintenance plan|updates|data updates|dataset"
        " updates|versioning|update schedule|업데이트|유지 보수|유지보수"
    ),
    BIAS: "discussion of biases|known biases|biases|bias|biases and limitations|편향|偏见|biais",
    USE: (
        "supported tasks|supported tasks and leaderboards|supported tasks and benchmarks|tasks"
        "|intended tasks|task"
    ),
    COLUMNS: (
        "data fields|fields|features|columns|dataset fields|data schema|schema|data dictionary"
        "|field descriptions|column descriptions|attributes|variables|dataset schema|record schema"
        "|record format|데이터 필드|컬럼|데이터 항목|字段|字段说明|champs|поля"
    ),
    INSTANCES: "data instances|data instance|instances|examples|example|데이터 예시|예시",
    SPLITS: "data splits|splits|data split|split|dataset splits|split sizes|데이터 분할",
    LANGUAGES: "languages|language|언어|语言|langue|langues|язык|языки",
    SIZE: "dataset size|size|dataset statistics|dataset stats|statistics|data size|규모|数据规模",
    PERSONAL: (
        "personal and sensitive information|personal data|personal information|privacy"
        "|privacy considerations|sensitive information|개인정보|개인 정보|个人信息"
    ),
}
# Questions of Datasheets for Datasets (Gebru et al. 2021), as people write them.
_QUESTIONS = (
    (re.compile(r"what (?:type|kind)s? of data|what do the instances"), INSTANCES),
    (re.compile(r"how (?:is|was|were) the (?:data|dataset) (?:collected|acquired)"), COLLECTION),
    (re.compile(r"who created the data ?set"), COLLECTION),
    (re.compile(r"how many instances"), SIZE),
    (re.compile(r"(?:pre ?processing|cleaning)\b.* (?:done|performed|applied)"), PREPARATION),
    (re.compile(r"(?:what|which) (?:tasks|purposes?)|for what purpose|intended audience"), USE),
    (re.compile(r"errors sources of noise"), NOISE),
    (re.compile(r"how will the data ?set be maintained"), UPDATES),
)
_PLACES = {title: member for member, titles in _HEADINGS.items() for title in titles.split("|")}
# The sections below these are about the same: one for each configuration.
_INHERITED = frozenset({COLUMNS, INSTANCES, SPLITS, ANNOTATION})
_DESCRIBING = frozenset(
    {"description", "summary", "overview", "introduction", "about", "about the dataset"}
    | {"dataset description", "dataset summary", "dataset overview"}
    | {"데이터셋 설명", "데이터셋 소개", "개요", "소개"}
)
_EXPLAINING = frozenset({"curation rationale", "motivation", "purpose", "rationale"})
_LIMITING = frozenset(
    {"limitations", "known limitations", "other known limitations", "dataset limitations"}
    | {"caveats", "한계"}
)
_SAYS_NOTHING = re.compile(
    r"(?:an? )?(?:examples?|samples?|instances?)\b[^.:]{0,80}(?:as follows|below|like this)[.: ]*"
    r"|[^.:]{0,60}looks (?:as follows|like)[.: ]*"
    r"|(?:this is |here is |see )?(?:an? )?(?:examples?|samples?)[^.:]{0,60}:"
    r"|the data fields are(?: the same among all splits)?[.:]"
    r"|[^:]{0,180}(?:as follows|the following (?:code|snippet|example))[.:]",
    re.IGNORECASE,
)
_KEY = re.compile(r"[\"']([A-Za-z_][\w .-]{0,59})[\"']\s{0,3}:")
_SUBJECT = re.compile(
    r"(?:the|this|these|our|each|all|both|it)\b[^.]{0,60}?\b(?:data ?sets?|corpus|corpora|data"
    r"|collection|benchmark|train\w*|validation|test|articles|reviews|examples|samples|instances)\b"
    r"|it (?:is|was|has|contains|consists|comprises|includes|covers)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:contain|consist|compris|includ|collection|corpus|corpora|dataset|set|made up|compil"
    r"|lexicon)\w*"
    r"|^(?:what it is: )?(?:\d[\d,]* |curated )",
    re.IGNORECASE,
)
_UNITS = (
    r"(?:(?:sentence|article|tweet|example|sample|instance|question|dialog(?:ue)?|document|review"
    r"|image|photo|pair|record|row|utterance|recording|clip|comment|conversation|passage|paragraph"
    r"|text|word|token|hour|video|post|poem|abstract|paper|book|headline|caption|problem|annotation"
    r"|datapoint|data point|observation|note|lemma|segment)s|entries|stories|queries)"
)
_COUNTED = re.compile(
    r"(?P<said>(?:(?:over|more than|approximately|about|nearly|around|almost|roughly) )?~?"
    r"\d[\d,.]{0,14}\s?(?:[KMB]\b|million|billion|thousand)?\+?\s"
    rf"(?:[A-Za-z][\w-]{{0,20}},? ){{0,5}}?{_UNITS})\b"
)
_SIZED = re.compile(r"size of (?:the )?(?:generated|downloaded|dataset)[\w ]{0,30}|dataset size")
_NOISY = re.compile(
    r"\b(?:nois[ey]\w*|mislabel\w*|duplicates?|redundan\w+|typos?|misspell\w*|spelling errors?"
    r"|(?:annotation|labell?ing|ocr|transcription|parsing|alignment|translation) errors?"
    r"|errors in the (?:source|data\w*|labels?|text)|imprecise)\b",
    re.IGNORECASE,
)
_SERVES = re.compile(
    r"\b(?:can|may|could) be used (?:for|to|as|in)\b|\b(?:intended|designed|meant|created|developed"
    r"|built|constructed|released|collected)\b[^.]{0,40}?\b(?:for|to (?:be used|support|serve|help"
    r"|facilitate|evaluate|train))\b|\bfor the purpose of\b"
    r"|\b(?:is|are|has been) (?:\w+ )?used (?:for|to)\b"
    r"|(?:에|위해|용도로) (?:사용|활용)(?:할 수|됩니다|될 수)",
    re.IGNORECASE,
)
# `The dataset is a benchmark for X`, `which tests X`, whatever it is called.
_IS_FOR = re.compile(
    r"\b(?:is|are) an? [^.]{0,80}?\b(?:data ?set|corpus|benchmark|lexicon|collection)\b"
    r"(?:[^.]{0,40}? for\b| (?:which|that) (?:tests?|evaluates?|measures?)\b"
    r"|[^.]{0,60}?\b(?:developed|designed|created|built|intended) (?:to|for)\b)"
    r"|\b(?:built|curated|intended|designed) for the\b|为了对|用于|旨在",
    re.IGNORECASE,
)
_OF_YOURS = re.compile(r"\bfor your\b|\byou can\b", re.IGNORECASE)
_TO = re.compile(
    r"to (?:train|evaluate|support|enable|test|provide|study|measure)\b", re.IGNORECASE
)
_COLLECTED = re.compile(
    r"\b(?:extracted|collected|gathered|crawled|scraped|sourced|taken|drawn|derived|obtained|compiled"
    r"|mined|sampled|harvested|retrieved|built) (?:\w+ ){0,3}?(?:from|in the|via|using)\b"
    r"|\b(?:originates?|comes?) from\b|\bdigiti[sz]ed\b|\bhand-?written by\b"
    r"|\b(?:corpora|corpus|paragraphs|articles|texts?|sentences|questions|reviews|tweets)"
    r" from (?-i:[A-Z])"
    r"|(?:에서|로부터) (?:수집|추출|발췌)|收集|来自",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(r"\b(?:can|could|may|should|must) be\b", re.IGNORECASE)
_ANNOTATED = re.compile(
    r"\b(?:hand|manually|human|expert|crowd)[- ]"
    r"(?:labell?ed|annotated|checked|verified|corrected)\b"
    r"|\b(?:annotated|labell?ed|checked|validated|corrected)\b[^.]{0,30}?\b(?:by|manually)\b"
    r"[^.]{0,30}?\b(?:annotators?|experts?|workers?|curators?|people|students|authors?)\b",
    re.IGNORECASE,
)
# Flaws of the data that a sentence states where it describes the dataset.
_FLAWED = re.compile(
    r"\b(?:spelling|grammatical|annotation|labell?ing|transcription|ocr)"
    r" (?:mistakes|errors|issues)\b"
    r"|\b(?:incorrect|ambiguous|wrong) (?:or \w+ )?(?:labels|annotations|samples)\b"
    r"|\b(?:more|less|much|some|contains?|significant\w*) noise\b|\bnoises such as\b",
    re.IGNORECASE,
)
_OF_SPLITS = re.compile(
    r"\b(?:train\w*|test\w*|valid\w*|val|dev\w*|splits?|folds?|subsets?|partition\w*|held[- ]out)\b"
    r"|\d{3}|%|분할|학습|검증|训练",
    re.IGNORECASE,
)
# Heads below which a table of datasets states sizes.
_SIZE_HEADS = frozenset({"规模", "数量", "size", "samples", "instances", "number of samples"})
_COUNT = re.compile(r"\bcount ?= ?(?P<said>\d[\d,]{0,14})\b")
_LEADS_TO_COLUMNS = re.compile(
    r"\beach\b[^:]{0,60}\b(?:contains?|has|have|stores?|consists? of|includes?|comprises?)\b"
    r"[^:]{0,60}:\s*$|\bfollowing (?:format|fields|columns|features|keys)\b[^:]{0,20}:\s*$",
    re.IGNORECASE,
)
LONGEST_LEAD = 200
# An item of the template whose value is a title or an address.
_OF_LINKS = re.compile(
    r"(?:paper|homepage|repository|leaderboard|point of contact|github|website|blog)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_NAMES_SPLIT = re.compile(r"\b(?:train|test|valid\w*|dev)\b", re.IGNORECASE)
SPLIT_HEAD = "split"
_CODED = (BlockKind.CODE, BlockKind.TABLE)
_NAMED_COLUMN = re.compile(r"^[ \t]{0,8}[-*] [`'\"]?(\w[\w.-]{0,59})[`'\"]? ?[=:] ", re.MULTILINE)
# Kinds of data by SPDX term (`DatasetType`, SPDX 3.0.1 Dataset).
TEXT, IMAGE, AUDIO, VIDEO = "text", "image", "audio", "video"
STRUCTURED, SERIES, NUMERIC = "structured", "timeseries", "numeric"
_MODALITIES = {
    "audio": AUDIO,
    "image": IMAGE,
    "tabular": STRUCTURED,
    "text": TEXT,
    "timeseries": SERIES,
    "time-series": SERIES,
    "video": VIDEO,
}
_LANGUAGE_TASKS = frozenset(
    {"translation", "machine-translation", "summarization", "question-answering", "fill-mask"}
    | {"sentence-similarity", "conversational", "zero-shot-classification", "multiple-choice"}
    | {"sentiment-classification", "language-modeling", "natural-language-inference"}
    | {"named-entity-recognition", "part-of-speech"}
)
_PICTURE_TASKS = frozenset({"object-detection", "unconditional-image-generation"})
_WORDS_IN_TASK = {
    "image": IMAGE,
    "text": TEXT,
    "text2text": TEXT,
    "audio": AUDIO,
    "speech": AUDIO,
    "video": VIDEO,
    "tabular": STRUCTURED,
    "table": STRUCTURED,
    "token": TEXT,
}
_TYPE_WORDS = {
    TEXT: re.compile(
        r"\b(?:sentences?|articles?|tweets?|dialog(?:ue)?s?|documents?|reviews?|utterances?|texts?"
        r"|comments?|conversations?|passages?|paragraphs?|books?|stories|poems?|headlines?"
        r"|captions?"
        r"|notes|newspapers?|abstracts|novels?|transcripts?|e-?mails?|questions?|문장|기사|문서|텍스트|대화)\b",
        re.IGNORECASE,
    ),
    IMAGE: re.compile(r"\b(?:images?|photos?|photographs?|pictures?|이미지|사진)\b", re.IGNORECASE),
    AUDIO: re.compile(
        r"\b(?:audio|recordings?|speech (?:segments|corpus|data\w*|recordings?)|spoken utterances?"
        r"|음성)\b",
        re.IGNORECASE,
    ),
    VIDEO: re.compile(r"\b(?:videos?|video clips?|동영상|영상)\b", re.IGNORECASE),
    STRUCTURED: re.compile(
        r"\b(?:structured (?:data|records)|tabular|lexicon|knowledge (?:base|graph))\b",
        re.IGNORECASE,
    ),
    NUMERIC: re.compile(r"\b(?:logits|embeddings|numeric(?:al)? (?:data|values))\b", re.IGNORECASE),
}
_WITHIN = 80


@dataclass(frozen=True, slots=True)
class Statement:
    """What a dataset card states on one subject.

    Attributes:
        member: The subject, one of the constants above.
        text: As written, shortened at the end of a sentence.
        evidence: Its place.
        more: Other places that state the same.
    """

    member: str
    text: str
    evidence: Evidence
    more: tuple[Evidence, ...] = ()


def data_statements(record: ArtifactRecord) -> Iterator[Statement]:
    """Everything that the card of a dataset states of its data; at most 20 for each subject."""
    counts: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for statement in (*_of_sections(record), *_of_front_matter(record), *data_types(record)):
        key = statement.member, statement.text
        if key in seen or counts[statement.member] >= MOST_ENTRIES or blank(statement.text):
            continue
        seen.add(key)
        counts[statement.member] += 1
        yield statement


def data_types(record: ArtifactRecord) -> tuple[Statement, ...]:
    """The kinds of data, in terms of SPDX, each once.

    A kind is stated by the hub's tag, the card's `modalities`, the name of a task (`image-
    classification`), the declaration of a column, or a sentence on what the dataset contains.
    """
    kinds: dict[str, Statement] = {}
    # What the card says in words is the better evidence.
    for statement in (*_described_types(record), *_declared_types(record), *_tagged_types(record)):
        first = kinds.setdefault(statement.text, statement)
        is_known = statement.evidence in (first.evidence, *first.more)
        if not is_known and len(first.more) < MOST_PLACES:
            kinds[statement.text] = replace(first, more=(*first.more, statement.evidence))
    return tuple(kinds.values())


def _of_sections(record: ArtifactRecord) -> Iterator[Statement]:
    for card, document in record.sheets:
        for section, titles in titled(card):
            document.check_time()
            member, below = _subject(titles)
            led = ""
            for block in section.blocks:
                is_led = led and (
                    block.kind is BlockKind.LIST or (block.kind in _CODED and not member)
                )
                of_block = led if is_led else member
                yield from _of_block(block, document, of_block, below, titles)
                led = _leads_to(block)


def _leads_to(block: CardBlock) -> str:
    """What a list or an example below a paragraph is: `Each sample contains:` leads to columns."""
    is_lead = block.kind is BlockKind.PARAGRAPH and block.text.rstrip().endswith(":")
    return COLUMNS if is_lead and _LEADS_TO_COLUMNS.search(block.text[-LONGEST_LEAD:]) else ""


def _subject(titles: tuple[str, ...]) -> tuple[str, str]:
    """The subject of a section, and its own heading where a section above it names the subject."""
    own = _PLACES.get(titles[-1]) or _of_question(titles[-1])
    if own or len(titles) < 2:
        return own, ""
    above = next((_PLACES[title] for title in reversed(titles) if title in _PLACES), "")
    return (above, titles[-1]) if above in _INHERITED else ("", "")


def _of_question(title: str) -> str:
    """The subject of a heading that asks a question."""
    return next((member for asks, member in _QUESTIONS if asks.search(title)), "")


def _of_block(
    block: CardBlock, document: SourceText, member: str, below: str, titles: tuple[str, ...]
) -> Iterator[Statement]:
    """What one block states, by the subject of its section and by its own sentences."""
    place = Evidence.quoting(document, block.span.start, block.span.end)
    if block.kind is BlockKind.CODE and member == INSTANCES:
        yield from _keys(block.text, place)
    elif block.kind is BlockKind.CODE and member == COLUMNS:
        yield from _columns_in_code(block.text, place)
    elif block.kind is BlockKind.TABLE and block.stated and member in (COLUMNS, SPLITS, SIZE):
        yield Statement(member, _prefixed(below, rows_as_text(block)), place)
        is_of_splits = plain(block.rows[0][0]).startswith(SPLIT_HEAD)
        if member == SIZE and is_of_splits:
            yield Statement(SPLITS, rows_as_text(block), place)
    elif block.kind is BlockKind.TABLE and block.stated and not member:
        yield from _sizes_in_table(block, place)
    elif block.stated and block.kind in QUOTING_PROSE:
        yield from _of_prose(block, document, member, below)
        yield from _of_sentences(block, place, member, titles)


def _sizes_in_table(block: CardBlock, place: Evidence) -> Iterator[Statement]:
    """The column of a table of datasets that states sizes, and splits if it names them."""
    heads = [plain(head) for head in block.rows[0]]
    column = next((at for at, head in enumerate(heads) if head in _SIZE_HEADS), 0)
    sizes = [row[column].strip() for row in block.rows[1:] if column and len(row) > column]
    text = shorten("; ".join(filter(None, sizes)), TEXT_LIMIT)
    if not any(character.isdigit() for character in text):
        return
    yield Statement(SIZE, text, place)
    if _NAMES_SPLIT.search(text):
        yield Statement(SPLITS, text, place)


def _of_prose(
    block: CardBlock, document: SourceText, member: str, below: str
) -> Iterator[Statement]:
    for label, value, span in _labelled_sizes(block, document):
        yield Statement(SIZE, f"{label}: {value}", Evidence.quoting(document, span.start, span.end))
    place = Evidence.quoting(document, block.span.start, block.span.end)
    member, text = _labelled(block, document, member)
    if text.lstrip().startswith(("{", "[{")):
        # An example of the data itself, which may hold what no bill of materials should repeat.
        if member == INSTANCES:
            yield from _keys(text, place)
    elif member == COLLECTION and _is_steps(block):
        yield Statement(PREPARATION, sentences(text), place)
    elif member and not blank(text) and not _says_nothing(text) and _is_of(member, text):
        yield Statement(member, _prefixed(below, sentences(text)), place)


def _is_of(member: str, text: str) -> bool:
    """Whether a text below a heading on splits or sizes is about them."""
    if member == SPLITS:
        return _OF_SPLITS.search(text) is not None
    if member == SIZE:
        return _COUNTED.search(text) is not None or "number of" in text
    return True


def _says_nothing(text: str) -> bool:
    """Whether a text only leads to an example, to a list or to another page."""
    return states_nothing(text) or _SAYS_NOTHING.fullmatch(text[:200].strip()) is not None


def _labelled(block: CardBlock, document: SourceText, member: str) -> tuple[str, str]:
    """The member and the text of a block; a label that opens a paragraph names its own member."""
    text = block.text
    if block.items and member in (COLUMNS, SPLITS):
        text = "; ".join(item for item, _ in block.items)
    if block.kind is not BlockKind.PARAGRAPH:
        return member, text
    first_line = document.lines()[block.span.start - 1]
    label, value = opening(text, first_line)
    own_member = _PLACES.get(label)
    if not own_member or blank(value):
        return member, text
    return own_member, value


def _labelled_sizes(block: CardBlock, document: SourceText) -> Iterator[tuple[str, str, LineSpan]]:
    """`Size of the generated dataset: 1.35 MB`, as the hub's own scripts write it."""
    raw = document.lines()
    for text, span in block.items:
        first_line = raw[span.start - 1] if span.start <= len(raw) else ""
        label, value = opening(text, first_line)
        if _SIZED.fullmatch(label) and value[:1].isdigit():
            yield label, shorten(value, LONGEST_NAME), span
        elif counted := _COUNT.search(text):
            yield plain(text[: counted.start()])[:LONGEST_NAME], counted["said"], span


@dataclass(frozen=True, slots=True)
class _Topic:
    """What sentences of a block may state, by the section that it is in.

    Attributes:
        describes: Whether the section describes the dataset as a whole.
        makes: Whether it is about how the dataset was made.
        limits: Whether it is about limits and errors.
        prepares: Whether the whole section is about preparation, and read as such elsewhere.
        counts: Whether it is about splits or instances.
        explains: Whether it is about why the dataset was made.
    """

    describes: bool
    makes: bool
    limits: bool
    prepares: bool
    counts: bool
    explains: bool

    @classmethod
    def of(cls, member: str, titles: tuple[str, ...]) -> _Topic:
        """The topic of a block below these titles."""
        title = titles[-1]
        return cls(
            describes=title in _DESCRIBING or (len(titles) == 1 and not member),
            makes=member in (COLLECTION, PREPARATION, SPLITS),
            limits=title in _LIMITING or title.endswith("limitations") or member == BIAS,
            prepares=member == PREPARATION,
            counts=member in (SPLITS, INSTANCES),
            explains=title in _EXPLAINING,
        )

    @property
    def tells_preparation(self) -> bool:
        """Whether a sentence on preparation is one among others."""
        return (self.describes or self.makes) and not self.prepares

    @property
    def is_read(self) -> bool:
        """Whether single sentences are read at all."""
        return self.describes or self.explains or self.makes or self.limits or self.counts


def _of_sentences(
    block: CardBlock, place: Evidence, member: str, titles: tuple[str, ...]
) -> Iterator[Statement]:
    """What single sentences state: size, preparation, noise, use."""
    topic = _Topic.of(member, titles)
    is_read = topic.is_read or member in (NOISE, BIAS)
    if not is_read:
        return
    read = [
        sentence
        for text in (text for text, _ in block.items or ((block.text, block.span),))
        if not _OF_LINKS.match(text)
        for sentence in islice(split(text), MOST_SENTENCES)
        if not sends_elsewhere(sentence)
    ]
    for sentence in read:
        yield from _of_sentence(sentence, topic, place)
    if not topic.tells_preparation:
        return
    prepared = [sentence for sentence in read if PREPARED.search(sentence)]
    if prepared:
        yield Statement(PREPARATION, sentences(" ".join(prepared)), place)


def _of_sentence(sentence: str, topic: _Topic, place: Evidence) -> Iterator[Statement]:
    """Noise, use and size as one sentence states them."""
    is_flawed = _FLAWED.search(sentence) or (topic.limits and _NOISY.search(sentence))
    if is_flawed and not PREPARED.search(sentence):
        yield Statement(NOISE, sentence, place)
    if _is_use(sentence, topic):
        yield Statement(USE, sentence, place)
    if topic.describes and _COLLECTED.search(sentence) and not _POSSIBLE.search(sentence):
        yield Statement(COLLECTION, sentence, place)
    if topic.describes and _ANNOTATED.search(sentence):
        yield Statement(ANNOTATION, sentence, place)
    counted = _COUNTED.search(sentence) if topic.describes or topic.counts else None
    if counted and _HOLDS.search(sentence):
        yield Statement(SIZE, counted["said"], place)


def _is_use(sentence: str, topic: _Topic) -> bool:
    """Whether a sentence says what the dataset is for."""
    if topic.explains:
        return bool(_TO.match(sentence) or _SERVES.search(sentence))
    if not topic.describes or _OF_YOURS.search(sentence):
        return False
    if _IS_FOR.search(sentence):
        return True
    return bool(_SERVES.search(sentence)) and bool(_SUBJECT.match(sentence))


def _columns_in_code(text: str, place: Evidence) -> Iterator[Statement]:
    """The names of columns that a block of code lists: `- word_num = …`, or the keys of an example,
    without any value."""
    names = _NAMED_COLUMN.findall(text[:LONGEST_CODE]) or _KEY.findall(text[:LONGEST_CODE])
    columns = list(dict.fromkeys(names))[:MOST_NAMES]
    if columns:
        yield Statement(COLUMNS, ", ".join(columns), place)


def _is_steps(block: CardBlock) -> bool:
    """Whether most items of a list are steps of preparation."""
    steps = [text for text, _ in block.items if STEP.match(text)]
    return bool(block.items) and 2 * len(steps) > len(block.items)


def _keys(text: str, place: Evidence) -> Iterator[Statement]:
    """The keys of an example, without its values: those can be personal data."""
    keys = list(dict.fromkeys(_KEY.findall(text[:LONGEST_CODE])))[:MOST_NAMES]
    if keys:
        yield Statement(KEYS, ", ".join(keys), place)


def _prefixed(below: str, text: str) -> str:
    """A text under the name of the configuration that it is about."""
    return f"{below}: {text}" if below and text else text


def _of_front_matter(record: ArtifactRecord) -> Iterator[Statement]:
    """Columns and splits as `dataset_info` declares them."""
    stated = from_card(record, "dataset_info")
    if stated is None:
        return
    infos = stated.value if isinstance(stated.value, list) else [stated.value]
    for info in infos[:MOST_ENTRIES]:
        if isinstance(info, Mapping):
            yield from _declared_splits(info, stated.evidence)
    sets, _ = feature_sets(stated.value, ())
    for features, _ in sets[:MOST_ENTRIES]:
        names = [name for name, _, _ in column_members(features, ())[:MOST_NAMES]]
        if names:
            yield Statement(COLUMNS, shorten(", ".join(names), TEXT_LIMIT), stated.evidence)


def _declared_splits(info: Mapping[str, object], place: Evidence) -> Iterator[Statement]:
    splits = info.get("splits")
    counts = [
        f"{split_.get('name')}: {split_.get('num_examples')}"
        for split_ in (splits if isinstance(splits, list) else [])[:MOST_NAMES]
        if isinstance(split_, Mapping) and isinstance(split_.get("num_examples"), int)
    ]
    if counts:
        name = str(info.get("config_name") or "")
        text = _prefixed("" if name == "default" else name, "; ".join(counts))
        yield Statement(SPLITS, shorten(text, TEXT_LIMIT), place)


def _tagged_types(record: ArtifactRecord) -> Iterator[Statement]:
    """Kinds that the hub's tags, the card's `modalities` or the names of tasks state."""
    if tags := from_hub(record, "tags"):
        modalities_named = [tag.removeprefix("modality:") for tag in strings(tags.value)]
        yield from _kinds((_MODALITIES.get(name, "") for name in modalities_named), tags)
    if modalities := from_card(record, "modalities"):
        modalities_named = [name.lower() for name in strings(modalities.value)]
        yield from _kinds((_MODALITIES.get(name, "") for name in modalities_named), modalities)
    for key in ("task_categories", "task_ids"):
        if tasks := from_card(record, key):
            for task in strings(tasks.value):
                yield from _kinds(_of_task(task.lower()), tasks)


def _kinds(kinds: Iterable[str], source: StatedValue) -> Iterator[Statement]:
    yield from (Statement(TYPE, kind, source.evidence) for kind in sorted({*kinds} - {""}))


def _of_task(task: str) -> Iterator[str]:
    """The kinds of data that the name of a task states."""
    if task in _LANGUAGE_TASKS:
        yield TEXT
    if task in _PICTURE_TASKS:
        yield IMAGE
    if task.startswith("time-series"):
        yield SERIES
    words = task.split("-")
    yield from (_WORDS_IN_TASK[word] for word in words[:3] if word in _WORDS_IN_TASK)


def _declared_types(record: ArtifactRecord) -> Iterator[Statement]:
    """Kinds of columns that can be nothing else: images, audio, video."""
    stated = from_card(record, "dataset_info")
    if stated is None:
        return
    sets, _ = feature_sets(stated.value, ())
    for features, _ in sets[:MOST_ENTRIES]:
        for _, column, _ in column_members(features, ())[:MOST_NAMES]:
            declared = column.get("dtype") if isinstance(column, Mapping) else None
            kind = declared.lower() if isinstance(declared, str) else ""
            if kind in (IMAGE, AUDIO, VIDEO):
                yield Statement(TYPE, kind, stated.evidence)


def _described_types(record: ArtifactRecord) -> Iterator[Statement]:
    """Kinds that a sentence of the description, or a column's description, says are contained."""
    for card, document in record.sheets:
        for section, titles in titled(card):
            member, _ = _subject(titles)
            is_describing = titles[-1] in _DESCRIBING or (len(titles) == 1 and not member)
            asks = bool(_of_question(titles[-1]))
            if not is_describing and not asks and member not in (LANGUAGES, COLUMNS):
                continue
            for block in section.blocks:
                if block.stated and block.kind in QUOTING_PROSE:
                    yield from _types_in(block, document, member)


def _types_in(block: CardBlock, document: SourceText, member: str) -> Iterator[Statement]:
    parts = block.items or ((block.text, block.span),)
    for text, span in parts:
        place = Evidence.quoting(document, span.start, span.end)
        if member == COLUMNS:
            name, _, described = text.partition(":")
            if plain(name) == TEXT and _TYPE_WORDS[TEXT].search(described[:_WITHIN]):
                yield Statement(TYPE, TEXT, place)
            continue
        for sentence in split(text[:TEXT_LIMIT]):
            holds = _HOLDS.search(sentence)
            near = sentence[: holds.end() + _WITHIN] if holds else ""
            for kind, type_words in _TYPE_WORDS.items():
                if type_words.search(near):
                    yield Statement(TYPE, kind, place)
