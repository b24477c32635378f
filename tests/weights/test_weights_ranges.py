"""A header that is longer than the first range is read by one range more, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest
import weight_files
from evidence_bundles import bundle, changed
from hub_folder import HubFolder
from hub_server import HubServer

import provenance
from provenance.errors import MalformedError, NotFoundError
from provenance.hubs import http, open_hub, parse_reference
from provenance.hubs.archive import read_archive
from provenance.hubs.bundle import BundleHub
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.wanted import FIRST_RANGE
from provenance.weights import MalformedHeaderError, TruncatedHeaderError, header_size, read_header

LICENCE = {"license": "cc-by-nc-4.0"}
MANY = {f"model.layers.{number}.mlp.down_proj.weight": ("BF16", [2]) for number in range(6000)}
VOCABULARY = [f"token-{number}" for number in range(60_000)]


def large_safetensors() -> bytes:
    return weight_files.safetensors(MANY, LICENCE)


def large_gguf() -> bytes:
    """A vocabulary before the licence, as no converter writes it."""
    keys: dict[str, object] = {
        "general.architecture": "llama",
        "tokenizer.ggml.tokens": VOCABULARY,
        "general.license": "cc-by-nc-4.0",
    }
    return weight_files.Gguf().file(keys, {"norm": ("F32", [8])})


def only(lineage: Lineage) -> ArtifactRecord:
    [record] = lineage.records.values()
    return record


def asked_ranges(server: HubServer) -> list[str]:
    """The ranges in order of arrival; a redirect to the store of large files is no request more."""
    return [record.range for record in server.requests if record.range and "resolve" in record.path]


@pytest.fixture
def filled(hub: HubFolder) -> HubFolder:
    assert len(large_safetensors()) > 2 * FIRST_RANGE
    hub.model("acme/many", files={"model.safetensors": large_safetensors()})
    hub.model("acme/vocabulary", files={"chat.gguf": large_gguf()})
    return hub


@pytest.mark.parametrize(
    ("name", "parameters"), [("acme/many", 2 * len(MANY)), ("acme/vocabulary", 8)]
)
def test_from_a_folder(filled: HubFolder, name: str, parameters: int) -> None:
    for record in (
        only(filled.trace(name)),
        only(provenance.trace(str(filled.root / "models" / name))),
    ):
        [facts] = record.weights
        assert facts.parameters == parameters
        assert "cc-by-nc-4.0" in facts.metadata.values()
        assert not record.gaps


@pytest.mark.parametrize("name", ["acme/many", "acme/vocabulary"])
def test_from_a_hub_in_two_requests(filled: HubFolder, name: str) -> None:
    with HubServer(filled.root) as server:
        record = only(provenance.trace(name, hub=server.url))
        [first, second] = asked_ranges(server)
    assert first == f"bytes=0-{FIRST_RANGE - 1}"
    assert second.startswith(f"bytes={FIRST_RANGE}-")
    assert record.weights[0].complete
    assert not record.gaps


def test_a_short_header_takes_one_request(hub: HubFolder) -> None:
    data = weight_files.safetensors({"a": ("F32", [4])})
    hub.model("acme/small", files={"model.safetensors": data})
    with HubServer(hub.root) as server:
        provenance.trace("acme/small", hub=server.url)
        assert asked_ranges(server) == [f"bytes=0-{FIRST_RANGE - 1}"]


def test_from_a_hub_that_ignores_ranges(filled: HubFolder) -> None:
    with HubServer(filled.root) as server:
        server.fault("no-range")
        record = only(provenance.trace("acme/many", hub=server.url))
    assert record.weights[0].parameters == 2 * len(MANY)


def test_what_lies_deep_in_a_file_is_not_read_in_vain(
    filled: HubFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MOST_SKIPPED", 1000)
    with HubServer(filled.root) as server:
        hub = open_hub(server.url)
        snapshot = hub.snapshot(parse_reference("acme/many"))
        server.fault("no-range")
        assert (
            hub.read_range(snapshot, "model.safetensors", 1000, 8) == large_safetensors()[1000:1008]
        )
        with pytest.raises(MalformedError, match="does not serve the requested part"):
            hub.read_range(snapshot, "model.safetensors", 1001, 8)


def test_a_range_behind_the_end_of_the_file(filled: HubFolder) -> None:
    with HubServer(filled.root) as server:
        hub = open_hub(server.url)
        snapshot = hub.snapshot(parse_reference("acme/many"))
        with pytest.raises(MalformedError, match="ends before byte 99,999,999"):
            hub.read_range(snapshot, "model.safetensors", 99_999_999, 8)


def test_the_store_keeps_both_ranges(filled: HubFolder, tmp_path: Path) -> None:
    with HubServer(filled.root) as server:
        for _ in range(2):
            hub = open_hub(server.url, cache=tmp_path / "cache")
            snapshot = hub.snapshot(parse_reference("acme/many"))
            assert hub.read(snapshot, "model.safetensors", 8, prefix=True)
            assert hub.read_range(snapshot, "model.safetensors", 8, 8) == large_safetensors()[8:16]
        assert asked_ranges(server) == ["bytes=0-7", "bytes=8-15"]


@pytest.mark.parametrize("name", ["acme/many", "acme/vocabulary"])
def test_a_bundle_holds_both_ranges(filled: HubFolder, name: str, tmp_path: Path) -> None:
    data = bundle(str(filled.root), name)
    parts = [path for path in read_archive(data) if "/ranges/" in path]
    assert len(parts) == 1
    packed = tmp_path / "evidence.zip"
    packed.write_bytes(data)
    record = only(provenance.trace(name, hub=str(packed)))
    assert record.weights[0].complete
    assert not record.gaps

    hub = BundleHub(changed(data, "nothing", None))
    snapshot = hub.snapshot(parse_reference(name))
    path = parts[0].rpartition("/")[2]
    assert len(hub.read_range(snapshot, path, FIRST_RANGE, 10)) == 10
    for start, length in ((FIRST_RANGE + 1, 10), (FIRST_RANGE, 100_000_000)):
        with pytest.raises(NotFoundError, match="not in this bundle"):
            hub.read_range(snapshot, path, start, length)


def test_a_header_beyond_the_limit_is_a_gap_with_its_size(hub: HubFolder) -> None:
    size = 30_000_000
    hub.model("acme/huge", files={"model.safetensors": size.to_bytes(8, "little") + b"{"})
    path = hub.root / "models/acme/huge/model.safetensors"
    with path.open("r+b") as file:
        file.truncate(40_000_000)
    [gap] = hub.trace("acme/huge").gaps
    assert gap.reason == "too-large"
    assert "30,000,008 bytes" in gap.detail
    assert "the limit is 25,000,000" in gap.detail


def test_a_vocabulary_beyond_the_limit_leaves_what_stands_before_it(hub: HubFolder) -> None:
    gguf = weight_files.Gguf()
    head = gguf.counts(1, 2) + gguf.string("general.license") + gguf.value("mit")
    head += gguf.string("tokenizer.ggml.tokens") + (9).to_bytes(4, "little")
    head += (8).to_bytes(4, "little") + (4_000_000).to_bytes(8, "little")
    hub.model("acme/huge", files={"chat.gguf": head})
    with (hub.root / "models/acme/huge/chat.gguf").open("r+b") as file:
        file.truncate(60_000_000)
    record = only(hub.trace("acme/huge"))
    assert record.weights[0].metadata == {"general.license": "mit"}
    assert [gap.reason for gap in record.gaps] == ["too-large"]


@pytest.mark.parametrize(("tokens", "merges"), [(32_000, 0), (128_000, 280_000), (256_000, 0)])
def test_the_estimate_reaches_the_end_of_real_vocabularies(tokens: int, merges: int) -> None:
    keys: dict[str, object] = {
        "general.architecture": "llama",
        "tokenizer.ggml.model": "gpt2" if merges else "llama",
        "tokenizer.ggml.tokens": [f"▁wo{number}" for number in range(tokens)],
        "tokenizer.ggml.scores": [float(-number) for number in range(tokens)],
        "tokenizer.ggml.token_type": list(range(tokens)),
        "tokenizer.ggml.merges": [f"Ġto ken{number}" for number in range(merges)] or ["a b"],
        "tokenizer.chat_template": "{{ messages }}" * 500,
    }
    tensors = {f"blk.{number}.ffn_down.weight": ("Q8_0", [32]) for number in range(400)}
    data = weight_files.Gguf().file(keys, tensors)
    size = header_size("chat.gguf", data[:FIRST_RANGE], len(data))
    facts = read_header("chat.gguf", data[:size], len(data))
    assert facts.complete
    assert facts.parameters == 32 * 400
    assert size < 25_000_000


@pytest.mark.parametrize("name", ["chat.gguf", "model.safetensors"])
@pytest.mark.parametrize("head", [b"", b"GGUF", b"\xff" * 40, b"PK\x03\x04" + b"x" * 40])
def test_no_second_range_for_what_is_no_header(name: str, head: bytes) -> None:
    assert header_size(name, head, None) == len(head)
    with pytest.raises((MalformedHeaderError, TruncatedHeaderError)):
        read_header(name, head, None)
