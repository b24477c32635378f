"""Forms of regulators, filled from what the documents of one model say: asked, found, missing.

The rows are those of the frameworks of `provenance check`, and the answers are read from our own
bill of materials of the model, whose citations say which line of which file each value is from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provenance.conformance.document import BomDocument
from provenance.conformance.evaluation import ElementAnswer, ElementValue, Status, evaluate
from provenance.conformance.framework import Framework, framework
from provenance.conformance.reading import read_bom

# What each region asks of a model, for a dossier that names no form.
BY_REGION: Mapping[str, tuple[str, ...]] = {
    "EU": ("eu-model-form", "eu-training-summary"),
    "KR": ("kr-ai-act", "kr-pipc"),
    "US": ("us-ca-2013", "nist-600-1"),
}
FORMS = tuple(form for forms in BY_REGION.values() for form in forms)
# Article 53(2) of Regulation (EU) 2024/1689 waives the first and not the second.
EXEMPTED, NOT_EXEMPTED = "eu-model-form", "eu-training-summary"
_NAME = "the model's own AIBOM"


@dataclass(frozen=True, slots=True)
class FormQuote:
    """A value that answers a row.

    Attributes:
        field: Id of the field that it fills; of a question about personal data, `PRIV-001`.
        text: The value, shortened; of a question, the grade.
        place: `README.md:10`, or a JSON Pointer into the AIBOM if no citation covers it.
        owner: Package URL of the dataset or other part whose documents say so; empty if it is the
            subject itself.
    """

    field: str
    text: str
    place: str
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of a form.

    Attributes:
        answer: The row, and how far it is answered.
        quotes: What answers it.
    """

    answer: ElementAnswer
    quotes: tuple[FormQuote, ...]

    @property
    def is_open(self) -> bool:
        """Whether the row needs an answer from somebody."""
        return self.answer.status is not Status.PRESENT


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form and its rows, in the form's order."""

    framework: Framework
    rows: tuple[FormRow, ...]

    @property
    def stated(self) -> int:
        """The number of rows that are answered in full."""
        return sum(not row.is_open for row in self.rows)


def forms_of_regions(regions: Iterable[str]) -> tuple[str, ...]:
    """The forms that regions ask for, in the order of `FORMS`."""
    chosen = {form for region in regions for form in BY_REGION.get(region, ())}
    return tuple(form for form in FORMS if form in chosen)


def fill(bom: bytes, names: Iterable[str]) -> tuple[FilledForm, ...]:
    """Fill forms.

    Args:
        bom: Our CycloneDX JSON of one model or dataset.
        names: Ids of frameworks.
    """
    document = read_bom(bom, _NAME)
    root = json.loads(bom)
    cited = _Cited(root, _cited_places(root))
    return tuple(_filled(document, framework(name), cited) for name in dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class _Cited:
    """An AIBOM with the places that its citations name."""

    root: Mapping[str, Any]
    places: Mapping[str, str]

    def quote(self, value: ElementValue) -> FormQuote:
        """A value with its place and owner."""
        place = _place(value.pointer, self.places)
        owner = self._owner(value.pointer)
        return FormQuote(field=value.field, text=value.quote, place=place, owner=owner)

    def _owner(self, pointer: str) -> str:
        """The package URL of the part that has a value; empty for the subject."""
        match pointer.split("/")[1:]:
            case ["components", number, *_]:
                return str(self.root["components"][int(number)].get("purl", ""))
        return ""


def _filled(document: BomDocument, form: Framework, cited: _Cited) -> FilledForm:
    answers = evaluate(document, form, (), of_subject=True)
    rows = []
    for answer in answers:
        # Two fields of a row may have the same value from the same place.
        quotes = tuple(dict.fromkeys(_quotes(answer.values, cited)))
        rows.append(FormRow(answer=answer, quotes=quotes))
    return FilledForm(form, tuple(rows))


def _quotes(values: Iterable[ElementValue], cited: _Cited) -> Iterator[FormQuote]:
    return (cited.quote(value) for value in values if value.quote)


def _cited_places(root: Mapping[str, Any]) -> dict[str, str]:
    """By JSON Pointer, the file and line that a citation names."""
    places: dict[str, str] = {}
    for citation in root.get("citations", ()):
        place = citation.get("note", "").partition(" @ ")[0]
        for pointer in citation.get("pointers", ()):
            places.setdefault(pointer, place)
    return places


def _place(pointer: str, places: Mapping[str, str]) -> str:
    """The place that is cited for a value, or for the nearest object around it."""
    around = pointer
    while around:
        if around in places:
            return places[around]
        around = around.rpartition("/")[0]
    return pointer
