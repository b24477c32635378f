"""Kinds of personal data and the words that name them, from `data/kinds.json`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from provenance.privacy.catalogue import load

# How much a word needs around it to name personal data, see `kinds.json`.
ALONE, OWNED, BESIDE, AUTHORED, RECORDS = "alone", "owned", "beside", "authored", "records"
# Words that name a kind where a sentence is known to declare personal data.
_OF_DECLARED = (ALONE, RECORDS, OWNED, "also")


@cache
def all_kinds() -> tuple[str, ...]:
    """Every kind, in the order in which they are shown."""
    return tuple(load("kinds.json")["kinds"])


def words_of_kinds(language: str, level: str) -> Mapping[str, list[str]]:
    """The words of a language at one level, by kind; kinds without such a word are left out."""
    kinds = load("kinds.json")["kinds"]
    return {
        kind: entry[language][level] for kind, entry in kinds.items() if level in entry[language]
    }


def words_in_declarations(language: str) -> Mapping[str, list[str]]:
    """The words of a language by kind that name it where personal data is declared."""
    kinds = load("kinds.json")["kinds"]
    return {
        kind: [word for level in _OF_DECLARED for word in entry[language].get(level, ())]
        for kind, entry in kinds.items()
    }


@cache
def grave_kinds() -> frozenset[str]:
    """Kinds that always need a safeguard."""
    return _listed("grave")


@cache
def sensitive_kinds() -> frozenset[str]:
    """Kinds that are sensitive data."""
    return _listed("sensitive")


@cache
def minor_kinds() -> frozenset[str]:
    """Kinds that alone make no data personal, such as an age."""
    return _listed("minor")


@cache
def shown_kinds() -> frozenset[str]:
    """Kinds that show or sound like a person: faces, voices, number plates."""
    return _listed("shown")


def _listed(name: str) -> frozenset[str]:
    return frozenset(load("kinds.json")[name])
