"""A survey waits for the hub's next window; nothing is unread for want of quota, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from survey_runs import rows, survey

MODELS = tuple(f"acme/model-{number}" for number in range(12))


def test_waits_for_the_next_window(hub: HubFolder, tmp_path: Path) -> None:
    for number, name in enumerate(MODELS):
        hub.model(name, "license: mit", meta={"sha": f"{number:040x}"})
    with HubServer(hub.root, quota=20, file_quota=5, window=1.0) as server:
        survey(tmp_path / "run", server.url, *MODELS)
        statuses = [record.status for record in server.requests]
    assert statuses.count(429) == 0
    assert {row["state"] for row in rows(tmp_path / "run", "artefact")} == {"read"}


def test_a_window_longer_than_a_request_may_wait(
    hub: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provenance.hubs.http.LONGEST_WAIT", 0.1)
    for number, name in enumerate(MODELS[:4]):
        hub.model(name, "license: mit", meta={"sha": f"{number:040x}"})
    with HubServer(hub.root, file_quota=2, window=1.0) as server:
        survey(tmp_path / "run", server.url, *MODELS[:4])
    assert {row["card_state"] for row in rows(tmp_path / "run", "artefact")} == {"read"}
