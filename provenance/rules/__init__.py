"""Rules judge a lineage. Each is one file in the folder of its family and documents itself.

To add a rule, add its file and its sentences (CONTRIBUTING.md, "Add a rule"); nothing lists it.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from provenance.errors import UsageError
from provenance.files.schema_errors import suggestion
from provenance.model.finding import published_code
from provenance.report import RuleInfo
from provenance.rules.base import Documented, PolicyRule, Rule
from provenance.rules.lock.lock_rule import LockRule
from provenance.rules.policy.limit import LimitRule
from provenance.rules.policy.waivers import WaiverRule
from provenance.text.identifiers import identifier_of

_SHORTEST_BEGINNING = 2


def _discovered() -> Iterator[type[Documented]]:
    """Every rule class that a module of this package defines."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            if not inspect.isclass(value) or value.__module__ != module.name:
                continue
            if issubclass(value, Documented) and value.code:
                yield value


DOCUMENTED = tuple(sorted(_discovered(), key=lambda rule: rule.code))

RULES = tuple(rule for rule in DOCUMENTED if issubclass(rule, Rule))
# Asked only where there is a policy: about limits before its waivers apply, about waivers after.
LIMIT_RULES = tuple(rule for rule in DOCUMENTED if issubclass(rule, LimitRule))
WAIVER_RULES = tuple(rule for rule in DOCUMENTED if issubclass(rule, WaiverRule))
POLICY_RULES: tuple[type[PolicyRule], ...] = (*LIMIT_RULES, *WAIVER_RULES)
# Asked only where a run is compared with a lock.
LOCK_RULES = tuple(rule for rule in DOCUMENTED if issubclass(rule, LockRule))


@cache
def every_rule() -> tuple[RuleInfo, ...]:
    """The documentation of all rules, by family and code."""
    infos = (rule.info() for rule in DOCUMENTED)
    return tuple(sorted(infos, key=lambda info: (info.family, info.code)))


def rules_named(word: str) -> frozenset[str]:
    """Codes of the rules that a word means: a code or its beginning, a name, or a family; in any
    case."""
    wanted = word.strip().lower()
    whole = {info.code for info in every_rule() if wanted in (info.name, info.family)}
    begun = {
        info.code
        for info in every_rule()
        if info.code.lower().startswith(wanted)
        or published_code(info.code).lower().startswith(wanted)
    }
    return frozenset(whole | (begun if len(wanted) >= _SHORTEST_BEGINNING else set()))


def find_rule(word: str) -> type[Documented] | None:
    """The rule of that code in any spelling, of the code under which it was first published, or of
    that name; None if there is none."""
    name, code = word.strip().lower(), identifier_of(word)
    for candidate in DOCUMENTED:
        if name == candidate.name or code in (candidate.code, published_code(candidate.code)):
            return candidate
    return None


def rule(code: str) -> type[Documented]:
    """The rule with this code in any spelling, or with this name.

    Raises:
        UsageError: There is none.
    """
    known = find_rule(code)
    if known:
        return known
    wanted = code.strip().lower()
    listed = "`provenance rules` lists them."
    names = [candidate.name for candidate in DOCUMENTED]
    by_name = suggestion(wanted, names, listed)
    hint = suggestion(wanted.upper(), [candidate.code for candidate in DOCUMENTED], by_name)
    raise UsageError(f"there is no rule {code!r}", hint if hint == listed else f"{hint} {listed}")
