"""Croissant metadata beside a dataset: the properties of the RAI vocabulary that speak of
people."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from provenance.artifact import Document
from provenance.privacy.reading import PRIVACY, Passage, clean
from provenance.safejson import JsonError, load_json

# The name of a property is read as a heading: `dataCollectionTimeframe` as "data collection
# timeframe".
_CAPITAL = re.compile(r"[A-Z]")
LARGEST = 2 * 1024 * 1024
MOST_NODES = 50_000
# RAI property to the role under which its text is read: only the first is a statement made for this
# question.
_PROPERTIES = {
    "personalSensitiveInformation": PRIVACY,
    "annotatorDemographics": "",
    "dataAnnotationPlatform": "",
    "dataAnnotationProtocol": "",
    "dataCollection": "",
    "dataCollectionRawData": "",
    "dataCollectionTimeframe": "",
    "dataCollectionType": "",
    "dataLimitations": "",
    "dataPreprocessingProtocol": "",
    "dataManipulationProtocol": "",
    "dataReleaseMaintenancePlan": "",
    "dataSocialImpact": "",
    "dataUseCases": "",
}


def is_croissant_file(path: str) -> bool:
    """Whether a file is Croissant metadata by its name."""
    name = PurePosixPath(path).name.lower()
    return name in ("croissant.json", "croissant.jsonld", "metadata.jsonld") or name.endswith(
        ".croissant.json"
    )


def read_croissant(document: Document) -> list[Passage]:
    """The texts of the RAI properties, each at the line where its key stands.

    Args:
        document: A Croissant file (1.0, 1.1; RAI vocabulary 1.0). Anything else gives nothing.
    """
    try:
        left = [load_json(document.text).value] if document.size <= LARGEST else []
    except JsonError:
        return []
    found: list[Passage] = []
    seen = 0
    while left and seen < MOST_NODES:
        node = left.pop()
        seen += 1
        if isinstance(node, list):
            left += node[:MOST_NODES]
        elif isinstance(node, dict):
            for key, value in node.items():
                role = _PROPERTIES.get(key.removeprefix("rai:"))
                if role is None:
                    left.append(value)
                else:
                    found += [_passage(document, key, text, role) for text in _texts(value)]
    return sorted(found, key=lambda passage: passage.start)


def _texts(value: object) -> list[str]:
    return [
        text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)
    ]


def _passage(document: Document, key: str, text: str, role: str) -> Passage:
    line = document.text.count("\n", 0, max(document.text.find(f'"{key}"'), 0)) + 1
    return Passage(
        clean(text),
        document,
        line,
        line,
        role,
        _CAPITAL.sub(r" \g<0>", key.removeprefix("rai:")).lower(),
    )
