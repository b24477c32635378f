"""Clause reading of texts that no catalogue has: what decides is found with its quote and place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.clause_patterns import clause_patterns, field_patterns
from provenance.licences.clauses import DECIDING, clause_hash, read_clauses, topics
from provenance.messages import ids

UNKNOWN = """WIDGET MODEL TERMS

1. Definitions. "Outputs" means what the Model generates.
2. Grant. Widget grants you a revocable right to use, modify and distribute the Model for
   Non-Commercial Purposes only.
3. Restrictions. You may not:
   (a) use the Outputs to train or improve any other large language model;
   (b) use the Model for military purposes or for the development of weapons;
4. Large users. If your products have more than 5 million monthly active users, you must ask us.
5. Names. Any derivative model must include "Widget" at the beginning of its name, and you must
   display "Built with Widget" on your website.
6. Territory. This licence does not apply in the European Union.
7. Ending. We may terminate this Agreement if you breach any of its terms.
8. You will indemnify and hold harmless Widget against claims of third parties.
9. Law. These terms are governed by the laws of the Republic of Utopia.
"""
COMMERCIAL = ("commercial-use", "conditional")


def read(sentence: str) -> set[tuple[str, str]]:
    return {(clause.topic, clause.says) for clause in read_clauses(sentence).clauses}


def test_what_decides_is_found_with_number_and_quote() -> None:
    reading = read_clauses(UNKNOWN)
    clauses = {(clause.topic, clause.says): clause for clause in reading.clauses}
    assert clauses["commercial-use", "no"].number == "2"
    assert clauses["outputs-training", "no"].number == "3(a)"
    assert "large language model" in clauses["outputs-training", "no"].quote
    assert clauses["user-limit", ""].value == "5000000"
    assert clauses["name-prefix", ""].value == "Widget"
    assert clauses["display", ""].value == "Built with Widget"
    assert clauses["territory", ""].value == "EU"
    assert clauses["termination", ""].number == "7"
    assert clauses["indemnity", ""].line == 14
    assert clauses["law", ""].value == "Republic of Utopia"
    fields = {clause.value for clause in reading.of("fields")}
    assert fields == {"military", "weapons"}


def test_what_is_not_found_is_open() -> None:
    reading = read_clauses("You may use the software for any lawful purpose that you like.")
    assert "law" in reading.open
    assert "commercial-use" in reading.open
    assert set(reading.open) <= set(DECIDING)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("You may use the Model for commercial and non-commercial purposes.", "yes"),
        ("The Model is licensed solely for non-commercial research.", "no"),
        ("You must obtain a commercial licence before any product is sold with it.", "conditional"),
        ("모델은 비상업적 목적으로만 이용할 수 있습니다.", "no"),
        ("상업적 이용을 위해서는 회사와 별도의 계약이 필요합니다.", "conditional"),
    ],
)
def test_commercial_use(sentence: str, expected: str) -> None:
    assert ("commercial-use", expected) in read(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The licensor is not liable for the creation of derivatives of the model by others.",
        '"Distribution" means any transmission of the Model to a third party.',
        "NVIDIA and its affiliates may use the Work commercially.",
        "You acknowledge that the Model is provided as is and without warranty.",
    ],
)
def test_sentences_that_decide_nothing(sentence: str) -> None:
    deciding = {"commercial-use", "distribution", "derivatives", "citation", "outputs-training"}
    assert not deciding & {topic for topic, _ in read(sentence)}


def test_a_number_without_users_is_no_limit() -> None:
    assert ("user-limit", "") not in read("Section 4 has monthly active users in it, see page 12.")


def test_quotes_of_long_passages_show_what_decides() -> None:
    padding = "whereas the parties have talked about many things at length and in good faith, " * 20
    sentence = f"{padding}you may not use the Model for any commercial purpose whatsoever"
    (clause,) = read_clauses(sentence).of("commercial-use", "no")
    assert "any commercial purpose" in clause.quote
    assert clause.quote.startswith("… ")


def test_every_clause_has_words_in_both_languages() -> None:
    known = set(ids())
    for pattern in clause_patterns():
        variant = f".{pattern.says}" if pattern.says else ""
        assert f"clause.{pattern.topic}{variant}" in known
    assert {f"clause.field.{pattern.field}" for pattern in field_patterns()} <= known
    assert {f"clause.open.{topic}" for topic in DECIDING} <= known
    assert set(DECIDING) <= topics()
    for clause in read_clauses(UNKNOWN).clauses:
        assert clause.summary.text("ko") != str(clause.summary)


def test_clause_hash_is_of_words_alone() -> None:
    assert clause_hash("1. **You** shall keep\nthis notice.") == clause_hash(
        "You shall keep this Notice"
    )
    assert clause_hash("You shall keep this notice") != clause_hash("You may keep this notice")


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for clause in read_clauses(text).clauses:
        assert 0 <= clause.start < clause.end <= len(text)


@pytest.mark.parametrize(
    "part",
    [
        "may not use output to improve ",
        "not " * 8,
        "(a) ",
        "commercial use ",
        "“x” ",
        "다음 각 호 ",
    ],
)
def test_reading_is_linear(part: str) -> None:
    def seconds(times: int) -> float:
        text = part * times
        start = time.process_time()
        read_clauses(text)
        return time.process_time() - start

    seconds(100)
    assert seconds(4_000) < 40 * max(seconds(400), 0.01)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (
            "You can use and adapt it for non-commercial purposes, as long as you say so.",
            ("commercial-use", "no"),
        ),
        ("Use and redistribution are permitted.", None),
        (
            "Any change to this code must be open and is prohibited for commercial use by anyone.",
            ("commercial-use", "no"),
        ),
        (
            "Copy it for teaching, research and non-profit purposes only, please.",
            ("research-only", ""),
        ),
        ("If you use the masks in your work, please kindly cite our paper.", ("citation", "")),
        (
            "Colleagues get access provided that they first agree to be bound by these terms.",
            ("pass-terms", ""),
        ),
        ("The law of Utopia shall apply to all disputes under this agreement.", None),
        ("Your use must comply with Trade Controls of any country.", ("export", "")),
    ],
)
def test_short_terms_of_data_and_code(sentence: str, kind: tuple[str, str] | None) -> None:
    clauses = read(sentence)
    if kind is None:
        assert not clauses & {("commercial-use", "no"), ("share-alike", ""), ("pass-terms", "")}
    else:
        assert kind in clauses


def test_an_exception_in_the_lead_does_not_hide_a_match_behind_it() -> None:
    text = """1. You may deal in the Software for non-commercial purposes, including
