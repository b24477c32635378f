"""Evaluate a document against a framework: for each element what is present, wrong or missing, with
places and quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import Any

from provenance.conformance.document import (
    CYCLONEDX,
    SPDX,
    SPDX2,
    BomDocument,
    DocumentNode,
    entries,
)
from provenance.conformance.framework import ALWAYS, BomField, Framework, FrameworkElement
from provenance.conformance.paths import Elsewhere, select
from provenance.cyclonedx.integrity import IntegrityProblem, members
from provenance.messages import message
from provenance.model.finding import shorten
from provenance.text.placeholder import is_placeholder

MOST_FOUND = 3
MOST_LACKING = 5
QUOTE = 160
# Members that say what an object is, not what it states.
_STRUCTURE = frozenset(
    {"type", "@type", "spdxId", "@id", "bom-ref", "creationInfo", "acknowledgement", "encoding"}
)


class Status(StrEnum):
    """The status of an element. `no-place` and `unknown` mean that the document cannot state it."""

    PRESENT = "present"
    PARTIAL = "partial"
    WRONG = "wrong"
    PLACEHOLDER = "placeholder"
    MISSING = "missing"
    NO_PLACE = "no-place"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementValue:
    """A value for a field.

    Attributes:
        field: Id of the field.
        status: `present`, `wrong`, `placeholder`, or `unknown` if it is in another document.
        pointer: JSON Pointer.
        line: Line, for XML.
        quote: The value, shortened.
        note: What is wrong with it.
    """

    field: str
    status: Status
    pointer: str
    line: int | None
    quote: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """An object that lacks a required statement: its place and name."""

    pointer: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementAnswer:
    """The result for one element.

    Attributes:
        element: The element.
        status: The worst that matters: wrong, then partial, then missing.
        total: Number of objects that need it: models, components.
        having: Number of objects that state it.
        values: At most three values, wrong ones and placeholders first.
        lacking: The first five objects that do not state it.
        reason: Further explanation; may be empty.
    """

    element: FrameworkElement
    status: Status
    total: int
    having: int
    values: tuple[ElementValue, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    reason: str = ""


def evaluate(
    document: BomDocument,
    framework: Framework,
    problems: Iterable[IntegrityProblem],
    *,
    of_subject: bool = False,
) -> tuple[ElementAnswer, ...]:
    """Evaluate every element of a framework.

    Args:
        document: The bill of materials.
        framework: The framework.
        problems: Formal errors: a value at such a place counts as wrong, not as present.
        of_subject: Whether a requirement of models is one of the document's subject alone, and not
            of the models that it was made from.
    """
    reading = _Reading(document, problems)
    if of_subject:
        reading.scopes["model"] = reading.scopes["subject"]
    return tuple(reading.answer(element) for element in framework.elements)


@dataclass(frozen=True, slots=True, kw_only=True)
class _JudgedValue:
    """A value for a field, with its assessment."""

    field: str
    node: DocumentNode
    status: Status
    note: str


class _Kept:
    """The first few values of each status in document order; no more are ever shown."""

    def __init__(self) -> None:
        self._count = 0
        self._values: dict[Status, list[tuple[int, _JudgedValue]]] = {}

    def add(self, values: Iterable[_JudgedValue]) -> None:
        """Add values."""
        for value in values:
            self._count += 1
            alike = self._values.setdefault(value.status, [])
            if len(alike) < MOST_FOUND:
                alike.append((self._count, value))

    def first(self) -> list[_JudgedValue]:
        """The first value of all."""
        ranked = sorted(chain.from_iterable(self._values.values()), key=lambda entry: entry[0])
        return [value for _, value in ranked[:MOST_FOUND]]

    def best(self, status: Status) -> list[_JudgedValue]:
        """The first values of one status, followed by the others."""
        ranked = sorted(
            chain.from_iterable(self._values.values()),
            key=lambda entry: (entry[1].status is not status, entry[0]),
        )
        return [value for _, value in ranked[:MOST_FOUND]]


class _Reading:
    """A document with cached lookups."""

    def __init__(self, document: BomDocument, problems: Iterable[IntegrityProblem]) -> None:
        self.document = document
        self.wrong: dict[str, str] = {}
        for problem in problems:
            pointer = problem.pointer
            while pointer.count("/") > 1 or pointer == problem.pointer:
                self.wrong.setdefault(pointer, problem.message)
                pointer = pointer.rpartition("/")[0]
        self.scopes = _scopes(document)
        self.from_root: dict[str, tuple[_JudgedValue, ...]] = {}

    def answer(self, element: FrameworkElement) -> ElementAnswer:
        """Evaluate one element."""
        fields = [(field, field.places(self.document)) for field in element.fields]
        subjects = self.scopes[element.of]
        if element.practice:
            return ElementAnswer(
                element=element, status=Status.UNKNOWN, total=0, having=0, reason=_PRACTICE
            )
        if not any(places for _, places in fields):
            return ElementAnswer(
                element=element,
                status=Status.NO_PLACE,
                total=0,
                having=0,
                reason=_no_place(self.document, element),
            )
        if not subjects:
            return ElementAnswer(
                element=element,
                status=Status.MISSING,
                total=0,
                having=0,
                reason=_no_subject(element),
            )
        return self._judged_subjects(element, fields, subjects)

    def _judged_subjects(
        self,
        element: FrameworkElement,
        fields: list[tuple[BomField, tuple[str, ...]]],
        subjects: list[DocumentNode],
    ) -> ElementAnswer:
        """The result for an element that has a place in the format and subjects to look at."""
        placed = [(field, places) for field, places in fields if places]
        statuses: Counter[Status] = Counter()
        lacking: list[Lacking] = []
        kept = _Kept()
        stated: set[str] = set()
        for subject in subjects:
            answered: list[Status] = []
            for field, places in placed:
                values = self.look(subject, field, places)
                kept.add(values)
                status = _best(values)
                answered.append(status)
                if status in _STATED:
                    stated.add(field.id)
            status = _together(answered)
            statuses[status] += 1
            if status is not Status.PRESENT and len(lacking) < MOST_LACKING:
                lacking.append(Lacking(subject.pointer, _name(subject)))
        if element.absent:
            return self._absent(element, len(subjects), kept)
        whole = _together(list(statuses))
        answer = ElementAnswer(
            element=element,
            status=whole,
            total=len(subjects),
            having=statuses[Status.PRESENT],
            values=tuple(map(self._shown, kept.best(_SHOWN[whole]))),
            lacking=tuple(lacking),
            reason=self._reason(fields, stated) if whole is not Status.MISSING else "",
        )
        return _conditions(answer, self.document)

    def look(
        self, subject: DocumentNode, field: BomField, places: tuple[str, ...]
    ) -> list[_JudgedValue]:
        """The values at a field's places: all valid ones, or else all wrong ones and
        placeholders."""
        values: list[_JudgedValue] = []
        for path in places:
            if not path.startswith("$"):
                values += self.judged(field, select(self.document, subject, path))
                continue
            if path not in self.from_root:
                self.from_root[path] = tuple(
                    self.judged(field, select(self.document, subject, path))
                )
            values += self.from_root[path]
        return values

    def judged(self, field: BomField, nodes: Iterable[DocumentNode]) -> Iterator[_JudgedValue]:
        """Values with an assessment each."""
        for node in nodes:
            status, note = _judge(node, self.wrong)
            in_part = field.graded and str(node.value).startswith("partial")
            if status is Status.PRESENT and in_part:
                status, note = Status.PARTIAL, "stated in part"
            yield _JudgedValue(field=field.id, node=node, status=status, note=note)

    def _shown(self, value: _JudgedValue) -> ElementValue:
        """A value for display; created only for the few that are shown, because a document has very
        many."""
        pointer = value.node.pointer
        quote = shorten(_as_text(value.node.value)[: QUOTE * 8], QUOTE)
        line = self.document.line(pointer)
        return ElementValue(
            field=value.field,
            status=value.status,
            pointer=pointer,
            line=line,
            quote=quote,
            note=value.note,
        )

    def _absent(self, element: FrameworkElement, count: int, kept: _Kept) -> ElementAnswer:
        """The result for an element that must be absent."""
        wrong = [replace(self._shown(value), status=Status.WRONG) for value in kept.first()]
        if wrong:
            reason = message("check.reason.present-but-unwanted")
            return ElementAnswer(
                element=element,
                status=Status.WRONG,
                total=count,
                having=0,
                values=tuple(wrong),
                reason=reason,
            )
        return ElementAnswer(
            element=element,
            status=Status.PRESENT,
            total=count,
            having=count,
            reason=message("check.reason.absent-as-asked"),
        )

    def _reason(self, fields: list[tuple[BomField, tuple[str, ...]]], stated: set[str]) -> str:
        """For an element with several fields: the missing ones, and those that the format has no
        place for."""
        absent = [field.label for field, places in fields if places and field.id not in stated]
        lacking = tuple(absent) if len(fields) > 1 else ()
        homeless = tuple(field.label for field, places in fields if not places)
        form = _title(self.document)
        if lacking and homeless:
            key = "check.reason.not-there-and-no-place"
            return message(key, lacking=lacking, format=form, homeless=homeless)
        if homeless:
            return message("check.reason.no-place-for", format=form, fields=homeless)
        return message("check.reason.not-there", fields=lacking) if lacking else ""


_PRACTICE = message("check.reason.practice")
# When a framework requires an element, in its own words, and our sentence for it.
_CONDITIONS = {
    "where it exists": "check.reason.when.exists",
    "models with systemic risk": "check.reason.when.systemic",
    "if it modifies another model": "check.reason.when.modifies",
    "unless a detached signature comes with the file": "check.reason.when.unsigned",
}
_STATED = (Status.PRESENT, Status.PARTIAL, Status.WRONG)
# Values that prove an answer are shown first.
_SHOWN = {status: status for status in Status} | {Status.PARTIAL: Status.PRESENT}


def _whole(document: BomDocument) -> DocumentNode:
    """The object that stands for the document: in SPDX an element, in other formats the root."""
    root = DocumentNode("", document.root)
    if document.standard != SPDX:
        return root
    elements = list(document.elements())
    for types in (("SpdxDocument",), ("software_Sbom", "Bom")):
        for node in elements:
            if node.value.get("type") in types:
                return node
    return next((node for node in elements if "creationInfo" in node.value), root)


def _scopes(document: BomDocument) -> dict[str, list[DocumentNode]]:
    """The objects that each word of `Element.of` covers."""
    kinds: dict[str, list[DocumentNode]] = {"model": [], "dataset": [], "file": [], "software": []}
    every: list[DocumentNode] = []
    for kind, node in document.components():
        kinds[kind].append(node)
        if kind != "file" and "/modelParameters/" not in node.pointer:
            every.append(node)
    return {
        "document": [_whole(document)],
        "subject": list(document.subjects()) or kinds["model"],
        "model": kinds["model"],
        "dataset": kinds["dataset"],
        "component": every,
        "part": [*kinds["file"], *(node for node in every if not _has_files(document, node))],
    }


def _has_files(document: BomDocument, node: DocumentNode) -> bool:
    nested = entries(node, "components")
    identity = document.identity(node) or ""
    relations = document.relations.get(identity, {})
    contained = relations.get("contains", ())
    below = [part.value for part in (*nested, *contained) if isinstance(part.value, Mapping)]
    if document.standard == SPDX2:
        return any("fileName" in part for part in below)
    return any(part.get("type") in ("file", "software_File") for part in below)


def _name(node: DocumentNode) -> str:
    name = node.value.get("name") if isinstance(node.value, Mapping) else None
    return shorten(name, QUOTE) if isinstance(name, str) else ""


def _judge(node: DocumentNode, wrong: Mapping[str, str]) -> tuple[Status, str]:
    if node.pointer in wrong:
        return Status.WRONG, wrong[node.pointer]
    if isinstance(node.value, Elsewhere):
        if is_placeholder(node.value):
            return Status.PLACEHOLDER, message("check.reason.says-nothing")
        return Status.UNKNOWN, message("check.reason.elsewhere")
    texts = list(_leaves(node.value))
    if any(not is_placeholder(text) for text in texts):
        return Status.PRESENT, ""
    key = "check.reason.says-nothing" if any(texts) else "check.reason.empty"
    return Status.PLACEHOLDER, message(key)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for _, name, member, _ in members({"": value}):
            entries_of = member if isinstance(member, list) else [member]
            if name not in _STRUCTURE:
                yield from (
                    str(entry)
                    for entry in entries_of
                    if not isinstance(entry, Mapping | list | None)
                )
    elif value is not None:
        yield str(value)


def _as_text(value: Any) -> str:
    """A value in a line: an object by its expression or name, anything else by its leaves."""
    if isinstance(value, Mapping):
        for name in ("simplelicensing_licenseExpression", "name"):
            text = value.get(name)
            if isinstance(text, str):
                return text
    if isinstance(value, Mapping | list):
        return ", ".join(_leaves(value))
    return str(value)


def _best(values: Iterable[_JudgedValue]) -> Status:
    """The status of a field from its values: wrong if any is, else present if any is, else the
    rest."""
    statuses = {value.status for value in values}
    order = (
        Status.WRONG,
        Status.PRESENT,
        Status.PARTIAL,
        Status.PLACEHOLDER,
        Status.UNKNOWN,
    )
    return next((status for status in order if status in statuses), Status.MISSING)


def _together(statuses: list[Status]) -> Status:
    """Combine the statuses of several fields or objects, all of which are required."""
    some = {*statuses}
    if Status.WRONG in some:
        return Status.WRONG
    if len(some) == 1:
        return statuses[0]
    if some & {Status.PRESENT, Status.PARTIAL}:
        return Status.PARTIAL
    return next(
        status for status in (Status.PLACEHOLDER, Status.UNKNOWN, Status.MISSING) if status in some
    )


def _conditions(answer: ElementAnswer, document: BomDocument) -> ElementAnswer:
    """The result if only certain values are accepted or the element is conditional."""
    element = answer.element
    accepted = element.accepts.get(document.standard, ())
    if accepted and any(stated.quote not in accepted for stated in answer.values):
        reason = message("check.reason.accepted", values=tuple(accepted))
        wrong = tuple(replace(stated, status=Status.WRONG) for stated in answer.values)
        return ElementAnswer(
            element=element,
            status=Status.WRONG,
            total=answer.total,
            having=0,
            values=wrong,
            lacking=answer.lacking,
            reason=reason,
        )
    if answer.status is Status.MISSING and element.condition != ALWAYS:
        reason = message("check.reason.conditional", condition=_condition(element))
        return ElementAnswer(
            element=element,
            status=Status.UNKNOWN,
            total=answer.total,
            having=0,
            values=(),
            lacking=answer.lacking,
            reason=reason,
        )
    return answer


def _no_place(document: BomDocument, element: FrameworkElement) -> str:
    notes = dict.fromkeys(field.note for field in element.fields if field.note)
    form = _title(document)
    if not notes:
        return message("check.reason.no-place-alone", format=form)
    return message("check.reason.no-place", format=form, notes=" ".join(notes))


def _no_subject(element: FrameworkElement) -> str:
    what = message(f"check.reason.of.{element.of}")
    return message("check.reason.no-subject", what=what)


def _condition(element: FrameworkElement) -> str:
    """The condition of a conditional element."""
    key = _CONDITIONS.get(element.condition)
    return message(key) if key else element.condition


def _title(document: BomDocument) -> str:
    return f"{'CycloneDX' if document.standard == CYCLONEDX else 'SPDX'} {document.version}"
