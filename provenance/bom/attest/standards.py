"""The requirements as CycloneDX standards: the G7's minimum elements and this tool's questions
about personal data."""

from __future__ import annotations

from provenance._version import __version__
from provenance.conformance.framework import FrameworkElement, framework
from provenance.cyclonedx.documents import DefinitionsJson, RequirementJson, StandardJson
from provenance.privacy import catalogue
from provenance.privacy.disclosure import PrivacyCheck

PREFIX = "provenance:"
"""What all bom-refs of this room begin with: `provenance check` does not take them for what a maker
declares."""

G7 = "g7"
PRIVACY = "privacy"


def requirement_ref(standard: str, identifier: str) -> str:
    """bom-ref of a requirement: `provenance:g7:MDL-01`, `provenance:privacy:PRIV-001`."""
    return f"{PREFIX}{standard}:{identifier}"


def definitions() -> DefinitionsJson:
    """Both standards, as `definitions` of a BOM (bom-1.7.schema.json, `standard`)."""
    return {"standards": [_g7(), _privacy()]}


def _g7() -> StandardJson:
    """The elements with their clusters as parents; names only, because the text belongs to its
    publisher."""
    listed = framework(G7)
    clusters: list[RequirementJson] = [
        {"bom-ref": requirement_ref(G7, key), "identifier": key, "title": title}
        for key, title in listed.clusters.items()
    ]
    return {
        "bom-ref": f"{PREFIX}standard:{G7}",
        "name": listed.title,
        "version": listed.date,
        "description": f"{listed.note} {listed.source.reading.capitalize()}.",
        "owner": listed.publisher,
        "requirements": clusters + [_element(element) for element in listed.elements],
        "externalReferences": [{"type": "documentation", "url": listed.url}],
    }


def _element(element: FrameworkElement) -> RequirementJson:
    stated = "; ".join(field.what for field in element.fields)
    return {
        "bom-ref": requirement_ref(G7, element.id),
        "identifier": element.id,
        "title": element.name,
        "descriptions": [f"{element.locator}. Looked for here: {stated}."],
        "parent": requirement_ref(G7, element.cluster),
    }


def _privacy() -> StandardJson:
    description = (
        "Questions about personal data that regulators, guidance and hubs ask. Each names who asks"
        " it. They ask what documents state; whether a rule applies to anybody, and whether it is"
        " kept, they do not say."
    )
    return {
        "bom-ref": f"{PREFIX}standard:{PRIVACY}",
        "name": "Questions about personal data in AI models and datasets",
        "version": __version__,
        "description": description,
        "owner": "provenance",
        "requirements": [_question(check) for check in catalogue()],
    }


def _question(check: PrivacyCheck) -> RequirementJson:
    addresses = dict.fromkeys(
        requirement.url for requirement in check.requirements if requirement.url
    )
    question: RequirementJson = {
        "bom-ref": requirement_ref(PRIVACY, check.id),
        "identifier": check.id,
        "title": check.title,
    }
    if check.question:
        question["text"] = check.question
    if check.asked_by:
        question["descriptions"] = [f"Asked by {requirement}" for requirement in check.asked_by]
    if addresses:
        question["externalReferences"] = [
            {"type": "documentation", "url": address} for address in addresses
        ]
    return question
