"""Every form of an examination: what a person sees, what a machine reads, and that no text of a
stranger steers it."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from check_documents import DATA, SPDX, XML, changed, examined, vendor
from format_poison import TRICKS
from jsonschema import Draft202012Validator
from rich.cells import cell_len

import provenance
from provenance.bom import encode
from provenance.conformance import FORMATS, render
from provenance.conformance.examination import Examination, examine
from provenance.conformance.page import compose
from provenance.errors import UsageError

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "check-1.schema.json").read_text("utf-8")
)
BROKEN = "broken"
POISON = (
    "".join(TRICKS)
    + '<script>alert(1)</script><img src=x onerror=alert(1)>\' onclick="x" ]]> & &lt;'
)


def broken() -> Examination:
    """A document with something wrong of every kind, beside what a hub says."""
    document = changed("/components/0/purl", "pkg:huggingface/acme/support-gemstone-7b@1111111")
    document["components"][0]["description"] = "TODO"
    document["components"][0]["hashes"][0]["content"] = "abc"
    document["components"][0]["modelCard"]["modelParameters"]["datasets"][0]["ref"] = "12k"
    document["components"][2]["licenses"] = [{"expression": "MIT OR Gemma"}]
    document["metadata"]["timestamp"] = "2026-13-01T00:00:00Z"
    document["vulnerabilities"] = [{"id": "CVE-2026-1"}]
    lineage = provenance.trace("acme/support-gemstone-7b", hub="sample")
    return examine(json.dumps(document).encode(), "vendor.cdx.json", against=lineage)


@pytest.fixture(name="examinations", scope="module")
def _examinations() -> dict[str, Examination]:
    return {
        BROKEN: broken(),
        "vendor": examined(vendor()),
        "xml": examined((DATA / XML).read_bytes(), "annex-xi"),
        "spdx": examined(vendor(SPDX), "g7", "bsi"),
        "nothing": examined({"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1}),
    }


@pytest.mark.parametrize("name", [BROKEN, "vendor", "xml", "spdx", "nothing"])
def test_snapshots(
    name: str, examinations: dict[str, Examination], snapshot: Callable[[str, bytes], None]
) -> None:
    examination = examinations[name]
    for suffix, width, verbose in (("80", 80, 0), ("40", 40, 0), ("verbose", 80, 1)):
        snapshot(
            f"{name}.{suffix}.txt", render(examination, "terminal", width=width, verbose=verbose)
        )
    if name == BROKEN:
        snapshot(f"{name}.colour.txt", render(examination, "terminal", colour=True))
        snapshot(f"{name}.json", versionless(render(examination, "json")))
        snapshot(f"{name}.html", versionless(render(examination, "html")))


def versionless(payload: bytes) -> bytes:
    """Without the version of this tool, which would change the snapshots with every release."""
    return payload.replace(provenance.__version__.encode(), b"VERSION")


@pytest.mark.parametrize("name", [BROKEN, "vendor", "xml", "spdx", "nothing"])
@pytest.mark.parametrize("width", [24, 40, 80, 120])
def test_lines_fit(name: str, width: int, examinations: dict[str, Examination]) -> None:
    text = render(examinations[name], "terminal", width=width, verbose=1).decode()
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert not any(line.endswith(" ") for line in text.splitlines())


@pytest.mark.parametrize("name", [BROKEN, "vendor", "xml", "spdx", "nothing"])
def test_json_follows_its_schema(name: str, examinations: dict[str, Examination]) -> None:
    document = json.loads(render(examinations[name], "json"))
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        document
    )
    for verdict in document["frameworks"]:
        assert sum(verdict["counts"].values()) == len(verdict["elements"])


class Strict(HTMLParser):
    """Reads a page and insists on what this tool writes: nested, closed, nothing that loads or
    runs."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name == "href"}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", [BROKEN, "vendor", "xml", "spdx", "nothing"])
def test_html_needs_nothing_and_runs_nothing(
    name: str, examinations: dict[str, Examination]
) -> None:
    page = render(examinations[name], "html").decode()
    reader = Strict()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "form", "svg"}
    assert not reader.attributes & {"src", "onclick", "onload", "style"}
    # Links lead inside the page, or to where a framework is published.
    published = {verdict.framework.url for verdict in examinations[name].verdicts}
    elsewhere = {address for address in reader.addresses if not address.startswith("#")}
    assert elsewhere <= published
    assert all(address.startswith("https://") for address in elsewhere)
    assert "url(" not in page
    assert "prefers-color-scheme: dark" in page
    assert "default-src 'none'" in page


def test_html_says_what_is_wrong_before_what_is_stated() -> None:
    sections = [section.id for section in compose(broken()).sections]
    assert sections[:2] == ["summary", "wrong"]
    assert sections.index("wrong") < sections.index("g7")


def test_a_good_document_is_not_called_wrong(examinations: dict[str, Examination]) -> None:
    sections = [section.id for section in compose(examinations["vendor"]).sections]
    assert sections[0] == "summary"
    assert ("wrong" in sections) == bool(examinations["vendor"].problems)


@pytest.mark.parametrize("form", FORMATS)
def test_no_text_of_a_stranger_steers_anything(form: str) -> None:
    document = vendor()
    poison = POISON.replace(
        "\ud800", ""
    )  # half a character is refused as JSON, yet may stand in a file's name
    component = document["components"][0]
    for member in ("name", "description", "version", "purl", "group", "bom-ref"):
        component[member] = poison
    component["licenses"] = [{"expression": poison}, {"license": {"name": poison}}]
    component["modelCard"]["modelParameters"]["datasets"].append({"ref": poison})
    component["modelCard"][poison] = {poison: poison}
    document["metadata"]["component"]["name"] = poison
    lineage = provenance.trace("acme/support-gemstone-7b", hub="sample")
    examination = examine(json.dumps(document).encode(), POISON, against=lineage)
    text = render(examination, form, verbose=1).decode("utf-8")
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    if form == "html":
        reader = Strict()
        reader.feed(text)
        assert "script" not in reader.tags
        assert "img" not in reader.tags
        assert reader.open == []


def test_the_same_twice() -> None:
    for form in FORMATS:
        assert render(broken(), form) == render(broken(), form)


def test_our_own_document_in_every_form() -> None:
    lineage = provenance.trace("northwind/clear-3b", hub="sample")
    for output in ("json", "xml"):
        for version in ("1.6", "1.7"):
            examination = examine(
                encode(lineage, spec_version=version, output=output), "own", against=lineage
            )
            assert examination.problems == ()
            assert all(render(examination, form) for form in FORMATS)


def test_no_such_format() -> None:
    with pytest.raises(UsageError):
        render(broken(), "pdf")
