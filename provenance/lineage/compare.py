"""Compare two models by a ladder of evidence for a common origin.

Each rung says what it found and no more than that proves. Only the first rung is decisive: equal
bytes are equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.parents import CONFIG
from provenance.weights import (
    TOKENIZER,
    Geometry,
    TokenizerFacts,
    geometry_of,
    is_weights,
    known_models,
    whole_of,
)


class Rung(StrEnum):
    """The kinds of evidence, strongest first."""

    SAME_FILE = "same-file"
    SELF_DECLARED = "self-declared"
    SAME_TENSORS = "same-tensors"
    SAME_FAMILY = "same-family"
    SAME_SHAPES = "same-shapes"


class RungAnswer(StrEnum):
    """The answer of a rung."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A rung with its answer.

    Attributes:
        rung: Kind of evidence.
        answer: Its answer.
        text: The result in one sentence.
    """

    rung: Rung
    answer: RungAnswer
    text: Message


def compare_models(
    left: ArtifactRecord, right: ArtifactRecord, tensors: Likeness | None = None
) -> tuple[Likeness, ...]:
    """Compare two models on every rung.

    Args:
        left: First model.
        right: Second model.
        tensors: Result of comparing small tensors, or None if not compared.
    """
    rungs = [_same_file(left, right), _self_declared(left, right)]
    if tensors:
        rungs.append(tensors)
    return (*rungs, _same_family(left, right), _same_shapes(left, right))


def _same_file(left: ArtifactRecord, right: ArtifactRecord) -> Likeness:
    mine, yours = _digests(left), _digests(right)
    common = sorted(mine.keys() & yours.keys())
    if common:
        paths = (mine[common[0]], yours[common[0]])
        text = message("lineage.compare.same-file", left=paths[0], right=paths[1])
        return Likeness(Rung.SAME_FILE, RungAnswer.YES, text)
    if not mine or not yours:
        text = message("lineage.compare.no-digest")
        return Likeness(Rung.SAME_FILE, RungAnswer.UNKNOWN, text)
    return Likeness(Rung.SAME_FILE, RungAnswer.NO, message("lineage.compare.no-same-file"))


def _digests(record: ArtifactRecord) -> Mapping[str, str]:
    """Weight files by digest."""
    return {
        entry.sha256: entry.path
        for entry in record.snapshot.files
        if entry.sha256 and is_weights(entry.path)
    }


def _self_declared(left: ArtifactRecord, right: ArtifactRecord) -> Likeness:
    for child, parent in ((left, right), (right, left)):
        for statement in _statements(child):
            if statement[0].lower() == parent.ref.name.lower():
                text = message(
                    "lineage.compare.declared",
                    child=child.ref.name,
                    parent=parent.ref.name,
                    file=statement[1],
                )
                return Likeness(Rung.SELF_DECLARED, RungAnswer.YES, text)
    text = message("lineage.compare.not-declared")
    return Likeness(Rung.SELF_DECLARED, RungAnswer.NO, text)


def _statements(record: ArtifactRecord) -> Iterator[tuple[str, str]]:
    """Models that a record names as its base, with the file that names them."""
    for parent in record.parents:
        if parent.is_base:
            yield parent.ref.name, parent.evidence.file


def _same_family(left: ArtifactRecord, right: ArtifactRecord) -> Likeness:
    geometries = [_geometry(record) for record in (left, right)]
    tokenizers = [_tokenizer(record) for record in (left, right)]
    if None in geometries:
        return Likeness(
            Rung.SAME_FAMILY, RungAnswer.UNKNOWN, message("lineage.compare.no-geometry")
        )
    if geometries[0] != geometries[1]:
        text = message("lineage.compare.other-geometry")
        return Likeness(Rung.SAME_FAMILY, RungAnswer.NO, text)
    digests = [_tokenizer_digest(record) for record in (left, right)]
    if digests[0] and digests[0] == digests[1]:
        return family_likeness(geometries[0], tokenizers[0])
    if None in tokenizers:
        return Likeness(
            Rung.SAME_FAMILY, RungAnswer.UNKNOWN, message("lineage.compare.no-tokenizer")
        )
    if tokenizers[0] != tokenizers[1]:
        text = message("lineage.compare.other-tokenizer")
        return Likeness(Rung.SAME_FAMILY, RungAnswer.NO, text)
    return family_likeness(geometries[0], tokenizers[0])


def family_likeness(geometry: Geometry | None, tokenizer: TokenizerFacts | None) -> Likeness:
    """What equal geometry and an equal tokenizer show.

    Many makers may share a tokenizer that is not in the catalogue.
    """
    is_distinctive = any(known.tokenizer == tokenizer for known in known_models())
    if geometry and is_distinctive:
        return Likeness(Rung.SAME_FAMILY, RungAnswer.YES, message("lineage.compare.same-family"))
    return Likeness(
        Rung.SAME_FAMILY, RungAnswer.UNKNOWN, message("lineage.compare.shared-tokenizer")
    )


def _geometry(record: ArtifactRecord) -> Geometry | None:
    return geometry_of(record.configs.get(CONFIG, {}))


def _tokenizer(record: ArtifactRecord) -> TokenizerFacts | None:
    look = record.examined.get(TOKENIZER)
    return look.tokenizer if look else None


def _tokenizer_digest(record: ArtifactRecord) -> str | None:
    entry = record.snapshot.file(TOKENIZER)
    return entry.sha256 if entry else None


def _same_shapes(left: ArtifactRecord, right: ArtifactRecord) -> Likeness:
    mine, yours = whole_of(left.weights)[1], whole_of(right.weights)[1]
    if not mine or not yours:
        return Likeness(Rung.SAME_SHAPES, RungAnswer.UNKNOWN, message("lineage.compare.no-shapes"))
    if mine == yours:
        return Likeness(Rung.SAME_SHAPES, RungAnswer.YES, message("lineage.compare.same-shapes"))
    return Likeness(Rung.SAME_SHAPES, RungAnswer.NO, message("lineage.compare.other-shapes"))
