"""What a scan found as a manifest (schemas/manifest-1.schema.json) or as JSON
(schemas/scan-1.schema.json)."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.messages import message
from provenance.model.artifact import Kind
from provenance.scan.reference import Pin, ScannedReference, State
from provenance.scan.survey import Scan
from provenance.text.printable import json_bytes, printable

SCHEMA = "provenance/scan-1"
MAIN = "main"
MOST_TOLD = 200
# What `provenance audit -m` reads (schemas/manifest-1.schema.json, `project.manifest`).
MOST_BYTES, LONGEST_REF = 4 * 1024 * 1024, 500
_FEWER = (50, 5, 0)
_OTHER_PLACES = 3
_PLAIN = re.compile(r"(?:[A-Za-z_]|\.{0,2}/)[A-Za-z0-9_./-]*(?::\d+)?")
_NOT_PLAIN = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_PINS = {
    Pin.COMMIT: "",
    Pin.BRANCH: "a branch or tag, not a commit",
    Pin.NONE: "no revision",
    Pin.COMPUTED: "the revision is computed",
}
_APART = (
    (State.COMPUTED, "Computed when the code runs, so not in the lists above:"),
    (State.ELSEWHERE, "Fetched from elsewhere than the Hugging Face Hub:"),
    (State.LOCAL, "Paths that are not here now:"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revision at which an artefact is asked for, with everywhere that does.

    Attributes:
        name: As written; None where none is written that a hub could hold. `main` is none: it is
            what a hub serves without being told.
        pin: How firmly it is held; None for a folder.
        places: `file:line`, sorted.
        in_tests: Whether nothing but tests and fixtures names it.
    """

    name: str | None
    pin: Pin | None
    places: tuple[str, ...]
    in_tests: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestUse:
    """One artefact, with everywhere that names it.

    Attributes:
        ref: `org/name` or `./folder`.
        chosen: The revision at which it is to be audited: a run reads one of each artefact.
        others: The other revisions at which it is asked for.
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
        """Every place that names it, sorted; empty for a folder that nothing names."""
        found = (place for one in (self.chosen, *self.others) for place in one.places)
        return tuple(dict.fromkeys(sorted(found, key=_by_file_and_line)))

    @property
    def in_tests(self) -> bool:
        """Whether nothing but tests and fixtures names it."""
        return all(one.in_tests for one in (self.chosen, *self.others))

    @property
    def is_loose(self) -> bool:
        """Whether it is asked for anywhere without being held to a commit."""
        return any(one.pin not in (None, Pin.COMMIT) for one in (self.chosen, *self.others))


def uses(scan: Scan) -> tuple[ManifestUse, ...]:
    """What can be audited of a scan, models before datasets, by name."""
    grouped: dict[tuple[bool, str], list[ScannedReference]] = {}
    for one in scan.references:
        if one.state in (State.HUB, State.FOLDER) and can_be_named(one):
            grouped.setdefault((one.kind is Kind.DATASET, one.name), []).append(one)
    return tuple(_use(grouped[key]) for key in sorted(grouped))


def can_be_named(reference: ScannedReference) -> bool:
    """Whether a manifest can hold its name: `provenance audit -m` reads the same artefact back.

    A folder may lie beside the manifest or below; its name may hold nothing that no text can.
    """
    name = reference.name
    if printable(name) != name or len(name) > LONGEST_REF:
        return False
    if name.startswith(("/", "~")) or posixpath.normpath(name).split("/")[0] == "..":
        return False
    try:
        ref = parse_reference(name, reference.kind)
        return ref.name == name and ref.hub.local is (reference.state is State.FOLDER)
    except UsageError:
        return False


def _use(group: Sequence[ScannedReference]) -> ManifestUse:
    by_revision: dict[str | None, list[ScannedReference]] = {}
    for one in group:
        by_revision.setdefault(_revision(one), []).append(one)
    revisions = [_as_revision(name, found) for name, found in by_revision.items()]
    chosen, *others = sorted(revisions, key=_preference)
    return ManifestUse(kind=group[0].kind, ref=group[0].name, chosen=chosen, others=tuple(others))


def _revision(one: ScannedReference) -> str | None:
    """The revision as a hub could hold it."""
    if one.state is not State.HUB or one.revision in (None, MAIN):
        return None
    try:
        return parse_reference(f"hf:{one.name}@{one.revision}", one.kind).revision
    except UsageError:
        return None


def _as_revision(name: str | None, group: Sequence[ScannedReference]) -> Revision:
    named = [one for one in group if one.via != "on disk"]
    places = {printable(str(one.place)) for one in named}
    pins = [_pin(one, name) for one in group if one.state is State.HUB]
    return Revision(
        name=name,
        pin=min(pins, key=list(Pin).index, default=None),
        places=tuple(sorted(places, key=_by_file_and_line)),
        in_tests=bool(named) and all(one.in_tests for one in named),
    )


def _pin(one: ScannedReference, name: str | None) -> Pin:
    """How firmly a reference is held; `main`, or what no hub could hold, holds nothing."""
    return one.pin if name or one.pin is Pin.COMPUTED else Pin.NONE


def _preference(one: Revision) -> tuple[bool, int, int, str]:
    """What is audited of an artefact that is asked for at several revisions: what the product uses
    before what only tests do, what most places name, what is held most firmly."""
    firmness = list(Pin).index(one.pin) if one.pin else 0
    return one.in_tests, -len(one.places), firmness, one.name or ""


def _by_file_and_line(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line)


def to_yaml(scan: Scan, *, candidates: bool = False) -> bytes:
    """Write a manifest. What cannot be audited stands below it in comments.

    Where all places would make it larger than a manifest may be, fewer of each are written.

    Args:
        scan: What was found.
        candidates: Whether to list the strings that only look like names, not just count them.

    Raises:
        UsageError: It names more than a manifest can hold.
    """
    found = uses(scan)
    for most_places in (None, *_FEWER):
        lines = _lines(scan, found, most_places, candidates)
        payload = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
        if len(payload) <= MOST_BYTES:
            return payload
    raise UsageError(
        f"{len(found):,} models and datasets are more than a manifest of {MOST_BYTES:,} bytes"
        " holds",
        "Scan parts of the project, each into a manifest of its own.",
    )


def _lines(
    scan: Scan, found: Sequence[ManifestUse], most_places: int | None, candidates: bool
) -> Iterator[str]:
    yield "# Written by `provenance scan`. Audit it with `provenance audit -m`."
    yield "version: 1"
    yield (
        "# use: {activity: [product], commercial: true, regions: [EU, KR]}   # what the product"
        " is for"
    )
    for section, kind in (("models", Kind.MODEL), ("datasets", Kind.DATASET)):
        entries = [use for use in found if use.kind is kind]
        if not entries:
            yield f"{section}: []"
            continue
        yield f"{section}:"
        for use in entries:
            yield from _entry(use, most_places)
    yield from _unnameable(scan)
    for state, title in _APART:
        apart = [one for one in scan.references if one.state is state]
        if apart:
            yield f"# {title}"
        for one in apart[:MOST_TOLD]:
            words = (str(one.place), one.via, one.name, one.source and f"({one.source})")
            yield "#   " + "  ".join(printable(word) for word in words if word)
        if apart[MOST_TOLD:]:
            yield f"#   and {len(apart) - MOST_TOLD} more; `provenance scan -f json` has them all"
    yield from _candidates(scan, listed=candidates)


def _candidates(scan: Scan, *, listed: bool) -> Iterator[str]:
    """The strings that look like names in places of no known kind: their number, or each."""
    found = [one for one in scan.references if one.state is State.CANDIDATE]
    if not found:
        return
    if not listed:
        yield f"# {message('scan.candidates-counted', count=len(found))}"
        return
    yield f"# {message('scan.candidates-listed')}"
    yield from (f"#   {one.place}  {printable(one.name)}" for one in found)


def _unnameable(scan: Scan) -> Iterator[str]:
    """What is here and a manifest at this place cannot name: outside its folder, or no text."""
    names = sorted(
        {
            printable(one.name)
            for one in scan.references
            if one.state in (State.HUB, State.FOLDER) and not can_be_named(one)
        }
    )
    if names:
        yield "# Here, but this manifest cannot name them (outside its folder, or no plain text):"
    yield from (f"#   {name}" for name in names[:MOST_TOLD])
    if names[MOST_TOLD:]:
        yield f"#   and {len(names) - MOST_TOLD} more"


def _entry(use: ManifestUse, most_places: int | None) -> Iterator[str]:
    pin = use.chosen.pin
    note = _PINS[pin] if pin else "a folder"
    told = f" # {note}" if note else ""
    yield f"  - ref: {_scalar(use.ref)}{'' if use.revision else told}"
    if use.revision:
        yield f"    revision: {_scalar(use.revision, plain=False)}{told}"
    for other in use.others:
        revision = f"at revision {printable(other.name)}" if other.name else "without a revision"
        yield f"    # also asked for {revision}: {_listed(other.places)}"
    if use.in_tests:
        yield "    purpose: tests"
    places = use.found_in[:most_places]
    if places:
        yield "    found_in:"
        yield from (f"      - {_scalar(place)}" for place in places)
    if len(places) < len(use.found_in):
        yield f"    # and {len(use.found_in) - len(places)} more places"


def _listed(places: Sequence[str]) -> str:
    """The first of some places, and how many there are beside them."""
    shown = ", ".join(places[:_OTHER_PLACES])
    more = len(places) - _OTHER_PLACES
    return f"{shown} and {more} more" if more > 0 else shown


def _scalar(text: str, plain: bool = True) -> str:
    """Printable text as YAML reads it back: bare where nothing in it could mean something else,
    else quoted as in JSON. Characters stay what they are: YAML puts no two escapes together to make
    one."""
    if plain and _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN:
        return text
    return json.dumps(text, ensure_ascii=False)


def to_json(scan: Scan) -> bytes:
    """Write every reference, whatever it is, and what could not be read."""
    return json_bytes(
        {
            "schema": SCHEMA,
            "references": [_reference(one) for one in scan.references],
            "files": scan.files,
            "skipped": dict(scan.skipped),
            "unread": [{"file": file, "reason": reason} for file, reason in scan.unread],
        }
    )


def _reference(one: ScannedReference) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "state": one.state.value,
        "name": one.name,
        "revision": one.revision,
        "pin": one.pin.value if one.state is State.HUB else None,
        "file": one.place.file,
        "line": one.place.line,
        "cell": one.cell,
        "via": one.via,
        "source": one.source,
        "token": one.token,
        "in_tests": one.in_tests,
    }
