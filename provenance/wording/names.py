"""The names of what a report holds as words: grades, relations, verdicts, states."""

from __future__ import annotations

from provenance.messages import has, message

# What an artefact is by how it was made from others. Data and code make it nothing else.
KINDS = {
    "finetune": "fine-tune",
    "adapter": "adapter",
    "quantized": "quantized",
    "merge": "merge",
    "distilled": "distilled",
    "base": "derived",
}


def relation_name(relation: str) -> str:
    """How something was made from what stands above it, such as `fine-tune of`."""
    return _name("relation", relation)


def kind_name(kind: str) -> str:
    """What an artefact is: `model`, `dataset`, or a word of `KINDS`."""
    return _name("kind", kind)


def verdict_name(verdict: str) -> str:
    """What a licence conclusion rests on."""
    return _name("licence-verdict", verdict)


def role_name(role: str) -> str:
    """What a text beside the licence is."""
    return _name("role", role)


def stance_name(stance: str) -> str:
    """What is said where a question is answered; empty where nothing is."""
    return _name("stance", stance) if stance else ""


def grade_name(grade: str) -> str:
    """How far a question is answered."""
    return _name("grade", grade)


def severity_name(severity: str) -> str:
    """How much a finding matters."""
    return _name("severity", severity)


def outcome_name(outcome: str) -> str:
    """What a rule came to."""
    return _name("outcome", outcome)


def state_name(state: str) -> str:
    """Why something was not read, or `read`."""
    return _name("state", state)


def confidence_name(confidence: str) -> str:
    """How an edge of the lineage is known."""
    return _name("confidence", confidence)


def _name(group: str, word: str) -> str:
    """The name of a word; the word itself where the catalogue has none for it."""
    key = f"word.{group}.{word}"
    return message(key) if has(key) else word
