"""Read the results outside tables: in a sentence, after a label, in printed output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from provenance.facts.figures import METRIC_NAME, NUMBER, is_metric
from provenance.facts.labels import lines, opening, plain
from provenance.facts.prose import SpokenSentence, own_sentences, read_sentences
from provenance.facts.tables import titled
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardBlock
from provenance.model.finding import Evidence, shorten

MOST_RESULTS = 60
LONGEST_CODE = 20_000
# A longer line of code is no printed result.
LONGEST_PRINTED = 200
LONGEST_LABEL = 40
LONGEST_REST = 40

EVALUATION = re.compile(
    r"\b(?:evaluat\w*|eval|benchmarks?|performance|results?|metrics?|accuracy|scores?|leaderboard"
    r"|academic|quantitative)\b"
    r"|평가|성능|벤치마크|측정 결과|실험 ?결과"
    r"|\b(?:métriques?|metriques?|évaluation|résultats?|resultats?)\b|метрик|качеств|результат"
    r"|оценк|评测|评估|性能|结果|指标|эксперимент"
)
_WORD = rf"(?<![\w-])(?P<name>{METRIC_NAME})(?![\w-])"
_STATED = (
    re.compile(
        r"\b(?:achiev|reach|obtain|attain|scor|report|yield|get)\w*\b[^.;]{0,60}? "
        rf"(?P<value>{NUMBER}(?:[–-]{NUMBER}|/{NUMBER})?)(?: points?)?"
        rf"(?: (?:in|on|of|for))?(?: \w+)? {_WORD}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WORD}(?: score)?s?(?: of| is| was| ranged from|:| =)?"
        rf"(?: approximately| about| around)? (?P<value>{NUMBER}(?:[–-]{NUMBER})?)",
        re.IGNORECASE,
    ),
)
# `R² is 0.82 for weight, 0.63 for SSC and 0.54 for pH` gives three results.
_FURTHER = re.compile(
    r"\s?(?:(?:for|on|in) )?(?P<part>[\w-][\w -]{0,40}?)(?:,|,? and) "
    rf"(?P<value>{NUMBER}(?:[–-]{NUMBER})?)(?=\s?(?:for|on|in|across)\b)",
    re.IGNORECASE,
)
MOST_FURTHER = 20
_KOREAN = re.compile(
    rf"(?P<name>[A-Za-z][\w-]{{1,30}})에서(?:도|는)? (?P<value>{NUMBER})\s?(?:점|%)?[을를]? ?"
    r"(?:기록|획득|달성)"
)
_KOREAN_SUBJECT = re.compile(r"[A-Za-z][\w.-]{1,40}(?:은|는|이|가) ")
_COMPARED = re.compile(r"\b(?:than|compared|versus|vs|against|while|whereas|over)\b|보다")
_REPORTED = re.compile(r"\b(?:achiev|reach|obtain|attain|scor|report|yield|get|perform)", re.I)
_PRINTED = re.compile(
    rf"^[\s\"'*#>-]{{0,12}}(?P<name>{METRIC_NAME})[\"']?\s{{0,4}}[:=]\s{{0,4}}"
    r"(?P<value>[-+]?\d{1,9}(?:\.\d{1,20})?%?)\s{0,4},?$",
    re.IGNORECASE | re.MULTILINE,
)
_LISTED = re.compile(
    r"(?P<name>[A-Za-z][\w @./-]{1,40}?)\s{0,8}:\s{1,20}(?P<value>\d{1,3}\.\d{1,6}%?)"
)
_FENCES = ("```", "~~~")
NAMES_MODEL = re.compile(
    r"\b(?:[\w-]*(?:bert|gpt|llama|xlm|gemma|qwen|mistral|claude|gemini|falcon|bloom)[\w.-]*"
    r"|t5|bart|base(?:line)?s?|human|random|state[- ]of[- ]the[- ]art|sota|others?|previous|prior"
    r"|leaderboard)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(NUMBER, re.IGNORECASE)
_NOT_RESULTS = re.compile(
    r"\b(?:citations?|references|acknowledge?ments?|licen[cs]e|changelog|news|related|usage|limit"
    r"\w*|bias|hyper\w*)\b"
)


def is_evaluation(titles: tuple[str, ...]) -> bool:
    """Whether a heading, or one above it, is about evaluation."""
    return any(EVALUATION.search(title) for title in titles)


def measures(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    """Results outside tables, in terms of CycloneDX `performanceMetric`; at most 60.

    A sentence counts if it is about the model and says what it reaches; a label and printed output
    only below a heading about evaluation.
    """
    yield from islice((*_in_sentences(record), *_below_headings(record)), MOST_RESULTS)


def _in_sentences(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    for sentence in read_sentences(record, _NOT_RESULTS):
        before = _COMPARED.split(sentence.text)[0]
        is_on_results = EVALUATION.search(sentence.title) is not None
        if not _reports(sentence, before, is_on_results):
            continue
        for pattern in _STATED:
            matches = list(pattern.finditer(before))
            for match in matches:
                yield from _spoken(match, before, sentence.place)
            if matches:
                break
    for text, place in own_sentences(record, _NOT_RESULTS, unowned=True):
        korean = _KOREAN.search(text)
        if korean and not _KOREAN_SUBJECT.search(text[: korean.start()]):
            yield _entry(korean["name"], korean["value"], place)


def _reports(sentence: SpokenSentence, before: str, is_on_results: bool) -> bool:
    """Whether a sentence is about what the model reaches: the model is its subject, or it stands
    below a heading on results and names no other model."""
    if sentence.is_own:
        return bool(_REPORTED.search(before))
    if not is_on_results or NAMES_MODEL.search(before) or before != sentence.text:
        return False
    return bool(_REPORTED.search(before) or _STATED[1].search(before))


def _spoken(
    match: re.Match[str], text: str, place: Evidence
) -> Iterator[tuple[dict[str, str], Evidence]]:
    """The figure of a match, each of two with a stroke between them, and those that follow it."""
    name, value = match["name"], match["value"]
    pair = value.split("/")
    yield from (_entry(name, figure, place) for figure in pair)
    position = match.end()
    for _ in range(MOST_FURTHER):
        further = _FURTHER.match(text, position)
        if further is None:
            return
        yield _entry(name, further["value"], place)
        position = further.end()


def _entry(name: str, value: str, place: Evidence) -> tuple[dict[str, str], Evidence]:
    return {"type": shorten(name.strip(), 100), "value": value.strip()}, place


def _below_headings(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    for card, document in record.sheets:
        for section, titles in titled(card):
            if is_evaluation(titles):
                for block in section.blocks:
                    yield from _labelled(block, document)
                    yield from _printed(block, document)


def _labelled(block: CardBlock, document: SourceText) -> Iterator[tuple[dict[str, str], Evidence]]:
    """`F1: 91.2%`, in a list or a line of its own."""
    raw = document.lines()
    for text, span in lines(block, raw):
        first_line = raw[span.start - 1] if span.start <= len(raw) else ""
        label, value = opening(text, first_line)
        figure = _VALUE.match(value)
        if figure is None or not figure[0].strip():
            continue
        is_short = len(value) - figure.end() <= LONGEST_REST and len(label) <= LONGEST_LABEL
        if not is_short or not _names_metric(label):
            continue
        written = text.partition(":")[0].strip(" *_")
        name = written if plain(written) == label else label
        yield _entry(name, figure[0], Evidence.quoting(document, span.start, span.end))


def _names_metric(label: str) -> bool:
    """Whether the last words of a label are the name of a measure: `dev F1`."""
    words = plain(label).split()
    return any(is_metric(" ".join(words[-count:])) for count in (1, 2, 3) if count <= len(words))


def _printed(block: CardBlock, document: SourceText) -> Iterator[tuple[dict[str, str], Evidence]]:
    """What an evaluation script printed: `"exact": 79.4,`; any names if every line is like it."""
    if block.kind is not BlockKind.CODE:
        return
    raw = document.lines()
    numbers = range(block.span.start, min(block.span.end, len(raw)) + 1)
    printed = {number: raw[number - 1][:LONGEST_PRINTED].strip() for number in numbers}
    written = {number: line for number, line in printed.items() if line and not _is_fence(line)}
    is_list = len(written) > 1 and all(map(_LISTED.fullmatch, written.values()))
    pattern = _LISTED if is_list else _PRINTED
    for number, line in written.items():
        match = pattern.fullmatch(line)
        if match is None:
            continue
        place = Evidence.quoting(document, number, number)
        yield _entry(match["name"], match["value"], place)


def _is_fence(line: str) -> bool:
    return line.startswith(_FENCES)
