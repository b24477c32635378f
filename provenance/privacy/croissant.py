"""Read Croissant metadata of a dataset: the properties of the RAI vocabulary about people."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from provenance.files.safe_json import JsonError, load_json
from provenance.messages import message
from provenance.model.artifact import PRIVACY as PERSONAL_DATA
from provenance.model.artifact import Gap, SourceText
from provenance.privacy.reading import PRIVACY, Passage, clean
from provenance.stated import Reading, Value, gap_of, is_empty, leftover, together

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
_IN_ANY_CASE = {name.lower(): name for name in _PROPERTIES}


def is_croissant_file(path: str) -> bool:
    """Whether a file name indicates Croissant metadata."""
    name = PurePosixPath(path).name.lower()
    return name in ("croissant.json", "croissant.jsonld", "metadata.jsonld") or name.endswith(
        ".croissant.json"
    )


def read_croissant(document: SourceText) -> list[Passage]:
    """The texts of the RAI properties, each at the line of its key.

    Args:
        document: A Croissant file (1.0, 1.1; RAI vocabulary 1.0). Anything else yields nothing;
            `croissant_gaps` gives the reason.
    """
    try:
        properties, _ = _rai_properties(_load(document))
    except JsonError:
        return []
    passages = [
        _passage(document, key, text, _PROPERTIES[_plain(key)])
        for key, value in properties
        for text in _texts(value).texts
    ]
    return sorted(passages, key=lambda passage: passage.start)


def croissant_gaps(document: SourceText) -> tuple[Gap, ...]:
    """Gaps for the parts of a Croissant file that were not understood."""
    path, purl = document.path, document.artifact
    try:
        properties, is_whole = _rai_properties(_load(document))
    except JsonError as error:
        detail = message("gap.not-json", path=path, why=error.reason)
        return (
            Gap(artifact=purl, what=path, reason="malformed", detail=detail, topic=PERSONAL_DATA),
        )
    gaps = []
    if not is_whole:
        detail = message("gap.too-many-values", path=path, limit=MOST_NODES)
        gaps.append(
            Gap(artifact=purl, what=path, reason="too-large", detail=detail, topic=PERSONAL_DATA)
        )
    for key, value in properties:
        place = f"{path}:{_line(document, key)}"
        for left in _texts(value).leftovers:
            named = replace(left, path=(key, *left.path))
            gaps.append(gap_of(purl, PERSONAL_DATA, place, named))
    return tuple(gaps)


def _load(document: SourceText) -> object:
    if document.size > LARGEST:
        raise JsonError(message("gap.json.length", limit=LARGEST))
    return load_json(document.text).value


def _rai_properties(value: object) -> tuple[list[tuple[str, object]], bool]:
    """All RAI properties in the file, and whether the whole file was searched."""
    left = [value]
    properties: list[tuple[str, object]] = []
    seen = 0
    while left and seen < MOST_NODES:
        node = left.pop()
        seen += 1
        if isinstance(node, list):
            left += node[:MOST_NODES]
        elif isinstance(node, dict):
            for key, member in node.items():
                if _plain(key) in _PROPERTIES:
                    properties.append((key, member))
                else:
                    left.append(member)
    return properties, not left


def _plain(key: str) -> str:
    """A property's name without its prefix, in the capitalisation of the vocabulary."""
    name = key.rpartition(":")[2]
    return _IN_ANY_CASE.get(name.lower(), name)


def _texts(value: object) -> Reading:
    """The texts of a property; of a JSON-LD value object (JSON-LD 1.1, section 4.2.1) its value."""
    readings = []
    is_list = isinstance(value, list)
    items = value if isinstance(value, list) else [value]
    for step, item in enumerate(items):
        path = (step,) if is_list else ()
        bare = item.get("@value") if isinstance(item, dict) and "@value" in item else item
        if isinstance(bare, str):
            readings.append(Reading((Value(bare, path),)))
        elif not is_empty(bare):
            readings.append(leftover(bare, path, message("gap.shape.text")))
    return together(readings)


def _line(document: SourceText, key: str) -> int:
    return document.text.count("\n", 0, max(document.text.find(f'"{key}"'), 0)) + 1


def _passage(document: SourceText, key: str, text: str, role: str) -> Passage:
    line = _line(document, key)
    return Passage(
        text=clean(text),
        document=document,
        start=line,
        end=line,
        role=role,
        heading=_CAPITAL.sub(r" \g<0>", _plain(key)).lower(),
    )
