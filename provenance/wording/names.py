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

# Questions on something that exists or is said: children's data, a legal basis, a notice, the risk
# of leaks, safeguards, contacts, periods, linked documents. The others ask what was done.
_STATEMENTS = frozenset(
    (
        *("PRIV-005", "PRIV-020", "PRIV-022", "PRIV-040", "PRIV-042", "PRIV-050"),
        *("PRIV-051", "PRIV-053", "PRIV-054", "PRIV-074", "PRIV-080", "PRIV-081"),
    )
)


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


def shown_stance(check: str, stance: str) -> str:
    """The answer to a question as it is shown: what a question asks for decides.

    Whether a risk, a legal basis or a contact is stated is nothing that somebody does: an answer
    that states it is shown by its grade, and one that denies it says that there is none.

    Args:
        check: Id of the question.
        stance: The stance of the answer.
    """
    if check not in _STATEMENTS:
        return stance
    return {"done": "", "not-done": "absent-bare"}.get(stance, stance)


def stance_name(check: str, stance: str) -> str:
    """The answer to a question in words; empty if there is none."""
    shown = shown_stance(check, stance)
    return _name("stance", shown) if shown else ""


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
