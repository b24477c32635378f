"""Licence statements in sentences: read where a card speaks of its own licence, and only names that
are certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.card import Block, BlockKind, Card, Section, Span
from provenance.licences.catalogue import lookup

_LICENCE_HEADING = re.compile(
    r"\b(?:licen[cs]e|licen[cs]ing|licenses?|terms of use)\b|라이선스|라이센스|许可", re.IGNORECASE
)
_LABEL = re.compile(r"^\W*(?:model |dataset )?licen[cs]e(?:\(s\)|s)?\W*:\W*(?=\S)", re.IGNORECASE)
_STATES = re.compile(
    r"\b(?:licen[cs]ed|released|distributed|available|published|provided|shared|governed|covered|subject|under|applies|"
    r"licen[cs]e (?:is|of|for)|licen[cs]e\W*:)\b",
    re.IGNORECASE,
)
# A sentence about something else than the artefact itself, or one that denies.
_ELSEWHERE = re.compile(
    r"\b(?:code|scripts?|software|repository|library|base"
    r" model|original|upstream|underlying|parent|papers?|images?|"
    r"websites?|editorial|sources?|projects?|portions?|parts?|majority|some|sections?|passages|derived|based"
    r" on|evals?|"
    r"benchmarks?|while|whereas|gemma is provided|llama [\d.]+ is licensed|"
    r"not|n't|unless|except|other than|dual|either|or|if|previous(?:ly)?|formerly|was)\b",
    re.IGNORECASE,
)
_DATA = re.compile(r"\b(?:data|datasets?|corpus|corpora)\b", re.IGNORECASE)
_MODEL = re.compile(r"\b(?:models?|weights?|checkpoints?)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z*\[])|\n")
_URL = re.compile(r"\(?<?https?://\S+")
# What precedes a colon names the part that a line speaks of, unless it is the word licence itself.
_PART = re.compile(r"^(?![^:]{0,60}licen)[^:]{1,60}:(?!//)", re.IGNORECASE)
# A licence named by what else stands under it.
_SAME_AS = re.compile(
    r"\bsame licen[cs]e as ([\w.+-]+(?: [\w.+-]+){0,3}?)(?= applies| does|[,;:(]|\.?$)",
    re.IGNORECASE,
)
_A_NAME = re.compile(r"\d|licen[cs]e|^mit$|^unlicense$|^wtfpl$|^isc$|rail", re.IGNORECASE)
_PORTED = re.compile(
    r"\s+(?!Licen|International|Unported|Generic|Deed|Public|Universal|Intl|By\b)[A-Z][A-Za-z]"
)
_OPEN = ("family", "unresolved")
_SHORT = 12
_LONGEST = 600
_MOST = 20

_CC = re.compile(
    r"\b(?:cc|creative commons)[- ]+"
    r"(?P<parts>(?:by|attribution)(?:[- ]+(?:nc|nd|sa|non[- ]?commercial|no[-"
    r" ]?derivatives?|share[- ]?alike)){0,2})"
    r"[- ,]*(?:license[- ,]*)?(?:version )?v?(?P<version>[1-4]\.[05])\b",
    re.IGNORECASE,
)
_NAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), key)
    for pattern, key in (
        (
            (
                r"(?<!solar-)(?<!solar )\bapache(?: software)?[- ](?:licen[cs]e[- ,]*)?(?:version"
                r" |v)?[- ]?2(?:\.0)?\b"
            ),
            "apache-2.0",
        ),
        (r"(?<!modified )(?<!modified-)\bMIT(?:[- ]licen[cs]e)\b", "mit"),
        (r"\bcc0\b|\bcreative commons zero\b", "cc0-1.0"),
        (r"\bbsd[- ]3[- ]clause(?! clear)\b", "bsd-3-clause"),
        (r"\bbsd[- ]2[- ]clause\b", "bsd-2-clause"),
        (
            r"\bgemma terms of use\b|\bgemma licen[cs]e\b|\blicen[cs]e of the gemma models?\b",
            "gemma",
        ),
        (r"\b(?:meta )?llama[- ]2 community licen[cs]e\b", "llama2"),
        (r"\b(?:meta )?llama[- ]3 community licen[cs]e\b", "llama3"),
        (r"\b(?:meta )?llama[- ]3\.1 community licen[cs]e\b", "llama3.1"),
        (r"\b(?:meta )?llama[- ]3\.2 community licen[cs]e\b", "llama3.2"),
        (r"\b(?:meta )?llama[- ]3\.3 community licen[cs]e\b", "llama3.3"),
        (r"\b(?:meta )?llama[- ]4 community licen[cs]e\b", "llama4"),
        (r"\bcreativeml open ?rail[- ]?m\b", "creativeml-openrail-m"),
        (r"\bbigcode open ?rail[- ]?m\b", "bigcode-openrail-m"),
        (r"\bbigscience rail licen[cs]e v?1\.0\b", "bigscience-bloom-rail-1.0"),
        (r"\bexaone ai model licen[cs]e agreement 1\.1 ?- ?nc\b", "exaone-1.1-nc"),
        (r"\bexaone ai model licen[cs]e agreement 1\.2 ?- ?nc\b", "exaone-1.2-nc"),
        (r"\bstability ai community licen[cs]e\b", "stability-ai-community-2024"),
        (r"\bmistral (?:ai )?research licen[cs]e\b", "mistral-mrl-0.1"),
        (r"\bagpl[- ]?v?3(?:\.0)?\b", "agpl-3.0"),
        (
            r"(?<![al])\bgpl[- ]?v?3(?:\.0)?\b|\bgnu general public licen[cs]e v?(?:ersion )?3\b",
            "gpl-3.0",
        ),
    )
)
_CC_PARTS = (("nc", "commercial"), ("nd", "deriv"), ("sa", "alike"))


def stated_licences(card: Card, *, dataset: bool) -> tuple[tuple[str, str, Span], ...]:
    """The licences that a card's own sentences state for the artefact.

    Args:
        card: The parsed card.
        dataset: Whether the artefact is a dataset, so that sentences about data speak of it.

    Returns:
        Each as catalogue key, sentence and lines, at most 20, in document order. Empty where a
        sentence speaks of code, of a base model or of alternatives: nothing is guessed.
    """
    found: dict[tuple[str, int], tuple[str, str, Span]] = {}
    for section in card.walk():
        headed = is_on_licence(section)
        for sentence, span in sentences(section):
            for key in _stated(sentence, headed, dataset):
                found.setdefault((key, span.start), (key, sentence, span))
            if len(found) >= _MOST:
                return tuple(found.values())
    return tuple(found.values())


def is_on_licence(section: Section) -> bool:
    """Whether a section's heading says that it is about the licence."""
    return bool(_LICENCE_HEADING.search(section.title[:_LONGEST]))


