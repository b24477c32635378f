"""The catalogue: every identifier of the hub, SPDX, references, names in use."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from provenance.licences import catalogue, lookup
from provenance.licences.catalogue import lookup_link
from provenance.licences.expression import conjunction, parse_expression

ROOT = Path(__file__).parents[2]
HUB_IDS = [
    "apache-2.0",
    "mit",
    "openrail",
    "bigscience-openrail-m",
    "creativeml-openrail-m",
    "bigscience-bloom-rail-1.0",
    "bigcode-openrail-m",
    "afl-3.0",
    "artistic-2.0",
    "bsl-1.0",
    "bsd",
    "bsd-2-clause",
    "bsd-3-clause",
    "bsd-3-clause-clear",
    "c-uda",
    "cc",
    "cc0-1.0",
    "cc-by-2.0",
    "cc-by-2.5",
    "cc-by-3.0",
    "cc-by-4.0",
    "cc-by-sa-3.0",
    "cc-by-sa-4.0",
    "cc-by-nc-2.0",
    "cc-by-nc-3.0",
    "cc-by-nc-4.0",
    "cc-by-nd-4.0",
    "cc-by-nc-nd-3.0",
    "cc-by-nc-nd-4.0",
    "cc-by-nc-sa-2.0",
    "cc-by-nc-sa-3.0",
    "cc-by-nc-sa-4.0",
    "cdla-sharing-1.0",
    "cdla-permissive-1.0",
    "cdla-permissive-2.0",
    "wtfpl",
    "ecl-2.0",
    "epl-1.0",
    "epl-2.0",
    "etalab-2.0",
    "eupl-1.1",
    "eupl-1.2",
    "agpl-3.0",
    "gfdl",
    "gpl",
    "gpl-2.0",
    "gpl-3.0",
    "lgpl",
    "lgpl-2.1",
    "lgpl-3.0",
    "isc",
    "h-research",
    "intel-research",
    "lppl-1.3c",
    "ms-pl",
    "apple-ascl",
    "apple-amlr",
    "mpl-2.0",
    "odc-by",
    "odbl",
    "openmdw-1.0",
    "openmdw-1.1",
    "openrail++",
    "osl-3.0",
    "postgresql",
    "ofl-1.1",
    "ncsa",
    "unlicense",
    "zlib",
    "pddl",
    "lgpl-lr",
    "deepfloyd-if-license",
    "fair-noncommercial-research-license",
    "llama2",
    "llama3",
    "llama3.1",
    "llama3.2",
    "llama3.3",
    "llama4",
    "grok2-community",
    "gemma",
    "unknown",
    "other",
]
FAMILIES = {"openrail", "bsd", "cc", "gfdl", "gpl", "lgpl"}


def test_every_hub_identifier_is_known_and_has_an_spdx_identifier_or_a_reference() -> None:
    assert len(HUB_IDS) == 83
    for name in HUB_IDS:
        entry = lookup(name)
        assert entry is not None and entry.id == name
        if name in ("other", "unknown"):
            assert (entry.spdx, entry.ref, entry.category) == (None, None, "unresolved")
        else:
            assert bool(entry.spdx) != bool(entry.ref), name
        assert (entry.category == "family") == (name in FAMILIES)
        assert not entry.duties or entry.category != "unresolved"


def test_the_data_agrees_with_its_schema() -> None:
    content = json.loads((ROOT / "provenance/licences/data/licences.json").read_text("utf-8"))
    schema = json.loads((ROOT / "schemas/licences-1.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(content)
    assert set(content["aliases"].values()) <= set(catalogue())
    assert [row["id"] for row in content["licences"]] == sorted(catalogue())


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Apache-2.0", "apache-2.0"),
        ("  MIT ", "mit"),
        ("APACHE-2.0", "apache-2.0"),
        ("cc-by-sa-4-0", "cc-by-sa-4.0"),
        ("LicenseRef-scancode-gemma-tou-2025-03-24", "gemma"),
        ("open-mdw", "openmdw-1.0"),
        ("tii-falcon-llm", "falcon-llm"),
        ("gemma-terms-of-use", "gemma"),
        ("flux-1-dev-non-commercial-license", "flux-1-dev"),
        ("CDLA-Permissive-2.0", "cdla-permissive-2.0"),
        ("ODC-By-1.0", "odc-by"),
        ("GPL-3.0-only", "gpl-3.0"),
        ("GPL-3.0-or-later", "gpl-3.0-or-later"),
        ("Zlib", "zlib"),
        ("BUSL-1.1", "busl-1.1"),
    ],
)
def test_other_spellings(written: str, key: str) -> None:
    entry = lookup(written)
    assert entry is not None and entry.id == key


def test_names_that_stand_for_several_texts_stay_open() -> None:
    for name in ("modified-mit", "exaone", "tencent-hunyuan-community"):
        entry = lookup(name)
        assert entry is not None and entry.category == "family" and not entry.known_terms


@pytest.mark.parametrize(
    "written", ["", "licence", "my own", "public-domain", "apache", "mit and apache", "x" * 5000]
)
def test_what_is_not_certain_is_not_named(written: str) -> None:
    assert lookup(written) is None


def test_traps_of_similar_names() -> None:
    boost, business = lookup("bsl-1.0"), lookup("BUSL-1.1")
    assert (
        boost
        and business
        and boost.category == "permissive"
        and business.category == "source-available"
    )
    solar = lookup("solar-apache-2.0")
    assert solar and solar.id != "apache-2.0" and solar.category == "vendor-community"


def test_every_duty_has_words_and_duties_are_sorted_and_distinct() -> None:
    for entry in catalogue().values():
        words = [(duty.id, duty.scope) for duty in entry.duties]
        assert len(words) == len(set(words)), entry.id
        assert all(duty.text for duty in entry.duties)
        assert entry.source or not entry.duties, entry.id


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("http://ai.google.dev/gemma/terms/", "gemma"),
        ("https://www.apache.org/licenses/LICENSE-2.0", "apache-2.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.en", "cc-by-nc-sa-4.0"),
        ("https://spdx.org/licenses/MIT.html", "mit"),
        ("https://choosealicense.com/licenses/mit/", "mit"),
        ("https://www.llama.com/llama3_1/license/?ref=x", "llama3.1"),
        ("https://example.org/licence", None),
        ("LICENSE", None),
        ("", None),
    ],
)
def test_links_to_known_texts(link: str, key: str | None) -> None:
    entry = lookup_link(link)
    assert (entry.id if entry else None) == key


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_lookup_never_raises(value: str) -> None:
    entry = lookup(value)
    assert entry is None or catalogue()[entry.id] is entry
    lookup_link(value)


def test_expressions() -> None:
    parsed = parse_expression("mit OR apache-2.0")
    assert parsed is not None
    assert parsed[0] == "MIT OR Apache-2.0"
    assert {licence.id for licence in parsed[1]} == {"mit", "apache-2.0"}
    assert parse_expression("MIT OR my-own") is None
    assert parse_expression("mit") is None
    assert conjunction(["MIT", "Apache-2.0", "MIT"]) == "Apache-2.0 AND MIT"
    assert conjunction(["MIT OR ISC", "Zlib"]) == "(MIT OR ISC) AND Zlib"


@given(st.text(alphabet="MIT ANDOR()-.+2W", max_size=60))
@settings(max_examples=200, deadline=None)
def test_expressions_never_raise(value: str) -> None:
    parse_expression(value)


def test_a_licence_is_known_by_its_own_name() -> None:
    names = Counter(licence.name.lower() for licence in catalogue().values())
    for key, licence in catalogue().items():
        known = lookup(licence.name)
        if names[licence.name.lower()] == 1:
            assert known is not None, key
            # Two entries of Apple share an older name.
            assert key in (known.id, "apple-ascl")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("apache20", "apache-2.0"),
        ("lgpl21+", "lgpl-2.1-or-later"),
        ("cc-by-nc-40", "cc-by-nc-4.0"),
        ("llama3_2", "llama3.2"),
        ("Llama-4-Community", "llama4"),
        ("Mistral AI Research Licence", "mistral-mrl-0.1"),
        ('bsd-3-clause "new" or "revised"', "bsd-3-clause"),
        ("BSD 2-Clause \u201cSimplified\u201d License", "bsd-2-clause"),
        ("OpenRAIL++-M", "openrail++"),
        ("Creative Commons Attribution-NonCommercial 4.0 International", "cc-by-nc-4.0"),
        ("Attribution-NonCommercial-NoDerivatives 4.0 International", "cc-by-nc-nd-4.0"),
        ("Creative Commons Attribution Share Alike 4.0", "cc-by-sa-4.0"),
        ("European Union Public Licence 1.2", "eupl-1.2"),
    ],
)
def test_spellings_of_catalogues(name: str, key: str) -> None:
    licence = lookup(name)
    assert licence is not None
    assert licence.id == key


@pytest.mark.parametrize(
    "name",
    ["attribution", "Creative Commons Attribution", "llama", "llama-2-7b", "llama 5", "apache 2.1"],
)
def test_what_names_no_one_licence(name: str) -> None:
    assert lookup(name) is None
