"""The Hugging Face Hub, or a mirror of it, through huggingface_hub's own session, token and endpoint.

`HfApi.model_info` is not called: it keeps three of the hub's five scan verdicts to itself, has no limit on the bytes
it reads, and does not retry. Wire format: https://huggingface.co/docs/hub/api.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from provenance.artifact import ArtifactRef, Kind, Snapshot
from provenance.errors import MalformedError, UsageError
from provenance.hubs.http import Request, get
from provenance.hubs.listing import read_listing

INFO_LIMIT = 64 * 1024 * 1024
DEFAULT_REVISION = "main"
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


class HuggingFaceHub:
    """A hub that speaks the Hugging Face wire format.

    Args:
        endpoint: Base URL; None for HF_ENDPOINT or huggingface.co, as huggingface_hub reads them.
        token: Bearer token; None for HF_TOKEN or the stored token, as huggingface_hub reads them.
    """

    def __init__(self, endpoint: str | None = None, token: str | None = None) -> None:
        from huggingface_hub import constants, get_token

        self.endpoint = (endpoint or constants.ENDPOINT).rstrip("/")
        self._token = token or (None if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN else get_token())

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`. One request: card data, files with sizes and hashes, scan verdicts, tags."""
        path = f"/api/{ref.kind}s/{ref.name}/revision/{quote(ref.revision or DEFAULT_REVISION, safe='')}"
        query = "?blobs=true" + ("&securityStatus=true" if ref.kind is Kind.MODEL else "")
        body = get(Request(self.endpoint + path + query, str(ref), INFO_LIMIT), self._token)
        info = _json_object(body, ref)
        commit = info.get("sha")
        if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
            raise MalformedError(
                f"{ref}: the hub names no commit, so nothing read could be pinned", "Check the endpoint."
            )
        pinned = ArtifactRef(ref.hub, ref.kind, _canonical_name(info, ref), commit)
        files, gaps = read_listing(pinned.purl, info.get("siblings"))
        prefix = "datasets/" if ref.kind is Kind.DATASET else ""
        return Snapshot(pinned, f"{self.endpoint}/{prefix}{pinned.name}", path, files, info, gaps)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`. One GET without a HEAD before it, at the pinned commit."""
        url = f"{snapshot.url}/resolve/{snapshot.ref.revision}/{quote(path)}"
        return get(Request(url, f"{snapshot.ref.name}: {path}", limit, prefix), self._token)


def _json_object(body: bytes, ref: ArtifactRef) -> Mapping[str, Any]:
    try:
        info = json.loads(body)
    except (ValueError, RecursionError):
        info = None
    if not isinstance(info, dict):
        raise MalformedError(f"{ref}: the hub's answer is not a JSON object", "Check the endpoint, then run again.")
    return info


def _canonical_name(info: Mapping[str, Any], ref: ArtifactRef) -> str:
    named = info.get("id")
    try:
        return ArtifactRef.parse(f"hf:{named}", ref.kind).name if isinstance(named, str) else ref.name
    except UsageError:
        return ref.name
