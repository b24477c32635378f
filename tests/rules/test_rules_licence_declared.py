"""Rules on how a licence is declared: identifiers, lists, links."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

from provenance.model.finding import Outcome, Severity


@pytest.mark.parametrize("value", ["MIT", "Apache-2.0", "open-mdw", "other\nlicense_name: llama3"])
def test_another_spelling_hides_a_licence(hub: HubFolder, value: str) -> None:
    hub.model("acme/one", f"license: {value}")
    check = hub.check("LIC004", "acme/one")
    assert check.outcome is Outcome.FAILED
    assert check.findings[0].severity is Severity.LOW
    assert check.findings[0].evidence[0].start_line == 2


def test_a_text_without_a_declaration_is_hidden(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/one", "library_name: transformers", files={"LICENSE": apache_text})
    [finding] = hub.check("LIC004", "acme/one").findings
    assert "`apache-2.0`" in finding.remedy


def test_the_hubs_own_spelling_hides_nothing(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/card", "license: apache-2.0", files={"LICENSE": apache_text})
    hub.model("acme/tag", "", meta={"tags": ["license:mit"]})
    hub.model("acme/other", "license: mit", files={"LICENSE": apache_text})
    for name in ("card", "tag", "other"):
        assert hub.check("LIC004", f"acme/{name}").outcome is Outcome.PASSED


def test_what_is_hidden_needs_a_card_and_a_licence_of_the_hub(hub: HubFolder) -> None:
    hub.model("acme/bare", None, meta={"tags": ["license:mit"]})
    hub.model("acme/own", "license: other\nlicense_name: acme-1.0")
    hub.model("acme/list", "license:\n- cc-by-4.0\n- gfdl")
    for name in ("bare", "own", "list"):
        assert hub.check("LIC004", f"acme/{name}").outcome is Outcome.NOT_APPLICABLE


def test_a_list_that_restricts_in_part_is_medium(hub: HubFolder) -> None:
    hub.dataset("acme/mixed", "license:\n- cc-by-4.0\n- cc-by-nc-4.0")
    [finding] = hub.check("LIC007", "hf:datasets/acme/mixed").findings
    assert finding.severity is Severity.MEDIUM
    assert finding.message.endswith("cc-by-4.0, cc-by-nc-4.0")
    assert "no commercial use" in finding.remedy
    assert [proof.start_line for proof in finding.evidence] == [3, 4]


def test_a_list_of_equals_is_low_and_one_licence_is_no_list(hub: HubFolder) -> None:
    hub.dataset("acme/alike", "license:\n- mit\n- apache-2.0")
    hub.dataset("acme/one", "license:\n- mit")
    hub.dataset("acme/unread", None, meta={"siblings": [{"rfilename": "README.md"}]})
    assert hub.check("LIC007", "hf:datasets/acme/alike").findings[0].severity is Severity.LOW
    assert hub.check("LIC007", "hf:datasets/acme/one").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("LIC007", "hf:datasets/acme/unread").outcome is Outcome.NOT_APPLICABLE


def test_a_link_to_another_licence(hub: HubFolder) -> None:
    hub.model("acme/one", "license: mit\nlicense_link: https://ai.google.dev/gemma/terms")
    [finding] = hub.check("LIC010", "acme/one").findings
    assert finding.severity is Severity.HIGH
    assert finding.message == (
        "a link of the card leads to Gemma Terms of Use, but MIT is declared"
    )
    assert finding.evidence[0].start_line == 3
    assert hub.check("LIC008", "acme/one").outcome is Outcome.NOT_APPLICABLE


_NC_PAGE = "https://creativecommons.org/licenses/by-nc/4.0/"


@pytest.mark.parametrize(
    "link",
    [
        f"[{_NC_PAGE}]",
        f"\n- https://opensource.org/licenses/MIT\n- {_NC_PAGE}legalcode.ko",
        f"{{url: {_NC_PAGE}deed.fr}}",
        "https://creativecommons.org/licenses/by-nc/2.0/kr/",
    ],
)
def test_a_link_in_any_shape_is_compared_even_where_the_text_agrees(
    hub: HubFolder, apache_text: str, link: str
) -> None:
    fields = f"license: apache-2.0\nlicense_link: {link}"
    hub.model("acme/one", fields, files={"LICENSE": apache_text})
    [finding] = hub.check("LIC010", "acme/one").findings
    assert finding.severity is Severity.HIGH
    assert "Non Commercial" in finding.message


def test_a_link_beside_a_text_that_differs_is_said_once_by_its_own_rule(
    hub: HubFolder, apache_text: str
) -> None:
    fields = f"license: mit\nlicense_link: {_NC_PAGE}"
    hub.model("acme/one", fields, files={"LICENSE": apache_text})
    [text] = hub.check("LIC010", "acme/one").findings
    assert "Non Commercial" not in text.message
    [link] = hub.check("LIC008", "acme/one").findings
    assert link.severity is Severity.HIGH
    assert "Non Commercial" in link.message


def test_the_sentence_whose_link_leads_elsewhere_is_quoted_with_the_link(hub: HubFolder) -> None:
    body = f"## License\n\nReleased under the MIT license ([details]({_NC_PAGE}))."
    hub.model("acme/one", "license: mit", body=body)
    [finding] = hub.check("LIC010", "acme/one").findings
    assert finding.message.startswith("a link of the card leads to")
    assert finding.evidence[0].quote == f"[details]({_NC_PAGE})"


def test_a_page_on_the_licence_that_nobody_read_is_reported(
    hub: HubFolder, apache_text: str
) -> None:
    link = "license_link: https://quay.example/terms"
    hub.model("acme/one", f"license: apache-2.0\n{link}")
    hub.model("acme/text", f"license: apache-2.0\n{link}", files={"LICENSE": apache_text})
    hub.model("acme/none", f"license: other\n{link}")
    base = "https://huggingface.co/acme/base/blob/main/LICENSE"
    hub.model("acme/base", "license: apache-2.0", files={"LICENSE": apache_text})
    hub.model("acme/child", f"license: apache-2.0\nlicense_link: {base}\nbase_model: acme/base")
    [finding] = hub.check("LIC008", "acme/one").findings
    assert finding.severity is Severity.MEDIUM
    assert "was not read" in finding.message
    for name in ("text", "none", "child"):
        assert hub.check("LIC008", f"acme/{name}").outcome is Outcome.PASSED


def test_a_name_beside_a_known_licence_is_compared(hub: HubFolder) -> None:
    hub.model("acme/other", "license: apache-2.0\nlicense_name: llama3.1")
    hub.model("acme/same", "license: apache-2.0\nlicense_name: Apache License 2.0")
    hub.model("acme/nc", "license: apache-2.0\nlicense_name: quay-research-only")
    assert hub.check("LIC010", "acme/other").outcome is Outcome.FAILED
    assert hub.check("LIC010", "acme/same").outcome is Outcome.PASSED
    assert hub.check("LIC017", "acme/nc").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "link", ["LICENSE.md", "./LICENSE", "https://huggingface.co/acme/one/blob/main/LICENSE"]
)
def test_a_link_to_a_file_that_is_not_there(hub: HubFolder, link: str) -> None:
    hub.model("acme/one", f"license: other\nlicense_name: acme-1.0\nlicense_link: {link}")
    [finding] = hub.check("LIC008", "acme/one").findings
    assert finding.severity is Severity.MEDIUM
    assert "LICENSE" in finding.message


def test_a_dead_link_beside_a_known_licence_is_low(hub: HubFolder) -> None:
    hub.model("acme/one", "license: mit\nlicense_link: LICENSE")
    assert hub.check("LIC008", "acme/one").findings[0].severity is Severity.LOW


@pytest.mark.parametrize(
    "link",
    [
        "LICENSE.txt",
        "LICENSE",
        "https://huggingface.co/acme/one/blob/main/LICENSE.txt",
        "https://acme.example/terms",
    ],
)
def test_a_link_that_leads_where_it_should(hub: HubFolder, link: str) -> None:
    hub.model(
        "acme/one", f"license: mit\nlicense_link: {link}", files={"LICENSE.txt": "See the card."}
    )
    assert hub.check("LIC008", "acme/one").outcome is Outcome.PASSED


def test_a_link_cannot_be_told_without_a_listing_and_does_not_arise_without_one(
    hub: HubFolder,
) -> None:
    hub.model("acme/none", "license: mit")
    assert hub.check("LIC008", "acme/none").outcome is Outcome.NOT_APPLICABLE


def test_other_is_resolved_by_what_the_card_says_of_its_parts(hub: HubFolder) -> None:
    head = "# Card\n\n## License\n\nSome passages are shared under CC BY-SA 4.0.\n"
    rest = "Some questions are shared under CC BY 4.0.\n"
    hub.dataset("acme/parts", "license: other", head + rest)
    assert hub.check("LIC003", "hf:datasets/acme/parts").outcome is Outcome.NOT_APPLICABLE
    hub.dataset("acme/one", "license: other", head)
    assert hub.check("LIC003", "hf:datasets/acme/one").outcome is Outcome.FAILED
    hub.model("acme/m", "license: other", head + rest)
    assert hub.check("LIC003", "acme/m").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("family", "severity"),
    [("gpl", Severity.MEDIUM), ("openrail", Severity.MEDIUM), ("cc", Severity.HIGH)],
)
def test_a_family_weighs_what_its_members_have_in_common(
    hub: HubFolder, family: str, severity: Severity
) -> None:
    hub.model("acme/m", f"license: {family}")
    [finding] = hub.check("LIC003", "acme/m").findings
    assert (finding.severity, "family" in finding.message) == (severity, True)


def test_own_terms_beside_a_licence_in_a_sentence_are_a_contradiction(hub: HubFolder) -> None:
    statement = "\n# Bear\n\nThe model is released under the Apache 2.0 license.\n"
    hub.model("acme/own", "license: proprietary", statement)
    hub.model("acme/other", "license: other", statement)
    assert hub.check("LIC010", "acme/own").outcome is Outcome.FAILED
    assert hub.check("LIC010", "acme/other").outcome is Outcome.PASSED
