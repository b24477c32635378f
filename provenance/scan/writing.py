"""Write a scan as a manifest (schemas/manifest-1.schema.json) or as JSON
(schemas/scan-1.schema.json)."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.messages import Message, in_language, message
from provenance.model.artifact import Kind
from provenance.scan.names import of_another_hub
from provenance.scan.reference import Pin, ScannedReference, State
from provenance.scan.survey import Scan
from provenance.text.printable import json_bytes, printable

SCHEMA = "provenance/scan-1"
MAIN = "main"
MOST_SHOWN = 200
# What `provenance audit -m` reads (schemas/manifest-1.schema.json, `project.manifest`).
MOST_BYTES, LONGEST_REF = 4 * 1024 * 1024, 500
_FEWER = (50, 5, 0)
_OTHER_PLACES = 3
# Kinds of pins, most precise first.
_FIRMNESS = tuple(Pin)
_PLAIN = re.compile(r"(?:[A-Za-z_]|\.{0,2}/)[A-Za-z0-9_./-]*(?::\d+)?")
_NOT_PLAIN = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_USE = "{activity: [product], commercial: true, regions: [EU, KR]}"
_SECTIONS = (("models", Kind.MODEL), ("datasets", Kind.DATASET))
# Entries that cannot be audited, listed below the others, each kind with a title.
_APART = (
    (State.COMPUTED, "scan.computed"),
    (State.ELSEWHERE, "scan.elsewhere"),
    (State.LOCAL, "scan.local"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A requested revision of an artefact, with all places that request it.

    Attributes:
        name: As written; None if there is none that a hub could have. `main` counts as none: it is
            the default.
        pin: How precise it is; None for a folder.
        places: `file:line`, sorted.
        in_tests: Whether only tests and fixtures name it.
    """

    name: str | None
    pin: Pin | None
    places: tuple[str, ...]
    in_tests: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestUse:
    """An artefact with all places that name it.

    Attributes:
        ref: `org/name` or `./folder`.
        chosen: The revision to audit, since a run reads one per artefact.
        others: The other requested revisions.
    """

    kind: Kind
    ref: str
    chosen: Revision
    others: tuple[Revision, ...] = ()

    @property
    def revision(self) -> str | None:
        """The chosen revision, as written."""
        return self.chosen.name

    @property
    def found_in(self) -> tuple[str, ...]:
        """All places that name it, sorted; empty for a folder that nothing names."""
        places = (place for revision in (self.chosen, *self.others) for place in revision.places)
        return tuple(dict.fromkeys(sorted(places, key=_by_file_and_line)))

    @property
    def in_tests(self) -> bool:
        """Whether only tests and fixtures name it."""
        return all(revision.in_tests for revision in (self.chosen, *self.others))

    @property
    def is_loose(self) -> bool:
        """Whether any place requests it without a commit."""
        return any(
            revision.pin not in (None, Pin.COMMIT) for revision in (self.chosen, *self.others)
        )


def uses(scan: Scan) -> tuple[ManifestUse, ...]:
    """The auditable artefacts of a scan, models before datasets, by name."""
    grouped: dict[tuple[bool, str], list[ScannedReference]] = {}
    for reference in scan.references:
        if reference.state in (State.HUB, State.FOLDER) and can_be_named(reference):
            grouped.setdefault((reference.kind is Kind.DATASET, reference.name), []).append(
                reference
            )
    return tuple(_use(grouped[key]) for key in sorted(grouped))


def can_be_named(reference: ScannedReference) -> bool:
    """Whether a manifest can represent its name, so that `provenance audit -m` reads the same
    artefact.

    A folder must lie next to the manifest or below it, and its name must be valid text.
    """
    name = reference.name
    if printable(name) != name or len(name) > LONGEST_REF:
        return False
    if name.startswith(("/", "~")) or posixpath.normpath(name).split("/")[0] == "..":
        return False
    try:
        ref = parse_reference(name, reference.kind)
        is_whole = ref.name == name or of_another_hub(name, "", reference.kind) is not None
        return is_whole and ref.hub.local is (reference.state is State.FOLDER)
    except UsageError:
        return False


