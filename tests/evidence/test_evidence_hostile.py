"""`verify` of any bytes, and an audit of any bundle, ends in a sentence and in no fault of ours."""

from __future__ import annotations

import json
import logging
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from evidence_bundles import SMALL, bundle, changed, restated, small_bundle, small_hub
from evidence_keys import make, private_pem, public_pem
from hypothesis import example, given, settings
from hypothesis import strategies as st

import provenance
from provenance.auditing.policy_file import read_policy
from provenance.errors import ProvenanceError
from provenance.evidence import Options, Verification, verify
from provenance.evidence.signing import signer
from provenance.evidence.statement import SIGSTORE, STATEMENT
from provenance.evidence.verifying import Trust
from provenance.hubs.archive import read_archive, write_archive
from provenance.model.fault import LOG
from provenance.model.finding import Outcome

MANIFEST = b"""\
version: 1
models:
- ref: acme/tuned
  use: {activity: [product], users: 7}
"""
POLICY = b"""\
ignore = ["CARD001"]
fail-on = "high"
[severities]
LIC001 = "low"
[licences]
denied = ["AGPL-3.0-only"]
[[waivers]]
rule = "LIC001"
artifact = "acme/*"
reason = "known"
owner = "me"
until = 2026-12-31
"""


class Faults(logging.Handler):
    """The faults that were logged meanwhile."""

    def __enter__(self) -> list[str]:
        self.errors: list[str] = []
        LOG.addHandler(self)
        return self.errors

    def __exit__(self, *_: object) -> None:
        LOG.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


@cache
def small() -> bytes:
    """A bundle of one model and its parents, with a manifest and a policy."""
    policy = read_policy(Path("provenance.toml"), POLICY)
    with TemporaryDirectory() as folder:
        path = Path(folder, "models.yaml")
        path.write_bytes(MANIFEST)
        options = Options(policy=policy, today=date(2026, 1, 2))
        return bundle(small_hub(), manifest=path, options=options)


def ends_in_a_sentence(data: bytes, trust: Trust | None = None) -> Verification | None:
    """The verdict, or None where the error says it."""
    with Faults() as faults:
        try:
            verdict = verify(data, trust)
        except ProvenanceError as error:
            assert error.message
            verdict = None
    assert not faults
    if verdict is not None:
        assert all(step.text for step in verdict.steps)
    return verdict


def audits_or_refuses(data: bytes, folder: Path) -> None:
    """What `--hub bundle.zip` does with it."""
    path = folder / "bundle.zip"
    path.write_bytes(data)
    with Faults() as faults:
        try:
            report = provenance.audit(SMALL, hub=str(path))
        except ProvenanceError as error:
            assert error.message
        else:
            assert report.inputs
    assert not faults


