"""Card → how a model was trained, as far as it is stated in a form that leaves nothing to guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.bom.considerations import sentences
from provenance.bom.facts import APPEND, Fact, blank, sections
from provenance.bom.labels import Labelled, heading, labelled, lines, opening
from provenance.card import Block, BlockKind
from provenance.dossier import Dossier
from provenance.finding import Evidence, shorten

MOST_ENTRIES = 50
TRAINING = "provenance:training"
ENVIRONMENT = "provenance:environment"
FRAMEWORKS = "framework versions"

_HYPERPARAMETERS = frozenset({"training hyperparameters", "pretraining hyperparameters", "hyperparameters"})
STATEMENT = "statement"
# Headings → member of `provenance:training:`, or a statement on impact.
_SECTIONS = {
    "data": "training data|training dataset|training datasets|pretraining data|training and evaluation data"
    "|pre training data|pretraining corpus|model data|pretrain data|data|dataset|datasets|training datasets used"
    "|training data and sources|data overview|학습 데이터|훈련 데이터|학습 데이터셋|데이터|데이터셋|사전 학습 데이터",
    "procedure": "training procedure|model training|pretraining|training|training details"
    "|training and evaluation|post training|fine tuning|fine tuning procedure|instruction tuning|modeling strategy"
    "|training stack|training recipe|recipe|development|pretraining and pruning|pruning|distillation"
    "|pretraining details"
    "|학습 방법|학습 과정|훈련 방법|효과적인 학습 방법|학습",
    STATEMENT: "environmental impact|carbon footprint|carbon emissions|환경 영향",
    "preprocessing": "data preprocessing|preprocessing|training data preprocessing|전처리|데이터 전처리",
}
_PLACES = {title: member for member, titles in _SECTIONS.items() for title in titles.split("|")}
# Labels of the hub's card template below Environmental Impact, and their like.
_IMPACT = {
    "hardware type": "hardware_type",
    "hours used": "hours_used",
    "cloud provider": "cloud_provider",
    "compute region": "compute_region",
    "carbon emitted": "carbon_emitted",
    "carbon footprint": "carbon_footprint",
    "training energy use": "energy_use",
}
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST)


def training(dossier: Dossier) -> Iterator[Fact]:
    """State training and impact as facts of the model card.

    Yields:
        Properties `provenance:training:*` and properties of the environmental considerations.
    """
    yield from _prose(dossier)
    for said in labelled(dossier):
        if said.section in _HYPERPARAMETERS:
            yield _property(f"{TRAINING}:hyperparameter:{said.label.replace(' ', '_')}", said)
        elif said.label in _IMPACT:
            yield _property(
                f"{ENVIRONMENT}:{_IMPACT[said.label]}", said, "considerations", "environmentalConsiderations"
            )


def frameworks(dossier: Dossier) -> Iterator[tuple[str, str, Evidence]]:
    """The software of the section that a trainer writes below `Framework versions`: name, version, place."""
    for section, document in sections(dossier):
        for block in section.blocks if heading(section) == FRAMEWORKS else ():
            for text, span in lines(block):
                name, _, version = text.replace(":", " ").strip().rpartition(" ")
                if name and version[:1].isdigit():
                    evidence = Evidence.quoting(document, span.start, span.end)
                    yield shorten(name, 60), shorten(version, 60), evidence


def _property(name: str, said: Labelled, *below: str) -> Fact:
    entry = {"name": name, "value": shorten(said.value)}
    return Fact((*below, "properties", APPEND), entry, (said.evidence,))


def _prose(dossier: Dossier) -> Iterator[Fact]:
    """The paragraphs of sections on training and on impact, as stated."""
    for member, text, evidence in passages(dossier, _PLACES):
        impact = member == STATEMENT
        name = f"{ENVIRONMENT if impact else TRAINING}:{member}"
        below = ("considerations", "environmentalConsiderations") if impact else ()
        yield Fact((*below, "properties", APPEND), {"name": name, "value": text}, (evidence,))


def passages(dossier: Dossier, places: Mapping[str, str]) -> Iterator[tuple[str, str, Evidence]]:
    """The paragraphs and lists below certain headings: the heading's word in `places`, the text, its place."""
    found = 0
    for section, document in sections(dossier):
        member = places.get(heading(section))
        for block in section.blocks if member else ():
            said = block.stated and block.kind in _PROSE and not blank(block.text) and not _is_labels(block)
            if member and said and found < MOST_ENTRIES:
                found += 1
                yield member, sentences(block.text), Evidence.quoting(document, block.span.start, block.span.end)


def _is_labels(block: Block) -> bool:
    """Whether every item is a known label with its value: those are properties of their own."""
    return bool(block.items) and all(opening(text, "")[0] in _IMPACT for text, _ in block.items)
