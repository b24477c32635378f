"""Claims and what follows from them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.hubs import HUGGING_FACE
from provenance.licences import conclude
from provenance.licences.claim import Conclusion, Joined, Role, Source
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot, SourceText
from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.text.lines import LineSpan

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/support", revision="1" * 40)
API = "api/models/acme/support"
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
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
OWN = (
    "These weights belong to the Lighthouse Studio, and whoever wants them writes a letter first. "
    * 12
)


def documents(**texts: str) -> dict[str, SourceText]:
    named = {name.replace("__", ".").replace("_MINUS_", "-"): text for name, text in texts.items()}
    return {path: SourceText.decode(REF, path, text.encode()) for path, text in named.items()}


def card(fields: Mapping[str, Any], *sections: CardSection) -> Card:
    positions: dict[tuple[str | int, ...], LineSpan] = {
        (key,): LineSpan(at, at) for at, key in enumerate(fields, start=2)
    }
    return Card(fields=fields, positions=positions, sections=sections)


def section(title: str, *paragraphs: str, line: int = 10) -> CardSection:
    blocks = tuple(
        CardBlock(kind=BlockKind.PARAGRAPH, text=text, span=LineSpan(line + at, line + at))
        for at, text in enumerate(paragraphs)
    )
    return CardSection(
        title=title, level=2, span=LineSpan(line - 1, line + len(paragraphs)), blocks=blocks
    )


def concluded(
    fields: Mapping[str, Any] | None = None,
    tags: object = (),
    texts: Mapping[str, SourceText] | None = None,
    sections: tuple[CardSection, ...] = (),
    data: Mapping[str, Any] | None = None,
) -> Conclusion:
    snapshot = Snapshot(ref=REF, source=API, metadata={"tags": tags, "cardData": data or {}})
    return conclude(
        snapshot, card(fields, *sections) if fields is not None else None, texts or {}, {}
    )


def test_nothing_stated_is_none() -> None:
    assert concluded() == Conclusion()
    assert concluded({"license": None}, tags=["region:us"]).verdict == "none"


def test_hub_tag_alone() -> None:
    conclusion = concluded(tags=["transformers", "license:mit"])
    assert (conclusion.declared, conclusion.concluded, conclusion.verdict) == (
        "MIT",
        "MIT",
        "declared-only",
    )
    (claim,) = conclusion.claims
    assert (claim.source, claim.evidence.file, claim.evidence.start_line) == (Source.TAG, API, None)
    assert claim.evidence.quote == "license:mit"


def test_card_field_points_at_its_line() -> None:
    readme = documents(README__md="---\nlicense: gemma\n---\n# A model\n")
    conclusion = concluded({"license": "gemma"}, ["license:gemma"], readme)
    assert conclusion.concluded == "LicenseRef-gemma"
    assert [claim.source for claim in conclusion.claims] == [Source.CARD, Source.TAG]
    evidence = conclusion.claims[0].evidence
    assert (evidence.file, evidence.start_line, evidence.quote) == (
        "README.md",
        2,
        "license: gemma",
    )
    assert evidence.sha256 == readme["README.md"].sha256
    assert conclusion.category_is_known


def test_a_list_has_no_operator() -> None:
    conclusion = concluded({"license": ["mit", "cc-by-nc-4.0"]})
    assert (conclusion.verdict, conclusion.declared, conclusion.concluded) == ("list", None, None)
    assert conclusion.joined is Joined.UNKNOWN
    assert {licence.id for licence in conclusion.licences} == {"mit", "cc-by-nc-4.0"}
    assert conclusion.name.endswith("(a list that does not say how they go together)")
    assert concluded({"license": ["mit", "other"]}).licences == ()
    assert concluded({"license": ["mit", "mit"]}).concluded == "MIT"


def test_an_expression_is_read() -> None:
    conclusion = concluded({"license": "MIT OR Apache-2.0"})
    assert (conclusion.concluded, conclusion.joined) == ("MIT OR Apache-2.0", Joined.CHOICE)
    assert concluded({"license": "MIT AND Apache-2.0"}).joined is Joined.ALL


@pytest.mark.parametrize(
    "fields",
    [
        {"license": "other", "license_name": "gemma-terms-of-use"},
        {"license": "other", "license_link": "https://ai.google.dev/gemma/terms"},
        {
            "license": "other",
            "license_name": "my terms",
            "license_link": "https://ai.google.dev/gemma/terms",
        },
        {"license": "Gemma"},
        {"licenses": ["other-gemma-terms-of-use"]},
        {"licenses": ["gemma"]},
        {"licenses": {"default": ["gemma"]}},
    ],
)
def test_names_beside_other_and_legacy_keys(fields: dict[str, Any]) -> None:
    assert [licence.id for licence in concluded(fields).licences] == ["gemma"]


@pytest.mark.parametrize("value", ["other", "unknown", "cc", "gpl", "openrail", "our own terms"])
def test_what_names_no_licence_is_unresolved(value: str) -> None:
    conclusion = concluded({"license": value})
    assert (conclusion.concluded, conclusion.verdict) == (None, "unresolved")
    assert {licence.category for licence in conclusion.licences} <= {"family"}
    assert (conclusion.declared is not None) == (value in ("cc", "gpl", "openrail"))


def test_a_name_of_an_unknown_licence_is_kept() -> None:
    (claim,) = concluded({"license": "other-our own terms"}).claims
    assert (claim.licence, claim.name) == (None, "our own terms")
    (claim,) = concluded(
        {"license": "other", "license_name": "our own", "license_link": "LICENSE"}
    ).claims
    assert (claim.licence, claim.name, claim.link) == ("other", "our own", "LICENSE")


def test_text_and_tag_agree(apache_text: str) -> None:
    conclusion = concluded(
        {"license": "apache-2.0"}, ["license:apache-2.0"], documents(LICENSE=apache_text)
    )
    assert (conclusion.verdict, conclusion.concluded) == ("agreed", "Apache-2.0")
    assert conclusion.claims[0].source is Source.TEXT
    assert conclusion.claims[0].match is not None and conclusion.claims[0].match.verdict == "exact"
    assert conclusion.claims[0].evidence.start_line == 1 or conclusion.claims[
        0
    ].evidence.quote.startswith("Apache")


def test_text_outranks_tag(apache_text: str) -> None:
    conclusion = concluded({"license": "mit"}, ["license:mit"], documents(LICENSE=apache_text))
    assert (conclusion.verdict, conclusion.declared, conclusion.concluded) == (
        "text-outranks",
        "MIT",
        "Apache-2.0",
    )


def test_text_alone_and_text_beside_a_family() -> None:
    assert concluded(texts=documents(LICENSE=MIT)).verdict == "text-only"
    conclusion = concluded({"license": "other"}, texts=documents(LICENSE=MIT))
    assert (conclusion.verdict, conclusion.concluded) == ("text-only", "MIT")


def test_modified_and_unknown_texts_leave_it_open(apache_text: str) -> None:
    changed = documents(LICENSE=apache_text.replace("perpetual", "revocable"))
    conclusion = concluded({"license": "apache-2.0"}, texts=changed)
    assert (conclusion.verdict, conclusion.concluded, conclusion.declared) == (
        "text-modified",
        None,
        "Apache-2.0",
    )
    assert concluded({"license": "mit"}, texts=documents(LICENSE=OWN)).verdict == "text-unknown"
    assert concluded({"license": "mit"}, texts=documents(LICENSE=OWN)).concluded is None
    assert concluded(texts=documents(LICENSE=OWN)).verdict == "unresolved"
    alike = documents(LICENSE=OWN + MIT.split("\n\n")[2])
    assert concluded({"license": "mit"}, texts=alike).verdict == "text-unknown"


def test_notice_policy_and_code_licence_are_no_claims(apache_text: str) -> None:
    other_files = documents(NOTICE=MIT, USE_POLICY__md=OWN, LICENSE_MINUS_CODE=apache_text)
    conclusion = concluded(texts=other_files)
    assert (conclusion.claims, conclusion.verdict) == ((), "none")
    assert [
        (other.role, other.licence, other.evidence.file) for other in conclusion.other_terms
    ] == [
        (Role.OTHER_PART, "apache-2.0", "LICENSE-CODE"),
        (Role.NOTICE, "mit", "NOTICE"),
        (Role.USE_POLICY, None, "USE_POLICY.md"),
    ]
    assert concluded({"license": "cc-by-nc-4.0"}, texts=other_files).concluded == "CC-BY-NC-4.0"


def test_a_text_for_the_weights_outranks_the_others(apache_text: str) -> None:
    conclusion = concluded(texts=documents(LICENSE=apache_text, MODEL_LICENSE=MIT))
    assert conclusion.concluded == "MIT"


def test_a_pointer_names_its_licence() -> None:
    pointer = documents(LICENSE="The model is licensed under the Gemma Terms of Use.")
    assert [licence.id for licence in concluded(texts=pointer).licences] == ["gemma"]
    assert concluded(texts=documents(LICENSE="See our website.")).verdict == "unresolved"


def test_gated_prompt(apache_text: str) -> None:
    conclusion = concluded({"license": "other", "extra_gated_prompt": apache_text})
    assert (conclusion.concluded, conclusion.verdict, conclusion.claims[0].source) == (
        "Apache-2.0",
        "text-only",
        Source.GATED_PROMPT,
    )
    assert (
        concluded(
            {"license": "mit", "extra_gated_prompt": "Please agree to share your address."}
        ).concluded
        == "MIT"
    )
    hub = concluded(tags=["license:other"], data={"extra_gated_prompt": apache_text})
    assert hub.concluded == "Apache-2.0" and hub.claims[0].evidence.file == API


def test_a_form_to_fill_in_is_no_licence_text_but_unknown_terms_are() -> None:
    form = (
        "Please tell us who you are and what you plan to do with these weights before you ask for"
        " them. " * 10
    )
    assert concluded({"license": "mit", "extra_gated_prompt": form}).verdict == "declared-only"
    terms = "Lighthouse Studio Terms of Access\n\n" + form
    assert concluded({"license": "mit", "extra_gated_prompt": terms}).verdict == "text-unknown"


@pytest.mark.parametrize(
    "key", ["extra_gated_prompt", "extra_gated_heading", "extra_gated_description"]
)
def test_the_access_form_names_a_licence(key: str) -> None:
    conclusion = concluded({key: "By asking for access you agree to the Gemma Terms of Use."})
    assert (conclusion.concluded, conclusion.verdict) == ("LicenseRef-gemma", "declared-only")
    assert conclusion.claims[0].source is Source.GATED_PROMPT
    against = concluded({"license": "mit", key: "You agree to the Gemma Terms of Use."})
    assert (against.concluded, against.verdict) == ("MIT", "contradicted")


def test_a_box_of_the_access_form_names_a_licence() -> None:
    boxes = {"Country": "country", "I agree to the Stability AI Community License": "checkbox"}
    conclusion = concluded({"license": "other", "extra_gated_fields": boxes})
    assert [licence.id for licence in conclusion.licences] == ["stability-ai-community-2024"]


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"license_name": "gemma-terms-of-use"}, "gemma"),
        ({"license_link": "https://ai.google.dev/gemma/terms"}, "gemma"),
        ({"license_name": "harbour-research", "license_link": "LICENSE.md"}, None),
        ({"licence": "mit"}, "mit"),
    ],
)
def test_a_name_without_the_licence_field_is_a_claim(
    fields: dict[str, Any], licence: str | None
) -> None:
    (claim,) = concluded(fields).claims
    assert claim.licence == licence


def test_a_licence_of_an_unknown_name_is_not_the_one_in_prose() -> None:
    conclusion = concluded(
        {"license_name": "harbour-research"}, sections=(section("License", "License: Gemma"),)
    )
    assert (conclusion.concluded, conclusion.verdict, len(conclusion.claims)) == (
        None,
        "unresolved",
        2,
    )


def test_the_words_of_a_template_are_no_licence() -> None:
    assert concluded({"licence": "license"}).claims == ()


def test_a_row_of_a_table_states_a_licence() -> None:
    rows = (("Field", "Value"), ("License", "Gemma"))
    table = CardBlock(kind=BlockKind.TABLE, text="License | Gemma", span=LineSpan(3, 5), rows=rows)
    conclusion = concluded(
        {},
        sections=(
            CardSection(title="Model details", level=2, span=LineSpan(1, 9), blocks=(table,)),
        ),
    )
    assert conclusion.concluded == "LicenseRef-gemma"
    wide = replace(table, rows=(("Model", "License"), ("ours", "MIT License")))
    assert (
        concluded(
            {},
            sections=(CardSection(title="Results", level=2, span=LineSpan(1, 9), blocks=(wide,)),),
        ).claims
        == ()
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The license of the packed model follows the license of the original model.",
        "It is released under the same license as the base model.",
        "Inherits the license from the parent model weights.",
    ],
)
def test_a_card_may_leave_the_licence_to_the_base(sentence: str) -> None:
    conclusion = concluded({}, sections=(section("License", sentence),))
    assert (conclusion.claims, conclusion.verdict, conclusion.other_terms[0].role) == (
        (),
        "as-base",
        Role.SAME_AS_BASE,
    )
    assert (
        concluded({"license": "mit"}, sections=(section("License", sentence),)).verdict
        == "declared-only"
    )


def test_a_card_may_name_the_licence_of_its_base() -> None:
    conclusion = concluded(
        {"license": "mit"},
        sections=(section("License", "The base model is under Gemma Terms of Use."),),
    )
    assert [(other.role, other.licence) for other in conclusion.other_terms] == [
        (Role.BASE, "gemma")
    ]
    denied = concluded(
        {}, sections=(section("License", "The base model is not under the Gemma Terms of Use."),)
    )
    assert denied.other_terms == ()


def test_a_section_may_hold_the_whole_text() -> None:
    whole = section(
        "Licensing Information", "Tickets Data, by the Lighthouse Studio.", *MIT.split("\n\n")
    )
    conclusion = concluded({"license": "other"}, sections=(whole,))
    assert (conclusion.concluded, conclusion.verdict) == ("MIT", "text-only")
    changed = section("License", *MIT.replace("sell copies", "lend copies").split("\n\n"))
    assert concluded({"license": "mit"}, sections=(changed,)).verdict == "text-modified"
    elsewhere = replace(whole, title="Introduction")
    assert concluded({"license": "other"}, sections=(elsewhere,)).verdict == "unresolved"


def test_a_section_may_name_licences_for_parts() -> None:
    parts = section(
        "License",
        "The stories are shared under CC BY-SA 4.0, some passages under the Apache License 2.0.",
    )
    conclusion = concluded({"license": "other"}, sections=(parts,))
    assert [(other.role, other.licence) for other in conclusion.other_terms] == [
        (Role.OTHER_PART, "apache-2.0"),
        (Role.OTHER_PART, "cc-by-sa-4.0"),
    ]


def test_prose_speaks_where_nothing_else_does() -> None:
    text = section("License", "This model is released under the Apache License 2.0.")
    readme = documents(
        README__md="\n" * 9 + "This model is released under the Apache License 2.0.\n"
    )
    conclusion = concluded({}, texts=readme, sections=(text,))
    assert (conclusion.concluded, conclusion.verdict) == ("Apache-2.0", "declared-only")
    assert conclusion.claims[0].evidence.start_line == 10
    assert concluded({"license": "other"}, sections=(text,)).concluded == "Apache-2.0"


def test_a_licence_may_be_named_by_another_work_under_it() -> None:
    text = section("License", "The same license as Llama 3.1 applies: see the LICENSE file.")
    assert [licence.id for licence in concluded({}, sections=(text,)).licences] == ["llama3.1"]


def test_prose_that_contradicts_is_told_and_concludes_nothing_else() -> None:
    conclusion = concluded(
        {"license": "mit"},
        sections=(section("Licence", "The model is licensed under CC BY-NC 4.0."),),
    )
    assert (conclusion.verdict, conclusion.concluded) == ("contradicted", "MIT")
    assert {claim.licence for claim in conclusion.claims} == {"mit", "cc-by-nc-4.0"}


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("License", "The code is released under the MIT License."),
        ("License", "The base model is licensed under the Gemma Terms of Use."),
        ("License", "The dataset is available under CC BY-SA 4.0."),
        ("License", "This model is not released under the Apache License 2.0."),
        ("License", "Either the MIT License or the Lighthouse License applies."),
        ("License", "Creative Commons Attribution 2.5 South Africa License"),
        ("Introduction", "This model was trained with Apache 2.0 software."),
        ("Results", "It is better than models under the MIT License."),
        ("License", "WordNet"),
        ("License", "Gemma is provided under and subject to the Gemma Terms of Use"),
    ],
)
def test_prose_about_something_else_is_no_claim(title: str, sentence: str) -> None:
    assert concluded({}, sections=(section(title, sentence),)).claims == ()


def test_a_labelled_line_anywhere_is_a_claim() -> None:
    conclusion = concluded({}, sections=(section("Model details", "License: CC-BY-SA-4.0"),))
    assert conclusion.concluded == "CC-BY-SA-4.0"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("model.gguf", "general.license"),
        ("model.safetensors", "license"),
        ("model.safetensors", "modelspec.license"),
    ],
)
def test_weight_header(path: str, key: str) -> None:
    snapshot = Snapshot(ref=REF, source=API, files=(FileEntry(path=path, size=9, sha256="a" * 64),))
    conclusion = conclude(snapshot, None, {}, {path: {"format": "pt", key: "apache-2.0"}})
    assert (conclusion.concluded, conclusion.claims[0].source) == ("Apache-2.0", Source.WEIGHTS)
    assert conclusion.claims[0].evidence.sha256 == "a" * 64


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["mit", "other"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4) | st.just("name"), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "license",
        "licenses",
        "licence",
        "license_name",
        "license_link",
        "extra_gated_prompt",
        "extra_gated_fields",
    ]
)


@given(
    fields=st.dictionaries(KEYS, VALUES, max_size=4),
    data=VALUES | st.dictionaries(KEYS, VALUES, max_size=4),
    tags=VALUES | st.lists(VALUES | st.just("license:mit") | st.just("license:"), max_size=4),
    text=st.text(max_size=200),
)
@settings(max_examples=100, deadline=None)
def test_conclude_never_raises(
    fields: dict[str, Any], data: object, tags: object, text: str
) -> None:
    snapshot = Snapshot(ref=REF, source=API, metadata={"tags": tags, "cardData": data})
    conclusion = conclude(
        snapshot, card(fields), documents(LICENSE=text), {"a.gguf": {"general.license": text}}
    )
    assert conclusion.concluded is None or conclusion.licences
    assert all(claim.evidence.artifact == REF.purl for claim in conclusion.claims)


def test_a_dataset_may_speak_of_its_data() -> None:
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/tickets", revision="2" * 40)
    sections = (section("Licensing Information", "The dataset is available under CC BY-SA 4.0."),)
    conclusion = conclude(Snapshot(ref=ref, source=API), card({}, *sections), {}, {})
    assert conclusion.concluded == "CC-BY-SA-4.0"
