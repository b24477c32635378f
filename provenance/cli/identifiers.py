"""Resolve the id of a rule or question in any spelling."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.privacy.disclosure import PrivacyCheck
    from provenance.rules.base import Documented

_MOST_SUGGESTIONS = 3


def find(word: str) -> type[Documented] | PrivacyCheck:
    """The rule or question that a word identifies.

    Questions are written with a hyphen (`PRIV-070`), rules without (`PII070`). Privacy rules were
    once published as `PRIV070`, so without a hyphen the rule takes precedence.

    Args:
        word: An id in any spelling, or the name of a rule.

    Raises:
        UsageError: It is neither; the message suggests the nearest ids.
    """
    from provenance.rules import find_rule
    from provenance.text.identifiers import has_separator

    rule, question = find_rule(word), find_question(word)
    if question and (has_separator(word) or rule is None):
        return question
    if rule:
        return rule
    raise UsageError(f"no rule or question is called {word!r}", _suggestion(word))


def find_question(word: str) -> PrivacyCheck | None:
    """The question about personal data with that id in any spelling, or None."""
    from provenance.privacy import catalogue
    from provenance.text.identifiers import identifier_of

    wanted = identifier_of(word)
    for question in catalogue():
        if wanted == question.id.replace("-", ""):
            return question
    return None


def _suggestion(word: str) -> str:
    from provenance.privacy import catalogue
    from provenance.rules import DOCUMENTED
    from provenance.text.identifiers import identifier_of

    known = {rule.code: rule.code for rule in DOCUMENTED}
    known |= {rule.name.upper(): rule.name for rule in DOCUMENTED}
    known |= {question.id: question.id for question in catalogue()}
    wanted = identifier_of(word) or word.strip().upper()
    near = get_close_matches(wanted, known, _MOST_SUGGESTIONS)
    if near:
        return f"Did you mean {', '.join(known[key] for key in near)}?"
    return "`provenance rules` lists the rules, `provenance privacy` the questions."
