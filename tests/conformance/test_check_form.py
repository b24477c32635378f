"""What is wrong with the form of a document, each with its place: failing, passing, could not
tell."""

from __future__ import annotations

from typing import Any

import pytest
from check_documents import CYCLONEDX, DATA, NOWHERE, SPDX, XML, changed, examined, read, vendor

from provenance.conformance import form
from provenance.cyclonedx.values import expression_fault, hash_fault, purl_fault, time_fault
from provenance.text.placeholder import is_placeholder

MODEL, DATASET, FILE = "/components/0", "/components/1", "/components/0/components/0"
WRONG: tuple[tuple[str, str, Any, str], ...] = (
    ("schema", "/components/0/type", "robot", "'robot' is not one of"),
    ("schema", "/components/0/modelCard/invented", 1, "Additional properties"),
    ("schema", "/components/0/licenses/0/license/id", "Apache-2", "not one of the"),
    ("duplicate-ref", "/components/1/bom-ref", "model", "is used 2 times"),
    ("dangling-ref", "/dependencies/0/dependsOn/0", "modle", "modle is not a bom-ref"),
    ("dangling-ref", "/dependencies/1/ref", "modle", "modle is not a bom-ref"),
    ("dangling-ref", "/compositions/0/assemblies/0", "dsek", "dsek is not a bom-ref"),
    (
        "dangling-ref",
        "/components/0/modelCard/modelParameters/datasets/0/ref",
        "12k",
        "12k is not a bom-ref",
    ),
    (
        "model-card",
        "/components/2/modelCard",
        {"modelParameters": {"task": "x"}},
        "a component of type library has a model card",
    ),
    (
        "data-block",
        "/components/2/data",
        [{"type": "dataset"}],
        "a component of type library has a data block",
    ),
    ("purl", "/components/0/purl", "huggingface.co/vendor/answers-3b", "not a package URL"),
    ("purl", "/components/0/purl", "pkg:huggingface/vendor/answers 3b", "percent-encoded"),
    ("licence-expression", "/components/2/licenses/0/expression", "MIT OR Gemma", "names Gemma"),
    (
        "licence-expression",
        "/components/2/licenses/0/expression",
        "MIT AND",
        "not a licence expression",
    ),
    ("hash", "/components/0/hashes/0/content", "a" * 40, "has 40 digits; SHA-256 has 64"),
    ("hash", "/components/0/hashes/0/content", "g" * 64, "not hexadecimal"),
    ("time", "/metadata/timestamp", "2026-02-30T09:30:00Z", "not an existing date or time"),
    ("time", "/metadata/timestamp", "yesterday", "not a date and time"),
)


@pytest.mark.parametrize(("code", "pointer", "value", "expected"), WRONG)
def test_what_is_wrong_has_its_place(code: str, pointer: str, value: Any, expected: str) -> None:
    problems = [
        problem for problem in examined(changed(pointer, value)).problems if problem.code == code
    ]
    assert any(
        pointer.startswith(problem.pointer) and expected in problem.message for problem in problems
    ), problems


@pytest.mark.parametrize("name", [CYCLONEDX, XML, SPDX])
def test_nothing_is_wrong_with_a_good_document(name: str) -> None:
    assert examined((DATA / name).read_bytes()).problems == ()


def test_a_reference_to_another_document_cannot_be_told() -> None:
    link = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#model"
    assert (
        examined(changed("/components/0/modelCard/modelParameters/datasets/0/ref", link)).problems
        == ()
    )


