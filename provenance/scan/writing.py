"""What a scan found as a manifest (schemas/manifest-1.schema.json) or as JSON
(schemas/scan-1.schema.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.model.artifact import Kind
from provenance.scan.reference import Pin, ScannedReference, State
from provenance.scan.survey import Scan
from provenance.text.printable import json_bytes, printable

SCHEMA = "provenance/scan-1"
MOST_TOLD = 200
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


@dataclass(frozen=True, slots=True)
class Use:
    """One artefact at one revision, with everywhere that names it.

    Attributes:
        ref: `org/name` or `./folder`.
        revision: As written, or None.
        pin: How firmly it is held; None for a folder.
        found_in: `file:line`, sorted; empty for a folder that nothing names.
        in_tests: Whether nothing but tests and fixtures names it.
    """

    kind: Kind
    ref: str
    revision: str | None
    pin: Pin | None
    found_in: tuple[str, ...]
    in_tests: bool


def uses(scan: Scan) -> tuple[Use, ...]:
    """What can be audited of a scan, models before datasets, by name and revision."""
    grouped: dict[tuple[str, str, str, str], list[ScannedReference]] = {}
    for one in scan.references:
        if one.state in (State.HUB, State.FOLDER):
            key = ("01"[one.kind is Kind.DATASET], one.name, one.revision or "", one.pin.value)
            grouped.setdefault(key, []).append(one)
    return tuple(_use(grouped[key]) for key in sorted(grouped))


def _use(group: Sequence[ScannedReference]) -> Use:
    named = [one for one in group if one.via != "on disk"]
    places = sorted({(one.place.file, one.place.line) for one in named})
    first = group[0]
    pin = first.pin if first.state is State.HUB else None
    found_in = tuple(f"{file}:{line}" for file, line in places)
    return Use(
        first.kind,
        first.name,
        first.revision,
        pin,
        found_in,
        bool(named) and all(one.in_tests for one in named),
    )


def to_yaml(scan: Scan) -> bytes:
    """Write a manifest. What cannot be audited stands below it in comments."""
    return "".join(f"{line}\n" for line in _lines(scan)).encode("utf-8", "replace")


def _lines(scan: Scan) -> Iterator[str]:
    found = uses(scan)
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
            yield from _entry(use)
    for state, title in _APART:
        apart = [one for one in scan.references if one.state is state]
        if apart:
            yield f"# {title}"
        for one in apart[:MOST_TOLD]:
            words = (str(one.place), one.via, one.name, one.source and f"({one.source})")
            yield "#   " + "  ".join(printable(word) for word in words if word)
        if apart[MOST_TOLD:]:
            yield f"#   and {len(apart) - MOST_TOLD} more; `provenance scan -f json` has them all"


def _entry(use: Use) -> Iterator[str]:
    note = _PINS[use.pin] if use.pin else "a folder"
    told = f" # {note}" if note else ""
    yield f"  - ref: {_scalar(use.ref)}{'' if use.revision else told}"
    if use.revision:
        yield f"    revision: {_scalar(use.revision, plain=False)}{told}"
    if use.in_tests:
        yield "    purpose: tests"
    if use.found_in:
        yield "    found_in:"
        yield from (f"      - {_scalar(place)}" for place in use.found_in)


def _scalar(text: str, plain: bool = True) -> str:
    """Text as YAML reads it back: bare where nothing in it could mean something else, else quoted
    as in JSON."""
    if plain and _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN:
        return text
    return json.dumps(text)


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
