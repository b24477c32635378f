"""One bad value, and one part that fails, cost themselves: the rest of the AIBOM is written, and
says so."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from typing import Any

import bom_lineages as lineages
import pytest
from cyclonedx.model import XsUri
from hub_folder import HubFolder
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.bom import attest, components, encode, links, software
from provenance.bom.repair import repair
from provenance.bom.spdx import packages as spdx_packages
from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.cyclonedx.integrity import integrity, members
from provenance.cyclonedx.iri import is_iri_reference
from provenance.cyclonedx.validate import problems, schema_problems

TIME = datetime(2026, 1, 2, tzinfo=UTC)
GAP = "provenance:gap"
BAD = (
    "https://a.b:text/x",
    "https://a@b@c/",
    "https://a.b/%zz",
    "https://[::1/x",
    "https://a.b/#x#y",
    "https://a.b:80:90/",
    "http://[v1.x]y/",
)
GOOD = (
    "https://a.b/x",
    "https://a.b:8080/x?y#z",
    "https://user@a.b/x",
    "https://a.b/논문",
)


def gaps(document: dict[str, Any]) -> list[str]:
    return [
        note["value"]
        for _, name, notes, _ in members(document)
        if name == "properties" and isinstance(notes, list)
        for note in notes
        if note.get("name") == GAP and "value" in note
    ]


@pytest.mark.parametrize("address", BAD)
@pytest.mark.parametrize(
    "card",
    [
        "[Paper]({})",
        "Paper: {}",
        "**Paper:** <{}>",
        "```bibtex\n@misc{{x,\n  url = {{{}}}\n}}\n```",
    ],
)
def test_an_address_that_no_validator_takes_is_left_out(
    hub: HubFolder, card: str, address: str
) -> None:
    hub.model("acme/x", "license: mit", f"# Card\n\nWords.\n\n{card.format(address)}\n")
    lineage = hub.trace("acme/x")
    document = json.loads(encode(lineage))
    assert document["metadata"]["component"]["name"] == "x"
    assert b"acme/x" in encode(lineage, output="xml")
    assert b"acme/x" in spdx.encode(lineage, stamp=Stamp(timestamp=TIME))


def test_a_link_that_is_left_out_is_named(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit", f"# Card\n\n[Paper]({BAD[0]})\n")
    [document] = gaps(json.loads(encode(hub.trace("acme/x"))))
    assert document == f"link: malformed: README.md:6 names as its paper {BAD[0]}"


@given(st.sampled_from((*BAD, *GOOD)) | st.text().map("https://a.b/{}".format) | st.text())
@example("https://a.b/ x")
def test_what_is_admitted_is_what_the_schema_admits(address: str) -> None:
    admitted = links.web_address(address)
    assert not admitted or is_iri_reference(str(XsUri(admitted)))


@pytest.mark.parametrize("address", GOOD)
def test_an_address_that_is_one_is_kept(address: str) -> None:
    assert links.web_address(address) == address


@cache
def written() -> dict[str, Any]:
    document = json.loads(attest.encode(lineages.fine_tune(), stamp=Stamp(timestamp=TIME)))
    assert isinstance(document, dict)
    return document


@cache
def shorter() -> dict[str, Any]:
    """The same with few requirements, which are nine tenths of it: junk lands elsewhere, too."""
    document = copy.deepcopy(written())
    for name in ("declarations", "definitions"):
        document[name] = lineages.shortened(document[name])
    # What pointed to a requirement that is gone goes, too, and without a note about it: a test
    # looks for the notes of what it breaks itself.
    assert repair(document) == []
    for _, name, notes, holder in list(members(document)):
        if name == "properties" and isinstance(notes, list) and isinstance(holder, dict):
            holder[name] = [note for note in notes if ": fault: " not in note["value"]]
    assert problems(document) == []
    return document


JUNK = st.sampled_from([None, 7, -1.5, True, "", "x", [], {}, ["x"], {"x": 1}, "http://a@b@c/"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), JUNK), min_size=1, max_size=4))
def test_whatever_does_not_validate_is_left_out(changes: list[tuple[int, object]]) -> None:
    document = copy.deepcopy(shorter())
    for number, junk in changes:
        places = list(members(document))
        _, name, _, holder = places[number % len(places)]
        # A copy, since junk that is put into itself has no end.
        holder[name] = copy.deepcopy(junk)  # type: ignore[index]
    was_valid = next(chain(schema_problems(document), integrity(document)), None) is None
    left = repair(document)
    if left:
        kept = ("/", "/metadata", "/metadata/component", "/bomFormat", "/specVersion")
        assert {problem.pointer for problem in left} <= set(kept)
    else:
        assert problems(document) == []
        assert was_valid or gaps(document)


def test_a_valid_bom_stays_as_it_is() -> None:
    document = copy.deepcopy(written())
    assert repair(document) == []
    assert document == written()


def test_many_bad_values_are_told_within_bounds() -> None:
    document = copy.deepcopy(written())
    bad = {"type": "vcs", "url": BAD[0]}
    document["metadata"]["component"]["externalReferences"] = [dict(bad) for _ in range(300)]
    assert repair(document) == []
    assert len(gaps(document)) < 60


def _fails(*_: object, **__: object) -> object:
    raise KeyError("a stranger's words")


PARTS = {
    "description": (components, "description"),
    "model card or data": (components, "model_card"),
    "licences": (components, "licences"),
    "links": (components, "references"),
    "authors": (components, "authors"),
    "files": (components, "_file"),
    "properties": (components, "_properties"),
    "library": (software, "loader"),
    "training": (software, "formula"),
    "component": (components, "strings"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_fails_leaves_the_others(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*PARTS[part], _fails)
    lineage = lineages.fine_tune()
    payload = encode(lineage)
    document = json.loads(payload)
    assert problems(document) == []
    assert document["metadata"]["component"]["name"] == "support-7b"
    assert b"KeyError at " in payload and b"stranger" not in payload
    for other in (encode(lineage, output="xml"), spdx.encode(lineage, stamp=Stamp(timestamp=TIME))):
        assert b"support-7b" in other and b"KeyError at " in other


@pytest.mark.parametrize("name", ["_common", "_model", "_dataset", "file_fields"])
def test_a_part_of_spdx_that_fails_leaves_the_others(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = getattr(spdx_packages, name)

    def fail_with_facts(*given: Any) -> object:
        if "bom-ref" in given[0]:
            raise KeyError("a stranger's words")
        return make(*given)

    home = spdx if name == "file_fields" else spdx_packages
    monkeypatch.setattr(home, name, fail_with_facts)
    payload = spdx.encode(lineages.fine_tune(), stamp=Stamp(timestamp=TIME))
    assert b"support-7b" in payload and b"KeyError at " in payload


def test_an_aibom_of_what_could_not_be_read_by_a_fault_says_so(
    hub: HubFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.model("acme/x", "license: mit")
    monkeypatch.setattr("provenance.lineage.record.conclude", _fails)
    document = json.loads(encode(hub.trace("acme/x")))
    state, *unknown = document["metadata"]["component"]["properties"]
    assert {entry["value"] for entry in unknown} == {"could not be read"}
    assert state == {"name": "provenance:state", "value": "fault"}
