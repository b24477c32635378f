"""Every name, identifier and address of a licence leads to its entry, and to no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

import pytest

from provenance.licences.catalogue import catalogue, lookup, lookup_link
from provenance.licences.claim import Licence


def spellings_of(entry: Licence) -> Iterator[str]:
    """What cards write for a licence: its identifiers and its full name, as text and as a word."""
    yield entry.id
    yield entry.id.upper()
    yield entry.id.replace("-", "_")
    yield entry.name
    yield entry.name.upper()
    yield entry.name.replace(" ", "_")
    yield entry.name.replace("License", "Licence")
    for identifier in (entry.spdx, entry.ref):
        if identifier:
            yield identifier


def found(name: str) -> str:
    entry = lookup(name)
    return entry.id if entry else ""


def test_each_spelling_of_a_licence_finds_its_own_entry() -> None:
    wrong = [
        (name, entry.id, found(name))
        for entry in catalogue().values()
        for name in spellings_of(entry)
        if found(name) != entry.id
    ]

    assert wrong == []


def test_a_name_with_agreement_finds_no_other_licence_than_the_name_without() -> None:
    wrong = []
    for entry in catalogue().values():
        shorter = entry.name.removesuffix(" Agreement")
        if found(shorter) not in ("", entry.id):
            wrong.append((shorter, entry.id, found(shorter)))

    assert wrong == []


def test_each_address_of_a_text_finds_its_own_entry() -> None:
    wrong = []
    for entry in catalogue().values():
        linked = lookup_link(entry.url) if entry.url else entry
        if linked is None or linked.id != entry.id:
            wrong.append((entry.url, entry.id))

    assert wrong == []


def test_each_alias_finds_the_entry_that_it_names() -> None:
    data = files("provenance.licences") / "data" / "licences.json"
    aliases = json.loads(data.read_text("utf-8"))["aliases"]

    assert [alias for alias, key in aliases.items() if found(alias) != key] == []


@pytest.mark.parametrize(
    "name",
    [
        "nvidia_open_model_license",
        "nvidia-open-model-license-agreement",
        "NVIDIA Open Model License",
        "NVIDIA Open Model License Agreement",
    ],
)
def test_the_names_of_one_agreement_are_one_licence(name: str) -> None:
    assert found(name) == "nvidia-open-model-2025-04-28"


def test_a_repository_with_several_licences_names_none_of_them() -> None:
    assert lookup_link("https://github.com/meta-llama/llama-models") is None
    policy = lookup_link("https://github.com/meta-llama/llama-models#models_llama2_USE_POLICY.md")
    assert policy is not None
    assert policy.id == "llama2-aup"
