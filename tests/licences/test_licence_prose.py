"""Which sentences put an artefact under a licence, and which only mention one."""

from __future__ import annotations

from typing import Any

import pytest

from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.licences import conclude
from provenance.licences.claim import Conclusion, Joined, Limit
from provenance.licences.prose import granted_licences
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/lantern", revision="1" * 40)


def of_card(body: str, kind: Kind = Kind.MODEL, front: str = "language: ko") -> Conclusion:
    ref = ArtifactRef(hub=HUGGING_FACE, kind=kind, name="acme/lantern", revision="1" * 40)
    document = SourceText.decode(ref, "README.md", f"---\n{front}\n---\n{body}\n".encode())
    card = parse_card(document.text)
    return conclude(Snapshot(ref=ref, source="api"), card, {"README.md": document}, {})


def of_text(text: str, **more: Any) -> Conclusion:
    documents = {"LICENSE": SourceText.decode(REF, "LICENSE", text.encode())}
    documents |= {path: SourceText.decode(REF, path, body.encode()) for path, body in more.items()}
    return conclude(Snapshot(ref=REF, source="api"), None, documents, {})


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("이 모델은 MIT 라이선스로 배포됩니다.", "mit"),
        ("본 모델은 아파치 2.0 라이선스를 따릅니다.", "apache-2.0"),
        ("가중치는 CC BY-NC 4.0으로 공개됩니다.", "cc-by-nc-4.0"),
        ("모델은 Apache License 2.0에 따라 이용할 수 있습니다.", "apache-2.0"),
        ("라이선스: MIT", "mit"),
        ("- **라이선스**: CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("코드와 모델 모두 MIT License로 공개합니다.", "mit"),
        ("The weights are distributed under the terms of the Apache License 2.0.", "apache-2.0"),
        ("Our code and model weights are released under the MIT License.", "mit"),
        ("Model weights: see below. This model is licensed under GPLv3.", "gpl-3.0"),
        ("The weights in this repository are released under the MIT License.", "mit"),
        ("이 저장소의 가중치는 MIT 라이선스를 따릅니다.", "mit"),
        ("모델은 GNU GPL v3 또는 그 이후 버전에 따라 배포됩니다.", "gpl-3.0-or-later"),
        ("AGPL-3.0 이후 버전을 따릅니다.", "agpl-3.0-or-later"),
        ("This model is licensed under the GPL v3 or later.", "gpl-3.0-or-later"),
        ("Released under GPL version 3 or (at your option) any later version.", "gpl-3.0-or-later"),
        ("상업적 용도로도 자유롭게 사용하실 수 있습니다. 라이선스는 MIT입니다.", "mit"),
        ("The license is MIT.", "mit"),
        ("본 모델은 MIT 라이선스 모델입니다.", "mit"),
        ("Unlike our first model, this model is released under the MIT License.", "mit"),
    ],
)
def test_sentences_under_a_heading_on_the_licence(sentence: str, key: str) -> None:
    for heading in ("License", "라이선스"):
        conclusion = of_card(f"# 등불\n\n## {heading}\n\n{sentence}")
        assert [licence.id for licence in conclusion.licences] == [key], sentence


def test_a_dataset_speaks_of_its_data() -> None:
    body = "# 말뭉치\n\n## 라이선스\n\n본 데이터셋은 CC BY-SA 4.0 라이선스 하에 제공됩니다."
    assert of_card(body, Kind.DATASET).concluded == "CC-BY-SA-4.0"
    assert of_card(body, Kind.MODEL).concluded is None


@pytest.mark.parametrize(
    "sentence",
    [
        "This model is released under the MIT License.",
        "이 모델은 MIT 라이선스로 배포됩니다.",
    ],
)
def test_a_full_sentence_counts_under_any_heading(sentence: str) -> None:
    assert of_card(f"# Lantern\n\n{sentence}").concluded == "MIT"


