"""Which terms a sentence of a card names, beside those that the card declares."""

from __future__ import annotations

import re
from collections.abc import Set

from provenance.licences.catalogue import lookup
from provenance.licences.claim import LicenceClaim, Limit, Restriction
from provenance.licences.names import licence_names
from provenance.licences.prose import is_label, labelled_name, labels_licence, states_unknown
from provenance.model.card import Card

_LICENSE = "license"
# A licence without a name that anybody could look up.
_OWN_TERMS = re.compile(
    r"(?:custom|proprietary|closed|commercial|private)(?:[ _-]+licen[cs]e)?", re.IGNORECASE
)
# Words behind the name of a licence that may change it: `MIT with extra conditions`.
_ADDS = re.compile(
    r"^\W*(?:with|plus|but|no)\b|\b(?:except|unless|subject|modified|custom|condition\w*"
    r"|restrict\w*|addition\w*|only|not)\b|단[, ]|제외|조건|추가",
    re.IGNORECASE,
)
# A sentence about something with a name of its own: `Kite-LM is licensed under the Kite License`.
_OF_A_NAME = re.compile(
    r"\b[A-Z][\w.-]*[A-Z0-9][\w.-]* (?:is|are|was) (?:\w+ )?"
    r"(?:licen[cs]ed|released|available|provided|distributed|under)\b|\b[A-Z]\w+'s licen[cs]e"
)
_OF_THIS = re.compile(
    r"\b(?:this|the|our|these) (?:[\w.-]+ )?(?:models?|weights?|data\w*|work)\b", re.IGNORECASE
)
_TERMS_BY_NAME = re.compile(
    r"(?:[A-Z][\w.&'’-]{0,40} ){1,6}(?:Licen[cs]e|Terms|Agreement|EULA|Conditions)\b"
    r"|\b(?:custom|proprietary|bespoke|own|special|private)\b|자체|독자|전용|별도|약관"
)
# Matters of conditions, with the duties of licences that already cover them.
_MATTERS = (
    (
        re.compile(r"compet|\b(?:outputs?|generations|completions)\b|경쟁", re.IGNORECASE),
        frozenset({"competitor-limit", "outputs-training"}),
    ),
    (re.compile(r"\busers\b|사용자|이용자", re.IGNORECASE), frozenset({"user-limit"})),
    (re.compile(r"revenue|turnover|funding|매출", re.IGNORECASE), frozenset({"revenue-limit"})),
    (
        re.compile(
            r"\b(?:EU|EEA|UK|USA?|Union|States|Kingdom|Area|Korea|China|Europe)\b|유럽|한국|중국"
        ),
        frozenset({"territory", "territory-multimodal"}),
    ),
)
# A sentence about the policy that the licence itself refers to.
_OF_USE_POLICY = re.compile(
    r"\b(?:prohibited|acceptable) uses?\b|\buse polic(?:y|ies)\b"
    r"|(?<!additional )(?<!further )(?<!other )(?<!extra )\buse restrictions?\b",
    re.IGNORECASE,
)


def is_licence_line(sentence: str) -> bool:
    """Whether a line is `License:` followed by a name, known or not."""
    return labels_licence(sentence) or states_unknown(sentence, headed=False)


def repeats_declared(sentence: str, card: Card | None) -> bool:
    """Whether a line names the licence that the front matter declares, and adds nothing to it."""
    labelled = labelled_name(sentence)
    if labelled is None or _ADDS.search(labelled[1]):
        return False
    return labelled[0] in declared_licences(card)


def names_more(sentence: str, card: Card | None) -> bool:
    """Whether a line behind `License:` names a licence beside the declared one: `MIT (code),
    CC-BY-NC-4.0 (weights)`."""
    labelled = labelled_name(sentence)
    if labelled is None:
        return False
    declared = declared_licences(card)
    others = {name.licence for name in licence_names(labelled[1])}
    return labelled[0] in declared and not others <= declared


def declared_licences(card: Card | None) -> frozenset[str]:
    """Catalogue keys of the known licences that the front matter declares."""
    values = card.strings(_LICENSE) if card else ()
    entries = (lookup(value) for value, _ in values)
    return frozenset(entry.id for entry in entries if entry and entry.category != "unresolved")


def names_terms(sentence: str) -> bool:
    """Whether a sentence gives the terms a name, or says that they are the author's own; `under the
    same licence` refers to terms that stand elsewhere."""
    return is_label(sentence) or _TERMS_BY_NAME.search(sentence) is not None


def is_known_condition(restriction: Restriction, duties: Set[str]) -> bool:
    """Whether a condition is about a matter on which the licence has a duty of its own."""
    if restriction.limit is Limit.UNCLEAR:
        return "use-restrictions" in duties and bool(_OF_USE_POLICY.search(restriction.quote))
    if restriction.limit is not Limit.CONDITION:
        return False
    return any(
        bool(duties & covering) and matter.search(restriction.quote) is not None
        for matter, covering in _MATTERS
    )


def adds_words(rest: str) -> bool:
    """Whether the words behind the name of a licence may change it."""
    return _ADDS.search(rest) is not None


def is_of_another_name(sentence: str) -> bool:
    """Whether a sentence is about something with a name of its own, and not about this work."""
    return _OF_A_NAME.search(sentence) is not None and not _OF_THIS.search(sentence)


def says_own_terms(claim: LicenceClaim) -> bool:
    """Whether a declared value says that the terms are the publisher's own: `custom`. Unlike
    `other`, it denies every known licence.

    Args:
        claim: A claim from a field.
    """
    return claim.licence is None and _OWN_TERMS.fullmatch(claim.value.strip()) is not None