def zipped(*entries: tuple[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, body in entries:
            file.writestr(name, body)
    return target.getvalue()


TRICKS = (
    "twice",
    "thrice",
    "another before",
    "another behind",
    "junk before",
    "junk inside",
    "two directories",
    "no directory",
    "zip64 end",
    "zip64 sizes",
    "comment",
    "empty",
    "only the end",
    "directory at the front",
    "directory behind",
    "one zip",
    "nothing",
    "half",
)


@cache
def tricks() -> dict[str, bytes]:
    """Archives that two readers read in two ways."""
    good = small()
    end = good.rindex(b"PK\x05\x06")
    first = good.index(b"PK\x01\x02")
    other = zipped(("a", b"b"))
    zip64 = b"PK\x06\x06" + b"\0" * 52 + b"PK\x06\x07" + b"\0" * 16
    return {
        "twice": good + good,
        "thrice": good * 3,
        "another before": other + good,
        "another behind": good + other,
        "junk before": b"junk" + good,
        "junk inside": good[:first] + b"junk" + good[first:],
        "two directories": good[:end] + good[first:end] + good[end:],
        "no directory": good[:first] + good[end:],
        "zip64 end": good[:end] + zip64 + good[end:],
        "zip64 sizes": good[: end + 8] + b"\xff" * 12 + good[end + 20 :],
        "comment": good[:-2] + b"\x04\0abcd",
        "empty": b"PK\x05\x06" + b"\0" * 18,
        "only the end": good[end:],
        "directory at the front": good[:end]
        + good[end : end + 16]
        + b"\0\0\0\0"
        + good[end + 20 :],
        "directory behind": good[: end + 16] + b"\xff\xff\xff\x7f" + good[end + 20 :],
        "one zip": other,
        "nothing": b"",
        "half": good[: len(good) // 2],
    }


@pytest.mark.parametrize("name", TRICKS)
def test_an_archive_of_two_meanings_is_refused(name: str, tmp_path: Path) -> None:
    verdict = ends_in_a_sentence(tricks()[name])
    assert verdict is None or not verdict.holds
    audits_or_refuses(tricks()[name], tmp_path)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
def test_any_bytes_end_in_a_sentence(body: bytes, start: bytes) -> None:
    end = b"PK\x05\x06" + b"\0" * 4 + b"\1\0\1\0" + b"\0" * 10
    for data in (start + body, start + body + end):
        verdict = ends_in_a_sentence(data)
        assert verdict is None or not verdict.holds


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["cut", "put", "set", "copy"]),
            st.floats(0, 1),
            st.binary(min_size=1, max_size=40),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_change_of_a_good_bundle_is_found(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, float, bytes]]
) -> None:
    data = small()
    for how, where, body in changes:
        at = int(where * len(data))
        tail = len(body) if how == "set" else 50 if how == "cut" else 0
        new = data[at : at + 300] if how == "copy" else b"" if how == "cut" else body
        data = data[:at] + new + data[at + tail :]
    verdict = ends_in_a_sentence(data)
    assert data == small() or verdict is None or not verdict.holds
    audits_or_refuses(data, tmp_path_factory.mktemp("hostile"))


def places(document: object) -> Iterator[tuple[str | int, ...]]:
    """The way to every value of a JSON document."""
    members = document.items() if isinstance(document, dict) else enumerate(document)  # type: ignore[arg-type]
    for key, inner in members:
        yield (key,)
        if isinstance(inner, dict | list):
            yield from ((key, *rest) for rest in places(inner))


HUGE = "9" * 4_400
ODD = st.sampled_from(
    [
        *("null", "true", "-1", "0", "1e308", "1e999", "NaN", HUGE, f"-{HUGE}", '""', '"x"', "[]"),
        *("{}", "[[]]", '{"a": 1}', '"../.."', '"\\u001b[2J"', '"\\ud800"', "[" * 200 + "]" * 200),
        *('"9999-99-99"', '"0001-01-01"', '"hf"', '"folder"', '"en"', "[1, 2, 3]", "4.0"),
        *(
            '"evidence/models/acme/x@1"',
            '"pkg:huggingface/a/b@c"',
            f'"{"x" * 2000}"',
            '["", "", ""]',
        ),
    ]
)
HOLE = "a-hole-in-the-document"


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), ODD)
@example(0.0, HUGE)
def test_odd_values_of_a_whole_bundle_end_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, at: float, odd: str
) -> None:
    files = read_archive(small())
    ways = [
        (name, way)
        for name in files
        if name.endswith(("bundle.json", "answer.json"))
        for way in places(json.loads(files[name]))
    ]
    name, way = ways[min(int(at * len(ways)), len(ways) - 1)]
    document = place = json.loads(files[name])
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = HOLE
    body = json.dumps(document).replace(f'"{HOLE}"', odd).encode()
    data = restated_with_any_index(changed(small(), name, body))
    ends_in_a_sentence(data)
    audits_or_refuses(data, tmp_path_factory.mktemp("hostile"))


