"""Collect the subjects of a run: typed references and manifest entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from provenance.errors import UsageError
from provenance.hubs import Hub, read_refs
from provenance.hubs.fence import FencedHub
from provenance.hubs.github import GITHUB
from provenance.hubs.kept_off import KeptOffHub
from provenance.hubs.opening import keeps_off
from provenance.hubs.suggesting import SuggestingHub
from provenance.licences import parse_use
from provenance.licences.use import IntendedUse
from provenance.model.artifact import ArtifactRef, Gap, Place
from provenance.model.fault import in_full
from provenance.project.manifest import Manifest, ManifestEntry, as_written, read_manifest
from provenance.project.several import Several, read_several, stands_for_several


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSubjects:
    """The subjects of a run.

    Attributes:
        inputs: References as written, with their parsed form.
        places: The manifest line of each; None for a typed reference.
        rejected: Entries that no hub can resolve, with place and reason.
        uses: Intended use from the manifest, by reference as written.
    """

    inputs: tuple[tuple[str, ArtifactRef], ...]
    places: tuple[Place | None, ...]
    rejected: tuple[tuple[str, Place | None, Gap], ...]
    uses: Mapping[str, IntendedUse]


def gather(
    refs: Sequence[str],
    kind: str | None = None,
    manifest: Path | None = None,
    hub: Hub | None = None,
) -> AuditSubjects:
    """Combine typed references with the entries of a manifest; invalid entries are reported, the
    rest go on.

    Args:
        refs: References as a user types them.
        kind: `model` or `dataset`, for typed folders whose files do not show it, or None.
        manifest: A manifest file, or None.
        hub: Where Spaces and organisations are read, whose models and datasets become subjects;
            None to refuse them.

    Raises:
        HubError: A Space or an organisation could not be read.
        UsageError: A typed reference or the whole manifest is invalid, or there is no subject.
    """
    several = [text for text in refs if hub and stands_for_several(text)]
    typed = read_refs([text for text in refs if text not in several], kind)
    subjects = _combine(typed, read_manifest(manifest) if manifest else None, bool(several))
    for text in several:
        assert hub
        subjects = _with_several(subjects, read_several(hub, text))
    return subjects


def _with_several(subjects: AuditSubjects, content: Several) -> AuditSubjects:
    """The subjects with what one reference stands for; what is asked for already stays as it is."""
    known = {ref.unpinned for _, ref in subjects.inputs}
    new = [artefact for artefact in content.named if artefact.ref.unpinned not in known]
    return replace(
        subjects,
        inputs=(*subjects.inputs, *((artefact.text, artefact.ref) for artefact in new)),
        places=(*subjects.places, *(artefact.place for artefact in new)),
        rejected=(*subjects.rejected, *content.gaps),
    )


def combine(typed: Sequence[tuple[str, ArtifactRef]], manifest: Manifest | None) -> AuditSubjects:
    """Combine parsed references with the entries of a manifest; raises the same errors as
    `gather`."""
    return _combine(typed, manifest, has_more=False)


def _combine(
    typed: Sequence[tuple[str, ArtifactRef]], manifest: Manifest | None, has_more: bool
) -> AuditSubjects:
    """Likewise; with `has_more`, nothing at all may be named so far."""
    inputs = list(typed)
    places: list[Place | None] = [None] * len(inputs)
    rejected: list[tuple[str, Place | None, Gap]] = []
    known = {ref.unpinned: (ref, "the command line") for _, ref in inputs}
    entries = manifest.entries if manifest else ()
    for entry in entries:
        here = (entry.ref, f"line {entry.place.line}")
        first, where = known.setdefault(entry.ref.unpinned, here)
        if entry.problem:
            rejected.append(_reject(entry, entry.problem))
        elif first != entry.ref:
            problem = f"{entry.text} is asked for at another revision on {where}"
            hint = "A run reads one revision of an artefact; pin both to one."
            rejected.append(_reject(entry, UsageError(problem, hint)))
        else:
            inputs.append((entry.text, entry.ref))
            places.append(entry.place)
    if not inputs and rejected and not has_more:
        raise UsageError(rejected[0][2].detail, "Fix the manifest.")
    if not inputs and not has_more:
        raise _nothing_named(manifest)
    uses = {entry.text: parse_use(entry.use) for entry in entries if entry.use}
    return AuditSubjects(
        inputs=tuple(inputs),
        places=tuple(places),
        rejected=tuple(rejected),
        uses=MappingProxyType(uses),
    )


def _nothing_named(manifest: Manifest | None) -> UsageError:
    problem = "no model or dataset is named"
    if manifest:
        problem = f"{manifest.path} lists no model or dataset"
    return UsageError(problem, "Name one, or list it in a manifest.")


def hub_of_run(hub: Hub, subjects: AuditSubjects) -> Hub:
    """Wrap a hub for a run: it suggests names for subjects that it does not have, follows no link
    out of the folder of the manifest that named it, and beside a folder asks GitHub for nothing.

    Args:
        hub: The hub to wrap.
        subjects: Subjects of the run, with the names that the hub uses.
    """
    fences: dict[str, Path] = {}
    typed: set[str] = set()
    for (_, ref), place in zip(subjects.inputs, subjects.places, strict=True):
        if ref.hub.local and place:
            fences[ref.name] = Path(place.file).parent
        elif ref.hub.local:
            typed.add(ref.name)
    fences = {name: home for name, home in fences.items() if name not in typed}
    refs = [ref for _, ref in subjects.inputs]
    wrapped: Hub = SuggestingHub(hub, refs)
    if keeps_off(hub, GITHUB):
        wrapped = KeptOffHub(wrapped, GITHUB, refs)
    return FencedHub(wrapped, fences) if fences else wrapped


def _reject(entry: ManifestEntry, problem: UsageError) -> tuple[str, Place, Gap]:
    purl = as_written(entry.text, entry.ref.kind).purl
    return (
        entry.text,
        entry.place,
        Gap(artifact=purl, what=str(entry.place), reason=problem.reason, detail=in_full(problem)),
    )
