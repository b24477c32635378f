"""Numbers of strangers that nothing can hold: each is a gap, and ends nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hub_folder import HubFolder
from hypothesis import example, given
from hypothesis import strategies as st

import provenance
from provenance.auditing.judge import judge
from provenance.bom import encode
from provenance.errors import MalformedError
from provenance.formats import FORMATS, render
from provenance.hubs.pace import Pace, RateLimit, read_rate_limit

HUGE = "9" * 4_400
ANSWERS = {
    "size": '"siblings": [{"rfilename": "model.bin", "size": %s}]',
    "total": '"safetensors": {"total": %s, "parameters": {"F32": 1}}',
    "parameters": '"safetensors": {"total": 1, "parameters": {"F32": %s}}',
    "storage": '"usedStorage": %s',
    "card": '"cardData": {"license": %s, "model-index": [{"results": [{"value": %s}]}]}',
    "config": '"config": {"hidden_size": %s, "transformers_version": %s}',
}


@pytest.mark.parametrize("number", [HUGE, f"-{HUGE}", "1e999", "NaN", "-Infinity"])
@pytest.mark.parametrize("name", ANSWERS)
def test_a_number_in_an_answer_is_a_gap(hub: HubFolder, name: str, number: str) -> None:
    hub.model("acme/x", "license: mit")
    text = ANSWERS[name].replace("%s", number)
    (hub.root / "models" / "acme" / "x" / "_meta.json").write_text(f"{{{text}}}", "utf-8")
    lineage = provenance.trace("acme/x", hub=str(hub.root))
    report = judge(lineage)
    assert [gap.what for gap in report.gaps if gap.what == "_meta.json"]
    assert not [gap for gap in report.gaps if gap.reason == "fault"]
    assert encode(lineage)
    for form in FORMATS:
        assert render(report, form)


def test_an_answer_of_numbers_alone_is_no_answer(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit")
    (hub.root / "models" / "acme" / "x" / "_meta.json").write_text(HUGE, "utf-8")
    with pytest.raises(MalformedError):
        provenance.trace("acme/x", hub=str(hub.root))


@pytest.mark.parametrize("digits", [1, 9])
def test_a_quota_is_read(digits: int) -> None:
    headers = {
        "ratelimit": f'"api";r={"7" * digits};t=168',
        "ratelimit-policy": '"fixed window"; "api"; q=500; w=300',
    }
    assert read_rate_limit(headers) == RateLimit(int("7" * digits), 168, 500)


@pytest.mark.parametrize("number", ["9" * 5_000, "", "-1", "1.5", "٣", "9" * 10])
def test_a_quota_that_is_no_number_is_none(number: str) -> None:
    assert read_rate_limit({"ratelimit": f'"api";r={number};t=1'}) is None
    assert read_rate_limit({"ratelimit": f'"api";r=1;t={number}'}) is None
    policy = {"ratelimit": '"api";r=1;t=1', "ratelimit-policy": f'"api";q={number}'}
    assert read_rate_limit(policy) == RateLimit(1, 1, None)


@given(st.text(), st.text())
@example('"api";r=0;t=0', '"api";q=0')
def test_no_header_breaks_the_pace(left: str, policy: str) -> None:
    pace = Pace(clock=lambda: 0.0, sleep=lambda _: None)
    pace.observe({"ratelimit": left, "ratelimit-policy": policy})
    assert pace.waiting >= 0


def test_a_manifest_with_a_number_for_a_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "models.yaml"
    path.write_text(f"models:\n  - ref: {HUGE}\n    use: {{users: {HUGE}}}\n", "utf-8")
    with pytest.raises(provenance.errors.UsageError):
        provenance.audit(manifest=path, hub=str(tmp_path))


def test_a_lock_with_such_a_number_is_no_lock(tmp_path: Path, hub: HubFolder) -> None:
    from provenance.errors import UsageError
    from provenance.lock import pin, read_lock, write_lock

    hub.model("acme/x", "license: mit", files={"model.bin": b"x"})
    lock = write_lock(pin(provenance.audit("acme/x", hub=str(hub.root))))
    document = json.loads(lock)
    document["artifacts"][0]["files"] = 7
    for data in (
        lock.replace(b'"gated": false', b'"gated": ' + HUGE.encode()),
        json.dumps(document).encode(),
        b"[" * 100_000,
    ):
        with pytest.raises(UsageError):
            read_lock(data, "provenance.lock")
