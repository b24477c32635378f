"""A manifest: the models and datasets that a project uses, and what for
(schemas/manifest-1.schema.json)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from provenance.errors import UsageError
from provenance.files.local import read_local
from provenance.files.schema_errors import first_departure
from provenance.hubs import HUGGING_FACE, parse_reference
from provenance.model.artifact import ArtifactRef, Kind, Place
from provenance.safeyaml import Loaded, YamlError, load_yaml

SCHEMA = "manifest-1"
SIZE_LIMIT = 4 * 1024 * 1024
_SECTIONS = {"models": Kind.MODEL, "datasets": Kind.DATASET}


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """One model or dataset of a manifest.

    Attributes:
        text: The reference as written, with `@revision` where a revision stands beside it.
        ref: What it means; a folder's path starts where the manifest's does. As written where
            `problem` is set.
        place: The line of the reference.
        line: The line on which the entry starts.
        revision: As written, or None.
        purpose: What it is used for; empty where nothing is said.
        use: The product's use with what the entry says otherwise: keys of `use` in the schema.
        found_in: Where the code names it, as `file:line`.
        problem: Why nobody can be asked about it, or None.
    """

    text: str
    ref: ArtifactRef
    place: Place
    line: int
    revision: str | None
    purpose: str
    use: Mapping[str, object]
    found_in: tuple[str, ...]
    problem: UsageError | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that keeps to its schema.

    Attributes:
        path: The file, as it was named.
        use: What the product may be used for: keys of `use` in the schema.
        entries: Models, then datasets, each in the order of the file.
    """

    path: str
    use: Mapping[str, object]
    entries: tuple[ManifestEntry, ...]


def read_manifest(path: Path, data: bytes | None = None) -> Manifest:
    """Read a manifest; an entry whose reference makes no sense is kept with its problem.

    Args:
        path: A YAML or JSON file.
        data: Its content where that was read before; `path` is then its name alone.

    Raises:
        UsageError: The file cannot be read, is no YAML, or does not keep to the schema; the message
            names the line.
    """
    loaded = _load(path, manifest_bytes(path) if data is None else data)
    _validate(path, loaded)
    use = MappingProxyType(dict(loaded.value.get("use", {})))
    return Manifest(path.as_posix(), use, tuple(_entries(path, loaded, use)))


def manifest_bytes(path: Path) -> bytes:
    """The content of a manifest file; raises UsageError where it cannot be read or is too large."""
    return read_local(path, SIZE_LIMIT, "Name a manifest file, or split it.")


def _load(path: Path, data: bytes) -> Loaded:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        loaded = load_yaml(text)
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8", "Save the manifest as UTF-8.") from None
    except YamlError as error:
        raise UsageError(f"{path}:{error.line}: {error.message}", "Mend the YAML.") from None
    for problem in loaded.problems:
        raise UsageError(
            f"{path}:{problem.line}: {problem.message}", "Leave one of them, and no tags."
        )
    return loaded


def _validate(path: Path, loaded: Loaded) -> None:
    departure = first_departure(
        SCHEMA, loaded.value, lambda steps: _line(loaded, steps), "a manifest"
    )
    if departure:
        raise UsageError(f"{path}:{departure.line}: {departure.message}", departure.hint)


def _line(loaded: Loaded, steps: tuple[str | int, ...]) -> int:
    """The line of the innermost value on the way that has one."""
    while steps and steps not in loaded.positions:
        steps = steps[:-1]
    return loaded.positions[steps].start if steps else 1


def _entries(path: Path, loaded: Loaded, use: Mapping[str, object]) -> Iterator[ManifestEntry]:
    for section, kind in _SECTIONS.items():
        for number, written in enumerate(loaded.value.get(section, ())):
            said: dict[str, Any] = {"ref": written} if isinstance(written, str) else written
            text, revision = said["ref"], said.get("revision")
            problem = None
            try:
                ref = _meaning(text, revision, kind, path.parent)
            except UsageError as error:
                problem, ref = error, as_written(text, kind)
            yield ManifestEntry(
                text=f"{text}@{revision}"
                if revision and not text.endswith(f"@{revision}")
                else text,
                ref=ref,
                place=Place(path.as_posix(), _line(loaded, (section, number, "ref"))),
                line=_line(loaded, (section, number)),
                revision=revision,
                purpose=said.get("purpose", ""),
                use=MappingProxyType({**use, **said.get("use", {})}),
                found_in=tuple(said.get("found_in", ())),
                problem=problem,
            )


def _meaning(text: str, revision: str | None, kind: Kind, home: Path) -> ArtifactRef:
    ref = parse_reference(text, kind)
    if ref.kind is not kind:
        raise UsageError(
            f"{text} is a {ref.kind} and stands among the {kind}s", f"List it below `{ref.kind}s:`."
        )
    if ref.hub.local:
        return replace(ref, name=_beside(home, ref.name))
    if revision is None:
        return ref
    if ref.revision not in (None, revision):
        raise UsageError(
            f"{text} and `revision: {revision}` name two revisions", "Leave one of them out."
        )
    return parse_reference(f"{ref.hub}:{ref.unpinned}@{revision}", kind)


def _beside(home: PurePath, folder: str) -> str:
    """A folder that is named from where the manifest lies, as a path that is still seen to be
    one.

    Raises:
        UsageError: It lies elsewhere. A manifest comes with a project and speaks of that project;
            what else there is on this machine is not for it to name.
    """
    if folder.startswith(("~", "/")) or posixpath.normpath(folder).split("/")[0] == "..":
        raise UsageError(
            f"{folder} lies outside the folder of the manifest",
            "Name a folder beside the manifest or below, or give this one on the command line.",
        )
    path = posixpath.normpath(posixpath.join(home.as_posix(), folder))
    return path if path.startswith((".", "/")) else f"./{path}"


def as_written(text: str, kind: Kind) -> ArtifactRef:
    """Stands for an entry that means nothing a hub could be asked about, under the words that were
    written."""
    words = "/".join(part for part in text.split("/") if part.strip()) or "nameless"
    return ArtifactRef(hub=HUGGING_FACE, kind=kind, name=words)
