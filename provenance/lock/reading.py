"""Create a lock from a report; read a lock or an earlier report from a file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar, cast

from provenance._version import __version__
from provenance.errors import UsageError
from provenance.files.resources import SCHEMAS, resource_folder
from provenance.files.safe_json import JsonError, load_json
from provenance.formats.json import document
from provenance.hubs import parse_reference, read_id
from provenance.licences import is_licence_file
from provenance.lineage.config_files import SERVED
from provenance.lock.documents import (
    LockedArtifactJson,
    LockJson,
    ReportedArtifactJson,
    ReportedDutyJson,
    ReportedFileJson,
    ReportedLicenceJson,
    ReportJson,
)
from provenance.lock.locked import SCHEMA, Lock, Locked
from provenance.messages import as_json, from_json, message
from provenance.model.artifact import CARD, ArtifactId, Gap, Kind
from provenance.report import SCHEMA as REPORT_SCHEMA
from provenance.report import Report
from provenance.text.printable import json_bytes
from provenance.weights import is_weights, runs_code

LIMIT = 256 * 1024 * 1024
# Scanner levels, most severe first.
FLAGS = ("unsafe", "suspicious", "caution")


def pin(report: Report) -> Lock:
    """The state to lock from a report: commits, hashes, licences, grades, lineage."""
    return _from_report(cast("ReportJson", document(report)))


def write_lock(lock: Lock) -> bytes:
    """Write a lock file (`schemas/lock-1`): one fact per line, sorted, so that a review shows what
    changed."""
    artifacts: list[LockedArtifactJson] = [
        {
            "purl": artifact.purl,
            "revision": artifact.revision,
            "state": artifact.state,
            "role": artifact.role,
            "gated": artifact.gated,
            "licence": {
                "declared": artifact.declared,
                "concluded": artifact.concluded,
                "verdict": artifact.verdict,
            },
            "files": dict(artifact.files),
            "duties": {duty: as_json(text) for duty, text in artifact.duties.items()},
            "disclosures": dict(artifact.disclosures),
            "parents": {str(parent): how for parent, how in artifact.parents.items()},
            "private": artifact.private,
            "flagged": dict(artifact.flagged or {}),
            "runs": dict(artifact.runs or {}),
            "unread": list(artifact.unread),
        }
        for artifact in lock.artifacts.values()
    ]
    written: LockJson = {
        "schema": SCHEMA,
        "tool": {"name": "provenance", "version": __version__},
        "refs": list(lock.refs),
        "artifacts": artifacts,
    }
    return json_bytes(written)


def read_lock(data: bytes, name: str) -> Lock:
    """Read a lock or a JSON report of version 1.

    Args:
        data: The file's bytes.
        name: Its name, for errors.

    Raises:
        UsageError: It is neither, or does not match its schema.
    """
    hint = "Give a file written by `provenance lock` or `provenance audit -f json`, or a reference."
    try:
        content = load_json(data).value if len(data) <= LIMIT else None
    except JsonError:
        content = None
    schema = content.get("schema") if isinstance(content, dict) else None
    if not isinstance(content, dict) or schema not in (SCHEMA, REPORT_SCHEMA):
        raise UsageError(f"{name} is neither a lock nor a report", hint)
    _validate(content, name, "lock-1" if schema == SCHEMA else "report-1")
    if schema == REPORT_SCHEMA:
        return _from_report(cast("ReportJson", content))
    return _from_lock(cast("LockJson", content))


def unread_then(lock: Lock, name: str) -> tuple[Gap, ...]:
    """The gaps recorded in a lock or a report.

    Args:
        lock: The recorded state.
        name: The file.
    """
    detail = message("gap.locked-unread", file=name)
    gaps = []
    for artifact in lock.artifacts.values():
        if artifact.state != "read":
            gaps.append(
                Gap(artifact=artifact.purl, what="repository", reason=artifact.state, detail=detail)
            )
        gaps += [
            Gap(artifact=artifact.purl, what=path, reason="unread", detail=detail)
            for path in artifact.unread
        ]
    return tuple(gaps)


def _validate(content: Mapping[str, object], name: str, schema: str) -> None:
    from jsonschema import Draft202012Validator

    text = (resource_folder(SCHEMAS) / f"{schema}.schema.json").read_text("utf-8")
    error = next(Draft202012Validator(json.loads(text)).iter_errors(content), None)
    if error:
        raise UsageError(
            f"{name} does not match {schema}: {error.json_path}: {error.message[:200]}",
            "Write it again.",
        )


def _from_lock(content: LockJson) -> Lock:
    locked = [_locked(row) for row in content["artifacts"]]
    return _lock(content["refs"], {artifact.purl: artifact for artifact in locked})


def _locked(row: LockedArtifactJson) -> Locked:
    """One artefact of a lock file."""
    licence = row["licence"]
    duties = {duty: from_json(text) for duty, text in row["duties"].items()}
    parents = {read_id(parent): relation for parent, relation in row["parents"].items()}
    return Locked(
        purl=read_id(row["purl"]),
        revision=row["revision"],
        state=row["state"],
        role=row["role"],
        gated=row["gated"],
        files=_sorted(row["files"].items()),
        declared=licence["declared"],
        concluded=licence["concluded"],
        verdict=licence["verdict"],
        duties=_sorted(duties.items()),
        disclosures=_sorted(row["disclosures"].items()),
        parents=_sorted(parents.items()),
        private=row.get("private", False),
        flagged=_recorded(row.get("flagged")),
        runs=_recorded(row.get("runs")),
        unread=tuple(row.get("unread", ())),
    )


def _recorded(facts: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """A mapping that older locks do not have; None means that nothing is known."""
    return None if facts is None else _sorted(facts.items())


def _lock(refs: Iterable[str], artifacts: Mapping[ArtifactId, Locked]) -> Lock:
    in_order = dict(sorted(artifacts.items()))
    return Lock(tuple(refs), MappingProxyType(in_order))


def _from_report(report: ReportJson) -> Lock:
    licences = {row["artifact"]: row for row in report["licences"]}
    grades = _grades(report)
    parents = _parents(report)
    unread = _unread(report)
    artifacts: dict[ArtifactId, Locked] = {}
    for row in report["artifacts"]:
        purl = _identity(row["purl"])
        files = row["files"]
        flagged = {file["path"]: str(file["scan"]) for file in files if _is_flagged(file)}
        kept = {file["path"]: file["sha256"] or "" for file in files if _is_kept(file)}
        licence = licences.get(row["purl"])
        unread_files = unread[purl] & {file["path"] for file in files}
        artifacts[purl] = Locked(
            purl=purl,
            revision=row["revision"],
            role=row["role"],
            gated=row["gated"],
            private=row.get("private", False),
            flagged=_sorted(flagged.items()),
            runs=_runs(row),
            files=_sorted(kept.items()),
            declared=licence["declared"] if licence else None,
            concluded=licence["concluded"] if licence else None,
            verdict=licence["verdict"] if licence else "none",
            duties=_duties(licence),
            disclosures=_sorted(grades[row["purl"]].items()),
            parents=_sorted(parents[row["purl"]].items()),
            unread=tuple(sorted(unread_files)),
        )
    for artifact in _not_read(report):
        artifacts.setdefault(artifact.purl, artifact)
    inputs = report["inputs"]
    refs = [_reference(entry["ref"], read_id(entry["purl"])) for entry in inputs]
    return _lock(refs, artifacts)


def _not_read(report: ReportJson) -> Iterator[Locked]:
    """The artefacts of the lineage that could not be read."""
    subjects = {_identity(entry["purl"]) for entry in report["inputs"]}
    for node in report["lineage"]["nodes"]:
        if node["state"] == "read":
            continue
        purl = _identity(node["purl"])
        role = "subject" if purl in subjects else _role(report, purl)
        yield Locked(purl=purl, state=node["state"], role=role)


def _grades(report: ReportJson) -> defaultdict[str, dict[str, str]]:
    """The grade of each question that applies, by artefact."""
    grades: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for disclosure in report["disclosures"]:
        if disclosure["grade"] != "not-applicable":
            grades[disclosure["artifact"]][disclosure["check"]] = disclosure["grade"]
    return grades


def _parents(report: ReportJson) -> defaultdict[str, dict[ArtifactId, str]]:
    """The relation to each parent, by artefact."""
    parents: defaultdict[str, dict[ArtifactId, str]] = defaultdict(dict)
    for edge in report["lineage"]["edges"]:
        parents[edge["child"]][_identity(edge["parent"])] = edge["relation"]
    return parents


def _unread(report: ReportJson) -> defaultdict[str, set[str]]:
    """What could not be read, by artefact."""
    unread: defaultdict[str, set[str]] = defaultdict(set)
    for gap in report["gaps"]:
        unread[_identity(gap["artifact"])].add(gap["what"])
    return unread


def _duties(licence: ReportedLicenceJson | None) -> Mapping[str, str]:
    """The duties of a licence with their clauses, by id; none without a licence."""
    duties = licence["duties"] if licence else []
    return _sorted((duty["id"], _clause(duty)) for duty in duties)


def _is_flagged(file: ReportedFileJson) -> bool:
    return file["scan"] in FLAGS


def _runs(row: ReportedArtifactJson) -> Mapping[str, str] | None:
    """What an artefact in a report executes; None if the report predates that information."""
    if "weights" not in row:
        return None
    runs = {template["place"]: template["sha256"] for template in row["templates"]}
    for facts in row["weights"]:
        runs |= {f"{facts['path']} {use['name']}": use["verdict"] for use in facts["uses"]}
    return _sorted(runs.items())


def _identity(purl: str) -> ArtifactId:
    return read_id(purl).identity


def _role(report: ReportJson, purl: ArtifactId) -> str:
    """The role of an artefact that could not be read."""
    edges = report["lineage"]["edges"]
    relations = {edge["relation"] for edge in edges if _identity(edge["parent"]) == purl}
    return "code" if relations == {"code"} else "base"


def _reference(typed: str, purl: ArtifactId) -> str:
    """The reference that requests the same artefact again, with its kind: a lock does not know that
    a manifest listed it as a dataset."""
    if purl.kind is not Kind.DATASET or purl.hub.local:
        return typed
    try:
        ref = parse_reference(typed)
    except UsageError:
        return typed
    names_a_dataset = ref.kind is Kind.DATASET
    return typed if names_a_dataset else f"{ref.hub}:{replace(ref, kind=Kind.DATASET)}"


def _clause(duty: ReportedDutyJson) -> str:
    text = from_json(duty) if duty.get("messageId") else str(duty["text"])
    if not duty["clause"]:
        return text
    return message("duty.with-clause", text=text, clause=duty["clause"])


def _is_kept(file: ReportedFileJson) -> bool:
    path = file["path"]
    is_run = runs_code(path) or path in SERVED
    return path == CARD or is_weights(path) or is_licence_file(path) or is_run


_Key = TypeVar("_Key", bound=str)


def _sorted(pairs: Iterable[tuple[_Key, str]]) -> Mapping[_Key, str]:
    return MappingProxyType(dict(sorted(pairs)))
