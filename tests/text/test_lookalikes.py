"""Marks without a width and letters that look like Latin ones."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.text.lookalikes import with_plain_letters, without_marks


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("com\u200bmer\u00adcial", "commercial"),
        ("non\u200b-\u2060commercial", "non-commercial"),
        ("비\u200b상업 \u202e목적", "비상업 목적"),
        ("one\u200b two\ufe0f three", "one two three"),
    ],
)
def test_marks_inside_words_are_removed(text: str, plain: str) -> None:
    assert without_marks(text) == plain


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "क्\u200dष", "\U0001f469\u200d\U0001f4bb", "1\ufe0f\u20e3 one", "❤\ufe0f"],
)
def test_marks_that_a_script_needs_stay(text: str) -> None:
    assert without_marks(text) == with_plain_letters(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("nоn-соmmеrсiаl use", "non-commercial use"),  # Cyrillic о, с, е, а
        ("Νon-cοmmercial", "Non-commercial"),  # Greek Ν, ο
    ],
)
def test_words_with_letters_that_look_latin(text: str, plain: str) -> None:
    assert text != plain
    assert with_plain_letters(text) == plain


@pytest.mark.parametrize("text", ["только для науки", "IP-адрес", "GPTшка", "α and ρ", "соха"])
def test_words_of_one_script_stay(text: str) -> None:
    assert with_plain_letters(text) == text


@pytest.mark.parametrize(
    ("front", "body"),
    [
        ("license: mit", "Words.\n\nFor nоn-соmmеrсiаl use only.\n"),
        ("license: mit\ntags: [non\u200b-commercial]", "Words.\n"),
        ("license: mit\ntags: [nоn-commercial]", "Words.\n"),
        ("license: mit\nhow: for nоn-com\u200bmercial use only", "Words.\n"),
        ("license: cc-by\u200b-nc-4.0", "Words.\n"),
        ("licen\u00adse: cc-by-nc-4.0", "Words.\n"),
    ],
)
def test_no_limit_is_hidden_by_letters(hub: HubFolder, front: str, body: str) -> None:
    hub.model("acme/m", front, f"# M\n\n{body}")
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert report.uses[0].verdict in ("review", "deny")


def test_a_text_of_other_scripts_limits_nothing(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit", "# М\n\nWords on модель and 1\ufe0f\u20e3 park.\n")
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert report.uses[0].verdict == "allow-with-duties"
