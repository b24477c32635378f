"""Record a run and seal it: evidence, report, AIBOM, and a statement with the digests of them
all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from provenance._version import __version__
from provenance.auditing.enforce import accept
from provenance.auditing.run import Run
from provenance.errors import UnreachableError, UsageError
from provenance.evidence.products import MANIFEST, Options, products, rerun
from provenance.evidence.statement import CERTIFICATE, STATEMENT, Signer, envelope, state
from provenance.hubs import Hub, parse_reference, read_refs
from provenance.hubs.archive import write_archive
from provenance.hubs.bundle import INDEX, SCHEMA
from provenance.hubs.record import RecordingHub
from provenance.hubs.recorded import BundleIndexJson, BundleSubjectJson
from provenance.lineage.progress import Progress
from provenance.model.artifact import ArtifactRef, Gap
from provenance.project.manifest import manifest_bytes, read_manifest
from provenance.project.subjects import AuditSubjects, combine, hub_of_run


def seal(
    hub: Hub,
    refs: Sequence[str],
    kind: str | None = None,
    manifest: Path | None = None,
    *,
    options: Options | None = None,
    signer: Signer | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[bytes, tuple[Gap, ...]]:
    """Audit and pack everything that the audit rests on.

    The packed evidence is audited again before it is returned, so that a bundle always proves its
    report. The same answers give the same bytes, except for signature schemes that use a random
    number.

    Args:
        hub: Where to read.
        refs: References as a user types them.
        kind: `model` or `dataset`, for folders whose files do not show it, or None.
        manifest: A file that lists more subjects, or None.
        options: Everything else that determines the result: intended use, profiles, limits, policy.
        signer: Signs the statement; None leaves it unsigned.
        progress: See `provenance.lineage.trace.trace`.

    Returns:
        The archive, and the gaps, each with who accepted it if the policy does.

    Raises:
        UsageError: A reference or the manifest is invalid, or there is nothing to pack.
        HubError: None of the subjects could be read, or the run stopped early.
    """
    inputs = _present(read_refs(refs, kind), manifest)
    recording = RecordingHub(hub_of_run(hub, inputs.real), inputs.folders)
    options = options or Options()
    run = Run(hub=recording, subjects=inputs.displayed, settings=options, progress=progress)
    lineage = run.lineage
    entries, files = recording.evidence()
    index: BundleIndexJson = {
        "schema": f"provenance/{SCHEMA}",
        "tool": {"name": "provenance", "version": __version__},
        "refs": inputs.refs,
        "manifest": inputs.manifest,
        "options": options.index_entry(),
        "asked": entries,
    }
    files |= {INDEX: _json(index), **inputs.files, **options.files()}
    made = rerun(files)
    if made != products(run, options.lang):
        raise UnreachableError(
            "the evidence alone does not give the same report: the run ended before everything was"
            " read",
            "Run the command again.",
        )
    sealed = _stated(files | made, index, signer)
    gaps = lineage.gaps
    if options.policy:
        gaps = accept(gaps, options.policy, options.today)
    return write_archive(sealed), gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inputs:
    """The subjects, under names that reveal nothing about this machine.

    Attributes:
        refs: The typed references, as the bundle's index has them.
        manifest: The displayed path of the manifest, or None.
        files: The manifest, as a file of the bundle.
        asked: Typed references and manifest entries.
        real: The same with their real names on this machine.
        folders: The path of each folder, by displayed name.
    """

    refs: list[BundleSubjectJson]
    manifest: str | None
    files: Mapping[str, bytes]
    displayed: AuditSubjects
    real: AuditSubjects
    folders: Mapping[str, str]


def _present(typed: Sequence[tuple[str, ArtifactRef]], path: Path | None) -> _Inputs:
    references = [(_shown(ref) if ref.hub.local else text, ref.kind) for text, ref in typed]
    files = {MANIFEST: manifest_bytes(path)} if path else {}
    place = Path(path.name) if path and (path.is_absolute() or ".." in path.parts) else path
    manifest, there = (read_manifest(at, files[MANIFEST]) if at else None for at in (place, path))
    subjects = combine(
        [(text, parse_reference(text, kind, typed=True)) for text, kind in references], manifest
    )
    real = combine(typed, there)
    return _Inputs(
        refs=[{"ref": text, "kind": kind} for text, kind in references],
        manifest=manifest.path if manifest else None,
        files=files,
        displayed=subjects,
        real=real,
        folders=_folders(subjects.inputs, real.inputs),
    )


def _stated(
    files: dict[str, bytes], index: BundleIndexJson, signer: Signer | None
) -> dict[str, bytes]:
    """The files with their statement, and the signer's certificate if there is one."""
    if signer and signer.certificates:
        files[CERTIFICATE] = signer.certificates
    statement = state(files, index)
    return {**files, **(signer.sign(statement) if signer else {STATEMENT: envelope(statement, [])})}


def _json(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, indent=2).encode() + b"\n"


def _shown(ref: ArtifactRef) -> str:
    """A displayed name for a folder that does not reveal its path on this machine."""
    path = Path(ref.name)
    if path.is_absolute() or ref.name.startswith("~") or ".." in path.parts or not path.name:
        return f"./{Path(ref.name).expanduser().resolve().name}"
    return f"./{path.as_posix()}"


def _folders(
    shown: Sequence[tuple[str, ArtifactRef]], real: Sequence[tuple[str, ArtifactRef]]
) -> dict[str, str]:
    """The path of each folder, by displayed name."""
    folders: dict[str, str] = {}
    for (_, alias), (_, ref) in zip(shown, real, strict=True):
        if alias.hub.local and folders.setdefault(alias.name, ref.name) != ref.name:
            raise UsageError(
                f"two folders would both be {alias.name} in the bundle",
                "Bundle them one at a time.",
            )
    return folders
