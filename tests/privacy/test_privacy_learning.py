"""The learned reader is built from its labels: the same labels give the same bytes."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

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