@pytest.mark.parametrize(
    "sentence",
    [
        "See the MIT License for comparison.",
        "These terms are compatible with the Apache License 2.0.",
        "Unlike the MIT License, these terms ask for a fee.",
        "The tokenizer code is available under the Apache License 2.0.",
        "토크나이저 코드는 MIT 라이선스로 제공됩니다.",
        "베이스 모델은 Apache 2.0 라이선스를 따릅니다.",
        "이 모델은 MIT 라이선스가 아닙니다.",
        "이 모델은 MIT 라이선스로 배포되지 않습니다.",
        "MIT 라이선스와 달리 비용이 듭니다.",
        "라이선스 전문은 LICENSE.apache-2.0 파일에서 확인하십시오.",
        "We plan to move to the Apache License 2.0 if funds allow.",
        "Unlike models under the Apache License 2.0, this model is given to partners only.",
        "Apache-2.0 라이선스를 검토하였으나 최종 라이선스는 미정입니다.",
        "We considered the MIT License, and have not decided yet.",
        "본 모델은 MIT 라이선스 모델을 참고하여 만들었습니다.",
        "The code in this repository is released under the MIT License.",
    ],
)
def test_a_mention_in_a_card_is_no_grant(sentence: str) -> None:
    conclusion = of_card(f"# Lantern\n\n## License\n\n{sentence}")
    assert (conclusion.concluded, conclusion.claims) == (None, ())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Licensed under the Apache License, Version 2.0", "apache-2.0"),
        (
            'Licensed under the Apache License, Version 2.0 (the "License");\nyou may not use this'
            " file except in compliance with the License.\n\nUnless required by applicable law,"
            " software is distributed on an AS IS basis.",
            "apache-2.0",
        ),
        ("MIT License\n\nCopyright (c) 2024 Lantern", "mit"),
        ("SPDX-License-Identifier: MIT", "mit"),
        ("This work is licensed under the Creative Commons\nAttribution 4.0 License.", "cc-by-4.0"),
        ("본 모델은 MIT 라이선스에 따라 배포됩니다.", "mit"),
    ],
)
def test_a_short_text_grants(text: str, key: str) -> None:
    assert [licence.id for licence in of_text(text).licences] == [key]


@pytest.mark.parametrize(
    "text",
    [
        "LANTERN TERMS\n\nAsk us first. The tokenizer is available under the MIT License.",
        "Lantern builds on tinygpt, which is released under the MIT License.",
        "These terms replace the Apache License 2.0 of earlier versions.",
        "Unlike MIT License software, Lantern must not be sold.",
        "Third-party components are licensed under the Apache License 2.0.",
        "The scripts are MIT licensed; the weights belong to Lantern.",
        "스크립트는 MIT 라이선스를 따르며, 가중치의 이용은 문의하십시오.",
        "Not under the MIT License.",
        "Unlike works under the Apache License 2.0, Lantern is given to partners under contract.",
        "The MIT License is under discussion.",
        "본 모델은 MIT 라이선스 모델을 참고하여 만들었으며, 이용 문의는 담당자에게 하십시오.",
        "본 모델은 Apache 2.0으로 공개된 모델을 개선하였습니다.",
        "가중치는 CC BY 4.0 데이터로 학습되었습니다.",
        "Lantern is a fork of a work under the Apache License 2.0.",
        "We started from the Apache-2.0 release of Kite.",
    ],
)
def test_a_mention_in_a_text_is_no_grant(text: str) -> None:
    conclusion = of_text(text)
    assert (conclusion.concluded, conclusion.licences, conclusion.verdict) == (
        None,
        (),
        "unresolved",
    )


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("MIT License, for research purposes only.", Limit.RESEARCH_ONLY),
        ("Licensed under Apache 2.0. Commercial use is forbidden.", Limit.NON_COMMERCIAL),
        ("Apache License 2.0\n\nFor internal evaluation only.", Limit.EVALUATION_ONLY),
        ("MIT License\n\nContact us for a commercial license.", Limit.SEPARATE_LICENCE),
        ("MIT License. You must register before you download.", Limit.REGISTRATION),
        ("MIT License. Not for production use.", Limit.NOT_PRODUCTION),
        ("MIT 라이선스. 단, 연구 목적으로만 이용할 수 있습니다.", Limit.RESEARCH_ONLY),
        ("MIT 라이선스. 상업적 이용은 별도 문의 바랍니다.", Limit.SEPARATE_LICENCE),
        ("아파치 2.0. 상업적 이용 금지.", Limit.NON_COMMERCIAL),
    ],
)
def test_a_restriction_in_the_same_text_decides(text: str, limit: Limit) -> None:
    conclusion = of_text(text)
    assert (conclusion.concluded, conclusion.licences) == (None, ())
    assert limit in {restriction.limit for restriction in conclusion.restrictions}
    assert all(restriction.evidence.file == "LICENSE" for restriction in conclusion.restrictions)
    assert all(restriction.evidence.start_line for restriction in conclusion.restrictions)


