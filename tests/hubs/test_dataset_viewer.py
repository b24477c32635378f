"""The dataset viewer's scan: asked only when wanted, with limits, and zero means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance.hubs import viewer
from provenance.model.finding import Outcome
from provenance.report import Report

SCAN = {
    "scanned_columns": ["text"],
    "num_rows_with_email_address_entities": 12,
    "num_rows_with_person_entities": 40,
    "num_rows_with_phone_number_entities": 0,
    "num_rows_with_sensitive_pii": 1,
    "num_scanned_rows": 10_000,
    "full_scan": False,
}
SILENT = "# Data\n\nSentences about parks.\n"
SPEAKS = "# Data\n\n## Privacy\n\nThe data contains e-mail addresses of customers.\n"


@pytest.fixture
def server(hub: HubFolder) -> Iterator[HubServer]:
    hub.dataset("acme/silent", "license: mit", SILENT)
    hub.dataset("acme/speaks", "license: mit", SPEAKS)
    hub.dataset("acme/other", "license: mit", SILENT)
    hub.model("acme/m", "datasets: [acme/silent]")
    with HubServer(hub.root) as server:
        server.scans = {"acme/silent": SCAN, "acme/speaks": SCAN}
        yield server


def audited(server: HubServer, ref: str) -> Report:
    """A report with the viewer asked."""
    return provenance.audit(ref, hub=server.url, viewer=server.url)


def outcome(report: Report) -> Outcome:
    """What the rule says."""
    return next(check.outcome for check in report.checks if check.rule == "PII092")


def test_a_scan_that_the_card_does_not_speak_of_is_found(server: HubServer) -> None:
    for ref in ("datasets/acme/silent", "acme/m"):
        report = audited(server, ref)
        [finding] = [finding for finding in report.findings if finding.rule == "PII092"]
        [proof] = finding.evidence
        assert (
            proof.quote
            == "e-mail addresses in 12 rows, names of people in 40 rows, payment or US identifiers"
            " in 1 rows, of the first 10,000 rows of text; read as English text"
        )
        assert proof.file == f"{server.url}/presidio-entities"


def test_a_card_that_speaks_passes_and_no_scan_is_not_applicable(server: HubServer) -> None:
    report = audited(server, "datasets/acme/speaks")
    assert outcome(report) is Outcome.PASSED
    assert (
        next(
            disclosure.grade for disclosure in report.disclosures if disclosure.check == "PRIV-092"
        )
        == "disclosed"
    )
    report = audited(server, "datasets/acme/other")
    assert (outcome(report), report.gaps) == (Outcome.NOT_APPLICABLE, ())
    assert "PRIV-092" not in {disclosure.check for disclosure in report.disclosures}


def test_a_card_in_another_language_cannot_be_told(server: HubServer, hub: HubFolder) -> None:
    hub.dataset("acme/ja", "", "# データ\n\nこのデータは日本語の記事から作成されました。\n")
    server.scans["acme/ja"] = SCAN
    assert outcome(audited(server, "datasets/acme/ja")) is Outcome.UNKNOWN


def test_nothing_found_means_nothing(server: HubServer) -> None:
    server.scans["acme/silent"] = {"num_scanned_rows": 10_000, "scanned_columns": ["text"]}
    assert outcome(audited(server, "datasets/acme/silent")) is Outcome.PASSED


def test_names_alone_are_no_finding(server: HubServer) -> None:
    server.scans["acme/silent"] = {"num_scanned_rows": 9, "num_rows_with_person_entities": 9}
    assert outcome(audited(server, "datasets/acme/silent")) is Outcome.PASSED


def test_it_is_asked_only_when_wanted(server: HubServer, hub: HubFolder, tmp_path: Path) -> None:
    provenance.audit("datasets/acme/silent", hub=server.url, cache=tmp_path / "cache")
    provenance.audit(
        "datasets/acme/silent",
        hub=server.url,
        cache=tmp_path / "cache",
        offline=True,
        viewer=server.url,
    )
    provenance.audit("datasets/acme/silent", hub=str(hub.root), viewer=server.url)
    assert not [request for request in server.requests if "presidio" in request.path]


def test_models_and_tokens_stay_here(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_valid")
    audited(server, "acme/m")
    requests = [request for request in server.requests if "presidio" in request.path]
    assert len(requests) == 1
    assert not requests[0].authorized


def test_a_viewer_that_cannot_be_reached_is_a_gap(server: HubServer) -> None:
    report = provenance.audit("datasets/acme/silent", hub=server.url, viewer="http://127.0.0.1:9")
    assert [(gap.what, gap.reason) for gap in report.gaps] == [("dataset viewer", "unreachable")]


def test_an_endless_answer_is_cut(server: HubServer) -> None:
    server.scans["acme/silent"] = {"scanned_columns": ["x" * 2 * viewer.ANSWER_LIMIT]}
    assert [gap.what for gap in audited(server, "datasets/acme/silent").gaps] == ["dataset viewer"]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(SCAN)), inner, max_size=5)
    ),
    max_leaves=10,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SCAN)), json))
def test_any_object_is_read_or_left(expected: dict[str, object]) -> None:
    scan = viewer._scan("https://viewer.example", {**expected, "revision": ""})
    assert scan is None or (scan.rows > 0 and all(rows > 0 for _, rows in scan.counts))


@pytest.mark.parametrize("answer", [[1], {"rows": 5}, {"num_scanned_rows": "many"}, None])
def test_an_answer_in_another_form_is_a_gap(server: HubServer, answer: object) -> None:
    server.scans["acme/silent"] = answer
    [gap] = audited(server, "datasets/acme/silent").gaps
    assert (gap.what, gap.reason) == ("dataset viewer", "malformed")


def test_a_viewer_with_a_fault_is_a_gap(server: HubServer) -> None:
    server.fault("status", "/presidio-entities", status=500)
    [gap] = audited(server, "datasets/acme/silent").gaps
    assert "500" in gap.detail
