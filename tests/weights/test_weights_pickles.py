"""Pickles are read opcode by opcode: what they use is reported, whatever hides it."""

from __future__ import annotations

import pickle
import pickletools
import sys
import tracemalloc

import lz4.frame
import pytest
import risky_files
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from risky_files import BENIGN, MALICIOUS, Case, call, plain

from provenance.weights import Examined, LoadVerdict, MissingReaderError, Ranges, Use, examine
from provenance.weights.pickles import Stream, read_pickles, verdict_of


def looked_at(case: Case) -> Examined:
    return examine(Ranges.of(case.name, case.data))


def suspicious(look: Examined) -> list[Use]:
    uses = look.facts.uses if look.facts else ()
    return [use for use in uses if use.verdict is not LoadVerdict.ALLOWED]


@pytest.mark.parametrize("case", MALICIOUS, ids=lambda case: case.name)
def test_nothing_malicious_is_missed(case: Case) -> None:
    assert suspicious(looked_at(case))


@pytest.mark.parametrize("case", BENIGN, ids=lambda case: case.name)
def test_nothing_harmless_is_accused(case: Case) -> None:
    look = looked_at(case)
    assert look.facts is not None
    assert look.problem is None
    assert not suspicious(look)
    assert not look.facts.oddities


@pytest.mark.parametrize("name", ["checksum.pt", "encrypted.pt", "twice.pt", "no_stop.pkl"])
def test_what_readers_may_understand_differently_is_told(name: str) -> None:
    [case] = [case for case in MALICIOUS if case.name == name]
    look = looked_at(case)
    assert look.facts is not None
    assert look.facts.oddities


def test_a_call_is_told_with_its_place() -> None:
    [case] = [case for case in MALICIOUS if case.name == "nested.pkl"]
    uses = {use.name: use for use in suspicious(looked_at(case))}
    assert set(uses) == {"posix.system", "_pickle.loads"}
    assert uses["posix.system"].place == "byte 18 byte 2"


def test_tensors_of_a_torch_archive() -> None:
    state = risky_files.torch_state({"a": (3, 4), "b": (5,)}, "HalfStorage")
    for data in (risky_files.torch_zip(state), risky_files.legacy_torch(state)):
        facts = examine(Ranges.of("pytorch_model.bin", data)).facts
        assert facts is not None
        assert (facts.parameters, facts.tensors, dict(facts.dtypes)) == (17, 2, {"F16": 17})
        assert len(facts.shapes) == 64


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("collections.OrderedDict", LoadVerdict.ALLOWED),
        ("torch._utils._rebuild_tensor_v2", LoadVerdict.ALLOWED),
        ("sklearn.linear_model._logistic.LogisticRegression", LoadVerdict.ALLOWED),
        ("sklearn.datasets._base.load_files", LoadVerdict.DANGEROUS),
        ("torch.nn.modules.linear.Linear", LoadVerdict.ALLOWED),
        ("torch.nn.modules.linear.Linear.load_state_dict", LoadVerdict.UNKNOWN),
        ("builtins.eval", LoadVerdict.DANGEROUS),
        ("os.path.join", LoadVerdict.DANGEROUS),
        ("wave.open", LoadVerdict.DANGEROUS),
        ("my_package.Model", LoadVerdict.UNKNOWN),
        ("", LoadVerdict.UNKNOWN),
    ],
)
def test_the_lists(name: str, verdict: LoadVerdict) -> None:
    assert verdict_of(name) is verdict


_OPCODES = st.sampled_from([opcode.code.encode("latin-1") for opcode in pickletools.opcodes])
_PIECES = st.one_of(_OPCODES, st.binary(max_size=8), st.just(b"posix\nsystem\n"))


@given(st.lists(_PIECES, max_size=60).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_without_a_fault(data: bytes) -> None:
    read_pickles(Stream.of(b"\x80\x04" + data))


_VALUES = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=20), st.binary(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner)),
    max_leaves=20,
)


@given(_VALUES, st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_plain_values_use_nothing_suspicious(value: object, protocol: int) -> None:
    reading = read_pickles(Stream.of(pickle.dumps(value, protocol)))
    assert reading.broken is None
    assert reading.pickles == 1
    assert all(use.verdict is LoadVerdict.ALLOWED for use in reading.uses.values())


@given(st.sampled_from(MALICIOUS), st.integers(0, 400), st.integers(0, 255))
@settings(max_examples=300, deadline=None)
def test_a_changed_byte_ends_no_run(case: Case, at: int, value: int) -> None:
    data = bytearray(case.data[:20_000])
    data[at % len(data)] = value
    examine(Ranges.of(case.name, bytes(data)))


def test_memory_is_bounded() -> None:
    many = b"\x80\x02(" + b"(" * 1_500_000
    large = b"\x80\x02B\xff\xff\xff\x7f" + bytes(1000)
    tracemalloc.start()
    for data in (many, large, b"\x80\x02" + b"N" * 3_000_000):
        reading = read_pickles(Stream.of(data))
        assert reading.broken is not None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000_000


@pytest.mark.parametrize("name", ["lz4", "zst"])
def test_what_other_compressors_packed_is_read(name: str) -> None:
    packed = {"lz4": lz4.frame.compress, "zst": zstd.compress}
    harmful = plain(call("posix", "system", "echo hello"))
    look = examine(Ranges.of(f"model.joblib.{name}", packed[name](harmful)))
    assert {use.name for use in suspicious(look)} == {"posix.system"}
    broken = packed[name](harmful)[:-6] + b"hello!"
    examine(Ranges.of(f"model.joblib.{name}", broken))


@pytest.mark.parametrize(("name", "library"), [("lz4", "lz4.frame"), ("zst", "backports.zstd")])
def test_without_the_library_it_says_which_extra(
    name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = {"lz4": lz4.frame.compress, "zst": zstd.compress}[name](b"\x80\x02N.")
    monkeypatch.setitem(sys.modules, library, None)
    look = examine(Ranges.of(f"model.joblib.{name}", packed))
    assert isinstance(look.problem, MissingReaderError)
    assert "provenance[packed]" in look.problem.reason
