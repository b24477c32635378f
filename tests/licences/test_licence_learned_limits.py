"""The learned reader of restrictions: what it finds, what it leaves alone, and how it is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

import provenance
from provenance.licences.learned_limits import (
    SentencePlace,
    classes_of_words,
    features,
    is_fragment,
    limit_reader,
    may_limit_use,
)
from provenance.licences.restrictive import is_unclear, limits, may_bound, reads_as_limit
from provenance.report import Report

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
    "For long documents of a company, short prompts help to cut running costs by a third.",
    "긴 보고서를 다루는 회사에서, 짧은 문장은 서버 비용을 크게 줄이는 데 도움이 됩니다.",
    "저희는 기업에 맞춘 설치 방법을 귀사와 상담할 준비가 되어 있습니다.",
    "Tailored solutions through consultation with our team of beekeepers",
    "Sales & Press Contact: hives@example.com",
    "Ringers of the bird observatory checked a thousand labels.",
    "The board of the society paid for the microphones.",
    "The tapes of the radio station were cleaned first.",
    "It needs a quiet garden and a good microphone.",
    "The songs were cut into clips of three seconds.",
    "방송국에서 녹음 파일을 제공해 주셨습니다.",
    "Das Modell kennt nur Vögel aus Europa.",
    "Wind turns every robin into a kettle.",
    "Sorry.",
    "No, it will not.",
    "A tin can in front of the microphone will not do.",
    "Our thanks go to the Heath Fund, a non-profit that pays for the recorders.",
    "비영리 재단 '들새'의 도움으로 녹음했습니다.",
    "Distant calls need a windshield.",
    "Keep this notice with every copy.",
    "Whoever hands this model to another shop has to pass on these terms.",
    "이용자는 관련 법령을 준수해야 합니다.",
)
# What is allowed, what is not needed, what was lifted, and what the hardware has to be.
UNBOUNDED = (
    "You may sell what it hears: you owe us nothing and need not ask anybody.",
    "Bird shops do not have to pay or tell us.",
    "The copy on your disk has no such quota.",
    "파는 새장에 넣으셔도 되고 저희에게 알리실 필요가 없습니다.",
    "내려받은 파일에는 하루 한도가 없습니다.",
    "예전에 받던 신청서와 영리 제한은 3.1부터 없앴습니다.",
    "Aucune condition ne s'ajoute à la licence du chant.",
    "The int8 weights can only be used on GPUs with 12 GB or more.",
    "이 가중치는 VRAM 12GB 이상에서만 실행할 수 있습니다.",
    "We compared it with two commercial ears whose terms forbid publishing what they hear.",
    "Pull requests need the approval of one birdwatcher.",
)


def _audit(hub: HubFolder, words: str) -> Report:
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


@pytest.mark.parametrize("sentence", [*INNOCENT, *UNBOUNDED])
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
    assert may_limit_use(sentence, SentencePlace.TERMS) >= may_limit_use(
        sentence, SentencePlace.MODEL_CARD
    )
    assert may_limit_use(sentence, SentencePlace.MODEL_CARD) >= may_limit_use(
        sentence, SentencePlace.DATASET_CARD
    )


def test_the_terms_of_a_work_that_this_one_is_unlike_are_not_its_own() -> None:
    sentence = "Unlike the old model, which only members may load, ours has no owner."
    assert not reads_as_limit(sentence, SentencePlace.MODEL_CARD)


def test_an_exemption_for_some_leaves_what_others_owe() -> None:
    sentence = "Schools need not ask, companies pay a fee before they use it."
    assert may_bound(sentence) or reads_as_limit(sentence, SentencePlace.MODEL_CARD)


def test_stops_and_bullets_do_not_count() -> None:
    classes = limit_reader().classes
    assert features("- Ringers may load it.", classes) == features("Ringers may load it", classes)


@pytest.mark.parametrize("words", ["사용법", "Sorry.", "Its own licence", "- No preprocessing!"])
def test_a_few_words_are_no_sentence(words: str) -> None:
    assert is_fragment(words)
    assert not may_limit_use(words, SentencePlace.TERMS)


def test_a_heading_is_not_weighed(hub: HubFolder) -> None:
    report = _audit(hub, "## What the falconers heard from our board before their show")
    assert report.uses[0].verdict.value == "allow-with-duties"


def test_a_question_on_an_edition_is_no_question_on_the_use(hub: HubFolder) -> None:
    report = _audit(hub, "**Is there an enterprise edition?** No.")
    assert report.uses[0].verdict.value == "allow-with-duties"


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
    known = {build.LIMITS, build.FREE, build.GRANTS, build.ANSWERS, build.PARTLY, build.UNCLEAR}
    assert {item.label for item in build.read_composed()} == known
    assert {row["label"] for row in build.rows("found.tsv")} == {build.LIMITS, build.APART}


def test_the_same_labels_give_the_same_model() -> None:
    pytest.importorskip("sklearn")
    from data_sources import limit_reader as build

    read = list(build.read_composed())[::30]
    assert build.packed(build.learn(read)) == build.packed(build.learn(read))


def test_without_the_cards_the_model_is_not_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pytest.importorskip("sklearn")
    from data_sources import limit_reader as build

    monkeypatch.setattr(build, "CORPUS", tmp_path / "absent")
    monkeypatch.setattr("sys.argv", ["limit_reader", "--write"])
    with pytest.raises(SystemExit):
        build.main()
    assert "set PROVENANCE_CORPUS" in capsys.readouterr().err
