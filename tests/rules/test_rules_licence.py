"""Rules of the licence family: each fires, passes, and says when it cannot tell."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from weight_files import Gguf

from provenance.model.finding import Outcome, Severity

MIT_TAG: dict[str, object] = {"tags": ["license:mit"]}


def test_licence_missing_fires(hub: HubFolder) -> None:
    hub.model("acme/bare", "library_name: transformers")
    check = hub.check("LIC001", "acme/bare")
    assert check.outcome is Outcome.FAILED
    [finding] = check.findings
    assert finding.severity is Severity.HIGH
    assert finding.details == ("searched acme/bare: README.md:1-3, 1 file name",)
    assert finding.remedy


def test_licence_missing_is_medium_where_the_base_has_one(hub: HubFolder) -> None:
    hub.model("base/one", "license: gemma")
    hub.model("acme/middle", "base_model: base/one")
    hub.model("acme/tune", "base_model: acme/middle")
    [finding] = hub.check("LIC001", "acme/tune").findings
    assert finding.severity is Severity.MEDIUM
    assert "base/one is under Gemma" in finding.message
    assert len(finding.path) == 3


def test_licence_missing_passes_on_card_tag_or_text(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/card", "license: mit")
    hub.model("acme/tag", meta=MIT_TAG)
    hub.model("acme/text", files={"LICENSE": apache_text})
    for name in ("card", "tag", "text"):
        assert hub.check("LIC001", f"acme/{name}").outcome is Outcome.PASSED


def test_licence_missing_cannot_tell_without_the_card(hub: HubFolder) -> None:
    hub.model("acme/unread", None, meta={"siblings": [{"rfilename": "README.md"}]})
    assert hub.check("LIC001", "acme/unread").outcome is Outcome.UNKNOWN


def test_licence_unresolved_fires(hub: HubFolder) -> None:
    hub.model("acme/other", "license: other")
    check = hub.check("LIC003", "acme/other")
    assert check.outcome is Outcome.FAILED
    assert check.findings[0].evidence[0].quote == "license: other"
    assert check.findings[0].evidence[0].start_line == 2


def test_licence_unresolved_passes_where_a_known_name_or_a_text_tells(
    hub: HubFolder, apache_text: str
) -> None:
    hub.model("acme/named", "license: other\nlicense_name: mit")
    hub.model("acme/text", "license: other", files={"LICENSE": apache_text})
    assert hub.check("LIC003", "acme/named").outcome is Outcome.PASSED
    assert hub.check("LIC003", "acme/text").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ("license_name: quay-terms", ""),
        ("license_name: quay-terms\nlicense_link: LICENSE", "license_link leads to LICENSE"),
        ("license_link: https://quay.example/t", "license_link leads to https://quay.example/t"),
    ],
)
def test_a_name_that_nobody_knows_resolves_nothing(
    hub: HubFolder, fields: str, detail: str
) -> None:
    hub.model("acme/m", f"license: other\n{fields}")
    [finding] = hub.check("LIC003", "acme/m").findings
    assert finding.severity is Severity.HIGH
    assert ("quay-terms" in finding.message) == ("quay-terms" in fields)
    assert " ".join(finding.details).startswith(detail)


def test_an_unresolved_licence_quotes_the_words_that_restrict(hub: HubFolder) -> None:
    card = "# M\n\n## License\n\nThe weights are for academic research only.\n"
    hub.model("acme/m", "license: other\nlicense_name: quay-terms", card)
    [finding] = hub.check("LIC003", "acme/m").findings
    assert "README.md restricts it: “The weights are for academic research only.”" in (
        finding.details
    )
    hub.model("acme/none", "language: en", card)
    [finding] = hub.check("LIC001", "acme/none").findings
    assert any("academic research only" in detail for detail in finding.details)
    assert finding.evidence[0].start_line == 8


@pytest.mark.parametrize("text", ["Quay Terms\n\nLook, but do not sell.\n", "House rules\n"])
def test_a_text_that_nobody_knows_is_high(hub: HubFolder, text: str) -> None:
    hub.model("acme/m", "license: other\nlicense_name: quay", files={"LICENSE": text})
    [finding] = hub.check("LIC012", "acme/m").findings
    assert finding.severity is Severity.HIGH


def test_a_text_with_changes_names_them(hub: HubFolder, apache_text: str) -> None:
    changed = apache_text.replace("worldwide,", "worldwide, for research purposes only,")
    hub.model("acme/m", "license: apache-2.0", files={"LICENSE": changed})
    [finding] = hub.check("LIC012", "acme/m").findings
    assert finding.message == (
        "LICENSE is a modified copy of Apache license 2.0, but Apache license 2.0 is declared"
    )
    assert any("research purposes only" in detail for detail in finding.details)


def test_a_restricting_title_beside_a_permissive_tag_is_high(hub: HubFolder) -> None:
    text = "QUAY NON-COMMERCIAL LICENCE\n\nYou may use the weights. Ask for anything else.\n"
    hub.model("acme/m", "license: apache-2.0", files={"LICENSE": text})
    findings = [
        finding
        for code in ("LIC010", "LIC012", "LIC017")
        for finding in hub.check(code, "acme/m").findings
    ]
    assert any(finding.severity is Severity.HIGH for finding in findings)
    assert "NON-COMMERCIAL" in " ".join(
        (*(finding.message for finding in findings), *findings[0].details)
    )


def test_licence_unresolved_needs_a_claim(hub: HubFolder) -> None:
    hub.model("acme/bare")
    assert hub.check("LIC003", "acme/bare").outcome is Outcome.NOT_APPLICABLE


def test_licence_contradicted_fires(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/two", "license: mit", files={"LICENSE": apache_text})
    check = hub.check("LIC010", "acme/two")
    assert check.outcome is Outcome.FAILED
    assert {proof.file for proof in check.findings[0].evidence} == {"README.md", "LICENSE"}


def test_licence_contradicted_passes_where_they_agree(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/one", "license: apache-2.0", files={"LICENSE": apache_text})
    assert hub.check("LIC010", "acme/one").outcome is Outcome.PASSED


def test_licence_contradicted_by_the_card_itself(hub: HubFolder) -> None:
    prose = "# Card\n\n## License\n\nThe model is released under the Apache License 2.0.\n"
    hub.model("acme/prose", "license: cc-by-nc-4.0", prose)
    check = hub.check("LIC010", "acme/prose")
    assert check.outcome is Outcome.FAILED
    assert (
        check.findings[0].message
        == "the card mentions Apache license 2.0, but Creative Commons Attribution Non"
        " Commercial 4.0 is declared"
    )


def test_licence_contradicted_by_a_weight_header(hub: HubFolder) -> None:
    header = Gguf().file(
        {"general.architecture": "gemma", "general.license": "gemma"}, {"w": ("F32", [4])}
    )
    hub.model("acme/x-gguf", "license: mit", files={"x.gguf": header})
    assert (
        "header of x.gguf says Gemma Terms of Use, but MIT is declared"
        in hub.check("LIC010", "acme/x-gguf").findings[0].message
    )


def test_licence_contradicted_needs_two_places(hub: HubFolder) -> None:
    hub.model("acme/tag", "license: mit")
    assert hub.check("LIC010", "acme/tag").outcome is Outcome.NOT_APPLICABLE


def test_changed_licence_text_names_what_differs(hub: HubFolder, apache_text: str) -> None:
    changed = apache_text.replace("royalty-free", "paid")
    hub.model("acme/changed", "license: apache-2.0", files={"LICENSE": changed})
    [finding] = hub.check("LIC012", "acme/changed").findings
    assert "modified copy" in finding.message
    assert any("no-charge, paid" in detail for detail in finding.details)


def test_unknown_licence_text(hub: HubFolder) -> None:
    text = (
        "Hanbit Model Terms\n\n"
        + "You may run the model on Tuesdays, in the company of a notary. " * 30
    )
    hub.model("acme/own", "license: other", files={"LICENSE": text})
    assert "not a known licence text" in hub.check("LIC012", "acme/own").findings[0].message
    assert hub.check("LIC003", "acme/own").outcome is Outcome.NOT_APPLICABLE


def test_known_licence_text_passes_and_none_is_not_judged(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/text", "license: apache-2.0", files={"LICENSE": apache_text})
    hub.model("acme/tag", "license: mit")
    assert hub.check("LIC012", "acme/text").outcome is Outcome.PASSED
    assert hub.check("LIC012", "acme/tag").outcome is Outcome.NOT_APPLICABLE
