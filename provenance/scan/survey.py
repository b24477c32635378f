"""A project from end to end: walk it, read each file, say what each mention refers to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from provenance.errors import FaultError, UsageError
from provenance.messages import message
from provenance.model.artifact import Kind, Place
from provenance.model.fault import shielded
from provenance.scan.mention import UnreadableError
from provenance.scan.readers import reader_of
from provenance.scan.reference import Pin, ScannedReference, State, refer
from provenance.scan.walker import holds_model, text_of, walk

# There is no folder below it, so no name is taken for one.
_NO_FOLDER = Path(os.devnull)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a project refers to.

    Attributes:
        references: Every use, sorted by place.
        files: How many files were read.
        skipped: How many were not, by reason, sorted; files that no reader reads are not among
            them.
        unread: The files that a reader should have read and could not, with the reason; sorted.
    """

    references: tuple[ScannedReference, ...]
    files: int
    skipped: tuple[tuple[str, int], ...]
    unread: tuple[tuple[str, str], ...]


def scan(
    paths: Sequence[Path], base: Path, progress: Callable[[int, str], None] | None = None
) -> Scan:
    """Find the models and datasets that code and configuration name; nothing is run, no link is
    followed.

    Args:
        paths: Folders and files.
        base: The folder from which places and folders are named; what lies outside it is named from
            its own root.
        progress: Is told before each file how many were read, and its name.

    Raises:
        UsageError: One of the paths is not there.
    """
    survey = _Survey(base, progress)
    for path in paths:
        survey.take(path)
    references = sorted(dict.fromkeys(survey.references), key=_order)
    return Scan(
        references=tuple(references),
        files=survey.files,
        skipped=tuple(sorted(survey.skipped.items())),
        unread=tuple(sorted(set(survey.unread))),
    )


def references_in(file: PurePosixPath, text: str) -> tuple[ScannedReference, ...]:
    """What one file refers to that lies on no disk, such as a file on a hub.

    Args:
        file: Its path, which tells the reader.
        text: Its text.

    Raises:
        FaultError: A reader failed.
    """
    row = reader_of(file.name)
    if row is None or len(text) > row.limit:
        return ()
    references: list[ScannedReference | None] = []

    def gather_references() -> None:
        for mention in row.reader(text):
            references.append(refer(mention, file, _NO_FOLDER))

    try:
        subject = message("gap.fault.reading", name=file.as_posix())
        shielded(gather_references, subject, UnreadableError)
    except UnreadableError:
        pass  # what was read before stays
    return tuple(reference for reference in references if reference)


def without_tests(scan: Scan) -> Scan:
    """The same scan without the uses in tests and fixtures."""
    return replace(
        scan, references=tuple(reference for reference in scan.references if not reference.in_tests)
    )


def _order(reference: ScannedReference) -> tuple[str, int, str, str]:
    return reference.place.file, reference.place.line, reference.name, reference.via


class _Survey:
    """The bookkeeping of one scan."""

    def __init__(self, base: Path, progress: Callable[[int, str], None] | None = None) -> None:
        self._base = base
        self._progress = progress
        self.references: list[ScannedReference] = []
        self.files = 0
        self.skipped: Counter[str] = Counter()
        self.unread: list[tuple[str, str]] = []

    def take(self, path: Path) -> None:
        if path.is_file():
            self._read(path.parent, PurePosixPath(path.name))
            return
        if not path.is_dir():
            raise UsageError(f"{path} is not there", "Name a folder or a file.")
        for folder, names in walk(path, self.skipped):
            if holds_model(names):
                self._note_model(path, folder)
                names = [name for name in names if not name.endswith(".json")]  # noqa: PLW2901
            for name in names:
                self._read(path, folder / name)

    def _note_model(self, root: Path, folder: PurePosixPath) -> None:
        place = Place(self._named(root, folder / "."), 1)
        self.references.append(
            ScannedReference(
                kind=Kind.MODEL,
                state=State.FOLDER,
                name=self._folder(root, folder.as_posix()),
                revision=None,
                pin=Pin.NONE,
                place=place,
                via="on disk",
            )
        )

    def _read(self, root: Path, file: PurePosixPath) -> None:
        row = reader_of(file.name)
        if row is None:
            return
        name = self._named(root, file)
        if self._progress:
            self._progress(self.files, name)

        def refuse(reason: str) -> None:
            self.skipped[reason] += 1
            self.unread.append((name, reason))

        text = text_of(root / file, row.limit, refuse)
        if text is None:
            return

        references: list[ScannedReference | None] = []

        def gather_references() -> None:
            for mention in row.reader(text):
                references.append(refer(mention, file, root))

        try:
            subject = message("gap.fault.reading", name=name)
            shielded(gather_references, subject, UnreadableError)
            self.files += 1
        except UnreadableError as error:  # what was read before stays
            refuse(str(error))
        except FaultError:
            refuse("a fault of provenance")
            return
        self.references += self._placed(references, root, name)

    def _placed(
        self, references: Sequence[ScannedReference | None], root: Path, name: str
    ) -> Iterator[ScannedReference]:
        for reference in references:
            if reference:
                folder = (
                    self._folder(root, reference.name)
                    if reference.state is State.FOLDER
                    else reference.name
                )
                yield replace(reference, name=folder, place=Place(name, reference.place.line))

    def _named(self, root: Path, file: PurePosixPath) -> str:
        """A file as seen from the base, or from the root that was given where that lies
        elsewhere."""
        at, base = Path(os.path.realpath(root)), Path(os.path.realpath(self._base))
        return (
            (at.relative_to(base) / file).as_posix() if at.is_relative_to(base) else file.as_posix()
        )

    def _folder(self, root: Path, folder: str) -> str:
        """A folder as a reference that a manifest in the base can hold."""
        at, base = os.path.realpath(root / folder), os.path.realpath(self._base)
        path = Path(os.path.relpath(at, base)).as_posix()
        return path if path.startswith(".") else f"./{path}"
