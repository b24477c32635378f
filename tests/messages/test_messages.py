"""Sentences by id: complete in both languages, with the same holes, and filled as meant."""

from __future__ import annotations

import pickle
import string

import pytest

from provenance.messages import (
    LANGUAGES,
    Message,
    catalogue,
    ids,
    in_language,
    message,
    opens_with_argument,
    restored,
)
from provenance.messages.catalogue import sentence
from provenance.messages.korean import with_particle
from provenance.messages.stored import ARGUMENTS, ID, TEXT, from_json


def holes(template: str) -> set[str]:
    """The names of the holes; `title_ko` is what fills `title` in Korean."""
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return {name.removesuffix("_ko") for name in names}


def forms(key: str, language: str) -> list[str]:
    """The sentence in a language, with its singular and plural; empty if the language lacks it."""
    try:
        text = sentence(key, language)
    except KeyError:
        return []
    return [text] if isinstance(text, str) else list(text.values())


def test_every_sentence_is_there_in_every_language_with_the_same_holes() -> None:
    missing, different = [], []
    for key in ids():
        by_language = [forms(key, language) for language in LANGUAGES]
        filled = [set().union(*map(holes, texts)) for texts in by_language]
        if not all(by_language):
            missing.append(key)
        elif any(names != filled[0] for names in filled):
            different.append(key)
    assert (missing, different) == ([], [])


def test_a_message_is_its_english_text() -> None:
    unread = message("hub.unreachable", subject="a.pdf", why="PDF")
    assert unread == "a.pdf could not be read: PDF"
    assert unread.text("ko") == "a.pdf를 읽지 못하였습니다: PDF"
    assert in_language("a quote", "ko") == "a quote"


@pytest.mark.parametrize(("count", "text"), [(1, "1 file"), (2, "2 files"), (1200, "1,200 files")])
def test_a_count_chooses_the_plural(count: int, text: str) -> None:
    assert message("gap.unread-files", count=count) == f"{text} could not be read"


def test_a_sentence_that_a_language_lacks_is_english() -> None:
    unread = message("gap.unread-files", count=2)
    assert unread.text("fi") == unread.text("en")
    assert not opens_with_argument(message("hub.no-files"), "fi")


def test_messages_and_lists_inside_a_message_take_its_language() -> None:
    inner = message("gap.unread-files", count=2)
    outer = message("hub.unreachable", subject=("a", "b"), why=inner)
    assert outer == "a, b could not be read: 2 files could not be read"
    assert outer.text("ko") == "a, b를 읽지 못하였습니다: 파일 2개를 읽지 못함"


def test_a_stored_message_comes_back_and_an_unknown_one_stays_text() -> None:
    assert isinstance(restored("gap.unread-files", {"count": 3}, "x"), Message)
    assert restored("gap.never-was", {}, "old words") == "old words"
    assert restored("nothing.at-all", {}, "old words") == "old words"


def test_a_message_survives_a_process_border() -> None:
    before = message("hub.unreachable", subject="a", why="b")
    after = pickle.loads(pickle.dumps(before))
    assert (after, after.id, dict(after.arguments)) == (before, before.id, dict(before.arguments))


def test_braces_in_an_argument_are_text() -> None:
    shown = message("hub.unreachable", subject="{why.__class__}", why="{0}")
    assert shown == "{why.__class__} could not be read: {0}"


@pytest.mark.parametrize(
    ("word", "pair", "text"),
    [
        ("모델", "은/는", "모델은"),
        ("데이터", "은/는", "데이터는"),
        ("LICENSE.pdf", "을/를", "LICENSE.pdf를"),
        ("서울", "으로/로", "서울로"),
        ("집", "으로/로", "집으로"),
        ("acme/model-7", "을/를", "acme/model-7을"),
        ("(경로)", "이/가", "(경로)가"),
        ("", "이/가", "가"),
    ],
)
def test_particles_follow_the_sound(word: str, pair: str, text: str) -> None:
    assert with_particle(word, pair) == text


def test_a_new_language_is_one_more_field_beside_each_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    family = catalogue._family("gap")
    translated = {**family["gap.unread-files"], "eo": "{count} dosieroj ne legeblis"}
    extended = {**family, "gap.unread-files": translated}
    monkeypatch.setattr(catalogue, "_family", lambda name: extended)
    assert message("gap.unread-files", count=2).text("eo") == "2 dosieroj ne legeblis"
    untranslated = message("gap.not-an-object", path="a.pdf")
    assert untranslated.text("eo") == str(untranslated)


@pytest.mark.parametrize("arguments", [None, 3, [], "words", {"count": None}])
@pytest.mark.parametrize("sentence_id", ["gap.unread-files", None, ["gap"], {}])
def test_a_stored_message_of_another_shape_stays_text(
    arguments: object, sentence_id: object
) -> None:
    stored = {TEXT: "old words", ID: sentence_id, ARGUMENTS: arguments}
    assert isinstance(from_json(stored), str)
    assert from_json({TEXT: "old words"}) == "old words"
