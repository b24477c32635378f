"""A survey says of each model what an audit of it alone says, asks for nothing twice, and goes on
where it was interrupted."""

from __future__ import annotations

from collections import Counter
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from survey_runs import DAY, here, hubs, rows, survey, written

import provenance
from provenance.errors import UsageError
from provenance.survey import judging
from provenance.survey.conduct import estimate_cost
from provenance.survey.plan import SurveyOptions
from provenance.survey.sources import SurveySources
from provenance.survey.work import JudgingOptions, SurveyTask, TaskOutcome

MODELS = ("acme/drift", "acme/fine", "acme/merge", "zeta/leaf", "zeta/quiet")


@pytest.fixture
def family(hub: HubFolder) -> HubFolder:
    """Five models over two bases and a dataset; one base is named by a file alone."""
    hub.model("lab/base", "license: llama3", meta={"sha": "a" * 40})
    hub.model("lab/other", "license: apache-2.0", meta={"sha": "b" * 40})
    hub.dataset("lab/rows", "license: cc-by-nc-4.0", meta={"sha": "c" * 40})
    hub.model("acme/drift", "license: mit\nbase_model: lab/base\ndatasets: [lab/rows]")
    hub.model("acme/fine", "license: llama3\nbase_model: lab/base")
    hub.model("acme/merge", "license: mit\nbase_model: [lab/base, lab/other, lab/gone]")
    hub.model(
        "zeta/leaf",
        "license: mit",
        files={"adapter_config.json": '{"base_model_name_or_path": "acme/fine"}'},
    )
    hub.model("zeta/quiet", None)
    return hub


def test_the_same_findings_as_audits(family: HubFolder, tmp_path: Path) -> None:
    survey(tmp_path / "run", str(family.root), *MODELS)
    surveyed = {
        (row["id"], row["rule"], row["fingerprint"]) for row in rows(tmp_path / "run", "finding")
    }
    alone = set()
    for name in MODELS:
        report = provenance.audit(name, hub=str(family.root))
        alone |= {(name, finding.rule, finding.fingerprint) for finding in report.findings}
    assert surveyed == alone


def test_edges_say_which_terms_are_lost(family: HubFolder, tmp_path: Path) -> None:
    survey(tmp_path / "run", str(family.root), *MODELS)
    edges = {(row["child"], row["parent"]): row for row in rows(tmp_path / "run", "edge")}
    assert edges["acme/drift", "lab/base"]["terms_lost"]
    assert edges["acme/fine", "lab/base"]["terms_lost"] == []
    assert edges["acme/fine", "lab/base"]["terms_compared"]
    gone = edges["acme/merge", "lab/gone"]
    assert (gone["read"], gone["terms_compared"]) == (False, False)


def test_ancestors_have_rows_once(family: HubFolder, tmp_path: Path) -> None:
    survey(tmp_path / "run", str(family.root), *MODELS)
    artefacts = rows(tmp_path / "run", "artefact")
    roles = {row["id"]: row["role"] for row in artefacts}
    assert len(roles) == len(artefacts)
    assert roles == {
        **dict.fromkeys(MODELS, "subject"),
        "lab/base": "base",
        "lab/other": "base",
        "lab/gone": "base",
        "lab/rows": "dataset",
    }
    states = {row["id"]: row["state"] for row in artefacts}
    assert states["lab/gone"] == "not-found"
    assert set(states.values()) == {"read", "not-found"}


def test_nothing_is_null_for_no(family: HubFolder, tmp_path: Path) -> None:
    survey(tmp_path / "run", str(family.root), *MODELS)
    unstated = {"created_at", "last_modified", "downloads", "likes", "params", "weight_bytes"}
    for row in rows(tmp_path / "run", "artefact"):
        if row["state"] == "read":
            assert {name for name, value in row.items() if value is None} <= unstated
    [quiet] = [row for row in rows(tmp_path / "run", "artefact") if row["id"] == "zeta/quiet"]
    assert (quiet["card_state"], quiet["gated"], quiet["worst"] != "unread") == (
        "none",
        "unknown",
        True,
    )


def test_nothing_is_asked_for_twice(family: HubFolder, tmp_path: Path) -> None:
    with HubServer(family.root) as server:
        survey(tmp_path / "run", server.url, *MODELS)
        requested = Counter(record.path for record in server.requests if record.status == 200)
    # A subject that is another's base is read as both; its metadata is asked for as both.
    twice = {path for path, count in requested.items() if count > 1}
    assert twice <= {"/api/models/acme/fine/revision/main"}