@pytest.mark.parametrize(
    ("before", "after", "pointer", "expected"),
    [
        (b"<id>Apache-2.0", b"<id>Apache-2", "/license/id", "not one of those allowed"),
        (
            b'<dependency ref="tickets"/>',
            b'<dependency ref="nothing"/>',
            "dependsOn",
            "is not a bom-ref",
        ),
        (b"<task>", b"<invented/><task>", "modelParameters/invented", "not expected"),
        (
            b'alg="SHA-256">7f83b1657ff1fc53',
            b'alg="SHA-1">7f83b1657ff1fc53',
            "content",
            "SHA-1 has 40",
        ),
    ],
)
def test_what_is_wrong_in_xml_has_its_line(
    before: bytes, after: bytes, pointer: str, expected: str
) -> None:
    good, data = (DATA / XML).read_bytes(), (DATA / XML).read_bytes().replace(before, after, 1)
    assert data != good
    line = data[: data.index(after)].count(b"\n") + 1
    examination = examined(data)
    lines = [
        (problem.pointer, examination.document.line(problem.pointer))
        for problem in examination.problems
        if expected in problem.message
    ]
    assert any(pointer in where and at == line for where, at in lines), examination.problems


def test_xml_on_one_line_keeps_its_places() -> None:
    data = b" ".join((DATA / XML).read_bytes().split())
    data = data.replace(b"<purl>pkg:pypi/runtime", b"<invented/><purl>pkg:pypi/runtime")
    assert any(problem.pointer == "/components/2/invented" for problem in examined(data).problems)


def test_without_lxml_the_schema_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "find_spec", lambda name: None)
    assert ".[xml]" in examined((DATA / XML).read_bytes()).notes[0]
    assert examined(vendor()).notes == ()


SPDX_WRONG: tuple[tuple[str, str, Any, str, str], ...] = (
    ("schema", "/@graph/5/invented", 1, "/@graph/5/invented", "Unknown property"),
    (
        "schema",
        "/@graph/5/ai_useSensitivePersonalInformation",
        "maybe",
        "ai_use",
        "not a valid value",
    ),
    ("schema", "/@graph/6/dataset_datasetType", NOWHERE, "/@graph/6", "dataset_datasetType"),
    ("schema", "/@graph/-", {"type": "Robot"}, "/@graph/10", "not a class"),
    ("schema", "/@graph/-", 5, "/@graph/10", "5 is not an element"),
    ("schema", "/@graph/-", {"type": ["x"]}, "/@graph/10", "not a class"),
    (
        "duplicate-ref",
        "/@graph/6/spdxId",
        "https://vendor.example/spdx#model",
        "/@graph/5/spdxId",
        "used 2 times",
    ),
    (
        "dangling-ref",
        "/@graph/8/to/0",
        "https://vendor.example/spdx#x",
        "/@graph/8/to/0",
        "not an element",
    ),
    (
        "dangling-ref",
        "/@graph/5/suppliedBy",
        "https://vendor.example/spdx#x",
        "suppliedBy",
        "not an element",
    ),
    (
        "purl",
        "/@graph/5/software_packageUrl",
        "vendor/answers",
        "software_packageUrl",
        "not a package URL",
    ),
    (
        "licence-expression",
        "/@graph/7/simplelicensing_licenseExpression",
        "Gemma",
        "Expression",
        "names Gemma",
    ),
    ("hash", "/@graph/5/verifiedUsing/0/hashValue", "abc", "hashValue", "has 3 digits"),
    (
        "time",
        "/@graph/0/created",
        "2026-13-01T00:00:00Z",
        "created",
        "not an existing date or time",
    ),
)


@pytest.mark.parametrize(("code", "pointer", "value", "place", "expected"), SPDX_WRONG)
def test_what_is_wrong_in_spdx_has_its_place(
    code: str, pointer: str, value: Any, place: str, expected: str
) -> None:
    problems = examined(changed(pointer, value, SPDX)).problems
    assert any(
        problem.code == code and place in problem.pointer and expected in problem.message
        for problem in problems
    ), problems


def test_spdx_that_is_imported_cannot_be_told() -> None:
    assert examined(vendor(SPDX)).problems == ()
    problems = examined(changed("/@graph/3/import", NOWHERE, SPDX)).problems
    assert [(element.code, element.pointer) for element in problems] == [
        ("dangling-ref", "/@graph/9/to/1")
    ]


def test_terms_that_spdx_defines_are_there() -> None:
    licence = "https://spdx.org/licenses/MIT"
    assert examined(changed("/@graph/8/to/0", licence, SPDX)).problems == ()


