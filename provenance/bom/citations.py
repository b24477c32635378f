"""Write CycloneDX citations (since 1.7): the source of each field, as JSON Pointers into the
BOM."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from provenance.cyclonedx.documents import BomJson, CitationJson, ComponentJson, FormulaJson
from provenance.cyclonedx.integrity import escaped
from provenance.facts.stated import Fact, Path, file_ref
from provenance.lineage.graph import Lineage
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence


def cite(
    document: BomJson,
    facts: Mapping[str, Sequence[Fact]],
    lineage: Lineage,
    refs: Mapping[ArtifactId, str],
    timestamp: datetime | None,
) -> list[CitationJson]:
    """Cite the source of each filled field.

    One citation covers all fields from one place. It is attributed to the file if the BOM lists it,
    else to the artefact. Its time is when the information was supplied (`citation.timestamp` in
    bom-1.7.schema.json): the last modification of the artefact according to its hub, else
    `timestamp`. If neither is known there is no citation, because the schema requires a time and
    none is invented.

    Args:
        document: The final BOM; the library sorts arrays, so indexes are only known now.
        facts: By bom-ref of the component.
        lineage: Source of the modification times.
        refs: bom-ref by purl of the artefact.
        timestamp: Time of this run, or None.
    """
    places: dict[str, tuple[str, ComponentJson | FormulaJson]] = {}
    places.update(components(document))
    places.update(_formulas(document))
    times = {
        record.purl: modified(record.snapshot.metadata) or timestamp
        for record in lineage.records.values()
    }
    pointers: dict[tuple[str, str, str], dict[str, None]] = {}
    for ref, stated in facts.items():
        if ref not in places:
            continue
        start, component = places[ref]
        for fact in stated:
            pointer = _resolve(component, fact.path)
            if pointer is not None:
                for evidence in fact.evidence:
                    time = times.get(evidence.artifact)
                    if time is not None:
                        key = (_source(evidence, refs, places), iso(time), place_of(evidence))
                        pointers.setdefault(key, {})[f"{start}{pointer}"] = None
    return [
        {"pointers": list(fields), "timestamp": time, "attributedTo": source, "note": note}
        for (source, time, note), fields in sorted(pointers.items())
    ]


def components(document: BomJson) -> Iterator[tuple[str, tuple[str, ComponentJson]]]:
    """Every component with a bom-ref: the reference, its JSON Pointer, the component. Ancestors
    have no bom-ref."""
    subject = document.get("metadata", {}).get("component")
    queue = [("/metadata/component", subject)] if subject else []
    queue += (
        (f"/components/{index}", entry)
        for index, entry in enumerate(document.get("components", ()))
    )
    for pointer, component in queue:
        if "bom-ref" in component:
            yield component["bom-ref"], (pointer, component)
        below = component.get("components", ())
        queue += ((f"{pointer}/components/{index}", entry) for index, entry in enumerate(below))


def _formulas(document: BomJson) -> Iterator[tuple[str, tuple[str, FormulaJson]]]:
    for index, formula in enumerate(document.get("formulation", ())):
        yield formula["bom-ref"], (f"/formulation/{index}", formula)


def iso(time: datetime) -> str:
    """A time in the form that every schema accepts: UTC, whole seconds, `Z`."""
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def modified(metadata: Mapping[str, object]) -> datetime | None:
    """Last modification of an artefact according to its hub, in UTC, or None."""
    try:
        time = datetime.fromisoformat(str(metadata.get("lastModified")))
        time = time if time.tzinfo else time.replace(tzinfo=UTC)
        return time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def place_of(evidence: Evidence) -> str:
    """A source in readable form: file, lines, commit."""
    place = evidence.file
    if evidence.start_line is not None:
        place += f":{evidence.start_line}"
        if evidence.end_line not in (None, evidence.start_line):
            place += f"-{evidence.end_line}"
    if evidence.revision:
        place += f" @ {evidence.revision}"
    return place


def _resolve(holder: ComponentJson | FormulaJson, path: Path) -> str | None:
    """JSON Pointer (RFC 6901) of a path within its component, or None if the BOM lacks it."""
    value: object = holder
    pointer = ""
    for step in path:
        if isinstance(step, str):
            if not isinstance(value, Mapping) or step not in value:
                return None
            value = value[step]
            pointer += f"/{escaped(step)}"
            continue
        index = _index(value, step)
        if not isinstance(value, list) or index is None:
            return None
        value = value[index]
        pointer += f"/{index}"
    return pointer


def _index(value: object, step: int | Mapping[str, object]) -> int | None:
    """The index of an array's entry: as given, or of the first entry with such members."""
    if not isinstance(value, list):
        return None
    if isinstance(step, int):
        return step if step < len(value) else None
    return next((index for index, entry in enumerate(value) if _contains(entry, step)), None)


def _contains(entry: object, wanted: object) -> bool:
    if not isinstance(wanted, Mapping):
        return entry == wanted
    if not isinstance(entry, Mapping):
        return False
    return all(_contains(entry.get(key), member) for key, member in wanted.items())


def _source(
    evidence: Evidence, refs: Mapping[ArtifactId, str], places: Mapping[str, object]
) -> str:
    artefact = refs[evidence.artifact]
    file = file_ref(artefact, evidence.file)
    return file if file in places else artefact
