"""Which texts of an artefact are read, and a gap for those that its repository has beyond that."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator

from provenance.licences import (
    is_licence_file,
    is_page,
    is_translation,
    licence_texts,
    metadata_files,
)
from provenance.messages import message
from provenance.model.artifact import CARD, Gap, Snapshot, root_first
from provenance.privacy import is_privacy_file

MOST_LICENCE_TEXTS = 6
MOST_PRIVACY_TEXTS = 2
MOST_OTHER_CARDS = 3
MOST_PAGES = 3
MOST_TRANSLATIONS = 4
MOST_METADATA_FILES = 12
OTHER_TEXTS = "other texts"
# Names that a gap shows; the listing has the others.
_SHOWN = 10
_MODEL_CARD = re.compile(
    r"(?:[^/]*[-_.])?(?:model|data(?:set)?)[-_ ]?card(?:[-_.][^/]*)?\.(?:md|markdown)"
    # The same card in a language that is read, or in plain text.
    r"|readme[-_.](?:ko|kr|kor|korean|en|eng|english)\.(?:md|markdown)"
    r"|readme(?:\.(?:rst|txt|text|adoc|asciidoc|org|textile|wiki))?"
    r"|description\.md",  # the card in the layout of azureml-assets
    re.IGNORECASE,
)


def is_other_card(path: str) -> bool:
    """Whether a file is a card beside README.md by its name.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return _MODEL_CARD.fullmatch(path) is not None


def pages(listed: Iterable[str]) -> list[str]:
    """Pages beside the card that may restrict a use, those in the root first.

    Args:
        listed: Paths of a repository.
    """
    return root_first(path for path in listed if is_page(path) and not is_privacy_file(path))


def texts_beside_weights(listed: set[str]) -> list[str]:
    """Cards, licence texts, privacy files, pages and metadata to read of an artefact.

    Of an input and of what it was made from these are the same: the terms of a base decide,
    wherever they are written.

    Args:
        listed: Paths of its repository.
    """
    by_kind = (choose(listed)[:most] for choose, most in _KINDS)
    return [CARD, *(path for paths in by_kind for path in paths)]


def unread_beside(snapshot: Snapshot, requested: Container[str]) -> Iterator[Gap]:
    """One gap for the texts of an artefact beyond the number of each kind that is read.

    Args:
        snapshot: The hub's answer.
        requested: The requested paths, whether or not they could be fetched.
    """
    listed = {entry.path for entry in snapshot.files}
    left = [path for choose, most in _KINDS for path in choose(listed)[most:]]
    left = sorted({path for path in left if path not in requested})
    if not left:
        return
    detail = message("gap.texts-left-out", files=tuple(left[:_SHOWN]), count=len(left))
    yield Gap(artifact=snapshot.ref.purl, what=OTHER_TEXTS, reason="bound", detail=detail)


def _privacy_files(listed: Iterable[str]) -> list[str]:
    """Files on privacy, those in the root first."""
    return root_first(filter(is_privacy_file, listed))


def _other_pages(listed: Iterable[str]) -> list[str]:
    return [path for path in pages(listed) if not is_translation(path)]


def _translations(listed: Iterable[str]) -> list[str]:
    """The card in other languages, unless it is read as a card itself."""
    return [path for path in pages(listed) if is_translation(path) and not is_other_card(path)]


def _other_cards(listed: Iterable[str]) -> list[str]:
    return sorted(filter(is_other_card, listed))


def _licence_files(listed: Iterable[str]) -> list[str]:
    """Every licence text, notice and use policy, the artefact's own terms first."""
    paths = list(filter(is_licence_file, listed))
    return licence_texts(paths, len(paths))


_KINDS: tuple[tuple[Callable[[Iterable[str]], list[str]], int], ...] = (
    (_licence_files, MOST_LICENCE_TEXTS),
    (_privacy_files, MOST_PRIVACY_TEXTS),
    (_other_cards, MOST_OTHER_CARDS),
    (_other_pages, MOST_PAGES),
    (_translations, MOST_TRANSLATIONS),
    (metadata_files, MOST_METADATA_FILES),
)
