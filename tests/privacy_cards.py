"""Cards for the tests of privacy: text in, graded questions out."""

from __future__ import annotations

from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import grade_disclosures
from provenance.privacy.disclosure import Disclosure

REVISION = "0" * 40


def graded(
    text: str, kind: str = "dataset", name: str = "acme/thing", others: dict[str, str] | None = None
) -> dict[str, Disclosure]:
    """Grade a card and side files, by check."""
    ref = ArtifactRef(
        hub=HUGGING_FACE,
        kind=Kind.DATASET if kind == "dataset" else Kind.MODEL,
        name=name,
        revision=REVISION,
    )
    texts = {"README.md": text, **(others or {})}
    documents = {path: SourceText.decode(ref, path, body.encode()) for path, body in texts.items()}
    disclosures = grade_disclosures(
        frozenset({kind}), Snapshot(ref=ref), parse_card(text), documents
    )
    return {disclosure.check: disclosure for disclosure in disclosures}


def section_grade(
    text: str, heading: str = "Personal and Sensitive Information"
) -> tuple[str, str]:
    """Grade and stance of PRIV-082 for a dataset card that holds one section."""
    disclosures = graded(
        f"# A card\n\n### {heading}\n\n{text}\n\n## Considerations\n\nNothing else.\n"
    )["PRIV-082"]
    return disclosures.grade.value, disclosures.stance
