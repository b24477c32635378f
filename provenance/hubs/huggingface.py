"""The Hugging Face Hub, or a mirror of it, through huggingface_hub's own session, token and
endpoint.

`HfApi.model_info` is not called: it keeps three of the hub's five scan verdicts to itself, has no
limit on the bytes it reads, and does not retry. Wire format: https://huggingface.co/docs/hub/api.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from provenance.errors import DisabledError, MalformedError, OfflineError, UsageError
from provenance.files.safe_json import JsonError, LoadedJson, load_json
from provenance.hubs.endpoint import read_endpoint
from provenance.hubs.http import HttpRequest, get
from provenance.hubs.listing import lost_numbers, read_listing
from provenance.hubs.store import Entry, Store
from provenance.model.artifact import ArtifactRef, Kind, Snapshot
from provenance.stated import known_answer

INFO_LIMIT = 64 * 1024 * 1024
DEFAULT_REVISION = "main"
# A listing of 200,000 files takes much memory while it is read, and readers side by side would be
# no faster.
_ONE_AT_A_TIME = threading.Lock()
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


class HuggingFaceHub:
    """A hub that speaks the Hugging Face wire format.

    Args:
        endpoint: Base URL; None for HF_ENDPOINT or huggingface.co, as huggingface_hub reads them.
            User name and password in it sign in, before any token, and are shown nowhere.
        token: Bearer token; None for HF_TOKEN or the stored token, as huggingface_hub reads them.
        store: Where to keep what was fetched, or None. The files of a commit never change, so each
            is fetched once. The state of a repository does: whether it is there, public, gated,
            disabled or flagged is asked in every run, for pinned commits too.
        offline: Whether to answer from the store and from huggingface_hub's own cache alone.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        token: str | None = None,
        store: Store | None = None,
        offline: bool = False,
    ) -> None:
        from huggingface_hub import constants, get_token

        place, default = read_endpoint(endpoint or constants.ENDPOINT), constants.ENDPOINT
        self.endpoint = place.url
        self._shares_cache = place.url == read_endpoint(default).url
        token = token or (None if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN else get_token())
        self._authorization = place.authorization or (f"Bearer {token}" if token else "")
        self._store = store
        self._offline = offline or constants.is_offline_mode()

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`. One request: card data, files with sizes and hashes, scan verdicts,
        tags."""
        path = _info_path(ref)
        query = "?blobs=true" + ("&securityStatus=true" if ref.kind is Kind.MODEL else "")
        request = HttpRequest(self.endpoint + path + query, str(ref), INFO_LIMIT)
        kept = self._kept(request) if self._offline else None
        body = kept.body if kept else self._get(request)
        pinned_already = bool(_COMMIT.fullmatch(ref.revision or ""))
        with _ONE_AT_A_TIME:
            snapshot = self._pin(ref, path, body)
        if self._store and not kept and not pinned_already:
            address = self.endpoint + _info_path(snapshot.ref) + query
            self._store.write(address, body)
        return replace(snapshot, as_of=kept.fetched) if kept else snapshot

    def _pin(self, ref: ArtifactRef, path: str, body: bytes) -> Snapshot:
        """Read an answer."""
        info, loaded = _json_object(body, ref)
        info = known_answer(info)
        if info.get("disabled") is True:
            raise DisabledError(
                f"{ref} was disabled by the hub", "Ask its owner why; treat it as withdrawn."
            )
        commit = info.get("sha")
        if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
            raise MalformedError(
                f"{ref}: the hub names no commit, so nothing read could be pinned",
                "Check the endpoint.",
            )
        pinned = ArtifactRef(ref.hub, ref.kind, _canonical_name(info, ref), commit)
        files, gaps = read_listing(pinned.purl, info)
        gaps = (*gaps, *lost_numbers(pinned.purl, "API answer", loaded))
        info.pop("siblings", None)
        prefix = "datasets/" if ref.kind is Kind.DATASET else ""
        return Snapshot(pinned, f"{self.endpoint}/{prefix}{pinned.name}", path, files, info, gaps)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`. At most one GET, without a HEAD before it, at the pinned commit."""
        return self._read(snapshot, path, limit, prefix, 0)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`. At most one GET."""
        return self._read(snapshot, path, length, True, start)

    def _read(self, snapshot: Snapshot, path: str, limit: int, prefix: bool, start: int) -> bytes:
        url = f"{snapshot.url}/resolve/{snapshot.ref.revision}/{quote(path)}"
        request = HttpRequest(url, f"{snapshot.ref.name}: {path}", limit, prefix, start)
        if kept := self._kept(request):
            return kept.body
        body = None
        if self._shares_cache:
            body = _from_client_cache(snapshot.ref, path, request)
        return self._get(request) if body is None else body

    def _kept(self, request: HttpRequest) -> Entry | None:
        return self._store.read(_address(request)) if self._store else None

    def _get(self, request: HttpRequest) -> bytes:
        if self._offline:
            raise OfflineError(
                f"{request.subject} was never fetched before", "Run once without `--offline`."
            )
        body = get(request, self._authorization)
        if self._store:
            self._store.write(_address(request), body)
        return body


def _info_path(ref: ArtifactRef) -> str:
    return (
        f"/api/{ref.kind}s/{ref.name}/revision/{quote(ref.revision or DEFAULT_REVISION, safe='')}"
    )


def _address(request: HttpRequest) -> str:
    if request.start:
        return f"{request.url}#from={request.start}&first={request.limit}"
    return f"{request.url}#first={request.limit}" if request.prefix else request.url


def _from_client_cache(ref: ArtifactRef, path: str, request: HttpRequest) -> bytes | None:
    """What huggingface_hub itself fetched of this commit earlier, for whatever program."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(ref.name, path, revision=ref.revision, repo_type=ref.kind.value)
    if not isinstance(found, str):
        return None
    try:
        with Path(found).open("rb") as file:
            file.seek(request.start)
            body = file.read(request.limit + 1)
    except OSError:
        return None
    return body[: request.limit] if request.prefix or len(body) <= request.limit else None


def _json_object(body: bytes, ref: ArtifactRef) -> tuple[dict[str, Any], LoadedJson]:
    hint = "Check the endpoint, then run again."
    try:
        loaded = load_json(body)
    except JsonError as error:
        message = f"{ref}: the hub's answer is no JSON that is read here: {error.reason}"
        raise MalformedError(message, hint) from None
    if not isinstance(loaded.value, dict):
        raise MalformedError(f"{ref}: the hub's answer is not a JSON object", hint)
    return loaded.value, loaded


def _canonical_name(info: Mapping[str, Any], ref: ArtifactRef) -> str:
    named = info.get("id")
    try:
        return (
            ArtifactRef.parse(f"hf:{named}", ref.kind).name if isinstance(named, str) else ref.name
        )
    except UsageError:
        return ref.name
