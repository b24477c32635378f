"""What a licence text is: on texts that this project may carry, and on the labelled corpus where it
is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.licences import catalogue, identify_text
from provenance.licences.fingerprints import references, titles
from provenance.licences.shingles import read_text
from provenance.licences.texts import title_of

MIT = """MIT License

Copyright (c) 2024 Example Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""  # noqa: E501
OWN = """The Lighthouse Weights Agreement

These weights come from Lighthouse Studio. A reader of this page may run them at home and show friends what comes out.
Whoever wants to put them into a product writes to the studio first and waits for an answer by post. Copies travel only
together with this page. The studio may change its mind in spring. Nobody promises that the lamp will burn all night.
"""  # noqa: E501


def test_known_texts_are_exact(apache_text: str) -> None:
    for text, key, spdx in ((apache_text, "apache-2.0", "Apache-2.0"), (MIT, "mit", "MIT")):
        match = identify_text(text)
        assert (match.verdict, match.licence, match.spdx, match.passages) == (
            "exact",
            key,
            spdx,
            (),
        )
        assert match.similarity >= 0.97
        assert match.candidates[0].licence == key


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.upper(),
        lambda text: " ".join(text.split("\n\n")[2:]),
        lambda text: "\n".join(f"# {line}" for line in text.splitlines()),
        lambda text: text.replace(
            "2024 Example Authors", "2019-2023 Somebody Else, Inc. and others"
        ),
        lambda text: text.replace('"', "”"),
        lambda text: "The " + text.replace("License", "Licence (MIT)", 1),
    ],
)
def test_what_varies_between_honest_copies_does_not_count(change) -> None:  # type: ignore[no-untyped-def]
    match = identify_text(change(MIT))
    assert (match.verdict, match.licence) == ("exact", "mit")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("free of charge", "for a fee"),
        ("without restriction", "without commercial purpose"),
        ("The above copyright notice", "The product must show a logo. The above copyright notice"),
        ("IN NO EVENT", "IN SOME EVENTS"),
    ],
)
def test_changed_mit_is_modified_and_shows_where(old: str, new: str) -> None:
    match = identify_text(MIT.replace(old, new))
    assert (match.verdict, match.licence, match.spdx) == ("modified", "mit", None)
    assert any(new.split(maxsplit=1)[0] in passage for passage in match.passages)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("perpetual", "revocable"),
        ("worldwide", "regional"),
        ("royalty-free", "paid"),
        ("may not", "may"),
    ],
)
def test_one_changed_word_in_a_long_text_is_not_exact(apache_text: str, old: str, new: str) -> None:
    changed = (
        apache_text.replace(old, new)
        if old in apache_text
        else apache_text.replace("must retain", "may retain")
    )
    match = identify_text(changed)
    assert match.verdict == "modified" and match.licence == "apache-2.0" and match.spdx is None
    assert match.passages


def test_an_added_clause_is_shown(apache_text: str) -> None:
    clause = "10. No party may use the Work to train a model that competes with the Licensor."
    match = identify_text(
        apache_text.replace(
            "END OF TERMS AND CONDITIONS", f"{clause}\n\nEND OF TERMS AND CONDITIONS"
        )
    )
    assert (match.verdict, match.licence, match.titled) == ("modified", "apache-2.0", None)
    assert any("competes with the Licensor" in passage for passage in match.passages)


def test_a_title_of_other_terms_over_a_known_text_is_not_exact() -> None:
    match = identify_text("Modified, for research only:\n\n" + MIT)
    assert match.verdict == "modified" and match.spdx is None


def test_a_file_of_two_texts(apache_text: str) -> None:
    match = identify_text(f"Code:\n\n{MIT}\n\nWeights:\n\n{apache_text}")
    assert (match.verdict, match.licence) == ("several", None)
    assert match.spdx == "Apache-2.0 AND MIT"
    assert [candidate.licence for candidate in match.candidates] == ["apache-2.0", "mit"]


def test_licences_of_components_do_not_stand_for_terms_that_limit_use(apache_text: str) -> None:
    terms = "You agree to use the owl weights only for academic research and education purposes."
    match = identify_text(f"{terms}\n\nComponents:\n\n{MIT}\n\n{apache_text}")
    assert match.licence is None
    assert match.verdict in ("family", "unknown")


def test_terms_of_its_own_between_known_texts_are_not_passed_over(apache_text: str) -> None:
    match = identify_text(f"{apache_text}\n\n{OWN * 2}\n\n{MIT}")
    assert (match.verdict, match.spdx) == ("several", None)
    assert any("Lighthouse" in passage for passage in match.passages)


