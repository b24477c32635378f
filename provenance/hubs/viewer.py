"""The dataset viewer's scan for personal data: a separate host next to the Hugging Face Hub, asked
only on request.

`GET /presidio-entities?dataset=NAME` counts the rows in which Microsoft Presidio finds people,
e-mail addresses, telephone numbers and US or payment identifiers. It reads at most the first 10,000
rows, 10 columns and 1,000 characters per cell, assumes English, and is available for few datasets.
A missing answer proves nothing, nor does zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from provenance.errors import HubError, MalformedError
from provenance.hubs.base import Hub, Listed, Space
from provenance.hubs.endpoint import read_endpoint
from provenance.hubs.http import HttpRequest, get_page
from provenance.hubs.listing import read_object
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Gap, Kind, PersonalScan, Snapshot

DATASET_VIEWER = "https://datasets-server.huggingface.co"
ANSWER_LIMIT = 64 * 1024
SECONDS = 10.0
_KINDS_OF_DATA = {
    "num_rows_with_email_address_entities": "e-mail addresses",
    "num_rows_with_person_entities": "names of people",
    "num_rows_with_phone_number_entities": "telephone numbers",
    "num_rows_with_sensitive_pii": "payment or US identifiers",
}
_ROWS = "num_scanned_rows"
_MOST_COLUMNS = 20
# No such dataset, or no scan of it: private, gated, too large, or in a form that it does not read.
_NO_SCAN = frozenset({401, 403, 404, 422, 501})
_SUBJECT = "dataset viewer"


class ViewerHub:
    """A hub that adds the dataset viewer's scan to snapshots of datasets.

    Args:
        hub: The hub to read from.
        endpoint: Base URL of the viewer. It receives dataset names, never a token.
    """

    def __init__(self, hub: Hub, endpoint: str = DATASET_VIEWER) -> None:
        self._hub = hub
        self._endpoint = read_endpoint(endpoint)

    def space(self, name: str, revision: str | None) -> Space:
        """See `HuggingFaceHub.space`; the viewer knows datasets alone."""
        space: Space = getattr(self._hub, "space")(name, revision)  # noqa: B009
        return space

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`; the viewer is not asked."""
        listed: Iterator[Listed] = getattr(self._hub, "listing")(owner, kind)  # noqa: B009
        return listed

    def similar(self, ref: ArtifactRef) -> Iterator[ArtifactRef]:
        """See `HuggingFaceHub.similar`; the viewer is not asked."""
        similar: Iterator[ArtifactRef] = getattr(self._hub, "similar")(ref)  # noqa: B009
        return similar

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`. One more request per dataset; an unreachable viewer is a gap."""
        snapshot = self._hub.snapshot(ref)
        if snapshot.ref.kind is not Kind.DATASET:
            return snapshot
        try:
            answer = self._ask(snapshot.ref)
        except HubError as error:
            detail = message("hub.viewer", error=error.message)
            return _with_gap(snapshot, error.reason, detail)
        return replace(snapshot, scan=_scan(self._endpoint.url, answer)) if answer else snapshot

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        return self._hub.read(snapshot, path, limit, prefix=prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        return self._hub.read_range(snapshot, path, start, length)

    def _ask(self, ref: ArtifactRef) -> Mapping[str, object] | None:
        """The answer as an object with its commit under `revision`; None if there is no scan of
        this dataset.

        Raises:
            HubError: The viewer did not answer, or neither with a scan nor that there is none.
        """
        subject = f"{ref.name}: {_SUBJECT}"
        request = HttpRequest(
            url=f"{self._endpoint.url}/presidio-entities?{urlencode({'dataset': ref.name})}",
            subject=subject,
            limit=ANSWER_LIMIT,
            deadline=SECONDS,
            answers=_NO_SCAN,
        )
        page = get_page(request, self._endpoint.authorization)
        if page.status in _NO_SCAN:
            return None
        answer, _ = read_object(page.body, subject)
        if not isinstance(answer.get(_ROWS), int):
            detail = message("hub.viewer-answer", status=page.status)
            raise MalformedError(detail, message("hub.endpoint.hint"))
        return {**answer, "revision": page.headers.get("x-revision", "")}


def _with_gap(snapshot: Snapshot, reason: str, detail: str) -> Snapshot:
    gap = Gap(artifact=snapshot.ref.purl, what=_SUBJECT, reason=reason, detail=detail)
    return replace(snapshot, gaps=(*snapshot.gaps, gap))


def _scan(endpoint: str, answer: Mapping[str, object]) -> PersonalScan | None:
    rows = _count(answer.get(_ROWS))
    columns = answer.get("scanned_columns")
    scanned = (
        [column for column in columns if isinstance(column, str)]
        if isinstance(columns, list)
        else []
    )
    counts = tuple(
        (word, count)
        for key, word in sorted(_KINDS_OF_DATA.items())
        if (count := _count(answer.get(key)))
    )
    source = f"{endpoint}/presidio-entities"
    full = answer.get("full_scan") is True
    return (
        PersonalScan(
            source=source,
            revision=str(answer["revision"])[:64],
            rows=rows,
            full=full,
            columns=tuple(scanned[:_MOST_COLUMNS]),
            counts=counts,
        )
        if rows
        else None
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
