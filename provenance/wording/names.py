"""Display names of report values: grades, relations, verdicts, states."""

from __future__ import annotations

from provenance.messages import has, message

# The kind of an artefact by how it was made from others; data and code do not change it.
KINDS = {
    "finetune": "fine-tune",
    "adapter": "adapter",
    "quantized": "quantized",
    "merge": "merge",
    "distilled": "distilled",
    "base": "derived",
}


def relation_name(relation: str) -> str:
    """How an artefact was made from its parent, such as `fine-tune of`."""
    return _name("relation", relation)


def kind_name(kind: str) -> str:
    """The kind of an artefact: `model`, `dataset`, or a word of `KINDS`."""
    return _name("kind", kind)


def verdict_name(verdict: str) -> str:
    """The basis of a licence conclusion."""
    return _name("licence-verdict", verdict)


def role_name(role: str) -> str:
    """The role of a text next to the licence."""
    return _name("role", role)


def stance_name(stance: str) -> str:
    """The answer to a question in words; empty if there is none."""
    return _name("stance", stance) if stance else ""


def grade_name(grade: str) -> str:
    """How completely a question is answered."""
    return _name("grade", grade)


def severity_name(severity: str) -> str:
    """The severity of a finding."""
    return _name("severity", severity)


def outcome_name(outcome: str) -> str:
    """The outcome of a rule."""
    return _name("outcome", outcome)


def state_name(state: str) -> str:
    """The reason why something was not read, or `read`."""
    return _name("state", state)


def confidence_name(confidence: str) -> str:
    """How well an edge of the lineage is supported."""
    return _name("confidence", confidence)


def _name(group: str, word: str) -> str:
    """The display name of a value; the value itself if the catalogue has none."""
    key = f"word.{group}.{word}"
    return message(key) if has(key) else word
