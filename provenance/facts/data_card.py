"""Read what a dataset card states of its data: columns, splits, size, kinds, origin, annotation,
preparation, use.

A section counts by its heading, or by that of a section above it. Sentences count where their
subject is the dataset, or where the section is about how it was made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from provenance.facts.considerations import sentences
from provenance.facts.data_subjects import (
    ANNOTATION,
    BIAS,
    COLLECTION,
    COLUMNS,
    DESCRIBING,
    EXPLAINING,
    HOLDS,
    INSTANCES,
    KEYS,
    LIMITING,
    MOST_ENTRIES,
    MOST_NAMES,
    NOISE,
    PREPARATION,
    SIZE,
    SPLITS,
    SUBJECTS,
    TEXT_LIMIT,
    USE,
    Statement,
    subject_of,
)
from provenance.facts.data_types import data_types
from provenance.facts.figures import has_digit
from provenance.facts.labels import opening, plain
from provenance.facts.pointers import sends_elsewhere, states_nothing
from provenance.facts.preparation import PREPARED, STEP
from provenance.facts.stated import QUOTING_PROSE, blank, from_card
from provenance.facts.tables import rows_as_text, titled
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardBlock
from provenance.model.finding import Evidence, shorten
from provenance.stated import column_members, feature_sets
from provenance.text.lines import LineSpan
from provenance.text.sentences import sentences as split

MOST_SENTENCES = 200
LONGEST_CODE = 20_000
LONGEST_NAME = 60

_SAYS_NOTHING = re.compile(
    r"\W{0,2}n/a\W{0,2}|"
    r"(?:an? )?(?:examples?|samples?|instances?)\b[^.:]{0,80}(?:as follows|below|like this)[.: ]*"
    r"|[^.:]{0,60}looks (?:as follows|like)[.: ]*"
    r"|(?:this is |here is |see )?(?:an? )?(?:examples?|samples?)[^.:]{0,60}:"
    r"|(?:in the following,? )?(?:each data field [^.]{0,60}\. ?)?"
    r"the data fields are(?: the same among all splits)?[.:]"
    r"|[^:]{0,180}(?:as follows|the following (?:code|snippet|example))[.:]",
    re.IGNORECASE,
)
# Below a heading on columns: a remark on examples, the name of a configuration, a bold heading.
_NO_COLUMN = re.compile(
    r"(?:note|n\.b\.|remark):? (?:that )?(?:some|not all|most|many)"
    r" (?:examples|instances|rows|samples)\b[^:]{0,200}"
    r"|(?:config(?:uration)?|subset|split)(?: name)?: ?[\w.-]{1,40}"
    r"|(?:[^.]{0,60} (?:format|schema|details?)(?: of [\w ]{1,40})?|[^.]{0,40} documentation)"
    r" (?:can|may) be (?:seen|found|viewed) (?:here|at|in|on)\b[^.]{0,200}\.?",
    re.IGNORECASE,
)
_BOLD_LINE = re.compile(r"\s{0,3}(?:\*\*|__)[^*_`:.]{2,80}(?:\*\*|__)\s*")
_KEY = re.compile(r"[\"']([A-Za-z_][\w .-]{0,59})[\"']\s{0,3}:")
_SUBJECT = re.compile(
    r"(?:the|this|these|our|each|all|both|it)\b[^.]{0,60}?\b(?:data ?sets?|corpus|corpora|data"
    r"|collection|benchmark|train\w*|validation|test|articles|reviews|examples|samples|instances)\b"
    r"|it (?:is|was|has|contains|consists|comprises|includes|covers)\b",
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
    r"\b(?:extracted|collected|gathered|crawled|scraped|sourced|taken|drawn|derived|obtained"
    r"|compiled|mined|sampled|harvested|retrieved|built) (?:\w+ ){0,3}?(?:from|in the|via|using)\b"
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
LONGEST_REMARK = 400
# An item of the template whose value is a title or an address.
_OF_LINKS = re.compile(
    r"(?:paper|homepage|repository|leaderboard|point of contact|github|website|blog)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_NAMES_SPLIT = re.compile(r"\b(?:train|test|valid\w*|dev)\b", re.IGNORECASE)
SPLIT_HEAD = "split"
_CODED = (BlockKind.CODE, BlockKind.TABLE)
_NAMED_COLUMN = re.compile(r"^[ \t]{0,8}[-*] [`'\"]?(\w[\w.-]{0,59})[`'\"]? ?[=:] ", re.MULTILINE)


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


def _of_sections(record: ArtifactRecord) -> Iterator[Statement]:
    for card, document in record.sheets:
        for section, titles in titled(card):
            document.check_time()
            member, below = subject_of(titles)
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
    if not has_digit(text):
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
    elif member == COLUMNS and _names_no_column(block, document):
        return
    elif member and not blank(text) and not _says_nothing(text) and _is_of(member, text):
        yield Statement(member, _prefixed(below, sentences(text)), place)


def _names_no_column(block: CardBlock, document: SourceText) -> bool:
    """Whether a paragraph below a heading on columns is a remark or a heading of its own."""
    if block.kind is not BlockKind.PARAGRAPH:
        return False
    is_one_line = block.span.start == block.span.end
    line = document.lines()[block.span.start - 1]
    is_heading = is_one_line and _BOLD_LINE.fullmatch(line) is not None
    return is_heading or _NO_COLUMN.fullmatch(block.text.strip()[:LONGEST_REMARK]) is not None


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
    own_member = SUBJECTS.get(label)
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
            describes=title in DESCRIBING or (len(titles) == 1 and not member),
            makes=member in (COLLECTION, PREPARATION, SPLITS),
            limits=title in LIMITING or title.endswith("limitations") or member == BIAS,
            prepares=member == PREPARATION,
            counts=member in (SPLITS, INSTANCES),
            explains=title in EXPLAINING,
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
    if counted and HOLDS.search(sentence):
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
