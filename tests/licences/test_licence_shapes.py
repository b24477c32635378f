"""Terms that a card or an access form states in a shape of its own."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

from provenance.licences.claim import Limit
from provenance.model.finding import Severity

MIT = "MIT License\n\nCopyright (c) 2024 Acme\n"


def unclear(hub: HubFolder, body: str, files: dict[str, str | bytes] | None = None) -> list[str]:
    hub.model("acme/birds", "license: mit", body=body, files=files or {})
    [record] = hub.trace("acme/birds").records.values()
    return [place.quote for place in record.licence.unclear]


@pytest.mark.parametrize(
    "body",
    [
        "<details>\n<summary>License</summary>\n\nCC-BY-NC-4.0\n\n</details>",
        "<details><summary>Model license</summary>CC-BY-NC-4.0</details>",
    ],
)
def test_a_name_below_the_bare_word_is_the_licence(hub: HubFolder, body: str) -> None:
    hub.model("acme/birds", "license: mit", body=body)
    assert hub.check("LIC010", "acme/birds").findings


def test_a_name_below_another_word_is_no_licence(hub: HubFolder) -> None:
    body = "<details>\n<summary>Related work</summary>\n\nCC-BY-NC-4.0\n\n</details>"
    hub.model("acme/birds", "license: mit", body=body)
    assert not hub.check("LIC010", "acme/birds").findings


@pytest.mark.parametrize(
    "body",
    [
        "- Commercial use\n  - not permitted",
        "- Commercial use:\n    - Prohibited",
        "| Commercial use | No |\n|---|---|\n| Research | Yes |",
        "| Model | Commercial use |\n|---|---|\n| Birds | No |",
        "| Use | Allowed | Remarks |\n|---|---|---|\n| Commercial use | no | ask us |",
        "| Use | Allowed |\n|---|---|\n| Commercial use | prohibited |",
    ],
)
def test_an_answer_belongs_to_the_words_before_it(hub: HubFolder, body: str) -> None:
    hub.model("acme/birds", "license: mit", body=f"## Use\n\n{body}")
    assert hub.check("LIC017", "acme/birds").findings


@pytest.mark.parametrize(
    "body",
    [
        "- Commercial use\n  - permitted",
        "- [x] Commercial use",
        "- Commercial use\n- Research\n  - not included in the evaluation",
        "| Commercial use | Yes |\n|---|---|\n| Support | No |",
        "The rights of third parties in the data remain with their owners.",
        "Use of this model is subject to the MIT License.",
        "Use is subject to change.",
    ],
)
def test_other_answers_restrict_nothing(hub: HubFolder, body: str) -> None:
    assert not unclear(hub, f"## Use\n\n{body}")
    assert not hub.check("LIC017", "acme/birds").findings


def conditions(hub: HubFolder, body: str, files: dict[str, str | bytes] | None = None) -> list[str]:
    """What a model of this body says of conditions."""
    hub.model("acme/bound", "license: mit", body=body, files=files or {})
    [record] = hub.trace("acme/bound").records.values()
    stated = record.licence.restrictions
    return [words.quote for words in stated if words.limit is Limit.CONDITION]


def test_a_task_that_is_not_ticked_restricts(hub: HubFolder) -> None:
    body = "- [x] Research use\n- [ ] Commercial use"
    assert conditions(hub, body) == ["[ ] Commercial use"]
    [finding] = hub.check("LIC017", "acme/bound").findings
    assert finding.severity is Severity.HIGH


SERVICE = "Use of this model is governed by the Kite Terms of Service."
LICENCE = "Use of this model is subject to the Kite Model License."


@pytest.mark.parametrize(
    ("sentence", "files", "expected"),
    [
        (SERVICE, {}, [SERVICE]),
        (LICENCE, {}, [LICENCE]),
        (SERVICE, {"LICENSE": MIT}, [SERVICE]),
        # The repository's own text is what the sentence names.
        (LICENCE, {"LICENSE": MIT}, []),
    ],
)
def test_terms_with_an_unknown_name_are_a_condition(
    hub: HubFolder, sentence: str, files: dict[str, str | bytes], expected: list[str]
) -> None:
    assert conditions(hub, sentence, files) == expected


def test_the_button_of_the_access_form_restricts(hub: HubFolder) -> None:
    button = "extra_gated_button_content: I agree to use it for non-commercial research only"
    hub.model("acme/birds", f"license: mit\n{button}")
    assert hub.check("LIC017", "acme/birds").findings
    hub.model("acme/plain", "license: mit\nextra_gated_button_content: Acknowledge license")
    assert not hub.check("LIC017", "acme/plain").findings
