"""Times and serial numbers: only where they are asked for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from provenance.cli.root import cli

ARGUMENTS = ("aibom", "--hub", "sample", "--no-cache", "acme/frozen-bert")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def invoke(*more: str, epoch: str | None = None) -> Any:
        return CliRunner().invoke(cli, [*ARGUMENTS, *more], env={"SOURCE_DATE_EPOCH": epoch})

    return invoke


def written(result: Any) -> Any:
    return json.loads(result.stdout)


@pytest.mark.parametrize("form", ["cyclonedx-json", "cyclonedx-xml", "spdx-json"])
def test_two_runs_give_the_same_bytes(run: Any, form: str) -> None:
    first, second = run("-f", form), run("-f", form)
    assert first.exit_code in (0, 3)
    assert first.stdout_bytes == second.stdout_bytes != b""


def test_nothing_is_stamped_unless_asked(run: Any) -> None:
    bom = written(run())
    assert "serialNumber" not in bom
    assert "timestamp" not in bom["metadata"]


def test_a_time_is_borne(run: Any) -> None:
    assert written(run("--timestamp", "2026-03-04T05:06:07Z"))["metadata"]["timestamp"].startswith(
        "2026-03-04T05:06:07"
    )
    assert written(run("--timestamp", "2026-03-04"))["metadata"]["timestamp"].startswith(
        "2026-03-04T00:00:00"
    )
    assert "timestamp" in written(run("--timestamp", "now"))["metadata"]


def test_source_date_epoch_is_honoured(run: Any) -> None:
    assert written(run(epoch="86400"))["metadata"]["timestamp"].startswith("1970-01-02T00:00:00")
    assert written(run("--timestamp", "now", epoch="86400"))["metadata"]["timestamp"].startswith(
        "1970-01-02"
    )
    assert written(run("--timestamp", "2026-03-04", epoch="86400"))["metadata"][
        "timestamp"
    ].startswith("2026-03-04")
    (creation,) = [
        e
        for e in written(run("-f", "spdx-json", epoch="86400"))["@graph"]
        if e["type"] == "CreationInfo"
    ]
    assert creation["created"] == "1970-01-02T00:00:00Z"


def test_a_serial_number_is_borne(run: Any) -> None:
    given = "12345678-1234-5678-1234-567812345678"
    assert written(run("--serial", given))["serialNumber"] == f"urn:uuid:{given}"
    assert (
        written(run("--serial", "random"))["serialNumber"]
        != written(run("--serial", "random"))["serialNumber"]
    )


@pytest.mark.parametrize(
    ("more", "epoch", "expected"),
    [
        (("--timestamp", "yesterday"), None, "--timestamp yesterday is not a time"),
        ((), "tomorrow", "SOURCE_DATE_EPOCH tomorrow is not a time"),
        ((), "9" * 30, "is not a time"),
        (("--serial", "seven"), None, "--serial seven is not a UUID"),
        (("-f", "spdx-json", "--spec-version", "1.6"), None, "--spec-version is of CycloneDX"),
    ],
)
def test_what_cannot_be_understood_is_told(
    run: Any, more: tuple[str, ...], epoch: str | None, expected: str
) -> None:
    result = run(*more, epoch=epoch)
    assert result.exit_code != 0
    assert expected in (result.stderr or str(result.exception))
