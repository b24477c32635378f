"""Terms of training data, of a dataset's sources, and what an independent audit found."""

from __future__ import annotations

from hub_folder import HubFolder

import provenance
from provenance.formats import render
from provenance.model.finding import Outcome, Severity

MODEL = "license: apache-2.0\ndatasets:\n- {}"


def test_restricted_data_under_an_open_model(hub: HubFolder) -> None:
    hub.dataset("acme/talks", "license: cc-by-nc-4.0")
    hub.model("acme/base", MODEL.format("acme/talks"))
    hub.model("acme/tune", "license: mit\nbase_model: acme/base")
    [finding] = hub.check("DAT040", "acme/tune").findings
    assert finding.severity is Severity.MEDIUM
    assert finding.details == (
        "acme/talks: Creative Commons Attribution Non Commercial 4.0 (no commercial use)",
    )
    assert len(finding.path) == 3
    assert [proof.quote for proof in finding.evidence] == ["- acme/talks", "license: cc-by-nc-4.0"]


def test_share_alike_data_is_low(hub: HubFolder) -> None:
    hub.dataset("acme/wiki", "license: cc-by-sa-4.0")
    hub.model("acme/one", MODEL.format("acme/wiki"))
    assert hub.check("DAT040", "acme/one").findings[0].severity is Severity.LOW


def test_data_whose_terms_are_kept_or_end_at_the_model(hub: HubFolder) -> None:
    hub.dataset("acme/talks", "license: cc-by-nc-4.0")
    hub.dataset("acme/free", "license: cdla-permissive-2.0")
    hub.dataset("acme/sharing", "license: cdla-sharing-1.0")
    hub.model("acme/strict", "license: cc-by-nc-4.0\ndatasets:\n- acme/talks")
    hub.model("acme/open", MODEL.format("acme/free\n- acme/sharing"))
    assert hub.check("DAT040", "acme/strict").outcome is Outcome.PASSED
    assert hub.check("DAT040", "acme/open").outcome is Outcome.PASSED


def test_data_cannot_be_told_where_it_is_not_read(hub: HubFolder) -> None:
    hub.model("acme/one", MODEL.format("acme/gone"))
    hub.model("acme/none", "license: mit")
    assert hub.check("DAT040", "acme/one").outcome is Outcome.UNKNOWN
    assert hub.check("DAT040", "acme/none").outcome is Outcome.NOT_APPLICABLE


def test_an_audit_found_more_than_is_declared(hub: HubFolder) -> None:
    hub.dataset("stingning/ultrachat", "license: mit")
    hub.model("acme/chat", MODEL.format("stingning/ultrachat"))
    [finding] = hub.check("DAT043", "acme/chat").findings
    assert finding.severity is Severity.MEDIUM
    assert "an audit of 2025-03-25 found stricter terms: no commercial use" in finding.message
    assert any("CC BY-NC 4.0, https://" in detail for detail in finding.details)
    assert "contains outputs of OpenAI ChatGPT" in finding.details
    assert "opinion" in finding.remedy
    assert hub.check("DAT043", "hf:datasets/stingning/ultrachat").outcome is Outcome.FAILED


def test_an_audit_that_agrees(hub: HubFolder) -> None:
    hub.dataset("tatsu-lab/alpaca", "license: cc-by-nc-4.0")
    assert hub.check("DAT043", "hf:datasets/tatsu-lab/alpaca").outcome is Outcome.PASSED


def test_an_audit_cannot_be_compared_with_nothing(hub: HubFolder) -> None:
    hub.dataset("stingning/ultrachat", "")
    hub.dataset("acme/unknown", "license: mit")
    assert hub.check("DAT043", "hf:datasets/stingning/ultrachat").outcome is Outcome.UNKNOWN
    assert hub.check("DAT043", "hf:datasets/acme/unknown").outcome is Outcome.NOT_APPLICABLE


def test_an_audit_stands_in_the_report(hub: HubFolder) -> None:
    hub.dataset("stingning/ultrachat", "license: mit")
    hub.model("acme/chat", MODEL.format("stingning/ultrachat"))
    report = provenance.audit("acme/chat", hub=str(hub.root))
    audits = [licence.audit for licence in report.licences if licence.audit]
    assert [audit.dataset for audit in audits] == ["stingning/ultrachat"]
    for name in ("terminal", "markdown", "json"):
        page = render(report, name).decode()
        assert "CC BY-NC 4.0" in page and "2025-03-25" in page


def test_a_collection_drops_its_sources_terms(hub: HubFolder) -> None:
    hub.dataset("acme/talks", "license: cc-by-nc-4.0")
    hub.dataset("acme/all", "license: mit\nsource_datasets:\n- extended|acme/talks")
    hub.dataset("acme/kept", "license: cc-by-nc-4.0\nsource_datasets:\n- extended|acme/talks")
    [finding] = hub.check("DAT047", "hf:datasets/acme/all").findings
    assert finding.details == ("lost: no commercial use (2(a)(1))",)
    assert hub.check("DAT047", "hf:datasets/acme/kept").outcome is Outcome.PASSED


def test_a_collection_cannot_be_told_without_its_sources(hub: HubFolder) -> None:
    hub.dataset("acme/all", "license: mit\nsource_datasets:\n- extended|acme/gone")
    hub.dataset("acme/own", "license: mit")
    assert hub.check("DAT047", "hf:datasets/acme/all").outcome is Outcome.UNKNOWN
    assert hub.check("DAT047", "hf:datasets/acme/own").outcome is Outcome.NOT_APPLICABLE
