"""Read the settings that a model was trained with: lists, tables, sentences, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from provenance.facts.figures import has_digit
from provenance.facts.labels import heading, labelled, plain
from provenance.facts.making import ELSEWHERE
from provenance.facts.prose import own_sentences
from provenance.facts.stated import PROSE, QUOTING_PROSE, blank, sections
from provenance.facts.tables import RowEvidence, own_cells, row_evidence, tables
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
LONGEST_ROW_NAME = 60
# A caption may have a blank line between it and its table.
LINES_ABOVE = 2

HYPERPARAMETERS = frozenset(
    {"training hyperparameters", "pretraining hyperparameters", "hyperparameters"}
    | {"fine tuning hyperparameters", "hyper parameters", "training parameters"}
    | {"training settings", "training configuration", "hyperparamètres", "гиперпараметры", "超参数"}
    | {"training arguments", "하이퍼파라미터", "학습 하이퍼파라미터"}
)
_NAMED = frozenset(
    {"hyperparameter", "hyperparameters", "hyper parameter", "parameter", "parameters", "setting"}
    | {"argument", "config", "configuration", "하이퍼파라미터", "매개변수"}
    | {"parametre", "paramètre", "parametres", "paramètres", "параметр", "параметры"}
    | {"参数", "超参数"}
)
# Sections in which a sentence or a known label is about training.
_ABOUT_TRAINING = re.compile(
    r"\b(?:train\w*|pre ?train\w*|post ?train\w*|fine ?tun\w*|finetun\w*|hyper\w*|distill\w*"
    r"|optimi\w*|procedure|setup|configuration|recipe)\b|학습|훈련|튜닝"
)
_ABOUT_SHAPE = re.compile(r"\b(?:architecture|model details|specification\w*|about)\b|구조")
_TRAINS = re.compile(r"\b(?:pre-?)?train(?:ed|ing)?\b|\bfine-?tun(?:ed|ing)\b|학습", re.IGNORECASE)
_EVALUATED = re.compile(
    r"\b(?:evaluat\w*|results?|benchmarks?|usage|inference|how to|generation|decoding|sampling"
    r"|citations?|quick ?start|examples?)\b"
)
# A label that no other part of a card uses makes its section one on training.
_ONLY_TRAINING = re.compile(
    r"(?:(?:initial|peak|max|base) )?(?:learning rate|lr)|optimi[sz]er|weight decay"
    r"|gradient accumulations?(?: steps)?|warm ?up(?: steps| ratio)?|(?:num |training )?epochs?"
)
# One setting as code in an item of a list: `max_iter=1000`.
_SETTING_ITEM = re.compile(r"(?P<name>[A-Za-z]\w{1,40})\s?=\s?(?P<value>[^\s=,;]{1,40})")
_RUNS = frozenset({"experiment", "run", "config", "configuration", "variant", "эксперимент"})
_MEMBERS = frozenset({"type", "size", "model", "variant", "version", "name"})
_NO_SETTING = re.compile(r"\b(?:loss|accuracy|f1|score|version|params?|parameters|model)\b")
MOST_IN_SENTENCE = 4
_KNOWN = re.compile(
    r"(?:(?:max|num|n|number of|total|train|training|eval|per device|per gpu|peak|initial"
    r"|maximum|micro|global|effective) ){0,4}+"
    r"(?:learning rate(?: scheduler?)?|lr(?: schedule(?:r(?: type| warmup steps| warmup ratio)?)?)?"
    r"|batch(?: size)?|epochs?|(?:training )?tokens|steps|optimi[sz]er|optim|weight decay"
    r"|warm ?up(?: steps| ratio| proportion)?"
    r"|(?:attention |hidden |embeds )?dropout(?: prob| rate)?|seq(?:uence)? len(?:gth)?"
    r"|gradient accumulations?(?: steps)?|grad(?:ient)? (?:clip\w*|norm)|seed|scheduler"
    r"|lora (?:r|rank|alpha|dropout)|mixed precision(?: training)?|doc stride"
    r"|vocab(?:ulary)? (?:size|len)|layers|heads|experts|attention heads"
    r"|(?:hidden|embedding|intermediate|patch|generator|ffn hidden) (?:size|dimension)"
    r"|(?:attention |expert )?(?:heads?|hidden) dimension|adam (?:beta ?[12]|epsilon)"
    r"|max grad norm|label smoothing|beta)"
)
_FIGURE = (
    r"\d[\d,.]{0,12}(?:\s?[KkMB]\b| (?:million|thousand)\b|e-?\d{1,2}"
    r"|\s?[x×]\s?10\s?\^?\s?-?\d{1,2})?"
)
_OPTIMISER = r"(?:Adam(?:W|ax|Factor)?|Adafactor|SGD|LAMB|Lion|RMSprop|Adagrad)"
_IN_WORDS = {
    "batch_size": re.compile(
        r"(?<![Tt]otal )\bbatch(?: |-)size(?: of| is| was| set to)?(?: |\s?[=:]\s?)"
        rf"(?P<said>{_FIGURE})"
        rf"|\bbatches of (?P<batches>{_FIGURE})"
    ),
    "total_batch_size": re.compile(
        rf"\b[Tt]otal (?:train )?batch(?: |-)size(?: of| is)?(?: |\s?[=:]\s?)(?P<said>{_FIGURE})"
    ),
    "gradient_accumulation_steps": re.compile(
        r"\b[Gg]radient [Aa]ccumulations?(?: steps)?(?: of| is)?(?: |\s?[=:]\s?)"
        rf"(?P<said>{_FIGURE})"
    ),
    "context_length": re.compile(rf"\bcontext length(?: of)? (?P<said>{_FIGURE})"),
    "forecast_length": re.compile(rf"\bforecast length(?: of)? (?P<said>{_FIGURE})"),
    "learning_rate": re.compile(
        r"\blearning rate(?: of| is| was| set to|\s?[=:])? (?:approximately |about )?"
        rf"(?P<said>{_FIGURE})"
    ),
    "num_epochs": re.compile(
        r"\b(?P<said>\d{1,4}(?:-\d{1,4})?)(?: (?:training|fine-tuning|full))? epochs?\b"
    ),
    "training_steps": re.compile(
        r"(?<!first )(?<!last )(?<!every )(?<!warmup for )(?<!warm-up for )(?<!warmup of )"
        r"(?<![\d.,])(?P<said>~?\d[\d,.]{0,10}(?:-\d[\d.]{0,6})?(?:\s?[KkM]| million)?)"
        r"(?: (?:training|optimi[sz]ation|update|gradient|total|extra|additional))? steps\b"
    ),
    "warmup_steps": re.compile(
        rf"\bwarm-?up(?: phase)?(?: for| of| over)?(?: the first)? (?P<said>{_FIGURE}) steps"
        rf"|\b(?P<before>{_FIGURE}) warm-?up steps"
    ),
    "weight_decay": re.compile(rf"\bweight decay(?: of| is| was|\s?[=:])? (?P<said>{_FIGURE})"),
    "dropout": re.compile(
        rf"\bdropout(?: rate| probability)?(?: of| is| was|\s?[=:]) (?P<said>{_FIGURE})"
    ),
    "max_seq_length": re.compile(
        rf"\bsequence length(?: of| is| was|\s?[=:]) (?P<said>{_FIGURE})"
        rf"|\bsequences of length (?P<length>{_FIGURE})"
    ),
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
# The figure may stand before the name as well: `5e-5 learning rate, 64 batch size`.
_BEFORE_NAME = {
    "batch_size": re.compile(r"(?<![\w.-])(?P<said>\d{1,6}) batch size\b"),
    "learning_rate": re.compile(rf"(?<![\w.-])(?P<said>{_FIGURE}) learning rate\b"),
    "max_seq_length": re.compile(
        r"(?<![\w.-])(?P<said>\d{1,6}) (?:max(?:imum)? )?sequence length\b"
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
    labels = list(labelled(record))
    of_training = {
        label.section
        for label in labels
        if _ONLY_TRAINING.fullmatch(label.label) and not _EVALUATED.search(label.section)
    }
    for label in labels:
        about = _ABOUT_TRAINING.search(label.section) or _ABOUT_SHAPE.search(label.section)
        is_about = about or label.section in of_training
        is_known = is_about and _is_known(label.label) and len(label.value) <= MOST_LINES
        if label.section in HYPERPARAMETERS or is_known:
            yield _name(label.label), shorten(label.value), label.evidence
            for name, value in _phrases(label.value):
                if name != _name(label.label) and not _is_of(label.label, name):
                    yield name, value, label.evidence
    yield from _as_code(record)


def _as_code(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """Items of a list that are one setting each: `max_iter=1000`."""
    for section, document in sections(record):
        if ELSEWHERE.search(heading(section)) or _EVALUATED.search(heading(section)):
            continue
        for block in section.blocks:
            for text, span in block.items if block.stated else ():
                if match := _SETTING_ITEM.fullmatch(text.strip()):
                    place = Evidence.quoting(document, span.start, span.end)
                    yield _name(match["name"]), match["value"], place


def _is_of(label: str, name: str) -> bool:
    """Whether a label is about the setting that a phrase in its value names again."""
    return name.replace("_", " ") in label or (name == "optimizer" and "optim" in label)


def _tabulated(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """A table of names and values, and the cells of the model or of each member of its family."""
    for _, block, titles, _, evidence_of in tables(record):
        if _EVALUATED.search(titles[-1]):
            continue
        if _is_of_runs(block.rows[0]):
            yield from _in_runs(block, evidence_of)
        if not _lists_settings(block.rows[0]):
            continue
        for index, row in enumerate(block.rows[1:], start=1):
            if len(row) != 2:
                continue
            label, value = row
            name = plain(label)
            if name and not blank(value) and not _NO_SETTING.search(name):
                yield _name(name), shorten(value), evidence_of(index)
    yield from _in_own_cells(record)
    yield from _below_captions(record)


def _is_of_runs(header: Sequence[str]) -> bool:
    """Whether each row of a table is a run of the same model, and a column a setting as in code."""
    return plain(header[0]) in _RUNS and any("_" in head for head in header[1:])


def _in_runs(block: CardBlock, evidence_of: RowEvidence) -> Iterator[tuple[str, str, Evidence]]:
    """The settings of each run, below heads as in code: `max_features`."""
    for head, name, value, place in _settings_by_row(block, evidence_of):
        is_setting = "_" in head and not _NO_SETTING.search(head.replace("_", " "))
        if is_setting and has_digit(value):
            yield name, value, place


def _below_captions(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """A table with a row for each size of the model, below a line such as `Training settings`."""
    for section, document in sections(record):
        raw = document.lines()
        for block in section.blocks:
            if _has_caption(block, raw):
                yield from _of_members(block, partial(row_evidence, document, raw, block))


def _has_caption(block: CardBlock, raw: Sequence[str]) -> bool:
    """Whether a table of members stands below a line on training settings."""
    if block.kind is not BlockKind.TABLE or not block.stated or len(block.rows) < 2:
        return False
    if plain(block.rows[0][0]) not in _MEMBERS:
        return False
    above = raw[max(0, block.span.start - 1 - LINES_ABOVE) : block.span.start - 1]
    written = [plain(line) for line in above if line.strip()]
    return bool(written) and written[-1] in HYPERPARAMETERS


def _of_members(block: CardBlock, evidence_of: RowEvidence) -> Iterator[tuple[str, str, Evidence]]:
    """The settings of each member of a family."""
    for head, name, value, place in _settings_by_row(block, evidence_of):
        if plain(head) and not blank(value):
            yield name, shorten(value), place


def _settings_by_row(
    block: CardBlock, evidence_of: RowEvidence
) -> Iterator[tuple[str, str, str, Evidence]]:
    """Head, name with that of its row (`batch_size (large)`), value and place of each cell."""
    heads = block.rows[0]
    for index, row in enumerate(block.rows[1:], start=1):
        place = evidence_of(index)
        for head, value in zip(heads[1:], row[1:], strict=False):
            name = f"{_name(plain(head))} ({shorten(row[0], LONGEST_ROW_NAME)})"
            yield head, name, value, place


def _lists_settings(header: Sequence[str]) -> bool:
    """Whether the heads of a table are those of a list of names and values."""
    return len(header) == 2 and plain(header[0]) in _NAMED


def _in_own_cells(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """Known settings with a figure, in cells of the model or of a member of its family."""
    for cell in own_cells(record):
        label = plain(cell.name)
        if not has_digit(cell.value) or not _is_known(label):
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
    above = _training_above(record)
    for section, document in sections(record):
        title = heading(section)
        if ELSEWHERE.search(title) or _EVALUATED.search(title):
            continue
        is_about_training = _is_of_training(section) or id(section) in above
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
    """Each setting that a sentence names, with its value; at most four values of one."""
    for name, pattern in _IN_WORDS.items():
        matches = list(islice(pattern.finditer(sentence), MOST_IN_SENTENCE))
        before = _BEFORE_NAME.get(name)
        if not matches and before is not None:
            matches = list(islice(before.finditer(sentence), MOST_IN_SENTENCE))
        for match in matches:
            value = next((group for group in match.groups() if group), "").strip(" .,")
            if value:
                yield name, value


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
        if "(" in value:
            continue
        place = Evidence.quoting(document, number, number)
        settings.append((name, value, place))
    if len(settings) >= FEWEST_IN_CODE:
        yield from settings


def _training_above(record: ArtifactRecord) -> frozenset[int]:
    """The sections, by identity, directly below one on training."""
    parents = (section for section, _ in sections(record) if _is_of_training(section))
    return frozenset(
        id(child) for parent in parents if parent.level > 1 for child in parent.children
    )


def _is_of_training(section: CardSection) -> bool:
    title = heading(section)
    return bool(_ABOUT_TRAINING.search(title)) and not _EVALUATED.search(title)


def _is_known(label: str) -> bool:
    return bool(_KNOWN.fullmatch(label.replace("_", " ").replace("-", " ")))


def _name(label: str) -> str:
    return label.replace(" ", "_").replace("-", "_")
