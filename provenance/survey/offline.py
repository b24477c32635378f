"""Read for a survey from a stored dump, without requests; what the dump lacks counts as unread."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from provenance.errors import HubError, TooLargeError, UnreadError
from provenance.hubs.listing import read_listing
from provenance.lineage.record import wanted
from provenance.messages import message
from provenance.model.artifact import CARD as CARD_FILE
from provenance.model.artifact import DETAIL, ArtifactRef, FileEntry, Gap, Kind, Snapshot
from provenance.stated import known_answer
from provenance.survey.dumps import CARD, NAMESPACE, TOO_LARGE, Stored, StoredRows, answer_of
from provenance.survey.reading import Got
from provenance.survey.work import Fetched

# What a hub's answer states but a dump may lack.
_EXPECTED = ("sha", "gated", "siblings")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDumps:
    """The dumps of a run, as far as the user provided them.

    Attributes:
        models: Metadata of models.
        datasets: Parquet file with metadata of datasets.
        cards: Cards of both.
    """

    models: Stored | None = None
    datasets: Stored | None = None
    cards: Stored | None = None

    def of(self, kind: Kind) -> Stored | None:
        """The metadata of a kind."""
        return self.models if kind is Kind.MODEL else self.datasets


class DumpReader:
    """Reads from stored dumps.

    Args:
        dumps: The dumps of a run.
    """

    def __init__(self, dumps: StoredDumps) -> None:
        self._dumps = dumps
        self._rows: dict[Path, StoredRows] = {}
        self._lock = Lock()

    def states(self, refs: Iterable[ArtifactRef]) -> Mapping[ArtifactRef, Snapshot | HubError]:
        """See `SurveyReader.states`."""
        answers = self.ancestors(refs)
        return {
            ref: answer.snapshot if isinstance(answer, Fetched) else answer
            for ref, answer in answers.items()
        }

    def inputs(self, refs: Iterable[ArtifactRef]) -> Got:
        """See `SurveyReader.inputs`."""
        return self._read(tuple(refs), subject=True)

    def ancestors(self, refs: Iterable[ArtifactRef]) -> Got:
        """See `SurveyReader.ancestors`; a name that is not a model may be a dataset."""
        wanted = tuple(refs)
        got = self._read(wanted, subject=False)
        lost = [ref for ref in wanted if isinstance(got[ref], HubError) and ref.kind is Kind.MODEL]
        as_datasets = {ref: _as_dataset(ref) for ref in lost}
        datasets = self._read(tuple(as_datasets.values()), subject=False)
        for ref, other in as_datasets.items():
            if isinstance(datasets[other], Fetched):
                got[ref] = datasets[other]
        return got

    def _read(self, refs: tuple[ArtifactRef, ...], *, subject: bool) -> Got:
        got: Got = {}
        for kind in Kind:
            of_kind = [ref for ref in refs if ref.kind is kind and ref.hub == NAMESPACE]
            stored = self._dumps.of(kind)
            names = [ref.name for ref in of_kind]
            rows = self._stored(stored, names)
            cards = self._cards(names)
            for ref in of_kind:
                row = rows.get(ref.name)
                if row is not None and stored:
                    card = cards.get(ref.name, row.get(CARD))
                    got[ref] = _fetched(ref, row, card, stored, subject=subject)
        for ref in refs:
            if ref not in got:
                got[ref] = _not_held(str(ref))
        return got

    def _cards(self, names: list[str]) -> Mapping[str, str | None]:
        rows = self._stored(self._dumps.cards, names)
        return {name: row[CARD] for name, row in rows.items()}

    def _stored(self, dump: Stored | None, names: list[str]) -> Mapping[str, Mapping[str, Any]]:
        """The rows of a dump with these names; two partitions may ask at the same time."""
        if dump is None or not names:
            return {}
        with self._lock:
            if dump.path not in self._rows:
                self._rows[dump.path] = StoredRows(dump.path)
            return self._rows[dump.path].find(names)


def _as_dataset(ref: ArtifactRef) -> ArtifactRef:
    return ArtifactRef(hub=ref.hub, kind=Kind.DATASET, name=ref.name, revision=ref.revision)


def _not_held(subject: str) -> UnreadError:
    return UnreadError(
        message("survey.dump.not-held", subject=subject), message("survey.dump.not-held.hint")
    )


def _fetched(
    ref: ArtifactRef, row: Mapping[str, Any], card: str | None, stored: Stored, *, subject: bool
) -> Fetched:
    """A stored row in the form of a hub's answer."""
    answer = known_answer(answer_of(row))
    pinned = ref.at(_revision(row, card))
    files: dict[str, FileEntry] = {}
    gaps: tuple[Gap, ...] = ()
    if "siblings" in answer:
        listed, gaps = read_listing(pinned.purl, answer)
        files = {entry.path: entry for entry in listed}
    if card is not None:
        files.setdefault(CARD_FILE, FileEntry(path=CARD_FILE))
    answer.pop("siblings", None)
    snapshot = Snapshot(
        ref=pinned,
        source="dump",
        files=tuple(files[path] for path in sorted(files)),
        metadata=answer,
        gaps=(*gaps, *_lacking(pinned, row, stored)),
    )
    bodies: dict[str, Any] = {}
    for file in wanted(snapshot, subject):
        bodies[file.path] = _not_held(f"{ref.name}: {file.path}")
    if CARD_FILE in bodies and card is not None:
        bodies[CARD_FILE] = _card(ref, card)
    return Fetched(snapshot=snapshot, bodies=bodies)


def _card(ref: ArtifactRef, card: str) -> bytes | HubError:
    if card == TOO_LARGE:
        subject = f"{ref.name}: {CARD_FILE}"
        return TooLargeError(
            message("survey.dump.too-large", subject=subject), message("hub.not-judged.hint")
        )
    return card.encode("utf-8", "replace")


def _revision(row: Mapping[str, Any], card: str | None) -> str:
    """The commit if the dump states it, else a digest of all that it states."""
    commit = row.get("sha")
    if commit:
        return str(commit)
    stated = json.dumps([dict(row), card], sort_keys=True, ensure_ascii=False, default=str)
    return "sha256:" + hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()


def _lacking(ref: ArtifactRef, row: Mapping[str, Any], stored: Stored) -> list[Gap]:
    """What the dump does not state about an artefact."""
    columns = [name for name in _EXPECTED if name not in stored.columns or row.get(name) is None]
    unread = [name for name, value in sorted(row.items()) if value == TOO_LARGE and name != CARD]
    return [
        Gap(
            artifact=ref.purl,
            what=name,
            reason=UnreadError.reason,
            detail=message("survey.dump.no-column", column=name),
            topic="" if name in unread else DETAIL,
        )
        for name in (*columns, *unread)
    ]