def restated_with_any_index(files: dict[str, bytes]) -> bytes:
    """The archive with a statement that fits it, as far as its index can be read at all."""
    try:
        return restated(files)
    except (ValueError, RecursionError, AttributeError):
        return write_archive(files)


TEXTS = st.sampled_from(
    [
        *(
            HUGE,
            "[" * 5_000,
            "{" * 5_000,
            "a." * 20_000 + "a = 1",
            "until = 0001-01-01",
            "\0",
            "\ud800",
        ),
        *(
            "&a [*a]",
            "models: 7",
            "models: [7]",
            "use: []",
            "- [",
            "'",
            '"""',
            "x = 9223372036854775808",
        ),
        *(
            "until = 99999-12-31",
            "fail-on = 7",
            "[[waivers]]",
            "!!python/object:x",
            "---\n---",
            "? x",
        ),
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["policy.toml", "manifest.yaml"]), st.floats(0, 1), TEXTS)
def test_odd_policies_and_manifests_of_a_bundle_end_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, text: str
) -> None:
    body = read_archive(small())[name]
    at = int(where * len(body))
    new = text.encode("utf-8", "surrogatepass")
    for odd in (new, body[:at] + new + body[at:], body[:at] + new):
        ends_in_a_sentence(restated(changed(small(), name, odd)))


@pytest.fixture(scope="module")
def signed() -> tuple[bytes, Trust]:
    """A signed bundle, and the key that it was signed with."""
    key = make("ed25519")
    return small_bundle(by=signer(private_pem(key))), Trust(key=public_pem(key))


def with_envelope(data: bytes, **members: object) -> bytes:
    files = read_archive(data)
    envelope = {**json.loads(files[STATEMENT]), **members}
    return write_archive({**files, STATEMENT: json.dumps(envelope, indent=2).encode() + b"\n"})


@pytest.mark.parametrize("keyid", ["x", "the same", "9" * 5_000])
def test_a_signature_too_many_is_told(signed: tuple[bytes, Trust], keyid: str) -> None:
    data, trust = signed
    [genuine] = json.loads(read_archive(data)[STATEMENT])["signatures"]
    junk = {"keyid": genuine["keyid"] if keyid == "the same" else keyid, "sig": "AAAA"}
    for signatures in (
        [genuine, junk],
        [junk, genuine],
        [genuine, genuine],
        [junk] * 50 + [genuine],
    ):
        for given_trust in (trust, None):
            verdict = ends_in_a_sentence(with_envelope(data, signatures=signatures), given_trust)
            assert verdict is not None and not verdict.holds
            [step] = [step for step in verdict.steps if step.name == "signature"]
            assert step.outcome is Outcome.FAILED and "unchecked" in step.text


def test_a_signature_of_another_kind_beside_it_is_told(signed: tuple[bytes, Trust]) -> None:
    data, trust = signed
    files = {**read_archive(data), SIGSTORE: b"{}"}
    verdict = ends_in_a_sentence(write_archive(files), trust)
    assert verdict is not None and not verdict.holds


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["payload", "payloadType", "signatures"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["AAAA"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["keyid", "sig", "x"]), inner, max_size=3)
        ),
        max_leaves=5,
    ),
)
def test_any_envelope_ends_in_a_sentence(member: str, value: object) -> None:
    data = with_envelope(small(), **{member: value})
    verdict = ends_in_a_sentence(data)
    assert verdict is not None
    assert not verdict.holds or data == small()


@settings(max_examples=40, deadline=None)
@given(ODD)
def test_any_statement_ends_in_a_sentence(odd: str) -> None:
    payload = b64decode(json.loads(read_archive(small())[STATEMENT])["payload"])
    for text in (odd, payload.decode().replace('"subject":', f'"subject":{odd},"x":', 1)):
        encoded = b64encode(text.encode("utf-8", "surrogatepass")).decode()
        verdict = ends_in_a_sentence(with_envelope(small(), payload=encoded))
        assert verdict is not None and not verdict.holds
