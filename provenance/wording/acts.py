"""Duties by act: what is carried out together when a product is prepared."""

from __future__ import annotations

from collections.abc import Iterable

from provenance.licences.use import Task

# In the order of preparing a product.
ACTS_OF_DUTIES = {
    # Nothing else helps before the licensor has agreed.
    "permission": ("registration",),
    "notice": ("keep-notices", "notice-file"),
    "copies": ("pass-terms", "share-alike", "source-code", "network-source"),
    "display": (
        "display",
        "display-models",
        "name-prefix",
        "name-prefix-outputs",
        "citation",
        "ai-disclosure",
    ),
    "restrictions": (
        "use-restrictions",
        "use-policy",
        "keep-guardrails",
        "content-filter",
        "computational-use",
    ),
    "outputs": ("outputs-owned", "outputs-restricted", "student-terms"),
}
_OTHER = "other"


def by_act(tasks: Iterable[Task]) -> dict[str, list[Task]]:
    """Group duties by act.

    Args:
        tasks: The duties of a use.

    Returns:
        The duties of each act that has any, in the order of preparing a product; what belongs to no
        act comes last, as `other`.
    """
    act_of = {duty: act for act, group in ACTS_OF_DUTIES.items() for duty in group}
    grouped: dict[str, list[Task]] = {act: [] for act in (*ACTS_OF_DUTIES, _OTHER)}
    for task in tasks:
        grouped[act_of.get(task.duty, _OTHER)].append(task)
    return {act: group for act, group in grouped.items() if group}
