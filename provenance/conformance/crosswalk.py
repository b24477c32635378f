"""What several frameworks ask for, each piece of information once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provenance.conformance.evaluation import ElementAnswer, ElementValue
from provenance.conformance.examination import ExaminationVerdict
from provenance.conformance.framework import BomField

_MOST_PROOF = 2


@dataclass(frozen=True, slots=True)
class CrosswalkEntry:
    """A piece of information that more than one framework asks for.

    Attributes:
        field: The information.
        askers: Each requirement that needs it, with its framework.
        proof: The first values that state it.
    """

    field: BomField
    askers: tuple[tuple[ExaminationVerdict, ElementAnswer], ...]
    proof: tuple[ElementValue, ...]


def crosswalk(verdicts: Iterable[ExaminationVerdict]) -> list[CrosswalkEntry]:
    """What more than one of the frameworks asks for, what most of them ask for first.

    Args:
        verdicts: Frameworks with their answers, in the requested order.
    """
    fields: dict[str, BomField] = {}
    askers: dict[str, list[tuple[ExaminationVerdict, ElementAnswer]]] = {}
    for verdict in verdicts:
        for answer in verdict.answers:
            for field in answer.element.fields:
                fields.setdefault(field.id, field)
                askers.setdefault(field.id, []).append((verdict, answer))
    entries = []
    for key, requirements in askers.items():
        frameworks = {verdict.framework.id for verdict, _ in requirements}
        if len(frameworks) > 1:
            proof = _proof(key, [answer for _, answer in requirements])
            entries.append(CrosswalkEntry(fields[key], tuple(requirements), proof))
    return sorted(entries, key=lambda entry: -len(entry.askers))


def _proof(field: str, answers: Iterable[ElementAnswer]) -> tuple[ElementValue, ...]:
    """The first values of a field that any of the answers shows."""
    values: dict[str, ElementValue] = {}
    for answer in answers:
        for value in answer.values:
            if value.field == field:
                values.setdefault(value.pointer, value)
    return tuple(values.values())[:_MOST_PROOF]