def test_an_own_text_is_unknown(apache_text: str) -> None:
    assert identify_text(OWN).verdict == "unknown"
    assert identify_text(OWN * 5).licence is None
    half = apache_text[: len(apache_text) // 2]
    assert identify_text(half).verdict in ("family", "modified")
    assert identify_text(half).spdx is None
    for text in ("", "MIT", "Apache License 2.0", "\x00" * 100, "许可协议" * 100):
        assert identify_text(text).verdict == "unknown"


def test_a_title_alone_names_no_text() -> None:
    match = identify_text("MISTRAL AI NON-PRODUCTION LICENSE\n\n" + OWN)
    assert (match.verdict, match.licence, match.titled) == ("unknown", None, "mistral-mnpl-0.1")


COMPONENT = """Terms of Lantern Depth

The inference code and the weights of Lantern Depth may be used by students and teachers. You agree
to use Lantern Depth only for academic purposes, and refrain from using it for any commercial
purposes.
Other parts of this distribution come from elsewhere, with these words:

"""


def test_a_components_licence_does_not_name_the_terms_above_it() -> None:
    match = identify_text(OWN + COMPONENT + MIT)
    assert match.licence is None
    assert match.candidates[0].licence == "mit"


def test_a_components_licence_below_terms_that_limit_nothing_names_the_text() -> None:
    match = identify_text("Lantern Depth comes with parts under these words:\n\n" + MIT)
    assert match.licence == "mit"


def test_title_of() -> None:
    assert title_of("\n\n# **My Licence**\ntext") == ("My Licence", 3)
    assert title_of("Copyright (c) 2024 Somebody\n\nMy Licence\n") == ("My Licence", 3)
    assert title_of("") == ("", 1)


def test_words_point_back_into_the_text() -> None:
    text = "1. You may use 1,000,000 copies, see https://example.org/terms of v2.1."
    reading = read_text(text)
    places = zip(reading.starts, reading.ends, strict=True)
    assert [text[start:end].lower().replace(",", "") for start, end in places] == list(
        reading.words
    )
    assert "1000000" in reading.words and "v2.1" in reading.words and "example" not in reading.words


def test_fingerprints_name_licences_of_the_catalogue() -> None:
    assert {reference.licence for reference in references()} <= set(catalogue())
    assert set(titles()) <= set(catalogue())
    assert not set(titles()) & {reference.licence for reference in references()}
    for reference in references():
        assert len(reference.hashes) == reference.size
        assert list(reference.sample) == sorted(reference.hashes)[: len(reference.sample)]


@given(st.text(max_size=400) | st.lists(st.sampled_from(MIT.split()), max_size=200).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_identify_never_raises_and_never_calls_scraps_exact(text: str) -> None:
    match = identify_text(text)
    assert match.verdict in ("exact", "modified", "family", "several", "unknown")
    assert 0 <= match.similarity <= 1


@given(
    at=st.integers(min_value=30, max_value=150),
    word=st.sampled_from(["not", "only", "may", "lunar"]),
)
@settings(max_examples=60, deadline=None)
def test_a_word_put_into_the_terms_is_never_exact(at: int, word: str) -> None:
    words = MIT.split(" ")
    assert identify_text(" ".join([*words[:at], word, *words[at:]])).verdict != "exact"


def test_the_labelled_texts(corpus: Path) -> None:
    folder = corpus / "licence_texts"
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    known = {reference.licence for reference in references()}
    right = total = 0
    for name, label in labels.items():
        match = identify_text((folder / name).read_text("utf-8", errors="replace"))
        truth = label["licence"]
        if match.verdict == "exact":
            assert match.licence == truth, name
        if truth in known:
            total += 1
            right += match.licence == truth
        else:
            assert match.verdict in ("modified", "family", "unknown"), name
            assert match.spdx is None
    assert right >= 0.9 * total


def test_a_licence_with_its_use_policy_behind_it_is_still_called_by_its_name(corpus: Path) -> None:
    tried = 0
    for policy in sorted(corpus.glob("vendor/**/USE_POLICY.md")):
        licence = (policy.parent / "LICENSE").read_text("utf-8")
        known = identify_text(licence)
        if known.verdict != "exact":
            continue
        tried += 1
        match = identify_text(f"{licence}\n\n{policy.read_text('utf-8')}")
        assert (match.verdict, match.licence, match.spdx) == ("modified", known.licence, None)
        assert match.titled == known.licence
        assert identify_text(f"{licence}\n\n{OWN}").titled is None
    assert tried
