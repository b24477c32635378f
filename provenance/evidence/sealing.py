"""A run, recorded and sealed: evidence, report, AIBOM, and a statement of the digests of them all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance import __version__
from provenance.artifact import FOLDER, ArtifactRef
from provenance.errors import UnreachableError, UsageError
from provenance.evidence.products import MANIFEST, options_of, products, rerun
from provenance.evidence.statement import CERTIFICATE, STATEMENT, envelope, state
from provenance.hubs import Hub, read_refs
from provenance.hubs.archive import write_archive
from provenance.hubs.bundle import INDEX, SCHEMA
from provenance.hubs.record import RecordingHub
from provenance.licences.use import IntendedUse
from provenance.manifest import manifest_bytes, read_manifest
from provenance.subjects import combine
from provenance.tracer import Bounds, Progress, follow

if TYPE_CHECKING:
    from provenance.evidence.signing import Signer


def seal(
    hub: Hub,
    refs: Sequence[str],
    kind: str | None = None,
    manifest: Path | None = None,
    *,
    use: IntendedUse | None = None,
    signer: Signer | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[bytes, Sequence[str]]:
    """Audit, and pack all that the audit rests on.

    What is packed is audited again before it is handed out, so that a bundle always proves its report. The same
    answers give the same bytes, but for signatures of schemes that draw a random number.

    Args:
        hub: Where to read.
        refs: References as a user types them.
        kind: `model` or `dataset` for folders whose files do not tell, or None.
        manifest: A file that lists more of them, or None.
        use: What is meant to be done with them, or None.
        signer: Who signs the statement; None leaves it unsigned.
        progress: See `provenance.tracer.trace`.

    Returns:
        The archive, and what could not be read, a sentence each.

    Raises:
        UsageError: A reference or the manifest cannot be understood, or nothing could be packed.
        HubError: None of the references could be read, or the run ended before all was read.
    """
    typed = read_refs(refs, kind)
    named = [(_shown(ref) if ref.hub == FOLDER else text, ref) for text, ref in typed]
    shown = [(text, ArtifactRef.parse(text, ref.kind)) for text, ref in named]
    content = manifest_bytes(manifest) if manifest else b""
    place = _place(manifest) if manifest else None
    asked = combine(shown, read_manifest(place, content) if place else None)
    truly = combine(typed, read_manifest(manifest, content) if manifest else None)
    recording = RecordingHub(hub, _folders(asked.inputs, truly.inputs))
    bounds = Bounds()
    lineage = follow(recording, asked, bounds, progress)
    entries, files = recording.evidence()
    index = {
        "schema": f"provenance/{SCHEMA}",
        "tool": {"name": "provenance", "version": __version__},
        "refs": [{"ref": text, "kind": ref.kind} for text, ref in shown],
        "manifest": place and place.as_posix(),
        "options": options_of(use, bounds),
        "asked": entries,
    }
    files[INDEX] = _json(index)
    if manifest:
        files[MANIFEST] = content
    made = rerun(files)
    if made != products(lineage, use):
        raise UnreachableError(
            "the evidence alone does not give the same report: the run ended before all was read", "Run again."
        )
    files |= made
    if signer and signer.certificates:
        files[CERTIFICATE] = signer.certificates
    statement = state(files, index)
    files[STATEMENT] = envelope(statement, signer.sign(statement) if signer else [])
    return write_archive(files), [f"{gap.artifact} {gap.what}: {gap.detail}" for gap in lineage.gaps]


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _shown(ref: ArtifactRef) -> str:
    """The name of a folder that tells nothing about where on this machine it lies."""
    path = Path(ref.name)
    if path.is_absolute() or ref.name.startswith("~") or ".." in path.parts or not path.name:
        return f"./{Path(ref.name).expanduser().resolve().name}"
    return f"./{path.as_posix()}"


def _place(manifest: Path) -> Path:
    return Path(manifest.name) if manifest.is_absolute() or ".." in manifest.parts else manifest


def _folders(shown: Sequence[tuple[str, ArtifactRef]], real: Sequence[tuple[str, ArtifactRef]]) -> dict[str, str]:
    """Where each folder lies, by the name under which it is shown."""
    folders: dict[str, str] = {}
    for (_, alias), (_, ref) in zip(shown, real, strict=True):
        if alias.hub == FOLDER and folders.setdefault(alias.name, ref.name) != ref.name:
            raise UsageError(f"two folders would both be {alias.name} in the bundle", "Bundle them one at a time.")
    return folders