without limitation the right to copy, subject to the following conditions:
(a) Any commercial use of the Software is prohibited without obtaining a separate permission.
"""
    assert ("commercial-use", "no") in read(text)


def test_words_that_are_only_encouraged_are_no_duty_of_display() -> None:
    text = (
        "c. You are encouraged to: (i) publish a blogpost about your experience; and (ii) mark"
        " the products that you make to show that they are “Powered by Lamp Works”."
    )
    assert "display" not in {clause.topic for clause in read_clauses(text).clauses}


def clauses_of(text: str) -> set[tuple[str, str, str]]:
    return {(clause.topic, clause.says, clause.value) for clause in read_clauses(text).clauses}


def test_a_grant_in_the_manner_of_mit_is_read_and_so_are_its_thresholds() -> None:
    text = (
        "Heron License\n\nCopyright (c) 2026 Heron\n\n"
        "Permission is granted to any person to deal in the Software, including, without"
        " limitation, the rights to use, copy, modify and distribute copies of the Software and to"
        " create derivative works from it, on these conditions:\n\n"
        "1. If a product has more than 100,000,000 monthly active users or US$ 20,000,000 monthly"
        ' revenue, "Heron" must be prominently displayed on its user interface.\n\n'
        "2. A licensee with aggregate revenue above 30 million US dollars must enter into an"
        " agreement with Heron before using the Software for any commercial purpose.\n"
    )
    said = clauses_of(text)
    assert {("distribution", "yes", ""), ("derivatives", "yes", "")} <= said
    assert ("display", "", "Heron") in said
    assert {("user-limit", "", "100000000"), ("revenue-limit", "", "20000000")} <= said
    assert ("revenue-limit", "", "30000000") in said
    assert ("commercial-use", "conditional", "") in said
    assert not any(clause.heading.startswith("Copyright") for clause in read_clauses(text).clauses)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "You must disclose to readers that the outputs were generated using our model.",
            ("ai-disclosure", "", ""),
        ),
        (
            "If you hand on the whole work you must retain this notice and the text below in it.",
            ("notice", "", ""),
        ),
        (
            "These terms may from now on be revised occasionally by the maker of the model.",
            None,
        ),
        (
            "This agreement may be updated and revised occasionally by the maker of the model.",
            ("terms-may-change", "", ""),
        ),
        (
            "You must include these Terms of Use whenever you share the dataset with others.",
            ("pass-terms", "", ""),
        ),
        (
            "No license is granted in such code, including any rights to publish, distribute and"
            " commercialize it.",
            ("distribution", "no", ""),
        ),
        (
            "You shall not use or distribute the model in any manner that breaks export laws.",
            None,
        ),
    ],
)
def test_more_ways_to_say_it(sentence: str, expected: tuple[str, str, str] | None) -> None:
    said = clauses_of(sentence)
    if expected:
        assert expected in said
    else:
        assert not {topic for topic, _, _ in said} & {"terms-may-change", "distribution"}


def test_a_long_lead_is_cut_before_a_word() -> None:
    lead = "Whoever uses the lighthouse weights " + "in a house by the sea " * 20 + "shall not:"
    text = f"{lead}\n\n(a) distribute the weights to any other person without being asked;\n"
    quote = next(clause.quote for clause in read_clauses(text).clauses)
    assert quote.startswith("… ") and quote[2:].split()[0] in lead.split()


def test_a_permission_without_fee_for_non_commercial_purposes_is_read() -> None:
    said = clauses_of(
        "Permission to use, copy, modify, and distribute this software for any non-commercial"
        " purpose is hereby granted without fee to whoever keeps this notice in all copies."
    )
    assert ("commercial-use", "no", "") in said
    assert ("derivatives", "yes", "") in said


def test_non_commercially_allows_no_commerce() -> None:
    said = clauses_of('The Software may be used "non-commercially", that is for evaluation only.')
    assert ("commercial-use", "yes", "") not in said
    assert ("commercial-use", "no", "") in said


def test_a_paragraph_in_capitals_is_read() -> None:
    text = (
        "HERON LICENSE\n\n5. Disclaimer\n\n"
        "THE USER CANNOT USE, EXPLOIT OR DISTRIBUTE THE SOFTWARE FOR COMMERCIAL PURPOSES\n"
        "WITHOUT PRIOR AND EXPLICIT CONSENT OF THE LICENSORS.\n"
    )
    assert ("commercial-use", "no", "") in clauses_of(text)


def test_who_is_no_law_firm_bars_no_use_in_law() -> None:
    text = "HERON IS NOT A LAW FIRM AND DOES NOT PROVIDE LEGAL SERVICES OR ANY LEGAL ADVICE."
    assert not clauses_of(text)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "If the service has more than 3 million monthly unique users you must ask Heron first.",
            ("user-limit", "", "3000000"),
        ),
        (
            'You are required to display the words "Powered by Heron" and the mark "Heron is a'
            ' trademark of Heron Labs" on related pages.',
            ("display", "", "Powered by Heron"),
        ),
        (
            "You must ensure that whoever gets a copy of the model from you also gets these terms.",
            ("pass-terms", "", ""),
        ),
    ],
)
def test_what_the_third_forty_pairs_showed(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in clauses_of(sentence)


def test_a_definition_that_mentions_prohibited_uses_is_no_policy() -> None:
    filters = '"Content Filters" means safeguards designed to prevent prohibited uses of the model.'
    policy = '"AUP" means the Acceptable Use Policy that Heron publishes on its page for models.'
    assert ("use-policy", "", "") not in clauses_of(filters)
    assert ("use-policy", "", "") in clauses_of(policy)


@pytest.mark.parametrize(
    "sentence",
    [
        "You will indemnify Acme against every claim that arises from your use of the Model.",
        "Licensee shall defend, indemnify and hold Acme harmless from claims of third parties.",
        "You indemnify Acme for claims from your products and any warranty that you add to them.",
    ],
)
def test_an_indemnity_that_binds_everyone(sentence: str) -> None:
    assert ("indemnity", "") in read(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "In accepting such duties you act for yourself, and only if you agree to indemnify Acme.",
        "You agree to defend and hold Acme harmless by reason of your accepting a warranty.",
        "If you offer any warranty of your own, you shall indemnify Acme for it in full.",
        "但是，您须同意赔偿每位贡献者，以免其因您提供此类担保而承担任何损失。",
    ],
)
def test_an_indemnity_of_those_who_offer_a_warranty(sentence: str) -> None:
    assert ("indemnity", "") not in read(sentence)


def test_whom_an_indemnity_binds_can_stand_in_another_sentence() -> None:
    """A condition two sentences away is not seen: the duty is shown, and its quote with it."""
    text = (
        "9. Some users sell a warranty to others. They do so at their own risk.\n"
        "Every one of these users will indemnify Acme for the costs of such a promise.\n"
    )
    [clause] = read_clauses(text).of("indemnity")
    assert "these users" in clause.quote


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (
            "You agree to apply this Licence, and no other, to all copies and to any derivatives.",
            ("share-alike", ""),
        ),
        ("You may host the Model for remote access by third parties.", ("hosting", "yes")),
        (
            "Each party grants you a licence to reproduce, prepare, publicly perform, display"
            " and distribute the Model and its derivatives.",
            ("derivatives", "yes"),
        ),
        ("Broader commercial licences are available from Acme on request.", COMMERCIAL),
        (
            "If you want a licence for commercial use of the recordings that are described in"
            " this document, please contact Acme.",
            COMMERCIAL,
        ),
        (
            "Where the data are used in breach of these terms, every right of yours and of those"
            " who received something from you is void from the start or immediately terminated.",
            ("termination", ""),
        ),
        (
            "Research is allowed, but training competing models with outputs is not.",
            ("outputs-training", "no"),
        ),
    ],
)
def test_other_ways_to_say_what_decides(sentence: str, kind: tuple[str, str]) -> None:
    assert kind in read(sentence)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("You may not host the Model for anybody else.", ("hosting", "yes")),
        ("You apply this licence by adding the notice below to your files.", ("share-alike", "")),
        ("Commercial support for this licence is available from Acme.", COMMERCIAL),
    ],
)
def test_sentences_close_to_these(sentence: str, kind: tuple[str, str]) -> None:
    assert kind not in read(sentence)
