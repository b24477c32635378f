"""Personal data that documents say is there: kinds and safeguards."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.declared import Safeguard, declared_data, kinds_in


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The records hold patient names and e-mail addresses.", {"names", "e-mail", "health"}),
        ("Names were removed, but ages are included.", {"age"}),
        ("user_id: the id of the user", {"usernames"}),
        ("customer_email (string)", {"e-mail"}),
        ("speaker_gender: male or female", {"gender"}),
        ("gps_latitude: where the photograph was taken", {"location"}),
        ("It includes no phone numbers.", set()),
        ("데이터에는 고객의 이름과 전화번호가 포함되어 있습니다.", {"names", "phone"}),
        ("The phonemes of each word are aged in oak.", set()),
    ],
)
def test_kinds_are_those_that_a_clause_states(sentence: str, kinds: set[str]) -> None:
    assert kinds_in(sentence) == kinds


@pytest.mark.parametrize(
    ("after", "safeguard"),
    [
        ("", Safeguard.SILENT),
        ("All e-mail addresses were masked.", Safeguard.STATED),
        ("No personal data was removed from the dataset.", Safeguard.DENIED),
    ],
)
def test_what_was_done_about_it_is_told(after: str, safeguard: Safeguard) -> None:
    text = f"# D\n\nThe dataset contains the names and e-mail addresses of customers. {after}\n"
    data = declared_data(graded(text).values())
    assert data is not None
    assert data.safeguard is safeguard
    assert {"names", "e-mail"} <= set(data.kinds)
    assert data.evidence[0].start_line == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "The dataset does not contain personal data.",
        "The dataset may contain personal data.",
        "Do not enter the names of customers.",
    ],
)
def test_denials_possibilities_and_advice_declare_nothing(sentence: str) -> None:
    assert declared_data(graded(f"# D\n\n{sentence}\n").values()) is None