def test_a_title_restricts_and_both_are_kept() -> None:
    conclusion = conclude(
        Snapshot(ref=REF, source="api", metadata={"tags": ["license:apache-2.0"]}),
        None,
        {
            "LICENSE": SourceText.decode(
                REF, "LICENSE", b"LANTERN NON-COMMERCIAL LICENSE\n\nKeep it lit."
            )
        },
        {},
    )
    assert (conclusion.declared, conclusion.concluded) == ("Apache-2.0", None)
    (restriction,) = conclusion.restrictions
    assert (restriction.limit, restriction.evidence.start_line) == (Limit.NON_COMMERCIAL, 1)
    assert {claim.evidence.file for claim in conclusion.claims} == {"LICENSE", "api"}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("card", "## Use\n\nThis model is for research purposes only."),
        ("card", "## 이용 안내\n\n이 모델은 연구 목적으로만 이용할 수 있습니다."),
        ("notice", "These weights must not be used for commercial purposes."),
    ],
)
def test_words_anywhere_restrict_a_declared_licence(place: str, text: str) -> None:
    if place == "card":
        conclusion = of_card(f"# Lantern\n\n{text}", front="license: mit")
    else:
        document = SourceText.decode(REF, "NOTICE", text.encode())
        snapshot = Snapshot(ref=REF, source="api", metadata={"tags": ["license:mit"]})
        conclusion = conclude(snapshot, None, {"NOTICE": document}, {})
    assert (conclusion.verdict, conclusion.declared, conclusion.concluded) == (
        "restricted",
        "MIT",
        None,
    )
    assert [licence.id for licence in conclusion.licences] == ["mit"]
    assert {"keep-notices"} < {duty.id for duty in conclusion.duties}


@pytest.mark.parametrize(
    "sentence",
    [
        "Commercial use is welcome.",
        "It may be used for research and for commercial purposes.",
        "Use is not limited to research purposes.",
        "상업적 이용이 가능합니다.",
        "상업적 및 비상업적 목적으로 제한 없이 이용할 수 있습니다.",
        "The demo is for research purposes only.",
        "No registration required.",
    ],
)
def test_what_allows_is_no_restriction(sentence: str) -> None:
    conclusion = of_card(f"# Lantern\n\n## License\n\n{sentence}", front="license: mit")
    assert (conclusion.concluded, conclusion.restrictions) == ("MIT", ())


def test_a_licence_that_says_the_same_is_not_restricted_by_it() -> None:
    body = "# Lantern\n\n## License\n\nFor non-commercial use only."
    conclusion = of_card(body, front="license: cc-by-nc-4.0")
    assert (conclusion.concluded, conclusion.restrictions) == ("CC-BY-NC-4.0", ())


@pytest.mark.parametrize(
    "sentence",
    [
        "You may use it under the MIT License or, at your option, the Apache License 2.0.",
        "Dual-licensed under MIT and Apache-2.0.",
        "MIT 라이선스와 Apache 2.0 중 하나를 선택할 수 있습니다.",
        "Either the MIT License or the Apache License 2.0 applies.",
        "MIT나 Apache 2.0 중 원하는 라이선스를 고르시면 됩니다.",
    ],
)
@pytest.mark.parametrize("front", ["license:\n- mit\n- apache-2.0", "language: en"])
def test_a_choice_in_prose_is_read(sentence: str, front: str) -> None:
    conclusion = of_card(f"# Lantern\n\n## License\n\n{sentence}", front=front)
    assert (conclusion.declared, conclusion.concluded) == ("Apache-2.0 OR MIT", "Apache-2.0 OR MIT")
    assert conclusion.joined is Joined.CHOICE


def test_a_card_may_say_which_of_a_list_is_for_the_weights() -> None:
    body = (
        "# Lantern\n\n## License\n\nThe code is under Apache-2.0. The weights are released under"
        " CC BY-NC 4.0."
    )
    conclusion = of_card(body, front="license:\n- apache-2.0\n- cc-by-nc-4.0")
    assert (conclusion.concluded, conclusion.verdict) == ("CC-BY-NC-4.0", "declared-only")


def test_a_link_that_leads_to_another_licence_contradicts() -> None:
    body = (
        "# Lantern\n\n## License\n\nThis model is licensed under"
        " [CC BY-SA 4.0](https://creativecommons.org/licenses/by-nc/4.0/)."
    )
    assert of_card(body, front="license: cc-by-sa-4.0").verdict == "contradicted"
    front = "license: cc-by-4.0\nlicense_link: https://creativecommons.org/licenses/by-nc/4.0/"
    assert of_card("# Lantern", front=front).verdict == "contradicted"
    agreeing = "license: cc-by-4.0\nlicense_link: https://creativecommons.org/licenses/by/4.0/"
    assert of_card("# Lantern", front=agreeing).verdict == "declared-only"


def test_a_label_with_an_unknown_name_is_not_nothing() -> None:
    conclusion = of_card("# Lantern\n\nLicense: Lighthouse Terms 7")
    assert (conclusion.verdict, len(conclusion.claims)) == ("unresolved", 1)
    assert of_card("# Lantern\n\nLicense: TBD").claims == ()


def test_statements_have_their_lines() -> None:
    text = "Lantern\n\nWelcome.\n\nThe model is released under the\nMIT License."
    (statement,) = granted_licences(text)
    assert (statement.span.start, statement.span.end) == (5, 6)
