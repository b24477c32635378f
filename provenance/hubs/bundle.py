"""Serve the contents of an evidence bundle as a hub: the answers recorded when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from provenance.errors import HubError, NotFoundError, TamperedError, TooLargeError, UsageError
from provenance.files.resources import load_schema
from provenance.files.safe_json import JsonError, load_json
from provenance.hubs.listing import is_plain_path
from provenance.hubs.recorded import (
    BundleIndexJson,
    RecordedAnswerJson,
    RecordedErrorJson,
    RecordedGapJson,
    RecordedReadJson,
    RecordedRefJson,
    RecordedRequestJson,
    RecordedScanJson,
)
from provenance.hubs.references import hub_type, parse_reference, read_id
from provenance.messages import from_json, message
from provenance.model.artifact import (
    ArtifactRef,
    FileEntry,
    Gap,
    Kind,
    PersonalScan,
    Snapshot,
)

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

INDEX = "bundle.json"
SCHEMA = "bundle-1"
_KINDS: list[type[HubError]] = [HubError, *HubError.__subclasses__()]
_ERRORS = {kind.reason: kind for kind in _KINDS}
_AGAIN = "Fetch the bundle again."
_NOT_HERE = message("hub.not-in-bundle.hint")
# Record of each read, by path and offset of its first byte.
_Reads = dict[tuple[str, int], RecordedReadJson]


def read_index(files: Mapping[str, bytes]) -> BundleIndexJson:
    """The index of a bundle's files (schemas/bundle-1.schema.json).

    Raises:
        TamperedError: It is missing or does not match its schema.
    """
    return cast("BundleIndexJson", _document(files, INDEX, "index"))


class BundleHub:
    """The answers in a bundle; needs no network, cache or folder.

    Args:
        files: The bundle's files by name.

    Raises:
        TamperedError: Its index is unreadable.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._requests: dict[ArtifactRef, RecordedRequestJson] = {
            _ref(entry): entry for entry in read_index(files)["asked"]
        }
        self._answers: dict[str, tuple[Snapshot, _Reads]] = {}
        self._places: dict[ArtifactRef, str] = {}

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`. Also finds answers recorded under another name of the same
        revision."""
        entry = self._requests.get(ref) or self._by_another_name(ref)
        if entry is None:
            raise NotFoundError(message("hub.not-in-bundle", subject=str(ref)), _NOT_HERE)
        if "error" in entry:
            raise _error(entry["error"])
        return self._answer(entry["answer"])[0]

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        place = self._places[snapshot.ref]
        recorded = self._answer(place)[1].get((path, 0))
        if recorded is None or (recorded["prefix"] and not prefix):
            missing = message("hub.file-not-in-bundle", subject=snapshot.ref.name, path=path)
            raise NotFoundError(missing, _NOT_HERE)
        if recorded["error"]:
            raise _error(recorded["error"])
        body = self._file(place_of_body(place, path, 0))
        if len(body) > limit and not prefix:
            raise TooLargeError(
                message("hub.file-too-large", subject=snapshot.ref.name, path=path, limit=limit),
                message("hub.not-judged.hint"),
            )
        return body[:limit]

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        place = self._places[snapshot.ref]
        recorded = self._answer(place)[1].get((path, start))
        if recorded is None or recorded["limit"] < length:
            missing = message(
                "hub.range-not-in-bundle", subject=snapshot.ref.name, path=path, start=start
            )
            raise NotFoundError(missing, _NOT_HERE)
        if recorded["error"]:
            raise _error(recorded["error"])
        return self._file(place_of_body(place, path, start))[:length]

    def _by_another_name(self, ref: ArtifactRef) -> RecordedRequestJson | None:
        for request, entry in self._requests.items():
            if "answer" in entry:
                answer = self._answer(entry["answer"])[0].ref
                if ref.unpinned in (request.unpinned, answer.unpinned) and ref.revision in (
                    None,
                    answer.revision,
                ):
                    return entry
        return None

    def _file(self, name: str) -> bytes:
        if name not in self._files:
            raise TamperedError(f"{name} is missing in the bundle", _AGAIN)
        return self._files[name]

    def _answer(self, place: str) -> tuple[Snapshot, _Reads]:
        if place not in self._answers:
            document = _document(self._files, f"{place}/answer.json", "answer")
            recorded = cast("RecordedAnswerJson", document)
            files = tuple(FileEntry(**entry) for entry in recorded["files"])
            if not all(is_plain_path(entry.path) for entry in files):
                raise TamperedError(f"{place}/answer.json lists a path that is not plain", _AGAIN)
            gaps = tuple(_gap(gap) for gap in recorded["gaps"])
            scan = _scan(recorded["scan"]) if recorded["scan"] else None
            snapshot = Snapshot(
                ref=_ref(recorded["ref"]),
                url=recorded["url"],
                source=recorded["source"],
                files=files,
                metadata=recorded["metadata"],
                gaps=gaps,
                scan=scan,
                as_of=recorded["as_of"],
            )
            reads = {(read["path"], read.get("start", 0)): read for read in recorded["read"]}
            self._answers[place] = snapshot, reads
            self._places[snapshot.ref] = place
        return self._answers[place]


def place_of_body(place: str, path: str, start: int) -> str:
    """The name of a recorded read inside a bundle.

    Args:
        place: Where the answer about the artefact is recorded.
        path: Path of the file inside its repository.
        start: Offset of the first byte that was read.
    """
    return f"{place}/ranges/{start}/{path}" if start else f"{place}/files/{path}"


def _document(files: Mapping[str, bytes], name: str, part: str) -> object:
    """A JSON file of the bundle that matches the named part of the schema."""
    try:
        loaded = load_json(files[name])
    except (KeyError, JsonError):
        raise TamperedError(f"there is no {name} that could be read", _AGAIN) from None
    if loaded.dropped:
        raise TamperedError(f"{name} contains {loaded.dropped[0]}, which is not allowed", _AGAIN)
    problem = next(_validator(part).iter_errors(cast("dict[str, int]", loaded.value)), None)
    if problem:
        raise TamperedError(f"{name} does not match its schema at {problem.json_path}", _AGAIN)
    return loaded.value


@cache
def _validator(part: str) -> Validator:
    """The validator for one part of the schema of bundles."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator({**load_schema(SCHEMA), "$ref": f"#/$defs/{part}"})


def _ref(entry: RecordedRefJson) -> ArtifactRef:
    """A reference from a bundle, checked against what its hub could have."""
    hub, name = hub_type(entry["hub"]), entry["name"]
    if hub is None or not name.isprintable():
        raise TamperedError(
            f"the bundle names {name!r}, which is not a valid name on any hub", _AGAIN
        )
    ref = ArtifactRef(hub=hub.name, kind=Kind(entry["kind"]), name=name, revision=entry["revision"])
    if not ref.hub.local and _again(ref) != ref:
        raise TamperedError(
            f"the bundle names {name!r}, which is not a valid name on any hub", _AGAIN
        )
    return ref


def _again(ref: ArtifactRef) -> ArtifactRef | None:
    """The reference after writing and parsing it."""
    try:
        return parse_reference(f"{ref.hub}:{ref}", ref.kind, typed=True)
    except UsageError:
        return None


def _gap(entry: RecordedGapJson) -> Gap:
    return Gap(
        artifact=read_id(entry["artifact"]),
        what=entry["what"],
        reason=entry["reason"],
        detail=from_json(entry["detail"]),
        topic=entry.get("topic", ""),
    )


def _scan(recorded: RecordedScanJson) -> PersonalScan:
    return PersonalScan(
        source=recorded["source"],
        revision=recorded["revision"],
        rows=recorded["rows"],
        full=recorded["full"],
        columns=tuple(recorded["columns"]),
        counts=tuple((word, count) for word, count in recorded["found"]),
    )


def _error(entry: RecordedErrorJson) -> HubError:
    kind = _ERRORS.get(entry["reason"], HubError)
    return kind(from_json(entry["message"]), from_json(entry["hint"]))
