"""The learned reader is built from its labels: the same labels give the same bytes."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from provenance.model.artifact import Kind
from provenance.privacy.candidates import Sentence, features

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", "../shared/corpus"))
SENTENCES = 400
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")


@cache
def composed() -> tuple[list[Any], dict[str, Any]]:
    """Composed sentences, and what is learned from them; learning takes a second."""
    from data_sources import privacy_reader as build

    read = list(build.read_composed())[:SENTENCES]
    return read, build.learn(read)


@needs_corpus
def test_the_same_labels_give_the_same_bytes() -> None:
    pytest.importorskip("sklearn")
    from data_sources import privacy_reader as build

    read, learned = composed()
    assert build.packed(learned) == build.packed(build.learn(read))


@needs_corpus
def test_composed_sentences_set_no_bound() -> None:
    pytest.importorskip("sklearn")
    _, learned = composed()
    assert learned["checks"] == []


def test_names_are_learned_by_their_shape() -> None:
    text = "It was tuned on HeronChat, acme/heron-chat and 3,000 letters of New Harbour in 1998."
    sentence = Sentence(text=text, heading="", role="", kind="model", answers={}, claim=None)
    shapes = {feature for feature in features(sentence) if feature.startswith("p:")}
    assert {"p:on <name>", "p:and <number>", "p:of <title> in"} <= shapes
    assert "p:<path> and" in shapes


def test_without_the_corpus_nothing_is_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sklearn")
    from data_sources import privacy_reader as build

    target = tmp_path / "reader.json"
    monkeypatch.setattr(build, "CORPUS", tmp_path / "nowhere")
    monkeypatch.setattr(build, "TARGET", target)
    monkeypatch.setattr("sys.argv", ["privacy_reader", "--write"])
    with pytest.raises(SystemExit):
        build.main()
    assert "The English sentences are in the corpus" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize("script", ["privacy_reader_korean", "privacy_words_korean"])
def test_without_the_other_pages_no_korean_reader_is_built(
    script: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("sklearn")
    build = import_module(f"data_sources.{script}")

    target = tmp_path / "learned.json"
    monkeypatch.setattr(build, "CORPUS", tmp_path)
    monkeypatch.setattr(build, "TARGET", target)
    monkeypatch.setattr("sys.argv", [script, "--write"])
    with pytest.raises(SystemExit):
        build.main()
    assert "--texts" in capsys.readouterr().err
    assert not target.exists()


@needs_corpus
def test_the_same_sentences_give_the_same_weights_of_words() -> None:
    pytest.importorskip("sklearn")
    from data_sources import privacy_reader_korean, privacy_words_korean

    read = list(privacy_reader_korean._composed())[:SENTENCES]
    learned = privacy_words_korean.learn(read)
    assert learned == privacy_words_korean.learn(read)
    assert learned["checks"]


def test_a_sentence_counts_only_for_the_questions_its_reader_was_asked() -> None:
    pytest.importorskip("sklearn")
    from data_sources import privacy_reader as build

    sentence, language = build.as_read("Nurses wrote the notes.", "", Kind.DATASET)
    item = build.Read(
        sentence=sentence,
        language=language,
        document="a",
        draw=build.HARD,
        answered=frozenset(),
        judged=frozenset({"PRIV-007"}),
    )
    assert item.counts_for("PRIV-007")
    assert not item.counts_for("PRIV-010")