def named_licences(text: str) -> tuple[str, ...]:
    """Catalogue keys of the licences that `text` names beyond doubt, sorted.

    Args:
        text: A sentence or a short paragraph.
    """
    text = text[: _LONGEST * 4]
    keys = {key for pattern, key in _NAMES if pattern.search(text)}
    for match in _SAME_AS.finditer(text):
        entry = lookup(match[1])
        keys.update([entry.id] if entry and entry.category not in _OPEN else [])
    for match in _CC.finditer(text):
        parts = re.sub(r"[- ]+", "", match["parts"].lower())
        short = "".join(
            f"-{code}"
            for code, word in _CC_PARTS
            if code in _codes(match["parts"]) or word in parts
        )
        entry = (
            None if _PORTED.match(text, match.end()) else lookup(f"cc-by{short}-{match['version']}")
        )
        if entry:
            keys.add(entry.id)
    return tuple(sorted(keys))


def _codes(parts: str) -> set[str]:
    return set(re.split(r"[- ]+", parts.lower()))


def _stated(sentence: str, headed: bool, dataset: bool) -> tuple[str, ...]:
    label = _LABEL.match(sentence)
    value = sentence[label.end() :] if label else sentence
    value = value.strip().strip("*_`.[]() ")
    if label or (headed and len(value.split()) <= _SHORT):
        entry, is_name = lookup(value), _A_NAME.search(value)
        if (
            entry
            and entry.category != "unresolved"
            and (is_name or (label and entry.category not in _OPEN))
        ):
            return (entry.id,)
    plain = _URL.sub(" ", sentence)
    if not label and _PART.match(plain):
        return ()
    speaks = bool(label) or (
        headed and (len(plain.split()) <= _SHORT or bool(_STATES.search(plain)))
    )
    own, other = (_DATA, _MODEL) if dataset else (_MODEL, _DATA)
    if not speaks or _ELSEWHERE.search(plain) or (other.search(plain) and not own.search(plain)):
        return ()
    return named_licences(plain)


def sentences(section: Section) -> Iterator[tuple[str, Span]]:
    """What a section states, sentence by sentence with its lines; of tables only rows that state a
    licence."""
    for block in section.blocks:
        if not block.stated or block.kind is BlockKind.HTML:
            continue
        if block.kind is BlockKind.TABLE:
            yield from _labelled_rows(block)
            continue
        for text, span in _pieces(block):
            for sentence in _SENTENCE_END.split(text[: _LONGEST * 10]):
                if sentence.strip() and len(sentence) <= _LONGEST:
                    yield sentence.strip(), span


def _labelled_rows(block: Block) -> Iterator[tuple[str, Span]]:
    """The rows `License | its name` of a table with two columns, as a labelled line."""
    for row in block.rows:
        if len(row) == 2 and _LABEL.match(f"{row[0]}: x") and 0 < len(row[1]) <= _LONGEST:
            yield f"{row[0]}: {row[1]}", block.span


def _pieces(block: Block) -> tuple[tuple[str, Span], ...]:
    return block.items or ((block.text, block.span),)
