"""Documents that somebody mutated: never anything but an examination or one clear refusal."""

from __future__ import annotations

import json
from typing import Any

from check_documents import CYCLONEDX, DATA, SPDX, XML, vendor, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.conformance import FORMATS, render
from provenance.conformance.examination import examine
from provenance.cyclonedx.integrity import members
from provenance.cyclonedx.values import expression_fault, hash_fault, purl_fault, time_fault
from provenance.errors import UnreadableBomError
from provenance.text.placeholder import is_placeholder

QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        [
            "TODO",
            "NOASSERTION",
            "pkg:huggingface/a/b@c",
            "model",
            "_:made",
            "urn:cdx:x/1#y",
            "\ud800",
            "{{x}}",
        ]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(
        st.sampled_from(["type", "name", "ref", "bom-ref", "spdxId", "@id"]),
        st.text(max_size=5),
        max_size=3,
    ),
)
WHERE = {name: [pointer for pointer, *_ in members(vendor(name))] for name in (CYCLONEDX, SPDX)}


def judged(data: bytes) -> bool:
    """Whether it was examined, in every form; anything but a refusal is a failure."""
    try:
        examination = examine(data, "mutant")
    except UnreadableBomError as error:
        assert error.hint
        return False
    for form in FORMATS:
        render(examination, form, verbose=1).decode()
    for problem in examination.problems:
        assert problem.pointer.startswith("/")
    return True


@QUICK
@given(st.sampled_from([CYCLONEDX, SPDX]), st.data())
def test_members_of_any_kind(name: str, data: st.DataObject) -> None:
    document = vendor(name)
    for _ in range(data.draw(st.integers(1, 4))):
        pointer = data.draw(st.sampled_from(WHERE[name]))
        *steps, last = pointer.split("/")[1:]
        holder: Any = document
        try:
            for step in steps:
                holder = holder[int(step)] if isinstance(holder, list) else holder[step]
            holder[int(last) if isinstance(holder, list) else last] = data.draw(STRANGE)
        except (KeyError, IndexError, TypeError, ValueError):
            continue
    judged(written(document))


@QUICK
@given(
    st.sampled_from([CYCLONEDX, XML, SPDX]),
    st.integers(0, 10**6),
    st.binary(max_size=6),
    st.integers(0, 40),
)
def test_bytes_changed(name: str, at: int, put: bytes, cut: int) -> None:
    data = (DATA / name).read_bytes()
    at %= len(data)
    judged(data[:at] + put + data[at + cut :])


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert not judged(data)


@QUICK
@given(
    st.recursive(
        STRANGE,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
        ),
    )
)
def test_any_json_in_any_place(value: Any) -> None:
    members_of_any_kind = dict.fromkeys(
        ("components", "metadata", "dependencies", "compositions", "citations"), value
    )
    judged(
        written(
            {"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1, **members_of_any_kind}
        )
    )
    judged(written({**vendor(SPDX), "@graph": [*vendor(SPDX)["@graph"], value]}))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_as_a_value(text: str) -> None:
    assert is_placeholder(text) in (True, False)
    for fault in (
        purl_fault(text),
        expression_fault(text),
        time_fault(text),
        hash_fault("SHA-256", text),
    ):
        assert fault is None or fault


def test_long_texts_are_no_trouble() -> None:
    for text in (
        "(" * 100_000,
        "MIT OR " * 50_000,
        "%" * 100_000,
        "[" * 100_000,
        "un" * 100_000,
        "{{" * 50_000,
        "0" * 10**6,
    ):
        is_placeholder(text)
        purl_fault(text)
        expression_fault(text)
        time_fault(text)
        hash_fault("SHA-256", text)
    document = vendor()
    document["components"][0]["description"] = "x" * 10**6
    document["components"][0]["purl"] = "pkg:" + "a/" * 10**5
    assert judged(json.dumps(document).encode())
