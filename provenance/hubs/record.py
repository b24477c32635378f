"""Record a hub's answers, so that a bundle can replay them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit, urlunsplit

from provenance.errors import HubError, MalformedError
from provenance.hubs.base import Hub
from provenance.hubs.bundle import place_of_body
from provenance.hubs.huggingface import HUGGING_FACE
from provenance.hubs.recorded import (
    RecordedAnswerJson,
    RecordedErrorJson,
    RecordedFileJson,
    RecordedGapJson,
    RecordedReadJson,
    RecordedRefJson,
    RecordedRequestJson,
    RecordedScanJson,
)
from provenance.messages import Message, as_json, message
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, PersonalScan, Snapshot
from provenance.model.fault import shielded

EVIDENCE = "evidence"
# Headers that change within a revision and do not affect any judgement.
_COUNTERS = frozenset({"downloads", "downloadsAllTime", "likes", "trendingScore", "spaces"})


@dataclass(frozen=True, slots=True)
class _Read:
    """A read of a file: byte limit, whether a prefix was enough, and the result."""

    limit: int
    prefix: bool
    body: bytes | HubError


class RecordingHub:
    """Passes on another hub's answers and records them: answers, file contents, and errors.

    Anything that identifies this machine is removed from both the record and the answers: a folder
    appears under its displayed name from `inputs`, a page address without user name and password.

    Args:
        hub: The hub to record.
        folders: Real path of each folder, by displayed name.
    """

    def __init__(self, hub: Hub, folders: Mapping[str, str]) -> None:
        self._hub = hub
        self._folders = folders
        self._lock = Lock()
        self._requests: dict[ArtifactRef, Snapshot | HubError] = {}
        self._answers: dict[ArtifactRef, tuple[Snapshot, Snapshot]] = {}
        self._read: dict[ArtifactRef, dict[tuple[str, int], _Read]] = {}

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        ask = partial(self._hub.snapshot, self._real(ref))
        try:
            snapshot = shielded(ask, message("gap.fault.reading", name=str(ref)))
            shown = _presentable(snapshot, ref)
        except HubError as error:
            problem = self._presentable_error(error, ref)
            with self._lock:
                self._requests[ref] = problem
            raise problem from None
        with self._lock:
            _, shown = self._answers.setdefault(shown.ref, (snapshot, shown))
            self._requests[ref] = shown
        return shown

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        original, _ = self._answers[snapshot.ref]
        ask = partial(self._hub.read, original, path, limit, prefix=prefix)
        try:
            body = shielded(ask, _reading(snapshot, path))
        except HubError as error:
            shown = self._presentable_error(error, snapshot.ref)
            self._keep(snapshot.ref, path, 0, _Read(limit, prefix, shown))
            raise shown from None
        self._keep(snapshot.ref, path, 0, _Read(limit, prefix, body))
        return body

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        original, _ = self._answers[snapshot.ref]
        ask = partial(self._hub.read_range, original, path, start, length)
        try:
            body = shielded(ask, _reading(snapshot, path))
        except HubError as error:
            shown = self._presentable_error(error, snapshot.ref)
            self._keep(snapshot.ref, path, start, _Read(length, True, shown))
            raise shown from None
        self._keep(snapshot.ref, path, start, _Read(length, True, body))
        return body

    def _keep(self, ref: ArtifactRef, path: str, start: int, read: _Read) -> None:
        with self._lock:
            self._read.setdefault(ref, {})[path, start] = read

    def evidence(self) -> tuple[list[RecordedRequestJson], dict[str, bytes]]:
        """Everything recorded so far.

        Returns:
            The requests with their answers or errors (`asked` of schemas/bundle-1.schema.json), and
            the files, by name, with answers and bodies.
        """
        with self._lock:
            answers = dict(self._requests)
            read = {ref: dict(bodies) for ref, bodies in self._read.items()}
        entries: list[RecordedRequestJson] = []
        files: dict[str, bytes] = {}
        for ref in sorted(answers, key=_order):
            answer = answers[ref]
            if isinstance(answer, HubError):
                refused = _request(ref)
                refused["error"] = _error(answer)
                entries.append(refused)
                continue
            place = _place(answer.ref)
            bodies = read.get(answer.ref, {})
            answered = _request(ref)
            answered["answer"] = place
            entries.append(answered)
            files[f"{place}/answer.json"] = _answer(answer, bodies)
            files |= {
                place_of_body(place, path, start): read.body
                for (path, start), read in bodies.items()
                if isinstance(read.body, bytes)
            }
        return entries, files

    def _real(self, ref: ArtifactRef) -> ArtifactRef:
        return replace(ref, name=self._folders.get(ref.name, ref.name)) if ref.hub.local else ref

    def _presentable_error(self, error: HubError, shown: ArtifactRef) -> HubError:
        """The same error, with a folder under its displayed name."""
        if not shown.hub.local:
            return error
        real = self._real(shown).name
        for name in (real, str(Path(real).expanduser())):
            if error.message.startswith(name):
                return type(error)(_renamed(error.message, name, shown.name), error.hint)
        return error


def _reading(snapshot: Snapshot, path: str) -> Message:
    return message("gap.fault.reading-file", path=path, name=str(snapshot.ref.unpinned))


def _order(ref: ArtifactRef) -> tuple[str, str, str, str]:
    return ref.hub, ref.kind, ref.name, ref.revision or ""


def _presentable(snapshot: Snapshot, request: ArtifactRef) -> Snapshot:
    ref = replace(snapshot.ref, name=request.name) if request.hub.local else snapshot.ref
    url = urlsplit(snapshot.url)
    address = urlunsplit(url._replace(netloc=url.netloc.rpartition("@")[2]))
    metadata = {key: value for key, value in snapshot.metadata.items() if key not in _COUNTERS}
    try:
        json.dumps(metadata)
    except RecursionError:
        raise MalformedError(
            message("hub.answer-too-deep", subject=str(request)), message("hub.endpoint.hint")
        ) from None
    return replace(snapshot, ref=ref, url=address, metadata=metadata)


def _place(ref: ArtifactRef) -> str:
    """Where an answer is stored: a readable name, unique per revision."""
    hub = "" if ref.hub == HUGGING_FACE else f"{ref.hub}-"
    # The address of a folder in a store is not a path.
    name = ref.name.removeprefix("./").replace("://", "/").rstrip("/")
    revision = (ref.revision or "").replace(":", "-")
    return f"{EVIDENCE}/{hub}{ref.kind}s/{name}@{revision}"


def _answer(snapshot: Snapshot, bodies: Mapping[tuple[str, int], _Read]) -> bytes:
    reads = [_entry(path, start, bodies[path, start]) for path, start in sorted(bodies)]
    document: RecordedAnswerJson = {
        "ref": _ref(snapshot.ref),
        "url": snapshot.url,
        "source": snapshot.source,
        "metadata": dict(snapshot.metadata),
        "files": [_file(entry) for entry in snapshot.files],
        "gaps": [_gap(gap) for gap in snapshot.gaps],
        "scan": _scan(snapshot.scan) if snapshot.scan else None,
        "as_of": snapshot.as_of,
        "read": reads,
    }
    return json.dumps(document).encode() + b"\n"


def _request(ref: ArtifactRef) -> RecordedRequestJson:
    return {"hub": ref.hub, "kind": ref.kind, "name": ref.name, "revision": ref.revision}


def _ref(ref: ArtifactRef) -> RecordedRefJson:
    return {"hub": ref.hub, "kind": ref.kind, "name": ref.name, "revision": ref.revision}


def _file(entry: FileEntry) -> RecordedFileJson:
    return {
        "path": entry.path,
        "size": entry.size,
        "sha256": entry.sha256,
        "scan": entry.scan,
        "kept": entry.kept,
    }


def _entry(path: str, start: int, read: _Read) -> RecordedReadJson:
    error = _error(read.body) if isinstance(read.body, HubError) else None
    entry: RecordedReadJson = {
        "path": path,
        "limit": read.limit,
        "prefix": read.prefix,
        "error": error,
    }
    if start:
        entry["start"] = start
    return entry


def _gap(gap: Gap) -> RecordedGapJson:
    """A gap as evidence, without its acceptance."""
    return {
        "artifact": gap.artifact,
        "what": gap.what,
        "reason": gap.reason,
        "detail": as_json(gap.detail),
        "topic": gap.topic,
    }


def _scan(scan: PersonalScan) -> RecordedScanJson:
    return {
        "source": scan.source,
        "revision": scan.revision,
        "rows": scan.rows,
        "full": scan.full,
        "columns": list(scan.columns),
        "found": list(scan.counts),
    }


def _error(error: HubError) -> RecordedErrorJson:
    return {
        "reason": error.reason,
        "message": as_json(error.message),
        "hint": as_json(error.hint),
    }


def _renamed(sentence: str, old: str, new: str) -> str:
    """A sentence with the folder name at its start replaced."""
    if not isinstance(sentence, Message):
        return new + sentence.removeprefix(old)
    arguments = {
        name: new + value.removeprefix(old)
        if isinstance(value, str) and value.startswith(old)
        else value
        for name, value in sentence.arguments.items()
    }
    return message(sentence.id, **arguments)
