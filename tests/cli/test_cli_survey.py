"""`provenance survey`: subjects from every source, what stdout says, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command import invoke
from hub_folder import HubFolder

from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE, EXIT_USAGE

OPTIONS = ("--no-cache", "--day", "2026-11-29", "--jobs", "1")


@pytest.fixture
def organisation(hub: HubFolder) -> HubFolder:
    hub.model("acme/one", "license: mit")
    hub.model("acme/two", "license: mit\nbase_model: acme/one")
    return hub


def test_an_organisation_and_a_list(organisation: HubFolder, tmp_path: Path) -> None:
    (tmp_path / "models.txt").write_text("# ours\nacme/one\n\nacme/gone\n")
    place = str(organisation.root)
    done = invoke(
        tmp_path,
        *("survey", "run", "acme/*", "--list", "models.txt", "--into", "run", "--hub", place),
        *OPTIONS,
    )
    assert done.returncode == EXIT_CLEAN, done.stderr
    assert "Judged 3 subjects" in done.stdout
    assert "provenance survey report run" in done.stdout
    states = pq.read_table(tmp_path / "run" / "artefact.parquet").to_pylist()
    assert {row["id"]: row["state"] for row in states} == {
        "acme/one": "read",
        "acme/two": "read",
        "acme/gone": "not-found",
    }


def test_a_plan_writes_nothing(organisation: HubFolder, tmp_path: Path) -> None:
    place = str(organisation.root)
    done = invoke(
        tmp_path,
        *("survey", "run", "acme/*", "--into", "run", "--hub", place, "--plan", "--lang", "ko"),
        *OPTIONS,
    )
    assert done.returncode == EXIT_CLEAN, done.stderr
    assert done.stdout.startswith("대상 2개")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--list", "none.txt"), "none.txt"),
        (("--list", "broken.txt"), "broken.txt:2"),
        (("acme/*", "--where", "likes >"), "condition"),
        (("acme/one", "--where", "likes > 5"), "no metadata"),
        ((), "no model or dataset matches"),
    ],
)
def test_what_is_refused(
    organisation: HubFolder, tmp_path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    (tmp_path / "broken.txt").write_text("acme/one\nthis is no model\n")
    place = str(organisation.root)
    done = invoke(tmp_path, "survey", "run", *arguments, "--into", "run", "--hub", place, *OPTIONS)
    assert done.returncode == EXIT_USAGE
    assert expected in done.stderr


def test_an_organisation_that_is_not_there(organisation: HubFolder, tmp_path: Path) -> None:
    place = str(organisation.root)
    done = invoke(tmp_path, "survey", "run", "none/*", "--into", "run", "--hub", place, *OPTIONS)
    assert done.returncode == EXIT_INCOMPLETE


def test_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.survey.requirements.find_spec", lambda name: None)
    done = invoke(tmp_path, "survey", "run", "acme/one", "--into", "run")
    assert done.returncode == EXIT_USAGE
    assert "needs the extra `survey`" in done.stderr
