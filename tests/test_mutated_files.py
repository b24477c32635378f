"""Any file that a user hands in may be spoilt: each ends in a sentence, in no fault of ours."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import bom_lineages as lineages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import ends_in_a_sentence, mutated, reshaped

import provenance
from provenance.auditing.enforce import enforce
from provenance.auditing.policy_file import read_policy
from provenance.bom import attest, encode, merge
from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.conformance import render as show
from provenance.conformance.examination import examine
from provenance.dossier import Review, read_answers, write
from provenance.formats import render
from provenance.lock import against_lock, compare, pin, read_lock, write_lock
from provenance.project.manifest import read_manifest
from provenance.project.subjects import combine
from provenance.report import Report

ONCE = settings(max_examples=40, deadline=None)
TIME = datetime(2026, 1, 2, tzinfo=UTC)
SAMPLE = "acme/support-gemstone-7b"
MANIFEST = b"""\
version: 1
use: {activity: [product], commercial: true, regions: [KR]}
models:
  - ref: acme/support-gemstone-7b
    revision: main
    purpose: answers
    use: {users: 2000000}
    found_in: ["a.py:3"]
  - ref: ./folder
datasets: [{ref: acme/tickets}]
"""
POLICY = b"""\
select = ["licence", "LIN020"]
ignore = ["CARD001"]
profiles = ["kr-pipc"]
baseline = "before.json"
[fail-on]
default = "high"
privacy = "never"
[severities]
LIC001 = "low"
[licences]
denied = ["AGPL-3.0-only", "non-commercial"]
[organisations]
allowed = ["acme", "big*"]
[use]
activity = ["product"]
users = 2_000_000
[[waivers]]
rule = "LIC001"
artifact = "acme/*"
reason = "known"
owner = "me"
until = "2026-12-31"
"""


@cache
def report() -> Report:
    return provenance.audit(SAMPLE, hub="sample")


@cache
def kept() -> bytes:
    return write_lock(pin(report()))


@cache
def as_json() -> bytes:
    return render(report(), "json")


@cache
def bom(name: str) -> bytes:
    lineage = lineages.fine_tune()
    if name == "spdx":
        return spdx.encode(lineage, stamp=Stamp(timestamp=TIME))
    return attest.encode(lineage, output=name, stamp=Stamp(timestamp=TIME))


APPLICATION = json.dumps(
    {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 3,
        "metadata": {"component": {"type": "application", "name": "app", "bom-ref": "app"}},
        "components": [
            {"type": "library", "name": "x", "bom-ref": "x", "purl": "pkg:pypi/x@1"},
            {
                "type": "machine-learning-model",
                "name": "support-7b",
                "bom-ref": "m",
                "purl": lineages.SUBJECT.purl,
            },
        ],
        "dependencies": [{"ref": "app", "dependsOn": ["x", "m"]}],
    }
).encode()
APPLICATION_XML = b"""\
<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="3">
  <metadata><component type="application" bom-ref="app"><name>app</name></component></metadata>
  <components><component type="library" bom-ref="x"><name>x</name></component></components>
  <dependencies><dependency ref="app"><dependency ref="x"/></dependency></dependencies>
</bom>
"""


# Deferred, so that collecting the tests audits nothing.
OF_REPORT = st.deferred(lambda: mutated(as_json()) | reshaped(as_json()))
OF_LOCK = st.deferred(lambda: mutated(kept()) | reshaped(kept()))


def test_the_files_are_sound_before_they_are_spoilt() -> None:
    assert read_policy(Path("p.toml"), POLICY, as_json()).waivers
    assert combine([], read_manifest(Path("m.yaml"), MANIFEST)).inputs
    assert read_lock(kept(), "l").artifacts and read_lock(as_json(), "r").artifacts
    assert merge.into(APPLICATION, "a", lineages.fine_tune()).payload
    assert merge.into(APPLICATION_XML, "a", lineages.fine_tune()).payload


@ONCE
@given(mutated(POLICY), mutated(b'baseline = "x"\n') | st.none())
def test_a_policy(data: bytes, baseline: bytes | None) -> None:
    def judged() -> object:
        policy = read_policy(Path("provenance.toml"), data, baseline or as_json())
        return render(enforce(report(), policy, date(2026, 1, 2)), "json")

    ends_in_a_sentence(judged)


@ONCE
@given(OF_REPORT)
def test_the_baseline_of_a_policy(data: bytes) -> None:
    ends_in_a_sentence(lambda: read_policy(Path("provenance.toml"), POLICY, data))


@ONCE
@given(mutated(MANIFEST))
def test_a_manifest(data: bytes) -> None:
    ends_in_a_sentence(lambda: combine([], read_manifest(Path("models.yaml"), data)))


@ONCE
@given(OF_LOCK)
def test_a_lock(data: bytes) -> None:
    ends_in_a_sentence(lambda: render(against_lock(report(), data, "provenance.lock"), "sarif"))


@ONCE
@given(OF_REPORT)
def test_an_earlier_report(data: bytes) -> None:
    def written() -> object:
        changes = compare(read_lock(data, "march.json"), pin(report()))
        return write(
            Review(report=report(), lang="ko", since="march.json", changes=changes), "html"
        )

    ends_in_a_sentence(written)


@ONCE
@given(
    st.sampled_from(["json", "xml", "spdx"]).flatmap(
        lambda name: (
            mutated(bom(name)) if name == "xml" else mutated(bom(name)) | reshaped(bom(name))
        )
    )
)
def test_a_bill_of_materials_that_is_checked(data: bytes) -> None:
    def shown() -> object:
        examination = examine(data, "vendor.json", against=lineages.fine_tune())
        return [
            show(examination, form, width=80, verbose=1) for form in ("terminal", "json", "html")
        ]

    ends_in_a_sentence(shown)


@ONCE
@given(
    mutated(APPLICATION) | reshaped(APPLICATION) | mutated(APPLICATION_XML),
    st.sampled_from([encode, attest.encode]),
)
def test_a_bill_of_materials_that_is_added_to(data: bytes, writer: object) -> None:
    ends_in_a_sentence(lambda: merge.into(data, "app", lineages.fine_tune(), encode=writer))  # type: ignore[arg-type]


@cache
def sheet(form: str) -> bytes:
    return write(Review(report=report()), form)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@ONCE
@given(data=st.data())
def test_a_questionnaire(
    form: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("answers") / f"answers.{form}"
    path.write_bytes(data.draw(mutated(sheet(form))))

    def printed() -> object:
        return write(Review(report=report(), decisions=read_answers(path)), "html")

    ends_in_a_sentence(printed)
