"""Tar archives: old PyTorch files and NeMo models."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from risky_files import SYSTEM, plain, torch_state, torch_zip
from risky_more import packed_in_tar

import provenance
from provenance.weights import Examined, LoadVerdict, MalformedHeaderError, Ranges, examine

OLD_TORCH = {
    "sys_info": pickle.dumps({"protocol_version": 1000}, 2),
    "pickle": plain(SYSTEM),
    "storages": pickle.dumps(0, 2),
}


def looked_at(entries: dict[str, bytes]) -> Examined:
    return examine(Ranges.of("model.tar", packed_in_tar(entries)))


def test_pickles_of_old_pytorch_are_read_whatever_their_names() -> None:
    look = looked_at(OLD_TORCH)
    assert look.facts is not None
    assert look.facts.complete
    assert {use.name: use.verdict for use in look.facts.uses} == {
        "posix.system": LoadVerdict.DANGEROUS
    }


def test_the_checkpoint_of_a_nemo_model_is_read() -> None:
    look = looked_at(
        {"model_config.yaml": b"a: 1", "w.ckpt": torch_zip(torch_state({"a": (2, 3)}))}
    )
    assert look.facts is not None
    assert look.facts.parameters == 6
    assert not [use for use in look.facts.uses if use.verdict is not LoadVerdict.ALLOWED]


def test_an_archive_of_texts_has_no_pickle() -> None:
    look = looked_at({"a.txt": b"hello"})
    assert look.facts is not None
    assert not look.facts.uses


def test_a_broken_header_is_malformed() -> None:
    data = bytearray(packed_in_tar({"a.txt": b"hello"}))
    data[124:136] = b"x" * 12
    assert isinstance(examine(Ranges.of("model.tar", bytes(data))).problem, MalformedHeaderError)


def test_beyond_the_most_requests_it_is_not_complete() -> None:
    data = packed_in_tar({f"{number}.txt": bytes(100_000) for number in range(8)})
    ranges = Ranges(
        "model.tar", data[:512], len(data), lambda at, n: data[at : at + n], most_requests=3
    )
    look = examine(ranges)
    assert look.facts is not None
    assert not look.facts.complete


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 4000), st.integers(0, 255))
def test_changed_bytes_end_no_run(at: int, value: int) -> None:
    data = bytearray(packed_in_tar(OLD_TORCH))
    data[at % len(data)] = value
    look = examine(Ranges.of("model.tar", bytes(data)))
    assert look.problem is None or isinstance(look.problem, ValueError)


@pytest.mark.parametrize(("name", "outcome"), [("w.tar", "failed"), ("w.tar.gz", "unknown")])
def test_a_rule_judges_what_lies_in_it(tmp_path: Path, name: str, outcome: str) -> None:
    import gzip

    data = packed_in_tar(OLD_TORCH)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    (tmp_path / "config.json").write_text("{}")
    report = provenance.audit(str(tmp_path), kind="model")
    [check] = [check for check in report.checks if check.rule == "WGT007"]
    assert check.outcome == outcome
