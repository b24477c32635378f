"""From an earlier run what has not moved is carried over, and what is gone stays as removed."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from survey_runs import DAY, rows, survey

from provenance.errors import UsageError
from provenance.survey.plan import SurveyOptions

OPTIONS = SurveyOptions(day=DAY, partition_size=2, disclosures=True)
LATER = replace(OPTIONS, day=date(2026, 12, 6))
MODELS = ("acme/child", "acme/gone", "acme/other", "acme/still")


@pytest.fixture
def organisation(hub: HubFolder) -> HubFolder:
    hub.model("lab/base", "license: llama3", meta={"sha": "a" * 40})
    hub.model("lab/calm", "license: mit", meta={"sha": "b" * 40})
    hub.model("acme/child", "license: mit\nbase_model: lab/base", meta={"sha": "1" * 40})
    hub.model("acme/gone", "license: mit", meta={"sha": "2" * 40})
    hub.model("acme/other", "license: mit", meta={"sha": "3" * 40})
    hub.model("acme/still", "license: mit\nbase_model: lab/calm", meta={"sha": "4" * 40})
    return hub


def change(hub: HubFolder, name: str, front: str, commit: str) -> None:
    shutil.rmtree(hub.root / "models" / name)
    hub.model(name, front, meta={"sha": commit * 40})


def judged_anew(rows_of: list[dict[str, Any]]) -> set[str]:
    return {
        row["id"] for row in rows_of if row["observed_on"] == LATER.day and row["role"] == "subject"
    }


def test_only_what_moved_is_read_again(organisation: HubFolder, tmp_path: Path) -> None:
    hub = organisation
    with HubServer(hub.root) as server:
        survey(tmp_path / "one", server.url, *MODELS, options=OPTIONS)
        shutil.rmtree(hub.root / "models" / "acme" / "gone")
        change(hub, "lab/base", "license: gemma", "c")
        change(hub, "acme/other", "license: apache-2.0", "d")
        server.requests.clear()
        two = tmp_path / "two"
        survey(two, server.url, *MODELS, options=LATER, since=tmp_path / "one")
        files = {record.path for record in server.requests if "/resolve/" in record.path}
        requested = Counter(record.path for record in server.requests)
    artefacts = rows(two, "artefact")
    assert judged_anew(artefacts) == {"acme/child", "acme/other"}
    assert {row["id"]: row["state"] for row in artefacts if row["state"] != "read"} == {
        "acme/gone": "removed"
    }
    assert not any("still" in path or "calm" in path for path in files)
    assert max(requested.values()) == 1
    assert {row["run_id"] for row in artefacts} != {
        row["run_id"] for row in rows(tmp_path / "one", "artefact")
    }


def test_the_same_rows_as_a_run_from_the_start(organisation: HubFolder, tmp_path: Path) -> None:
    hub = organisation
    with HubServer(hub.root) as server:
        survey(tmp_path / "one", server.url, *MODELS, options=OPTIONS)
        change(hub, "lab/base", "license: gemma", "c")
        names = [*MODELS, "acme/new"]
        hub.model("acme/new", "license: mit\nbase_model: lab/calm", meta={"sha": "5" * 40})
        survey(tmp_path / "two", server.url, *names, options=LATER, since=tmp_path / "one")
        survey(tmp_path / "whole", server.url, *names, options=LATER)
    for table in ("artefact", "finding", "edge", "disclosure"):
        assert _comparable(rows(tmp_path / "two", table)) == _comparable(
            rows(tmp_path / "whole", table)
        )


def _comparable(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name not in ("run_id", "observed_on")}
        for row in answers
    ]


def test_removed_stays_removed(organisation: HubFolder, tmp_path: Path) -> None:
    with HubServer(organisation.root) as server:
        survey(tmp_path / "one", server.url, "acme/*", options=OPTIONS)
        shutil.rmtree(organisation.root / "models" / "acme" / "gone")
        for name, before in (("two", "one"), ("three", "two")):
            survey(tmp_path / name, server.url, "acme/*", options=LATER, since=tmp_path / before)
    states = {row["id"]: row["state"] for row in rows(tmp_path / "three", "artefact")}
    assert states["acme/gone"] == "removed"
    assert judged_anew(rows(tmp_path / "three", "artefact")) == set()


def test_other_options_are_refused(organisation: HubFolder, tmp_path: Path) -> None:
    survey(tmp_path / "one", str(organisation.root), *MODELS, options=OPTIONS)
    with pytest.raises(UsageError, match="other options"):
        survey(
            tmp_path / "two",
            str(organisation.root),
            *MODELS,
            options=replace(LATER, quotes=False),
            since=tmp_path / "one",
        )
