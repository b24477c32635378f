"""Find columns whose names suggest personal data. A name raises a question and proves nothing."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from provenance.files.safe_json import JsonError, load_json
from provenance.model.artifact import CARD, SourceText
from provenance.model.card import Card
from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import ANSWERED, Disclosure
from provenance.stated import INFOS, column_members, feature_sets, is_empty
from provenance.text.lines import LineSpan

MOST_COLUMNS = 5_000
DEEPEST = 8
WEAK = "weak"
SCORES = {"strong": 3, "medium": 2, WEAK: 1}
LOWERED_BY = 2
# One strong name, or the equivalent in names of different kinds (a name, a city and a birthday).
ENOUGH_ALONE, ENOUGH_TOGETHER = 3, 4

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_JOINT = re.compile(r"[\s._\-/]+")
_HANGUL = re.compile(r"[가-힣]")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalColumn:
    """A column whose name suggests personal data.

    Attributes:
        name: As in the features, with the names of its parents: `author.email`.
        kind: What it suggests: `contact`, `identifier`, `financial`, `health`, `name`, ...
        strength: `strong`, `medium` or `weak`; two steps lower if the name indicates masked, hashed
            or invented values.
        span: Lines that declare it, or None if the hub's metadata does.
        file: Path of the file that declares it.
    """

    name: str
    kind: str
    strength: str
    span: LineSpan | None = None
    file: str = CARD


def personal_columns(
    card: Card | None,
    metadata: Mapping[str, Any],
    documents: Mapping[str, SourceText] = MappingProxyType({}),
) -> tuple[PersonalColumn, ...]:
    """Columns in `dataset_info` whose names suggest personal data, if they weigh enough together.

    Args:
        card: The card whose front matter may declare `dataset_info.features`; None if there is
            none.
        metadata: The hub's answer, whose `cardData.dataset_info` is read if the card declares
            nothing.
        documents: Texts by path. dataset_infos.json, used by older datasets, is read if neither
            declares anything.

    Returns:
        The columns, strongest first, each name once across all configurations; empty unless one of
        them is strong or names of several kinds coincide.
    """
    columns: dict[str, PersonalColumn] = {}
    declared, file = _declared(card, metadata, documents)
    for name, path in _columns(declared):
        judged = judge(name.rpartition(".")[2])
        if judged and name not in columns:
            kind, strength = judged
            if file is None:
                columns[name] = PersonalColumn(
                    name=name, kind=kind, strength=strength, span=_span(card, path)
                )
            else:
                columns[name] = PersonalColumn(
                    name=name, kind=kind, strength=strength, span=_line(file, name), file=file.path
                )
    weights: dict[str, int] = {}
    for column in columns.values():
        weights[column.kind] = max(weights.get(column.kind, 0), SCORES[column.strength])
    if max(weights.values(), default=0) < ENOUGH_ALONE and sum(weights.values()) < ENOUGH_TOGETHER:
        return ()
    return tuple(
        sorted(columns.values(), key=lambda column: (-SCORES[column.strength], column.name))
    )


def _declared(
    card: Card | None, metadata: Mapping[str, Any], documents: Mapping[str, SourceText]
) -> tuple[Any, SourceText | None]:
    """The declaration of the columns, and its file if that is not the card."""
    stated = card.fields.get("dataset_info") if card else None
    if not is_empty(stated):
        return stated, None
    data = metadata.get("cardData")
    copied = data.get("dataset_info") if isinstance(data, Mapping) else None
    file = documents.get(INFOS)
    if not is_empty(copied) or file is None:
        return copied, None
    try:
        return load_json(file.text).value, file
    except JsonError:
        return None, None


def _line(document: SourceText, name: str) -> LineSpan:
    """The line of a JSON key; the first line if it is not found."""
    key = name.rpartition(".")[2]
    line = document.text.count("\n", 0, max(document.text.find(f'"{key}"'), 0)) + 1
    return LineSpan(line, line)


def _columns(info: Any) -> Iterator[tuple[str, Path]]:
    """All feature names with front matter path, in declaration order; class labels are values."""
    sets, _ = feature_sets(info, ("dataset_info",))
    left = deque((features, "", path) for features, path in sets)
    seen = 0
    while left and seen < MOST_COLUMNS:
        features, prefix, path = left.popleft()
        for name, body, at in column_members(features, path)[: MOST_COLUMNS - seen]:
            seen += 1
            yield prefix + name, at
            if prefix.count(".") < DEEPEST and isinstance(body, Mapping):
                inner = next(
                    (body[key] for key in ("struct", "sequence", "list", "feature") if key in body),
                    None,
                )
                if isinstance(inner, Mapping) and isinstance(inner.get("struct"), list):
                    inner = inner["struct"]
                left.append((inner, f"{prefix}{name}.", at))


def _span(card: Card | None, path: Path) -> LineSpan | None:
    """The lines of the nearest declared node: positions are recorded only a few levels deep."""
    positions = card.positions if card else {}
    return next(
        (positions[path[:end]] for end in range(len(path), 0, -1) if path[:end] in positions), None
    )


def judge(name: str) -> tuple[str, str] | None:
    """Kind and strength of one column name, or None if it suggests nothing; see
    `PersonalColumn`."""
    names, lowering = _lexicon()
    words = _JOINT.split(_CAMEL.sub("_", name[:200]).lower().strip("_- "))
    telling = [word for word in words if word not in lowering]
    match = _look_up("_".join(telling), telling, names)
    if match is None or len(telling) == len(words):
        return match
    kind, strength = match
    left = SCORES[strength] - LOWERED_BY
    return next(((kind, word) for word, score in SCORES.items() if score == left), None)


def _look_up(
    whole: str, words: list[str], names: Mapping[str, tuple[str, str]]
) -> tuple[str, str] | None:
    """Look up the whole name, else its last words (`customer_email`); weak names only whole."""
    entry = _singular_or_plural(whole, names)
    if entry:
        return entry
    tails = ["_".join(words[at:]) for at in range(1, len(words))]
    if _HANGUL.search(whole):
        # Korean compounds are written without blanks: try each ending of at least three syllables.
        tails += [whole[at:] for at in range(1, len(whole) - 2)]
    for tail in tails:
        entry = _singular_or_plural(tail, names)
        if entry and entry[1] != WEAK:
            return entry
    return None


def _singular_or_plural(name: str, names: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    return names.get(name) or names.get(name.removesuffix("s"))


@cache
def _lexicon() -> tuple[Mapping[str, tuple[str, str]], frozenset[str]]:
    data = load("columns.json")
    names = {
        name: (kind, strength)
        for kind, by in data["kinds"].items()
        for strength, group in by.items()
        for name in group
    }
    return names, frozenset(data["lowering"])


def is_answered_beyond(
    columns: Iterable[PersonalColumn], disclosures: Iterable[Disclosure], *checks: str
) -> bool:
    """Whether one of these questions has an answer beyond the description of a column.

    `customer_email: the sender` shows whose data a column contains. It does not say whether the
    data is real, on what basis it was collected, or what was masked.

    Args:
        columns: The columns whose names suggest personal data.
        disclosures: Graded answers for the same artefact.
        checks: Question ids.
    """
    names = {column.name.rpartition(".")[2] for column in columns}
    return any(
        answer.check in checks and answer.grade in ANSWERED and not _describes(answer, names)
        for answer in disclosures
    )


def _describes(answer: Disclosure, names: set[str]) -> bool:
    """Whether an answer rests only on descriptions of these columns."""
    quotes = [evidence.quote for evidence in answer.evidence]
    return bool(quotes) and all(quote.partition(":")[0].strip() in names for quote in quotes)
