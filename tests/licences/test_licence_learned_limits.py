"""The learned reader of restrictions: what it finds, what it leaves alone, and how it is built."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

import provenance
from provenance.licences.learned_limits import (
    Place,
    classes_of_words,
    features,
    limit_reader,
    may_limit_use,
)
from provenance.licences.restrictive import is_unclear, limits, may_bound, reads_as_limit

_PAGE = "# Bird songs\n\nIt names a bird by its song.\n\n"
# No list of words has these.
RESTRICTING = (
    "Ringers of the bird observatory may load it, pet shops may not.",
    "Falconers have to hear from our board before they use it in a show.",
    "Radio stations owe the sound hunters a share of what they take.",
    "방송국에서 쓰시려면 녹음하신 분들의 확인을 받아 주세요.",
    "Tierhändler lassen bitte die Finger von diesem Modell.",
)
INNOCENT = (
    "Ringers of the bird observatory checked a thousand labels.",
    "The board of the society paid for the microphones.",
    "The tapes of the radio station were cleaned first.",
    "It needs a quiet garden and a good microphone.",
    "The songs were cut into clips of three seconds.",
    "방송국에서 녹음 파일을 제공해 주셨습니다.",
    "Das Modell kennt nur Vögel aus Europa.",
)


def _audit(hub: HubFolder, words: str) -> provenance.Report:
    hub.model("acme/songs", "license: mit", f"{_PAGE}{words}\n")
    return provenance.audit("acme/songs", hub=str(hub.root), use={"commercial": True})


@pytest.mark.parametrize("sentence", RESTRICTING)
def test_words_that_no_list_has_are_read_by_a_person(hub: HubFolder, sentence: str) -> None:
    assert not limits(sentence)
    report = _audit(hub, sentence)
    assert report.uses[0].verdict.value == "review"
    finding = next(finding for finding in report.findings if finding.rule == "LIC017")
    assert finding.severity == "medium"
    assert sentence[:30] in str(finding.message)


@pytest.mark.parametrize("sentence", INNOCENT)
def test_what_restricts_nothing_is_left_alone(hub: HubFolder, sentence: str) -> None:
    report = _audit(hub, sentence)
    assert report.uses[0].verdict.value == "allow-with-duties"
    assert not [finding for finding in report.findings if finding.rule == "LIC017"]


def test_without_a_licence_there_is_nothing_to_restrict(hub: HubFolder) -> None:
    hub.model("acme/songs", "", f"{_PAGE}{RESTRICTING[0]}\n")
    check = hub.check("LIC017", "acme/songs")
    assert check.outcome.value == "not-applicable"


def test_words_about_data_need_more_than_words_about_the_model() -> None:
    sentence = "Falconers have to hear from our board before they use it in a show."
    assert may_limit_use(sentence, Place.TERMS) >= may_limit_use(sentence, Place.MODEL_CARD)
    assert may_limit_use(sentence, Place.MODEL_CARD) >= may_limit_use(sentence, Place.DATASET_CARD)


def test_the_terms_of_a_work_that_this_one_is_unlike_are_not_its_own() -> None:
    sentence = "Unlike the old model, which only members may load, ours has no owner."
    assert not reads_as_limit(sentence, Place.MODEL_CARD)


def test_a_reader_gives_its_reasons() -> None:
    reasons = limit_reader().reasons(RESTRICTING[0])
    assert reasons
    assert all(limit_reader().weights[reason] > 0 for reason in reasons)


def test_a_sentence_without_a_known_feature_has_the_score_of_nothing() -> None:
    reader = limit_reader()
    assert reader.score("") < 0


@given(st.text(max_size=300))
def test_any_text_gets_a_score(text: str) -> None:
    assert isinstance(limit_reader().score(text), float)
    assert limit_reader().score(text) == limit_reader().score(text)


@given(st.text(alphabet="use sell ask 가나다 研究 .'-", max_size=3000))
def test_features_grow_with_the_text_and_stop_at_a_bound(text: str) -> None:
    classes = limit_reader().classes
    assert len(features(text, classes)) <= 60 * min(len(text) + 1, 601)
    assert features(text[:600], classes) == features(text, classes)


def test_every_sentence_that_the_words_find_is_still_found() -> None:
    sentence = "The right to use it is revocable."
    assert may_bound(sentence) or is_unclear(sentence, on_terms=False)


def test_classes_of_a_word_keep_their_order() -> None:
    classes = classes_of_words({"money": "sell pay", "act": "sell"})
    assert classes == {"sell": ("money", "act"), "pay": ("money",)}


def test_labels_are_whole() -> None:
    pytest.importorskip("sklearn")
    from data_sources import limit_reader as build

    composed = [item for item in build.read_composed() if item.source == build.COMPOSED]
    assert len({item.text for item in composed}) == len(composed)
    assert sum(item.limits for item in composed) > 1_000
    assert {row["label"] for row in build.rows("found.tsv")} == {build.LIMITS, build.APART}


def test_the_same_labels_give_the_same_model() -> None:
    pytest.importorskip("sklearn")
    from data_sources import limit_reader as build

    read = list(build.read_composed())[:300]
    assert build.packed(build.learn(read)) == build.packed(build.learn(read))
