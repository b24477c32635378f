"""Read on which data a model was tested: from sentences, headings and tables of splits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.facts.labels import plain, row_span
from provenance.facts.making import ELSEWHERE
from provenance.facts.prose import own_sentences
from provenance.facts.stated import sections
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardSection
from provenance.model.finding import Evidence

MOST = 6
LONGEST_HEADING = 100
_DATA = (
    r"(?:data ?sets?|benchmarks?|(?:test|dev|validation|held[- ]out) sets?|corpus|corpora|tasks)"
)
_RESULTS = r"(?:results?|performances?|metrics|scores?|accuracy|WERs?)"
# A sentence goes on behind a dot within a number: `SQuAD 1.1`.
_WITHIN = r"(?:[^.]|\.\d)"
_TESTED = re.compile(
    r"\bwe (?:also )?(?:evaluated?|tested|validated|benchmarked)\b[^.]{0,60}? (?:on|against) "
    r"|\b(?:(?:this|the) model|it|and) (?:was|were|is|are|has been) (?:also )?"
    r"(?:evaluated|tested|validated|benchmarked)(?: \w+){0,4} (?:on|using|against) "
    # The data has a name: `evaluated on the Common Voice and Fleurs datasets`.
    rf"|\bevaluated on (?:the )?(?-i:[A-Z])[^.]{{2,60}}?\b{_DATA}\b"
    r"|(?-i:[A-Z])[\w' -]{1,40}\bbenchmark suite\b"
    rf"|\bwe (?:also )?(?:report|present|compare|show|list)\b[^.]{{0,60}}?\b{_RESULTS}\b"
    rf"[^.]{{0,60}}?\bon\b{_WITHIN}{{0,80}}?\b{_DATA}\b"
    rf"|\bto (?:assess|measure|evaluate)\b[^.]{{0,100}}?\bwe (?:adopt|use|rely on)\b[^.]{{0,200}}?"
    rf"\b{_DATA}\b"
    r"|평가 ?데이터(?:셋|세트)?[은는으로]{1,2} "
    r"|(?:데이터(?:셋|세트)|벤치마크|코퍼스|말뭉치)\S{0,3} [^.]{0,60}?(?:평가|테스트)"
    r"(?:하였|했|한|해)",
    re.IGNORECASE,
)
# A line that stands above a table of results: `Glue test results:`.
_CAPTION = re.compile(r"[A-Z][\w+./ -]{1,40} (?:test|dev|validation|benchmark) results?:?$")
_NAMED_SET = re.compile(
    rf"\b{_RESULTS} (?:on|for) (?:the )?(?P<data>(?!Subtask)(?-i:[A-Z])[\w.+/ -]{{1,60}})",
    re.IGNORECASE,
)
# What trainers generate names no data.
_UNNAMED = re.compile(r"\bon the (?:evaluation|validation|test|dev) set\b", re.IGNORECASE)
# A reader who tests the model, or a model that somebody else tested.
_OF_USERS = re.compile(
    r"\b(?:you|your|users?|please|recommend\w*|should|scripts?|notebooks?|download)\b",
    re.IGNORECASE,
)
_SPLIT_HEADS = frozenset({"split", "splits"})
_DATASET_HEADS = frozenset({"dataset", "datasets", "data"})
_TEST_SPLITS = frozenset({"test", "dev", "eval", "evaluation", "valid", "validation", "val"})


def tested(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    """What the card says the model was tested on, at most 6 statements, each once.

    Args:
        record: The record of a model.

    Yields:
        A sentence or a heading as written, or a dataset and its split from a table of splits.
    """
    seen: set[str] = set()
    for statement, place in _statements(record):
        if statement not in seen and len(seen) < MOST:
            seen.add(statement)
            yield statement, place


def _statements(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    for sentence, place in own_sentences(record, ELSEWHERE, unowned=True):
        if _is_on_tests(sentence):
            yield sentence, place
    for section, document in sections(record):
        yield from _by_heading(section, document)
        yield from _by_split(section, document)


def _is_on_tests(sentence: str) -> bool:
    """Whether a sentence says on what data the model was tested."""
    if _OF_USERS.search(sentence):
        return False
    if _CAPTION.fullmatch(sentence):
        return True
    return _TESTED.search(sentence) is not None


def _by_heading(section: CardSection, document: SourceText) -> Iterator[tuple[str, Evidence]]:
    """A heading that names the data of its results: `Results on the Foo dataset`."""
    title = section.title[:LONGEST_HEADING]
    if _NAMED_SET.search(title) and not _UNNAMED.search(title):
        line = section.span.start
        yield title.rstrip(" :"), Evidence.quoting(document, line, line)


def _by_split(section: CardSection, document: SourceText) -> Iterator[tuple[str, Evidence]]:
    """The rows of a table of datasets and splits that hold data for testing."""
    for block in section.blocks:
        if block.kind is not BlockKind.TABLE or not block.stated or not block.rows:
            continue
        heads = [plain(cell) for cell in block.rows[0]]
        split = next((at for at, head in enumerate(heads) if head in _SPLIT_HEADS), None)
        dataset = next((at for at, head in enumerate(heads) if head in _DATASET_HEADS), None)
        if split is None or dataset is None:
            continue
        for index, row in enumerate(block.rows[1:], start=1):
            if len(row) <= max(split, dataset) or not row[dataset].strip():
                continue
            if _TEST_SPLITS.intersection(plain(row[split]).split()):
                span = row_span(block, index, document.lines())
                place = Evidence.quoting(document, span.start, span.end)
                yield f"{row[dataset].strip()}, {row[split].strip()}", place
