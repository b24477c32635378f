"""Read the settings that a model was trained with: lists, tables, sentences, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.facts.labels import heading, labelled, plain
from provenance.facts.making import ELSEWHERE
from provenance.facts.prose import own_sentences
from provenance.facts.stated import PROSE, QUOTING_PROSE, blank, sections
from provenance.facts.tables import own_cells, tables
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardBlock, CardSection
from provenance.model.finding import Evidence, shorten
from provenance.text.sentences import sentences as split

MOST_SETTINGS = 80
MOST_LINES = 300
# A longer line of code sets no single value.
LONGEST_SETTING = 200
FEWEST_IN_CODE = 2

HYPERPARAMETERS = frozenset(
    {"training hyperparameters", "pretraining hyperparameters", "hyperparameters"}
    | {"fine tuning hyperparameters", "hyper parameters", "training parameters"}
    | {"training arguments", "하이퍼파라미터", "학습 하이퍼파라미터"}
)
_NAMED = frozenset(
    {"hyperparameter", "hyperparameters", "hyper parameter", "parameter", "parameters", "setting"}
    | {"argument", "config", "configuration", "하이퍼파라미터"}
)
# Sections in which a sentence or a known label is about training.
_ABOUT_TRAINING = re.compile(
    r"\b(?:train\w*|pre ?train\w*|post ?train\w*|fine ?tun\w*|finetun\w*|hyper\w*|distill\w*"
    r"|optimi\w*|procedure|setup|configuration|recipe)\b|학습|훈련|튜닝"
)
_ABOUT_SHAPE = re.compile(r"\b(?:architecture|model details|specification\w*|about)\b|구조")
_TRAINS = re.compile(r"\b(?:pre-?)?train(?:ed|ing)?\b|\bfine-?tun(?:ed|ing)\b|학습", re.IGNORECASE)
_EVALUATED = re.compile(r"\b(?:evaluat\w*|results?|benchmarks?|usage|inference|how to)\b")
_KNOWN = re.compile(
    r"(?:(?:max|num|n|number of|total|train|training|eval|per device|peak|initial|maximum|micro"
    r"|global|effective) ){0,4}+"
    r"(?:learning rate(?: scheduler?)?|lr(?: schedule(?:r(?: type| warmup steps| warmup ratio)?)?)?"
    r"|batch size|epochs?|steps|optimi[sz]er|optim|weight decay"
    r"|warm ?up(?: steps| ratio| proportion)?"
    r"|(?:attention |hidden |embeds )?dropout(?: prob| rate)?|seq(?:uence)? len(?:gth)?"
    r"|gradient accumulation(?: steps)?|grad(?:ient)? (?:clip\w*|norm)|seed|scheduler"
    r"|lora (?:r|rank|alpha|dropout)|mixed precision(?: training)?|doc stride"
    r"|vocab(?:ulary)? (?:size|len)|layers|heads|experts|attention heads"
    r"|(?:hidden|embedding|intermediate|patch|generator|ffn hidden) (?:size|dimension)"
    r"|(?:attention |expert )?(?:heads?|hidden) dimension|adam (?:beta ?[12]|epsilon)"
    r"|max grad norm|label smoothing|beta)"
)
_FIGURE = r"\d[\d,.]{0,12}(?:\s?[KkMB]\b|e-?\d{1,2}|\s?[x×]\s?10\s?\^?\s?-?\d{1,2})?"
_OPTIMISER = r"(?:Adam(?:W|ax|Factor)?|Adafactor|SGD|LAMB|Lion|RMSprop|Adagrad)"
_IN_WORDS = {
    "batch_size": re.compile(
        rf"\bbatch(?: |-)size(?: of| is| was| set to|\s?[=:])? (?P<said>{_FIGURE})"
    ),
    "learning_rate": re.compile(
        r"\blearning rate(?: of| is| was| set to|\s?[=:])? (?:approximately |about )?"
        rf"(?P<said>{_FIGURE})"
    ),
    "num_epochs": re.compile(
        r"\b(?P<said>\d{1,4}(?:-\d{1,4})?)(?: (?:training|fine-tuning|full))? epochs?\b"
    ),
    "training_steps": re.compile(
        r"(?<!first )(?<!last )(?<!every )(?<!warmup for )(?<!warm-up for )(?<!warmup of )"
        r"(?<![\d.,])(?P<said>~?\d[\d,.]{0,10}(?:-\d[\d.]{0,6})?\s?[KkM]?)"
        r"(?: (?:training|optimi[sz]ation|update|gradient|total))? steps\b"
    ),
    "warmup_steps": re.compile(
        rf"\bwarm-?up(?: phase)?(?: for| of| over)?(?: the first)? (?P<said>{_FIGURE}) steps"
        rf"|\b(?P<before>{_FIGURE}) warm-?up steps"
    ),
    "weight_decay": re.compile(rf"\bweight decay(?: of| is| was|\s?[=:])? (?P<said>{_FIGURE})"),
    "dropout": re.compile(
        rf"\bdropout(?: rate| probability)?(?: of| is| was|\s?[=:]) (?P<said>{_FIGURE})"
    ),
    "max_seq_length": re.compile(rf"\bsequence length(?: of| is| was|\s?[=:]) (?P<said>{_FIGURE})"),
    "vocab_size": re.compile(
        rf"\bvocab(?:ulary)? size(?: of| is| was|\s?[=:])? (?P<said>{_FIGURE})"
    ),
    "beta_1": re.compile(r"\bbeta_?\{?1\}?\s?=\s?(?P<said>0?\.\d{1,6})"),
    "beta_2": re.compile(r"\bbeta_?\{?2\}?\s?=\s?(?P<said>0?\.\d{1,6})"),
    "epsilon": re.compile(rf"\bepsilon(?: of|\s?=) ?(?P<said>{_FIGURE})"),
    "optimizer": re.compile(
        rf"\b(?P<said>{_OPTIMISER})\b(?= optimi[sz]er)"
        rf"|\boptimi[sz]er(?: \w+){{0,2}} (?P<after>{_OPTIMISER})\b"
    ),
}
_SETTING = re.compile(
    r"\s{0,40}(?:--|- )?(?P<name>[A-Za-z_][\w-]{1,40})(?:\s{0,4}[:=]\s{0,4}|\s{1,4})"
    r"(?P<value>[^\s,\\]{1,40})[\s,\\]{0,6}"
)


def hyperparameters(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """Every setting that the card states: name, value as written, place; at most 80.

    Lists and tables come first. A command or a configuration adds only settings that those do not
    name, and so does a sentence; the same value of a setting is stated once.
    """
    seen: dict[str, set[str]] = {}
    count = 0
    readers = (_listed(record), _tabulated(record), _in_sentences(record), _configured(record))
    for settings in readers:
        earlier = frozenset(seen)
        for name, value, evidence in settings:
            known = name in earlier or value in seen.get(name, ())
            if known or count >= MOST_SETTINGS:
                continue
            count += 1
            seen.setdefault(name, set()).add(value)
            yield name, value, evidence


def _listed(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """`learning_rate: 2e-5`, below such a heading, or a known label in a section on training."""
    for label in labelled(record):
        about = _ABOUT_TRAINING.search(label.section) or _ABOUT_SHAPE.search(label.section)
        is_known = about and _is_known(label.label) and len(label.value) <= MOST_LINES
        if label.section in HYPERPARAMETERS or is_known:
            yield _name(label.label), shorten(label.value), label.evidence
            for name, value in _phrases(label.value):
                if name != _name(label.label) and not _is_of(label.label, name):
                    yield name, value, label.evidence


def _is_of(label: str, name: str) -> bool:
    """Whether a label is about the setting that a phrase in its value names again."""
    return name.replace("_", " ") in label or (name == "optimizer" and "optim" in label)


def _tabulated(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """A table of names and values, and the cells of the model or of each member of its family."""
    for _, block, titles, _, evidence_of in tables(record):
        if not _lists_settings(block.rows[0]) or _EVALUATED.search(titles[-1]):
            continue
        for index, row in enumerate(block.rows[1:], start=1):
            if len(row) != 2:
                continue
            label, value = row
            name = plain(label)
            if name and not blank(value):
                yield _name(name), shorten(value), evidence_of(index)
    yield from _in_own_cells(record)


def _lists_settings(header: Sequence[str]) -> bool:
    """Whether the heads of a table are those of a list of names and values."""
    return len(header) == 2 and plain(header[0]) in _NAMED


def _in_own_cells(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """Known settings with a figure, in cells of the model or of a member of its family."""
    for cell in own_cells(record):
        label = plain(cell.name)
        has_figure = any(character.isdigit() for character in cell.value)
        if not has_figure or not _is_known(label):
            continue
        name = _name(label)
        if cell.member:
            name = f"{name} ({cell.member})"
        yield name, shorten(cell.value), cell.evidence


def _in_sentences(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """`a batch size of 8K`, in a sentence about the model or in a section on training; elsewhere in
    a sentence about training."""
    for sentence, place in own_sentences(record, ELSEWHERE):
        yield from ((name, value, place) for name, value in _phrases(sentence))
    for section, document in sections(record):
        title = heading(section)
        if ELSEWHERE.search(title) or _EVALUATED.search(title):
            continue
        is_about_training = _is_of_training(section)
        # A quote elsewhere may be of another model's paper.
        kinds = QUOTING_PROSE if is_about_training else PROSE
        for block in section.blocks:
            if block.stated and block.kind in kinds:
                yield from _in_block(block, document, is_about_training)


def _in_block(
    block: CardBlock, document: SourceText, is_about_training: bool
) -> Iterator[tuple[str, str, Evidence]]:
    for text, span in block.items or ((block.text, block.span),):
        place = Evidence.quoting(document, span.start, span.end)
        for sentence in split(text):
            if is_about_training or _TRAINS.search(sentence):
                yield from ((name, value, place) for name, value in _phrases(sentence))


def _phrases(sentence: str) -> Iterator[tuple[str, str]]:
    for name, pattern in _IN_WORDS.items():
        match = pattern.search(sentence)
        value = next((group for group in match.groups() if group), "") if match else ""
        if value.strip(".,"):
            yield name, value.strip(" .,")


def _configured(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """The known settings of a command or configuration in a section on training."""
    for section, document in sections(record):
        if _is_of_training(section):
            for block in section.blocks:
                if block.kind is BlockKind.CODE:
                    yield from _in_code(block, document)


def _in_code(block: CardBlock, document: SourceText) -> Iterator[tuple[str, str, Evidence]]:
    first = block.span.start
    last = min(block.span.end, first + MOST_LINES)
    settings = []
    for number, line in enumerate(document.lines()[first - 1 : last], first):
        match = _SETTING.fullmatch(line[:LONGEST_SETTING])
        if match is None or not _is_known(plain(match["name"].replace("_", " "))):
            continue
        name = _name(match["name"].lstrip("-"))
        value = match["value"].strip("\"'")
        place = Evidence.quoting(document, number, number)
        settings.append((name, value, place))
    if len(settings) >= FEWEST_IN_CODE:
        yield from settings


def _is_of_training(section: CardSection) -> bool:
    title = heading(section)
    return bool(_ABOUT_TRAINING.search(title)) and not _EVALUATED.search(title)


def _is_known(label: str) -> bool:
    return bool(_KNOWN.fullmatch(label.replace("_", " ").replace("-", " ")))


def _name(label: str) -> str:
    return label.replace(" ", "_").replace("-", "_")
