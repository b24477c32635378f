"""Rules about an intended use: each fires, passes, and says when it cannot tell."""

from __future__ import annotations

from hub_folder import HubFolder

from provenance.model.finding import Outcome, Severity

COMMERCIAL: dict[str, object] = {"commercial": True, "users": 2_000_000, "regions": ["KR"]}


def test_use_denied_fires(hub: HubFolder) -> None:
    hub.model("base/nc", "license: other\nlicense_name: exaone-1.2")
    hub.model("acme/tune", "license: mit\nbase_model: base/nc")
    check = hub.check("LIC030", "acme/tune", COMMERCIAL)
    assert check.outcome is Outcome.FAILED
    [finding] = check.findings
    assert finding.severity is Severity.CRITICAL
    assert (
        finding.message
        == "EXAONE AI Model License 1.2 - NC, 3.1: the text does not allow commercial use"
    )
    assert finding.details[0].startswith("terms: provenance licences exaone-1.2-nc · https://")
    assert len(finding.path) == 2
    assert finding.evidence[0].quote == "license: other"
    assert hub.check("LIC031", "acme/tune", COMMERCIAL).outcome is Outcome.NOT_APPLICABLE


def test_use_denied_keeps_its_fingerprint_when_numbers_change(hub: HubFolder) -> None:
    hub.model("acme/large", "license: llama3.1")
    findings = [
        hub.check("LIC030", "acme/large", {"users": users}).findings[0] for users in ("1B", "2B")
    ]
    assert findings[0].message != findings[1].message
    assert findings[0].fingerprint == findings[1].fingerprint


def test_use_denied_passes(hub: HubFolder) -> None:
    hub.model("acme/open", "license: apache-2.0")
    assert hub.check("LIC030", "acme/open", COMMERCIAL).outcome is Outcome.PASSED


def test_use_denied_cannot_tell_where_a_base_was_not_read(hub: HubFolder) -> None:
    hub.model("acme/orphan", "license: mit\nbase_model: nobody/gone")
    assert hub.check("LIC030", "acme/orphan", COMMERCIAL).outcome is Outcome.UNKNOWN


def test_use_open_names_the_question(hub: HubFolder) -> None:
    hub.model("acme/llama", "license: llama3.1")
    check = hub.check("LIC031", "acme/llama", {"commercial": True, "regions": ["KR"]})
    [finding] = check.findings
    assert finding.severity is Severity.MEDIUM
    assert "requires a separate licence above 700,000,000 monthly active users" in finding.message
    assert finding.remedy.endswith("Answer with --users.")


def test_use_open_tells_one_flaw_of_many_artefacts_once(hub: HubFolder) -> None:
    for name in ("one", "two", "three"):
        hub.dataset(f"data/{name}", "pretty_name: data")
    hub.model("acme/model", "license: mit\ndatasets: [data/one, data/two, data/three]")
    [finding] = hub.check("LIC031", "acme/model", COMMERCIAL).findings
    assert finding.details == ("also: data/three, data/two",)


def test_use_open_passes(hub: HubFolder) -> None:
    hub.model("acme/llama", "license: llama3.1")
    assert hub.check("LIC031", "acme/llama", COMMERCIAL).outcome is Outcome.PASSED


def test_use_open_if_an_unknown_name_stands_beside_a_known_text(
    hub: HubFolder, apache_text: str
) -> None:
    head = "license: other\nlicense_name: orchard-terms"
    hub.model("acme/orchard", head, files={"LICENSE": apache_text})
    [finding] = hub.check("LIC031", "acme/orchard", COMMERCIAL).findings
    assert "calls its licence “orchard-terms”" in finding.message
    assert {proof.file for proof in finding.evidence} == {"README.md", "LICENSE"}


def test_use_open_passes_if_the_text_has_no_other_name(hub: HubFolder, apache_text: str) -> None:
    head = "license: other\nlicense_link: LICENSE"
    hub.model("acme/plain", head, files={"LICENSE": apache_text})
    assert hub.check("LIC031", "acme/plain", COMMERCIAL).outcome is Outcome.PASSED


def test_without_a_use_both_do_not_apply(hub: HubFolder) -> None:
    hub.model("acme/nc", "license: cc-by-nc-4.0")
    assert hub.check("LIC030", "acme/nc").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("LIC031", "acme/nc").outcome is Outcome.NOT_APPLICABLE
