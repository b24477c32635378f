"""Whatever is changed in a bundle is found and named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import pytest
from evidence_bundles import bundle, changed, restated, small_bundle
from evidence_keys import make, private_pem, public_pem
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance.errors import ProvenanceError
from provenance.evidence import Verification, verify
from provenance.evidence.signing import signer
from provenance.evidence.statement import STATEMENT, Signer, state
from provenance.evidence.verifying import Trust
from provenance.hubs.archive import read_archive, write_archive
from provenance.model.finding import Outcome

SAMPLE = "acme/support-gemstone-7b"


@cache
def sample_bundle() -> bytes:
    return bundle("sample", SAMPLE)


@pytest.fixture
def sample() -> bytes:
    return sample_bundle()


@pytest.fixture(scope="module")
def keys() -> tuple[Signer, bytes]:
    key = make("ed25519")
    return signer(private_pem(key)), public_pem(key)


def failures(verdict: Verification) -> str:
    return "; ".join(
        f"{step.name}: {step.text}" for step in verdict.steps if step.outcome is Outcome.FAILED
    )


def is_refused(data: bytes, trust: Trust | None = None) -> bool:
    try:
        return not verify(data, trust).holds
    except ProvenanceError as error:
        return bool(error.message)


def test_a_flipped_byte_anywhere(sample: bytes) -> None:
    directory = sample.rindex(b"PK\x05\x06") - 200
    for at in [*range(0, 400), *range(400, len(sample), 997), *range(directory, len(sample))]:
        flipped = bytearray(sample)
        flipped[at] ^= 1 << at % 8
        assert is_refused(bytes(flipped)), at


def test_the_file_of_a_flipped_byte_is_named(sample: bytes) -> None:
    for name, body in read_archive(sample).items():
        if len(body) > 500:
            flipped = bytearray(sample)
            flipped[sample.index(body) + len(body) // 2] ^= 1
            assert name in failures(verify(bytes(flipped))), name


def test_each_file_changed_in_a_sound_archive(sample: bytes) -> None:
    for name, body in read_archive(sample).items():
        for at in (0, len(body) // 3, len(body) - 1):
            other = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
            assert name in failures(verify(write_archive(changed(sample, name, other)))), (name, at)


def test_a_file_too_many_and_one_missing(sample: bytes) -> None:
    assert "more.txt was added" in failures(
        verify(write_archive(changed(sample, "more.txt", b"words")))
    )
    for name in read_archive(sample):
        assert name in failures(verify(write_archive(changed(sample, name, None)))), name


def test_every_byte_of_the_statement_of_a_signed_bundle(
    keys: tuple[Signer, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused by its signature alone: the report is taken to follow from the evidence, and of the
    other files only the index is there."""
    whole = read_archive(small_bundle())
    rest = {"bundle.json": whole["bundle.json"], "report.json": b"{}"}
    files = {**rest, **keys[0].sign(state(rest, json.loads(rest["bundle.json"])))}
    monkeypatch.setattr("provenance.evidence.verifying.rerun", lambda files, progress: files)
    trust = Trust(key=keys[1])
    assert verify(write_archive(files), trust).holds
    statement = files[STATEMENT]
    for at in range(len(statement)):
        flipped = statement[:at] + bytes([statement[at] ^ (1 << at % 7)]) + statement[at + 1 :]
        assert is_refused(write_archive({**files, STATEMENT: flipped}), trust), at


def test_a_report_that_does_not_follow(sample: bytes) -> None:
    report = read_archive(sample)["report.json"].replace(b'"high"', b'"info"')
    reasons = failures(verify(restated(changed(sample, "report.json", report))))
    assert reasons == "report: does not follow from the evidence"


def test_evidence_from_which_another_report_follows(sample: bytes) -> None:
    card = next(
        name
        for name in read_archive(sample)
        if "support-gemstone" in name and name.endswith("README.md")
    )
    body = read_archive(sample)[card].replace(b"license: mit", b"license: other")
    assert "report: does not follow" in failures(verify(restated(changed(sample, card, body))))


def test_options_that_were_changed(sample: bytes) -> None:
    index = json.loads(read_archive(sample)["bundle.json"])
    index["options"]["bounds"]["depth"] = 0
    reasons = failures(verify(restated(changed(sample, "bundle.json", json.dumps(index).encode()))))
    assert "report: does not follow" in reasons


def test_a_forgery_that_is_whole_is_found_by_its_signature(
    sample: bytes, keys: tuple[Signer, bytes]
) -> None:
    assert verify(restated(read_archive(sample))).holds
    assert "not signed" in failures(verify(restated(read_archive(sample)), Trust(key=keys[1])))


def test_another_version_is_told(sample: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("provenance.auditing.judge", "provenance.evidence.verifying"):
        monkeypatch.setattr(f"{module}.__version__", "9.9")
    verdict = verify(sample)
    assert not verdict.holds
    assert f"made by provenance {provenance.__version__}, this is 9.9" in failures(verdict)


def places(document: object) -> Iterator[tuple[str | int, ...]]:
    """The way to every value of a JSON document."""
    members = document.items() if isinstance(document, dict) else enumerate(document)  # type: ignore[arg-type]
    for key, inner in members:
        yield (key,)
        if isinstance(inner, dict | list):
            yield from ((key, *rest) for rest in places(inner))


ODD: tuple[object, ...] = (
    None,
    -1,
    "",
    "x",
    [],
    {},
    [[]],
    {"a": 1},
    1e308,
    "../..",
    "\x1b[2J",
    True,
)


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 10_000), odd=st.sampled_from(ODD))
def test_odd_documents_end_in_a_sentence(at: int, odd: object) -> None:
    sealed = small_bundle()
    files = read_archive(sealed)
    ways = [
        (name, way)
        for name in files
        if name.endswith(("bundle.json", "answer.json"))
        for way in places(json.loads(files[name]))
    ]
    name, way = ways[at % len(ways)]
    document = place = json.loads(files[name])
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = odd
    try:
        verdict = verify(restated(changed(sealed, name, json.dumps(document).encode())))
    except ProvenanceError as error:
        assert error.message
    else:
        assert verdict.holds or failures(verdict)
