"""Where the subjects of a survey come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from provenance.hubs import Hub
from provenance.survey import subjects as read
from provenance.survey.plan import file_digest
from provenance.survey.subjects import SurveySubject

_ALL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySources:
    """The sources of a survey's subjects, as the user named them.

    Attributes:
        subjects: References, organisations (`acme/*`) and registries.
        lists: Files with one reference per line.
        manifests: Manifests.
        boms: Bills of materials.
        models: Parquet files of model metadata.
        datasets: Parquet files of dataset metadata.
        cards: Parquet files of cards.
        where: Condition on metadata; empty for none.
        since: Folder of an earlier run, or None.
        place: The hub, as the user named it; empty for the default.
    """

    subjects: tuple[str, ...] = ()
    lists: tuple[Path, ...] = ()
    manifests: tuple[Path, ...] = ()
    boms: tuple[Path, ...] = ()
    models: tuple[Path, ...] = ()
    datasets: tuple[Path, ...] = ()
    cards: tuple[Path, ...] = ()
    where: str = ""
    since: Path | None = None
    place: str = ""

    @property
    def is_dump(self) -> bool:
        """Whether everything is read from Parquet, without requests to a hub."""
        return bool(self.models or self.datasets)

    @property
    def names_subjects(self) -> bool:
        """Whether anything but a dump names subjects."""
        return bool(self.subjects or self.lists or self.manifests or self.boms)

    @property
    def has_owners(self) -> bool:
        """Whether organisations or registries are listed."""
        return any(text.endswith(_ALL) for text in self.subjects)

    def identity(self) -> dict[str, Any]:
        """The sources in the plan file: names, and digests of files."""
        files = {
            "lists": self.lists,
            "manifests": self.manifests,
            "boms": self.boms,
            "models": self.models,
            "datasets": self.datasets,
            "cards": self.cards,
        }
        digests = {name: [file_digest(path) for path in paths] for name, paths in files.items()}
        return {
            "subjects": sorted(self.subjects),
            "where": self.where,
            "since": str(self.since or ""),
            "place": self.place,
            **digests,
        }

    def read(self, hub: Hub) -> Iterator[SurveySubject]:
        """The subjects, in any order, repetitions included.

        Args:
            hub: Lists the artefacts of organisations.

        Raises:
            UsageError: A source cannot be read.
            HubError: A hub did not return a listing.
        """
        owners = [text for text in self.subjects if text.endswith(_ALL)]
        references = [text for text in self.subjects if not text.endswith(_ALL)]
        return chain(
            read.of_references(references),
            chain.from_iterable(map(read.of_list, self.lists)),
            chain.from_iterable(map(read.of_manifest, self.manifests)),
            chain.from_iterable(map(read.of_bom, self.boms)),
            read.of_owners(hub, owners),
        )
