"""Texts of front matter, weight headers and configurations, as sentences that may restrict the
work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from provenance.licences.field_keys import is_about_others, is_licence_key, plain_key
from provenance.licences.fields import KEYS_BESIDE
from provenance.licences.metadata_roots import CONFIGURATIONS, MetadataRoot, is_facts_file
from provenance.licences.restrictive import limits
from provenance.licences.terse_limits import may_limit_tersely
from provenance.model.card import Card
from provenance.text.lines import LineSpan

Path: TypeAlias = tuple[str | int, ...]

# Front matter keys whose values are read elsewhere, or are samples, results and citations.
_READ_ELSEWHERE = re.compile(
    r"licen[cs]|라이[선센]스|extra_gated|tags$|widget|citation|model-index|dataset_info|configs"
    r"|base_model|datasets|language",
    re.IGNORECASE,
)
# Of these, the ones in which nobody else looks for terms.
_SAMPLES = re.compile(r"widget|model-index|dataset_info|configs", re.IGNORECASE)
# Weight header keys for free text.
_ON_LICENCE = re.compile(r"licen[cs]|라이[선센]스", re.IGNORECASE)
_OF_A_PERSON = re.compile(
    r"licen[cs]|permission|usage|descript|terms|notice|comment|restrict|commerc|note|trigger|tags",
    re.IGNORECASE,
)
# Keys of a configuration below which authors write terms; loaders have none of these names.
_ON_TERMS = re.compile(
    r"licen[cs]|terms$|terms_|usage_(?:terms|rights|restrict)|restriction|permitted|prohibited"
    r"|commercial|라이[선센]스|이용조건",
    re.IGNORECASE,
)
# Lists of tags: `general.tags` of GGUF, `modelspec.tags`.
_TAGS = re.compile(r"(?:^|\.)tags$")
# Keys whose values are vocabularies, templates and prompts, which say nothing of the work.
_OF_A_TOKENIZER = re.compile(r"token|templat|prompt|vocab|id2label|label2id", re.IGNORECASE)
# Keys whose values are what a classifier tells apart, or words that precede an input.
_OF_CLASSES = re.compile(
    r"class|label|names|prefix|suffix|instruction|quer(?:y|ies)", re.IGNORECASE
)
_DEEPEST, _MOST, _LONGEST = 8, 500, 1_000
_MOST_LOOKED_AT = 5_000
_JOINTS = re.compile(r"[_.-]+")
_ADDRESS = re.compile(r"https?://\S+")


def field_sentences(card: Card) -> Iterator[tuple[str, LineSpan | None]]:
    """The values of the author's own front matter keys, as `key: value`, with lines.

    Args:
        card: The parsed card. At most 500 values are read, eight levels deep.
    """
    count = 0
    for key, value in card.fields.items():
        if _READ_ELSEWHERE.search(key) and not _is_note_on_licence(key):
            continue
        for path, scalar in _scalars(value, (key,)):
            if count >= _MOST:
                return
            count += 1
            name = str(next(step for step in path[::-1] if isinstance(step, str)))
            for sentence in _sentences(name, scalar):
                yield sentence, card.span(path)


def _is_note_on_licence(key: str) -> bool:
    """Whether a key holds the author's own words on the licence: `license_note`."""
    if is_licence_key(key) or is_about_others(key) or plain_key(key) in KEYS_BESIDE:
        return False
    return _ON_LICENCE.search(key) is not None


def header_sentences(
    headers: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[str, str]]:
    """Free text in weight headers, as `key: value`, by file.

    Args:
        headers: Texts in weight file headers, by path and key.
    """
    count = 0
    for path in sorted(headers, key=str):
        for key, value in headers[path].items():
            if count >= _MOST:
                return
            if isinstance(value, str) and _OF_A_PERSON.search(key):
                count += 1
                for sentence in _sentences(key, value):
                    yield path, sentence


def configuration_sentences(roots: Mapping[str, MetadataRoot]) -> Iterator[tuple[str, str]]:
    """Words on terms in configurations, as `key: value`, by file: `release.terms` of config.json.
    Under keys of any other name only what states a limit.

    Args:
        roots: Metadata files and configurations, parsed, by path.
    """
    for path, metadata in sorted(roots.items()):
        if path not in CONFIGURATIONS and not is_facts_file(path):
            continue
        stated = (
            (steps, value)
            for steps, value in islice(_scalars(metadata.root, ()), _MOST_LOOKED_AT)
            if _may_limit(steps, value)
            and not (len(steps) == 1 and is_licence_key(steps[0]))  # a claim of its own
        )
        for steps, value in islice(stated, _MOST):
            name = next(step for step in reversed(steps) if isinstance(step, str))
            for sentence in _sentences(name, value):
                yield path, sentence


def _may_limit(steps: Path, value: object) -> bool:
    """Whether a value stands below a key on terms, or states a limit under any other."""
    keys = [step for step in steps if isinstance(step, str)]
    if any(_ON_TERMS.search(key) for key in keys):
        return True
    if any(_OF_A_TOKENIZER.search(key) for key in keys) or not isinstance(value, str):
        return False
    if limits(value[:_LONGEST]):
        return True
    is_of_classes = any(_OF_CLASSES.search(key) for key in keys)
    return not is_of_classes and may_limit_tersely(value)


def unread_field_sentences(card: Card) -> Iterator[tuple[str, LineSpan | None]]:
    """What states a limit under front matter keys for samples, results and the like, as `key:
    value`, with lines.

    Args:
        card: The parsed card.
    """
    for key, value in card.fields.items():
        if not _SAMPLES.search(key):
            continue
        for path, scalar in islice(_scalars(value, (key,)), _MOST_LOOKED_AT):
            if isinstance(scalar, str) and limits(scalar[:_LONGEST]):
                name = str(next(step for step in path[::-1] if isinstance(step, str)))
                for sentence in filter(limits, _sentences(name, scalar)):
                    yield sentence, card.span(path)


def header_tags(headers: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """The tags in weight headers, by file.

    Args:
        headers: Texts in the headers of weight files, by path and key.
    """
    for path in sorted(headers, key=str):
        for key, value in headers[path].items():
            if isinstance(value, str) and _TAGS.search(key):
                tags = (tag.strip() for tag in value[:_LONGEST].split(","))
                for tag in list(filter(None, tags))[:_MOST]:
                    yield path, tag


def _sentences(key: str, value: object) -> Iterator[str]:
    name = _JOINTS.sub(" ", key)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    for sentence in _ADDRESS.sub(" ", text[:_LONGEST]).splitlines():
        yield f"{name}: {sentence.strip()}"


def _scalars(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping) and len(path) <= _DEEPEST:
        for key, below in value.items():
            yield from _scalars(below, (*path, str(key)))
    elif isinstance(value, list | tuple) and len(path) <= _DEEPEST:
        for index, item in enumerate(value):
            yield from _scalars(item, (*path, index))
    elif isinstance(value, str | bool):
        yield path, value
