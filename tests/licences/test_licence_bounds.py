"""Words of two kinds that stand close together have to be read before a commercial use."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

import provenance
from provenance.licences.bounds import are_bounded
from provenance.licences.restrictive import limits, may_bound

_PAGE = "# Bird songs\n\nIt names a bird by its song.\n\n"


def _verdict(hub: HubFolder, card: str, front: str = "license: mit") -> str:
    hub.model("acme/songs", front, f"{_PAGE}{card}\n")
    report = provenance.audit("acme/songs", hub=str(hub.root), use={"commercial": True})
    return str(report.uses[0].verdict.value)


@pytest.mark.parametrize(
    "sentence",
    [
        "Please do not put it into an app that customers have to buy.",
        "Enterprises are asked to write to birds@acme.example.",
        "Deployment for third parties requires a signed agreement.",
        "By cloning the repository you agree to delete it when we ask you to.",
        "Kept for members of the ornithological society exclusively; others may not use it.",
        "The right to use it is revocable.",
        "Beyond 500 songs a day you need a key.",
        "€9 per month after the trial.",
        "Ask us before you deploy it anywhere.",
        "The recordings' owner does not allow us to give it to industry.",
        "It inherits all restrictions of the first version.",
        "The work may not be exported.",
        "Zoos, please get a zoo licence first.",
        "The recording contracts exclude films.",
        "Only registered members may load it.",
        "Commercial use: 🔴",
        "이용 대상: 협회 회원",
        "Para productos, pida autorización.",
        "취미로만 써 주세요.",
        "새를 파는 업체에서는 쓰지 마세요.",
        "이용하시려면 먼저 협회의 승인을 받아야 합니다.",
        "다른 목적으로 사용하지 마십시오.",
        "公司使用请先联系我们。",
        "企業での利用は事前に承諾を得てください。",
        "Die Weitergabe an Firmen ist ausgeschlossen.",
        "Les entreprises doivent demander notre accord.",
        "Las empresas no pueden usarlo.",
        "Riservato a chi studia: vietato venderlo.",
        "Firmy muszą uzyskać zgodę.",
    ],
)
def test_a_sentence_that_bounds_a_use(hub: HubFolder, sentence: str) -> None:
    assert limits(sentence) or may_bound(sentence)
    assert _verdict(hub, sentence) == "review"


@pytest.mark.parametrize(
    "sentence",
    [
        "Companies that cannot record songs themselves will like it.",
        "Acme Birds is not affiliated with any company that sells binoculars.",
        "We do not sell your recordings.",
        "No fee, no form, no waitlist.",
        "There are no usage restrictions.",
        "You can use it commercially without asking us for permission.",
        "Write to us if you need support in your business.",
        "The sentences come from business news only, so they say little about birds.",
        "If you use it for research, please cite our paper.",
        "Good for all use cases; it may not generalise to owls.",
        "Unlike Chirp, which is limited to research, our weights are for everybody.",
        "기업 사용자의 의견도 환영합니다.",
        "可以商用，无需申请。",
        "L'usage commercial est autorisé sans demande préalable.",
        "Puede usarse en empresas sin pedir permiso.",
    ],
)
def test_a_sentence_that_bounds_nothing(hub: HubFolder, sentence: str) -> None:
    assert not may_bound(sentence)
    assert _verdict(hub, sentence) == "allow-with-duties"


@pytest.mark.parametrize(
    "card",
    [
        "**May I use it at my company?**\n\nUnfortunately not.",
        "**회사에서 써도 되나요?**\n\n죄송하지만 어렵습니다.",
        "### Out-of-scope use\n\n- Anything commercial",
        "| Plan | Price | For |\n|---|---|---|\n| Nest | free | few |\n| Flock | $9/month | all |",
        "![use](https://img.shields.io/badge/use-research%20only-red)",
        "![use](https://img.shields.io/static/v1?label=license&message=non-commercial)",
        "Weights: [here](https://creativecommons.org/licenses/by-nc/4.0/).",
        "[Licence](docs/LICENSE-NONCOMMERCIAL)",
        "| | |\n|---|---|\n| Licence (weights) | CC BY-NC 4.0 |",
        "가중치는 CC BY-NC 4.0, 코드는 MIT입니다.",
        "원본 모델의 라이선스를 그대로 승계합니다.",
    ],
)
def test_bounds_in_other_places_of_a_card(hub: HubFolder, card: str) -> None:
    assert _verdict(hub, card) == "review"


@pytest.mark.parametrize(
    "card",
    [
        "**Do I need a licence for my company?**\n\nNo.",
        "**May I use it at my company?**\n\nSure.",
        "### Out-of-scope use\n\n- Owls",
        "![paper](https://img.shields.io/badge/paper-research-red)",
        "The data left out was under [CC BY-NC](https://creativecommons.org/licenses/by-nc/4.0/);"
        " we removed it.",
        "The original Chirp was for non-commercial use. Ours was trained from scratch.",
        "This example is not for production.",
        "We left out recordings whose terms forbid commercial use.",
    ],
)
def test_no_bounds_in_other_places_of_a_card(hub: HubFolder, card: str) -> None:
    assert _verdict(hub, card) == "allow-with-duties"


@pytest.mark.parametrize(
    "front",
    [
        "license_note: ask us before you sell it",
        "license_details: the weights are CC BY-NC 4.0",
        "license_link: LICENSE_RESEARCH_ONLY.txt",
        "extra_gated_prompt: You agree not to use it for any commercial purpose.",
        "extra_gated_prompt: Access is limited to members of the society.",
    ],
)
def test_bounds_in_the_front_matter(hub: HubFolder, front: str) -> None:
    assert _verdict(hub, "", f"license: mit\n{front}") != "allow-with-duties"


def test_a_card_in_a_language_that_is_not_read(hub: HubFolder) -> None:
    prose = (
        "Tämä malli tunnistaa linnun sen laulusta. Se koulutettiin vapaaehtoisten äänitteillä,"
        " jotka kerättiin metsistä ja puistoista kolmen kesän aikana."
    )
    hub.model("acme/laulu", "license: mit\nlanguage: fi", f"# Malli\n\n{prose}\n")
    report = provenance.audit("acme/laulu", hub=str(hub.root), use={"commercial": True})
    assert report.uses[0].verdict.value == "review"
    assert any("language" in str(reason.text) for reason in report.uses[0].reasons)


@given(st.text(max_size=300), st.text(max_size=300))
def test_words_stay_where_they_are(before: str, behind: str) -> None:
    sentence = f"{before} . Companies must not use it . {behind}"
    assert are_bounded(sentence, with_use=True)


def test_the_learned_reader_overrules_words_that_only_stand_close_together() -> None:
    sentence = "The museum's own photographs may not be reproduced, so the examples are drawings."
    assert are_bounded(sentence, with_use=False)
    assert not may_bound(sentence)


def test_the_learned_reader_does_not_overrule_a_denied_use() -> None:
    sentence = (
        "It must not be used as training data to publish offensive songs, but by releasing it we"
        " cannot prevent all misuse."
    )
    assert may_bound(sentence)