def test_the_same_bytes_again_and_in_any_partitions(family: HubFolder, tmp_path: Path) -> None:
    for name in ("one", "two"):
        survey(tmp_path / name, str(family.root), *MODELS)
    assert written(tmp_path / "one") == written(tmp_path / "two")
    whole = SurveyOptions(day=DAY, partition_size=100, disclosures=True)
    survey(tmp_path / "whole", str(family.root), *MODELS, options=whole)
    for table in ("artefact", "finding", "edge", "disclosure"):
        assert [_without_run(row) for row in rows(tmp_path / "whole", table)] == [
            _without_run(row) for row in rows(tmp_path / "one", table)
        ]


def _without_run(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "run_id"}


def test_goes_on_where_it_was_interrupted(
    family: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey(tmp_path / "whole", str(family.root), *MODELS)
    judged: list[str] = []
    is_new = True

    def failing(task: SurveyTask) -> TaskOutcome:
        judged.extend(ref.name for ref in task.subjects)
        if is_new and judged.count("acme/merge") == 2:
            raise KeyboardInterrupt
        return judging.judge_partition(task)

    monkeypatch.setattr("provenance.survey.running.judge_partition", failing)
    with pytest.raises(KeyboardInterrupt):
        survey(tmp_path / "run", str(family.root), *MODELS)
    parts = (tmp_path / "run" / "parts").glob("s*/artefact.parquet")
    done = {name for part in parts for name in pq.read_table(part)["id"].to_pylist()}
    assert "acme/merge" not in done
    judged.clear()
    is_new = False
    survey(tmp_path / "run", str(family.root), *MODELS)
    assert not done & set(judged)
    assert written(tmp_path / "run") == written(tmp_path / "whole")


def test_a_finished_run_is_not_begun_again(family: HubFolder, tmp_path: Path) -> None:
    with HubServer(family.root) as server:
        survey(tmp_path / "run", server.url, *MODELS)
        server.requests.clear()
        survey(tmp_path / "run", server.url, *MODELS)
        assert server.requests == []


def test_a_folder_of_something_else_is_refused(family: HubFolder, tmp_path: Path) -> None:
    survey(tmp_path / "run", str(family.root), *MODELS)
    with pytest.raises(UsageError, match="other subjects"):
        survey(tmp_path / "run", str(family.root), "acme/fine")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="do not belong to a survey"):
        survey(tmp_path / "home", str(family.root), *MODELS)


def test_a_plan_asks_for_the_listing_alone(family: HubFolder, tmp_path: Path) -> None:
    sources = SurveySources(subjects=("acme/*",))
    options = SurveyOptions(day=DAY)
    with HubServer(family.root) as server:
        plan = estimate_cost(sources, options, hubs(server.url, tmp_path / "kept"))
        assert [record.path for record in server.requests] == ["/api/models"]
    text = plan.render("en").decode()
    assert text.startswith("3 subjects in 1 partitions")
    assert "4 bases and datasets" in text
    assert plan.render("ko").decode().startswith("대상 3개")


def test_tables_sorted_in_a_process_of_their_own_are_the_same(
    family: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey(tmp_path / "here", str(family.root), *MODELS, engine=here)
    monkeypatch.setattr("provenance.survey.apart.SMALL", 0)
    survey(tmp_path / "apart", str(family.root), *MODELS, engine=here)
    assert written(tmp_path / "apart") == written(tmp_path / "here")


def test_a_sorting_process_that_is_killed_is_a_sentence(
    family: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **_options: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr("provenance.survey.apart.SMALL", 0)
    monkeypatch.setattr("provenance.survey.apart.ProcessPoolExecutor", lost)
    with pytest.raises(UsageError, match="process"):
        survey(tmp_path / "run", str(family.root), *MODELS, engine=here)


def test_another_version_does_not_judge() -> None:
    task = SurveyTask(
        session="s",
        subjects=(),
        as_inputs=True,
        given={},
        options=JudgingOptions(run_id="r", day=DAY, version="0.0.0"),
    )
    with pytest.raises(UsageError, match=r"0\.0\.0"):
        judging.judge_partition(task)


def test_quotes_can_be_left_out(family: HubFolder, tmp_path: Path) -> None:
    options = SurveyOptions(day=DAY, quotes=False)
    survey(tmp_path / "run", str(family.root), *MODELS, options=options, engine=here)
    assert {row["quote"] for row in rows(tmp_path / "run", "finding")} == {""}
    assert not (tmp_path / "run" / "disclosure.parquet").exists()
