"""Read how a model was trained and evaluated, where the card states it unambiguously."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.facts.considerations import sentences
from provenance.facts.hyperparameters import HYPERPARAMETERS, hyperparameters
from provenance.facts.labels import Labelled, heading, labelled, lines, opening, plain
from provenance.facts.making import DATA as DATA_SENTENCES
from provenance.facts.making import HARDWARE, PREPARED, TRAINED, made, titles
from provenance.facts.pointers import states_nothing
from provenance.facts.stated import APPEND, PROSE, Fact, blank, sections
from provenance.facts.tables import own_cells, rows_as_text, titled
from provenance.facts.tested import tested
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import BlockKind, CardBlock, CardSection
from provenance.model.finding import Evidence, shorten
from provenance.text.lines import LineSpan

MOST_ENTRIES = 50
TRAINING = "provenance:training"
ENVIRONMENT = "provenance:environment"
FRAMEWORKS = frozenset({"framework versions", "software"})
MOST_WORDS = 4
# Name of data that only a sentence describes.
_UNNAMED = "training data"
_TRAINED_ON = re.compile(r"\b(?:trained|fine-?tuned) on (?!\d)\w", re.IGNORECASE)

STATEMENT = f"{ENVIRONMENT}:statement"
EVALUATION = "provenance:evaluation"
EXPLAINED = "provenance:explainability:statement"
DATA, PREPROCESSING, TESTED_ON = (
    f"{TRAINING}:data",
    f"{TRAINING}:preprocessing",
    f"{EVALUATION}:data",
)
# Property by heading.
_SECTIONS = {
    DATA: (
        "training data|training dataset|training datasets|pretraining data|training and evaluation"
        " data|pre training data|pretraining corpus|model data|pretrain"
        " data|data|dataset|datasets|training datasets used|training data and sources|training"
        " corpus|train data|training set|data"
        " overview|학습 데이터|훈련 데이터|학습 데이터셋|데이터|데이터셋|사전 학습 데이터|한국어"
        " 이해와 생성 능력을 향상시키는 학습 데이터 구성"
        "|pre training corpora|training corpora|datasets used|training sets"
        "|données d entraînement|données|используемые данные|данные|данные для обучения"
        "|обучающие данные|训练数据|数据集|数据"
    ),
    f"{TRAINING}:procedure": (
        "training procedure|model training|pretraining|training|training details|training and"
        " evaluation|post training|fine tuning|fine tuning procedure|instruction tuning|modeling"
        " strategy|training stack|training recipe|recipe|development|pretraining and"
        " pruning|pruning|distillation|pretraining details|training factors|post training for"
        " safety classification|학습 방법|학습 과정|훈련 방법|효과적인 학습 방법|학습"
    ),
    STATEMENT: "environmental impact|carbon footprint|carbon emissions|환경 영향",
    PREPROCESSING: (
        "data preprocessing|preprocessing|pre processing|pre process text|text preprocessing|data"
        " pre processing|input preprocessing|training data preprocessing|data preparation|data"
        " cleaning|전처리|데이터 전처리|prétraitement|pretraitement|предобработка|предобработка"
        " данных|数据预处理"
    ),
    f"{TRAINING}:compute": (
        "compute infrastructure|implementation information|hardware and software|training compute"
        "|infrastructure|training infrastructure|training hardware|gpu|gpus|hardware used"
    ),
    f"{TRAINING}:software": "software|소프트웨어",
    TESTED_ON: (
        "testing data|test data|evaluation data|evaluation dataset|evaluation datasets|eval data"
        "|evaluation set|validation data|dev data|평가 데이터"
    ),
    f"{EVALUATION}:factors": "factors|relevant factors|evaluation factors",
    f"{EVALUATION}:metrics": "metrics|evaluation metrics|평가 지표",
    f"{EVALUATION}:procedure": (
        "evaluation|evaluation approach|evaluation protocol|evaluation procedure|model"
        " performance|performance|evaluation results|results|quantitative analyses|performance"
        " metrics|evaluation and red teaming|classifier performance|system level"
        " safety|평가|성능|평가 결과|실험 결과"
    ),
    EXPLAINED: (
        "explainability|interpretability|model explainability|model examination"
        "|설명 가능성|해석 가능성"
    ),
}
_PLACES = {title: member for member, titles in _SECTIONS.items() for title in titles.split("|")}
# Sections below one of these are about the same unless their heading says otherwise.
_INHERITED = frozenset({DATA})
_APART = re.compile(
    r"\b(?:planned|future|next|evaluat\w*|test\w*|results?|metrics?|preprocess\w*|procedure"
    r"|hyper\w*|limitations?|bias\w*|licen[cs]e|citations?|usage|how to|code|format|structure"
    r"|fields)\b"
)
# Data and preparation may be listed in a table.
_IN_TABLES = frozenset({DATA, PREPROCESSING})
# What a user has to do is not what was done.
_OF_READERS = re.compile(r"\b(?:usage|how to|inference|getting started|quick ?start)\b")
# Property by what a sentence states of the making.
_MADE = {
    DATA_SENTENCES: DATA,
    HARDWARE: f"{TRAINING}:compute",
    TRAINED: f"{TRAINING}:procedure",
}
# Labels of the hub's card template under Environmental Impact, and similar ones.
_IMPACT = {
    "hardware": "hardware",
    "hardware type": "hardware_type",
    "hours used": "hours_used",
    "cloud provider": "cloud_provider",
    "compute region": "compute_region",
    "carbon emitted": "carbon_emitted",
    "carbon emitted power consumption x time x carbon produced based on location of power grid": (
        "carbon_emitted"
    ),
    "carbon footprint": "carbon_footprint",
    "training energy use": "energy_use",
    "energy consumed": "energy_use",
    "energy consumption": "energy_use",
}


def training(record: ArtifactRecord) -> Iterator[Fact]:
    """Read training and environmental impact as facts of the model card.

    Yields:
        Properties `provenance:training:*` and `provenance:evaluation:*`, and the environmental
        considerations.
    """
    yield from _prose(record)
    for name, value, evidence in hyperparameters(record):
        entry = {"name": f"{TRAINING}:hyperparameter:{name}", "value": value}
        yield Fact(("properties", APPEND), entry, (evidence,))
    for label in labelled(record):
        if label.label in _IMPACT and label.section not in HYPERPARAMETERS:
            yield _property(
                f"{ENVIRONMENT}:{_IMPACT[label.label]}",
                label,
                "considerations",
                "environmentalConsiderations",
            )


def frameworks(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """The software listed under `Framework versions` and `Software`: name, version, place; entries
    without a version are skipped."""
    for section, document in sections(record):
        if heading(section) in FRAMEWORKS:
            for block in section.blocks:
                for text, span in lines(block, document.lines()):
                    for part in text.split(","):
                        name, _, version = part.replace(":", " ").strip().rpartition(" ")
                        if name and len(name.split()) <= MOST_WORDS and version[:1].isdigit():
                            evidence = Evidence.quoting(document, span.start, span.end)
                            yield shorten(name, 60), shorten(version, 60), evidence


def _property(name: str, label: Labelled, *below: str) -> Fact:
    entry = {"name": name, "value": shorten(label.value)}
    return Fact((*below, "properties", APPEND), entry, (label.evidence,))


def _prose(record: ArtifactRecord) -> Iterator[Fact]:
    """The paragraphs of sections on training, evaluation and impact, as written; then sentences
    elsewhere that no such paragraph holds."""
    passages_of: dict[str, list[str]] = {}
    written: set[str] = set()
    for name, text, evidence in passages(record, _PLACES):
        below = ("considerations", "environmentalConsiderations") if name == STATEMENT else ()
        passages_of.setdefault(name, []).append(text)
        yield Fact((*below, "properties", APPEND), {"name": name, "value": text}, (evidence,))
    is_on_data = DATA in passages_of
    for name, statements in _spoken(record):
        passages_on_it = passages_of.get(name, [])
        # A section on the data says more than a sentence elsewhere, and a sentence than a title.
        if name == DATA and passages_on_it:
            continue
        for sentence, evidence in statements:
            is_read = sentence in written or any(sentence in text for text in passages_on_it)
            if not is_read:
                written.add(sentence)
                entry = {"name": name, "value": sentences(sentence)}
                is_on_data |= name == DATA
                yield Fact(("properties", APPEND), entry, (evidence,))
    for title, evidence in () if is_on_data else _data_in_titles(record):
        yield Fact(("properties", APPEND), {"name": DATA, "value": title}, (evidence,))


def _data_in_tables(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    """The cells of the model, or of members of its family, below a head such as Training data."""
    for cell in own_cells(record):
        if _PLACES.get(plain(cell.name)) == DATA:
            yield cell.value, cell.evidence


def _data_in_titles(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    """A title that says what the model was trained on."""
    yield from ((title, place) for title, place in titles(record) if _TRAINED_ON.search(title))


def _spoken(record: ArtifactRecord) -> Iterator[tuple[str, Iterator[tuple[str, Evidence]]]]:
    """Property and statements; a sentence that states several things goes to the first."""
    yield PREPROCESSING, made(record, PREPARED)
    yield TESTED_ON, tested(record)
    for what, name in _MADE.items():
        yield name, made(record, what)
    yield DATA, _data_in_tables(record)


def described_data(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    """The described training data, as an entry of CycloneDX `datasets`, for a model that names no
    dataset.

    Its heading and its first passage, or else a sentence; the rest of the section goes to the
    properties.
    """
    for section, document in sections(record):
        of_data = section.blocks if _PLACES.get(heading(section)) == DATA else ()
        for block in of_data:
            if block.stated and block.kind in PROSE and not states_nothing(block.text):
                if blank(block.text):
                    continue
                entry = {
                    "type": "dataset",
                    "name": shorten(section.title, 120),
                    "description": sentences(block.text),
                }
                yield entry, Evidence.quoting(document, block.span.start, block.span.end)
                return
    for sentence, evidence in made(record, DATA_SENTENCES):
        entry = {"type": "dataset", "name": _UNNAMED, "description": sentences(sentence)}
        yield entry, evidence
        return


def passages(
    record: ArtifactRecord, places: Mapping[str, str]
) -> Iterator[tuple[str, str, Evidence]]:
    """The paragraphs and lists below certain headings, or after them as bold words.

    Yields:
        The heading's key in `places`, the text, its place.
    """
    count = 0
    for card, document in record.sheets:
        for section, titles_of in titled(card):
            document.check_time()
            of_section, raw = _member(section, titles_of, places), document.lines()
            for member, text, span in _passages_of(section, of_section, places, raw):
                if count < MOST_ENTRIES:
                    count += 1
                    evidence = Evidence.quoting(document, span.start, span.end)
                    yield member, sentences(text), evidence


def _member(
    section: CardSection, titles_of: tuple[str, ...], places: Mapping[str, str]
) -> str | None:
    """What a section is about: by its heading without what stands in brackets, or, for one below a
    section on data, by that."""
    if _OF_READERS.search(" / ".join(titles_of[:-1])):
        return None
    own = places.get(titles_of[-1]) or places.get(plain(section.title.partition("(")[0]))
    if own or len(titles_of) < 2:
        return own
    above = places.get(titles_of[-2])
    is_apart = _APART.search(titles_of[-1])
    return above if above in _INHERITED and not is_apart else None


def _passages_of(
    section: CardSection, of_section: str | None, places: Mapping[str, str], raw: Sequence[str]
) -> Iterator[tuple[str, str, LineSpan]]:
    """Key, text and lines of each passage; a list belongs to the label that leads to it."""
    led: str | None = None
    for block in section.blocks:
        if block.kind is BlockKind.TABLE and block.stated and of_section in _IN_TABLES:
            yield str(of_section), rows_as_text(block), block.span
        if not _is_passage(block):
            continue
        own, text = None, block.text
        if block.kind is BlockKind.PARAGRAPH:
            label, value = opening(block.text, raw[block.span.start - 1])
            labels = places.get(label)
            own = None if blank(value) else labels
            text = value if own else block.text
            led = labels if blank(value) or states_nothing(block.text) else None
            text = "" if led else text
        member = own or (led if block.kind is BlockKind.LIST else None) or of_section
        if member and text and not states_nothing(text):
            yield member, text, block.span


def _is_passage(block: CardBlock) -> bool:
    is_prose = block.stated and block.kind in PROSE
    return is_prose and not blank(block.text) and not _is_labels(block)


def _is_labels(block: CardBlock) -> bool:
    """Whether every item is a known label with its value; such items become properties of their
    own."""
    return bool(block.items) and all(opening(text, "")[0] in _IMPACT for text, _ in block.items)