def _use(group: Sequence[ScannedReference]) -> ManifestUse:
    """One entry for all references to an artefact."""
    by_revision: dict[str | None, list[ScannedReference]] = {}
    for reference in group:
        by_revision.setdefault(_revision(reference), []).append(reference)
    revisions = []
    for name, references in by_revision.items():
        revisions.append(_as_revision(name, references))
    revisions.sort(key=_preference)
    first = group[0]
    return ManifestUse(
        kind=first.kind, ref=first.name, chosen=revisions[0], others=tuple(revisions[1:])
    )


def _revision(use: ScannedReference) -> str | None:
    """The revision, if a hub could have it."""
    if use.state is not State.HUB or use.revision in (None, MAIN):
        return None
    is_elsewhere = of_another_hub(use.name, "", use.kind) is not None
    name = use.name if is_elsewhere else f"hf:{use.name}"
    try:
        return parse_reference(f"{name}@{use.revision}", use.kind).revision
    except UsageError:
        return None


def _as_revision(name: str | None, group: Sequence[ScannedReference]) -> Revision:
    in_files = [use for use in group if use.via != "on disk"]
    places = {printable(str(use.place)) for use in in_files}
    pins = [_pin(use, name) for use in group if use.state is State.HUB]
    return Revision(
        name=name,
        pin=min(pins, key=_FIRMNESS.index, default=None),
        places=tuple(sorted(places, key=_by_file_and_line)),
        in_tests=bool(in_files) and all(use.in_tests for use in in_files),
    )


def _pin(use: ScannedReference, name: str | None) -> Pin:
    """How precisely a reference is pinned; `main` and invalid revisions pin nothing."""
    if name or use.pin is Pin.COMPUTED:
        return use.pin
    return Pin.NONE


def _preference(revision: Revision) -> tuple[bool, int, int, str]:
    """Preference among several revisions of an artefact: product code before tests, most places,
    most precise pin."""
    firmness = _FIRMNESS.index(revision.pin) if revision.pin else 0
    return revision.in_tests, -len(revision.places), firmness, revision.name or ""


def _by_file_and_line(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line)


def to_yaml(scan: Scan, *, candidates: bool = False, lang: str = "en") -> bytes:
    """Write a manifest, with entries that cannot be audited as comments at the end.

    If listing all places would exceed the size limit of a manifest, fewer are written per entry.

    Args:
        scan: The result of a scan.
        candidates: Whether to list strings that only look like names, instead of counting them.
        lang: Language of the comments: `en` or `ko`.

    Raises:
        UsageError: It has more entries than a manifest can hold.
    """
    entries = uses(scan)
    for most_places in (None, *_FEWER):
        manifest = _Manifest(most_places, lang)
        manifest.write(scan, entries, candidates=candidates)
        payload = "".join(f"{line}\n" for line in manifest.lines).encode("utf-8", "replace")
        if len(payload) <= MOST_BYTES:
            return payload
    raise UsageError(
        message("scan.too-large", count=len(entries), limit=MOST_BYTES),
        message("scan.too-large.next"),
    )


