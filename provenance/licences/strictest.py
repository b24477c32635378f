"""The terms that apply until somebody decides: the stricter of several stated ones."""

from __future__ import annotations

from provenance.licences.catalogue import lookup
from provenance.licences.claim import Conclusion, Duty, Joined, Licence, Restriction
from provenance.licences.identity import alternatives
from provenance.licences.wording import duty_text

_UNDECIDED = ("text-outranks", "contradicted")
_NAMES_NOTHING, _FAMILY = "unresolved", "family"


def binding(conclusion: Conclusion) -> tuple[Licence, ...]:
    """The licences that apply until somebody decides.

    Args:
        conclusion: Conclusion from all claims about an artefact.

    Returns:
        The concluded ones. If licence text, card and hub name different licences, all that they
        name: none of them can be left out until the author says which is meant. If only a family of
        licences is named, that family.
    """
    named = [entry for claim in conclusion.claims if (entry := lookup(claim.licence or ""))]
    if conclusion.verdict in _UNDECIDED:
        stated = [entry for entry in named if entry.category != _NAMES_NOTHING]
    elif conclusion.verdict == _NAMES_NOTHING:
        stated = [entry for entry in named if entry.category == _FAMILY]
    else:
        stated = []
    every = (*conclusion.licences, *stated)
    return tuple({licence.id: licence for licence in every}.values())


def choices(conclusion: Conclusion) -> list[tuple[Licence, ...]]:
    """The licences of each alternative on offer.

    Args:
        conclusion: Conclusion from all claims about an artefact.

    Returns:
        A single alternative if there is no choice: all binding licences apply together.
    """
    licences = binding(conclusion)
    expression = conclusion.concluded or ""
    if conclusion.joined is not Joined.CHOICE and " OR " not in expression:
        return [licences]
    by_identifier = {licence.spdx or licence.ref: licence for licence in licences}
    named = alternatives(expression) if expression else ()
    if not named or not frozenset().union(*named) <= by_identifier.keys():
        return [(licence,) for licence in licences]
    return [tuple(by_identifier[name] for name in sorted(names)) for names in named]


def asked_by_words(conclusion: Conclusion) -> tuple[Duty, ...]:
    """The duties in the words beside a licence, in comparable form, each once.

    Args:
        conclusion: Conclusion from all claims about an artefact.
    """
    duties = {duty.id: duty for duty in map(_as_duty, conclusion.restrictions)}
    return tuple(duties[word] for word in sorted(duties))


def _as_duty(restriction: Restriction) -> Duty:
    limit = restriction.limit
    return restriction.duty or Duty(id=str(limit), text=duty_text(limit), clause="")
