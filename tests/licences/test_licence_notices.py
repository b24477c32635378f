"""The exact words of notices that licences ask to hand on."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from provenance.licences import catalogue
from provenance.licences.notices import notice_words


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("llama3.1", "Llama 3.1 is licensed under the Llama 3.1 Community License"),
        ("hyperclovax-seed", "HyperCLOVA X SEED Model is licensed under"),
        ("mistral-mrl-0.1", "Licensed by Mistral AI under the Mistral AI Research License"),
        ("tencent-hunyuan-large", "are owned by Tencent or its affiliate."),
    ],
)
def test_a_notice_has_the_licences_own_words(licence: str, words: str) -> None:
    assert words in notice_words(licence)


def test_a_licence_without_a_notice_of_its_own_has_no_words() -> None:
    assert notice_words("mit") == ""
    assert notice_words("nobody-knows") == ""


def test_every_notice_belongs_to_a_licence_that_asks_for_one() -> None:
    path = files("provenance.licences") / "data" / "notices.json"
    for key in json.loads(path.read_text("utf-8"))["notices"]:
        duties = {duty.id for duty in catalogue()[key].duties}
        assert duties & {"notice-file", "display", "keep-notices", "pass-terms"}, key
