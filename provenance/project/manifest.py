"""Read a manifest: the models and datasets that a project uses, and their purpose
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
from provenance.files.safe_yaml import Loaded, load_yaml
from provenance.files.schema_errors import first_departure
from provenance.files.yaml_errors import YamlError
from provenance.hubs import HUGGING_FACE, parse_reference
from provenance.hubs.endpoint import without_sign_in
from provenance.model.artifact import ArtifactRef, Kind, Place

SCHEMA = "manifest-1"
SIZE_LIMIT = 4 * 1024 * 1024
_SECTIONS = {"models": Kind.MODEL, "datasets": Kind.DATASET}


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """A model or dataset in a manifest.

    Attributes:
        text: The reference as written, with `@revision` if a revision is given separately.
        ref: The parsed reference; a folder path is relative to the manifest. As written if
            `problem` is set.
        place: The line of the reference.
        line: The line on which the entry starts.
        revision: As written, or None.
        purpose: Intended purpose; empty if not stated.
        use: The product's use with the entry's changes applied: keys of `use` in the schema.
        found_in: Where the code names it, as `file:line`.
        problem: Why the reference cannot be resolved, or None.
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
    """A valid manifest.

    Attributes:
        path: The file, as the user named it.
        use: Intended use of the product: keys of `use` in the schema.
        entries: Models, then datasets, each in the order of the file.
    """

    path: str
    use: Mapping[str, object]
    entries: tuple[ManifestEntry, ...]


def read_manifest(path: Path, data: bytes | None = None) -> Manifest:
    """Read a manifest; entries with an invalid reference are kept together with the problem.

    Args:
        path: A YAML or JSON file.
        data: Its content, if already read; `path` is then only its name.

    Raises:
        UsageError: The file is unreadable, not YAML, or does not match the schema; the message
            names the line.
    """
    loaded = _load(path, manifest_bytes(path) if data is None else data)
    _validate(path, loaded)
    use = MappingProxyType(dict(loaded.value.get("use", {})))
    return Manifest(path.as_posix(), use, tuple(_entries(path, loaded, use)))


def manifest_bytes(path: Path) -> bytes:
    """The content of a manifest file; raises UsageError if it is unreadable or too large."""
    hint = f"`provenance scan . -o {path}` writes a manifest; one that is too large can be split."
    return read_local(path, SIZE_LIMIT, hint)


def _load(path: Path, data: bytes) -> Loaded:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        loaded = load_yaml(text)
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8", "Save the manifest as UTF-8.") from None
    except YamlError as error:
        raise UsageError(f"{path}:{error.line}: {error.message}", "Fix the YAML.") from None
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
    """The line of the innermost value on the path that has a line."""
    while steps and steps not in loaded.positions:
        steps = steps[:-1]
    return loaded.positions[steps].start if steps else 1


def _entries(path: Path, loaded: Loaded, use: Mapping[str, object]) -> Iterator[ManifestEntry]:
    for section, kind in _SECTIONS.items():
        for number, written in enumerate(loaded.value.get(section, ())):
            entry: dict[str, Any] = {"ref": written} if isinstance(written, str) else written
            revision = entry.get("revision")
            text = without_sign_in(entry["ref"])
            problem = None
            try:
                ref = _meaning(entry["ref"], revision, kind, path.parent)
            except UsageError as error:
                problem, ref = error, as_written(text, kind)
            if revision and not text.endswith(f"@{revision}"):
                text = f"{text}@{revision}"
            yield ManifestEntry(
                text=text,
                ref=ref,
                place=Place(path.as_posix(), _line(loaded, (section, number, "ref"))),
                line=_line(loaded, (section, number)),
                revision=revision,
                purpose=entry.get("purpose", ""),
                use=MappingProxyType({**use, **entry.get("use", {})}),
                found_in=tuple(entry.get("found_in", ())),
                problem=problem,
            )


def _meaning(text: str, revision: str | None, kind: Kind, home: Path) -> ArtifactRef:
    ref = parse_reference(text, kind)
    if ref.kind is not kind:
        raise UsageError(
            f"{text} is a {ref.kind}, but is listed among the {kind}s",
            f"List it below `{ref.kind}s:`.",
        )
    if ref.hub.local:
        return replace(ref, name=_next_to(home, ref.name))
    if revision is None:
        return ref
    if ref.revision not in (None, revision):
        raise UsageError(
            f"{text} and `revision: {revision}` name two revisions", "Leave one of them out."
        )
    return parse_reference(f"{ref.hub}:{ref.unpinned}@{revision}", kind)


def _next_to(home: PurePath, folder: str) -> str:
    """Resolve a folder named relative to the manifest; the result is recognisable as a path.

    Raises:
        UsageError: It lies outside the manifest's folder. A manifest comes with a project and must
            not point elsewhere on this machine.
    """
    if folder.startswith(("~", "/")) or posixpath.normpath(folder).split("/")[0] == "..":
        raise UsageError(
            f"{folder} is outside the folder of the manifest",
            "Use a folder next to or below the manifest, or name this one on the command line.",
        )
    path = posixpath.normpath(posixpath.join(home.as_posix(), folder))
    return path if path.startswith((".", "/")) else f"./{path}"


def as_written(text: str, kind: Kind) -> ArtifactRef:
    """A placeholder reference for an invalid entry, which keeps the text as written."""
    words = "/".join(part for part in text.split("/") if part.strip()) or "nameless"
    return ArtifactRef(hub=HUGGING_FACE, kind=kind, name=words)