def test_messages_say_the_same_twice() -> None:
    document = changed("/@graph/8/relationshipType", NOWHERE, SPDX)
    first, second = (examined(document).problems for _ in range(2))
    assert first == second
    assert "relationshipType" in first[0].message


def test_problems_are_few_and_in_order() -> None:
    document = changed("/components", [{"type": "robot", "name": f"n{n}"} for n in range(500)])
    problems = examined(document, "ntia").problems
    assert len(problems) == form.MOST_PROBLEMS
    assert [problem.pointer for problem in problems[:3]] == [
        f"/components/{n}/type" for n in range(3)
    ]


@pytest.mark.parametrize(
    "text",
    ["", "  ", "TODO", "todo:", "unknown", "Unknown.", "N/A", "n.a.", "NOASSERTION", "[More Information Needed]",  # noqa: E501
     "{{ model_name }}", "tbd", "To be determined", "-", "...", "None", "null", "<your organisation>", "XXXX",  # noqa: E501
     "placeholder", "insert name here", "1970-01-01T00:00:00Z", "0" * 64, "your-company",
     "https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement", "expandedlicensing_NoAssertionLicense"],  # noqa: E501
)  # fmt: skip
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["1", "0", "no", "MIT", "unknown origin of three files", "Todo list generator", "Nana", "x", "Ünknown Labs",  # noqa: E501
     "Your model for daily tasks", "https://a.example", "0123456789abcdef" * 4, "none of the files holds names"],  # noqa: E501
)  # fmt: skip
def test_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


def test_placeholders_are_told_with_their_places() -> None:
    document = changed("/components/0/description", "TODO")
    document["components"][1]["data"][0]["name"] = " "
    document["components"][0]["modelCard"]["properties"][0]["value"] = "unknown"
    placeholders = examined(document).placeholders
    assert [placeholder.pointer for placeholder in placeholders] == [
        "/components/0/description",
        "/components/1/data/0/name",
    ]
    assert placeholders[0].message == "description is filled with 'TODO'"
    assert examined(vendor()).placeholders == ()


@pytest.mark.parametrize(
    "text",
    ["MIT", "mit", "MIT OR Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", "(MIT)", "GPL-2.0+",  # noqa: E501
     "LicenseRef-vendor.1 AND MIT", "DocumentRef-x:LicenseRef-y"],
)  # fmt: skip
def test_expressions(text: str) -> None:
    assert expression_fault(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "MIT AND", "OR", "(MIT", "MIT Apache-2.0", "MIT/X11", "Gemma", "LicenseRef-", "GPL WITH MIT WITH X",  # noqa: E501
     "(" * 2000, "MIT OR " * 1000, "x" * 5000, "MIT\x00"],
)  # fmt: skip
def test_no_expressions(text: str) -> None:
    assert expression_fault(text)


def test_values_one_by_one() -> None:
    assert purl_fault("pkg:huggingface/a/b@c?type=dataset#x/y.bin") is None
    assert all(
        map(
            purl_fault,
            (
                "",
                "pkg:",
                "pkg:pypi",
                "PKG:pypi/x",
                "pkg:pypi/x%zz",
                "pkg:1a/b",
                "pkg:a/b?c",
                "pkg:a\n/b",
            ),
        )
    )
    assert (
        hash_fault("SHA-256", "0a" * 32)
        is hash_fault("sha3_512", "A" * 128)
        is hash_fault("BLAKE3", "ab")
        is None
    )
    assert hash_fault("sha512", "0a" * 32)
    assert time_fault("2026-03-02T09:30:00.5+09:00") is time_fault("2016-12-31T23:59:60Z") is None
    assert all(
        map(
            time_fault,
            ("2026-03-02", "2026-03-02T09:30:00", "2026-03-02T25:00:00Z", "٢٠٢٦-03-02T09:30:00Z"),
        )
    )


def test_a_document_without_ai_is_told() -> None:
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    assert "no model and no dataset" in examined(document).notes[0]
    assert read(document).subjects() == ()
