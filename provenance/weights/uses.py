"""What a weight file would use when loaded: functions, layers, operators, other files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LoadVerdict(StrEnum):
    """The verdict on something that a file uses."""

    ALLOWED = "allowed"
    UNKNOWN = "unknown"
    DANGEROUS = "dangerous"


class Action(StrEnum):
    """How a file uses it."""

    IMPORTS = "imports"
    CALLS = "calls"
    CHANGES = "changes"
    LAYER = "layer"
    OPERATOR = "operator"
    READS = "reads"
    TEMPLATE = "template"


IN_PICKLES = frozenset({Action.IMPORTS, Action.CALLS, Action.CHANGES})
IN_GRAPHS = frozenset({Action.LAYER, Action.OPERATOR, Action.READS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One thing that a file uses.

    Attributes:
        name: A Python name such as `posix.system`, the name of a layer or an operator, a path, or
            an attribute that a template accesses.
        action: How it is used; the worst of several.
        verdict: The verdict on it.
        place: Where it is: an entry of an archive, a byte.
    """

    name: str
    action: Action
    verdict: LoadVerdict
    place: str
