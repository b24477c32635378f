"""Sections on personal data in English: what a grade means, where readers differ."""

from __future__ import annotations

import pytest
from privacy_cards import graded, section_grade

from provenance.cards import parse_card
from provenance.hubs import read_id
from provenance.model.artifact import SourceText
from provenance.privacy import is_mostly_unread

DISCLOSED = (
    (
        (
            "The text names politicians and other public figures, since it only contains mentions"
            " of public figures."
        ),
        None,
    ),
    ("None, since all readings come from weather sensors.", "absent-with-reason"),
    ("None. All people in the stories are fictional.", "absent-with-reason"),
    (
        "There is no personal data. The sentences are machine-generated from templates.",
        "absent-with-reason",
    ),
    (
        "No personal information is included; two curators manually verified this.",
        "absent-with-reason",
    ),
    ("The recordings hold the voices of volunteers.", "present"),
    ("Posts carry the usernames of their authors.", "present"),
    ("The set includes clinical notes of patients.", "present"),
    ("Images may show human faces and licence plates.", "possibly-present"),
    ("Names and e-mails were replaced with random tokens.", "removed"),
    ("All data was pseudonymised. Each speaker was assigned a unique number.", "deidentified"),
    ("User ids were hashed with a salt.", "removed"),
    ("No anonymization was done.", "not-done"),
    ("The tweets have not been anonymized.", "not-done"),
    ("We did not remove any personal information.", "not-done"),
    ("Only tweet ids are shared.", "removed"),
    ("User handles were dropped, but authors could still be identified from their style.", None),
    ("Unknown, but likely names of well-known people.", "possibly-present"),
    ("The web pages may contain personal information.", "possibly-present"),
)
PARTIAL = (
    ("The data may contain personal data.", "possibly-present"),
    ("The dataset contains personal information.", "present"),
    ("The data is anonymised.", "deidentified"),
    ("PII was removed.", "removed"),
    ("None, as it contains none.", None),
    ("No personal or sensitive information.", "absent-bare"),
    ("No names or other sensitive details are included.", "absent-bare"),
    ("No.", "absent-bare"),
    ("Unknown.", "unknown"),
    ("Nothing is mentioned in the paper.", "unknown"),
    ("All texts are publicly available, so there is no private information.", "public-only"),
    ("See the original data statement.", "reference"),
    ("All participants gave their consent.", None),
    ("You agree to not attempt to determine the identity of speakers.", None),
    ("The study was approved by an ethics board.", None),
    ("The dataset consists of people who have donated their voice online.", None),
    ("Some examples are offensive.", None),
    ("Names could be removed by users who need that.", None),
)
PLACEHOLDERS = (
    "[More Information Needed]",
    "[More information needed](https://example.org/x)",
    "[Needs More Information]",
    "N/A",
    "[N/A]",
    "Not applicable.",
    "TBD",
    "TODO",
    "",
    "...",
    "Coming soon",
    "State whether the dataset uses identity categories and, if so, how the information is used.",
    "<!-- We do not hold any personal data since it is synthetic. -->",
    "```\nno personal data\n```",
)


@pytest.mark.parametrize(("text", "stance"), DISCLOSED)
def test_disclosed(text: str, stance: str | None) -> None:
    grade, stated = section_grade(text)
    assert (grade, stance or stated) == ("disclosed", stated)


@pytest.mark.parametrize(("text", "stance"), PARTIAL)
def test_partial(text: str, stance: str | None) -> None:
    grade, stated = section_grade(text)
    assert (grade, stance if stance is not None else stated) == ("partial", stated)


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholder(text: str) -> None:
    assert section_grade(text)[0] == "placeholder"


@pytest.mark.parametrize(
    "heading",
    [
        "Privacy",
        "PII",
        "Data privacy and security",
        "3. Personal and Sensitive Information",
        "Personally Identifiable Information",
        "Sensitive data handling",
        "Anonymization",
        "Does the dataset contain data that might be considered confidential?",
        "개인정보 및 민감정보",
        "비식별화 처리",
        "개인정보 처리방침",
    ],
)
def test_headings(heading: str) -> None:
    assert section_grade("Names were replaced with tokens.", heading)[0] == "disclosed"


def test_absent_names_the_places() -> None:
    disclosure = graded("# A card\n\n## Summary\n\nA corpus.\n")["PRIV-082"]
    assert (disclosure.grade.value, disclosure.searched, disclosure.evidence) == (
        "absent",
        ("README.md (2 sections)",),
        (),
    )


def test_evidence_points_at_the_line() -> None:
    text = (
        "# A card\n\n## Privacy\n\nIt is a corpus of news. It was made in\n2020. Names and\ne-mails"
        " were masked.\n"
    )
    proof = graded(text)["PRIV-030"].evidence[0]
    assert (proof.start_line, proof.end_line, proof.quote) == (
        6,
        7,
        "Names and e-mails were masked.",
    )


def test_a_placeholder_points_at_its_section() -> None:
    proof = graded(
        "# A card\n\n### Personal and Sensitive Information\n\n[More Information Needed]\n"
    )["PRIV-082"].evidence[0]
    assert proof.start_line in (3, 5)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Los datos no contienen información personal y los nombres de las personas han sido"
            " eliminados."
        ),
        (
            "Die Daten enthalten keine personenbezogenen Daten und die Namen der Personen wurden"
            " entfernt."
        ),
        "データには個人情報が含まれていません。",
        "该数据集不包含任何个人信息。",
    ],
)
def test_other_languages_are_not_called_absent(text: str) -> None:
    disclosures = graded(
        f"# X\n\n## Personal and Sensitive Information\n\n{text}\n\n## Data\n\n{text}\n"
    )
    assert not {
        check
        for check, disclosure in disclosures.items()
        if disclosure.grade.value in ("absent", "placeholder")
    }


@pytest.mark.parametrize(
    ("text", "unread"),
    [("这个数据集来自新闻。", True), ("The data is news.", False), ("뉴스 데이터입니다.", False)],
)
def test_a_card_in_another_language_is_known_as_such(text: str, unread: bool) -> None:
    document = SourceText(
        artifact=read_id("pkg:generic/x"),
        path="README.md",
        revision="r",
        text=f"# X\n\n{text}\n",
        sha256="0" * 64,
        size=1,
    )
    assert is_mostly_unread(parse_card(document.text), document) is unread