class _Manifest:
    """Collects the lines of a manifest."""

    def __init__(self, most_places: int | None, lang: str) -> None:
        """
        Args:
            most_places: How many places of an entry are listed; None for all.
            lang: Language of the comments.
        """
        self.lines: list[str] = []
        self._most_places = most_places
        self._lang = lang

    def write(self, scan: Scan, entries: Sequence[ManifestUse], *, candidates: bool) -> None:
        """The whole manifest."""
        self._comment(message("scan.header"))
        self.lines.append("version: 1")
        self._comment(f"use: {_USE}   # {message('scan.use').text(self._lang)}")
        for section, kind in _SECTIONS:
            self._section(section, [use for use in entries if use.kind is kind])
        self._unnameable(scan)
        for state, title in _APART:
            self._apart(title, [use for use in scan.references if use.state is state])
        self._candidates(scan, listed=candidates)

    def _comment(self, text: str, indent: str = "") -> None:
        self.lines.append(f"{indent}# {in_language(text, self._lang)}")

    def _section(self, name: str, entries: Sequence[ManifestUse]) -> None:
        if not entries:
            self.lines.append(f"{name}: []")
            return
        self.lines.append(f"{name}:")
        for use in entries:
            self._entry(use)

    def _entry(self, use: ManifestUse) -> None:
        pin = self._pin(use.chosen.pin)
        if use.revision:
            self.lines.append(f"  - ref: {_scalar(use.ref)}")
            self.lines.append(f"    revision: {_scalar(use.revision, plain=False)}{pin}")
        else:
            self.lines.append(f"  - ref: {_scalar(use.ref)}{pin}")
        for other in use.others:
            self._comment(_also(other), "    ")
        if use.in_tests:
            self.lines.append("    purpose: tests")
        self._places(use.found_in)

    def _pin(self, pin: Pin | None) -> str:
        """A comment on how loosely an entry is pinned; empty if a commit pins it."""
        if pin is Pin.COMMIT:
            return ""
        key = f"scan.pin.{pin.value}" if pin else "scan.pin.folder"
        return f" # {message(key).text(self._lang)}"

    def _places(self, places: Sequence[str]) -> None:
        listed = places[: self._most_places]
        if listed:
            self.lines.append("    found_in:")
        for place in listed:
            self.lines.append(f"      - {_scalar(place)}")
        more = len(places) - len(listed)
        if more:
            self._comment(message("scan.more-places", count=more), "    ")

    def _unnameable(self, scan: Scan) -> None:
        """Artefacts that a manifest in this place cannot name: outside its folder, or not valid
        text."""
        unnameable = {
            printable(use.name)
            for use in scan.references
            if use.state in (State.HUB, State.FOLDER) and not can_be_named(use)
        }
        names = sorted(unnameable)
        if not names:
            return
        self._comment(message("scan.unnameable"))
        for name in names[:MOST_SHOWN]:
            self._comment(f"  {name}")
        more = len(names) - MOST_SHOWN
        if more > 0:
            self._comment(f"  {message('scan.more', count=more).text(self._lang)}")

    def _apart(self, title: str, references: Sequence[ScannedReference]) -> None:
        if not references:
            return
        self._comment(message(title))
        for use in references[:MOST_SHOWN]:
            source = f"({use.source})" if use.source else ""
            words = (str(use.place), use.via, use.name, source)
            self._comment("  " + "  ".join(printable(word) for word in words if word))
        more = len(references) - MOST_SHOWN
        if more > 0:
            self._comment(f"  {message('scan.more-in-json', count=more).text(self._lang)}")

    def _candidates(self, scan: Scan, *, listed: bool) -> None:
        """The strings that look like names in unknown kinds of places: their number, or a list."""
        candidates = [use for use in scan.references if use.state is State.CANDIDATE]
        if not candidates:
            return
        if not listed:
            self._comment(message("scan.candidates-counted", count=len(candidates)))
            return
        self._comment(message("scan.candidates-listed"))
        for use in candidates:
            self._comment(f"  {use.place}  {printable(use.name)}")


def _also(other: Revision) -> Message:
    """A note that other revisions of the artefact are requested too, and where."""
    shown = ", ".join(other.places[:_OTHER_PLACES])
    more = len(other.places) - _OTHER_PLACES
    places: str = shown
    if more > 0:
        places = message("scan.places-and-more", places=shown, count=more)
    if other.name is None:
        return message("scan.also-without", places=places)
    return message("scan.also-at", revision=printable(other.name), places=places)


def _scalar(text: str, plain: bool = True) -> str:
    """Printable text as a YAML scalar: plain if unambiguous, else quoted as in JSON. Characters are
    not escaped, because YAML does not combine two escapes into one character."""
    if plain and _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN:
        return text
    return json.dumps(text, ensure_ascii=False)


def to_json(scan: Scan) -> bytes:
    """Write every reference of any kind, and what could not be read."""
    return json_bytes(
        {
            "schema": SCHEMA,
            "references": [_reference(reference) for reference in scan.references],
            "files": scan.files,
            "skipped": dict(scan.skipped),
            "unread": [{"file": file, "reason": reason} for file, reason in scan.unread],
        }
    )


def _reference(reference: ScannedReference) -> dict[str, object]:
    return {
        "kind": reference.kind.value,
        "state": reference.state.value,
        "name": reference.name,
        "revision": reference.revision,
        "pin": reference.pin.value if reference.state is State.HUB else None,
        "file": reference.place.file,
        "line": reference.place.line,
        "cell": reference.cell,
        "via": reference.via,
        "source": reference.source,
        "token": reference.token,
        "in_tests": reference.in_tests,
    }
