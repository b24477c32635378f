"""The dossier as a page: what stands where, in both languages, whatever strangers write."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from format_poison import poisoned
from format_reports import HOSTILE, clean, fine_tune, hostile, korean, with_gaps
from hub_folder import HubFolder

import provenance
from provenance.dossier import FORMS, LANGUAGES, Decision, Review, write, write_folder
from provenance.dossier.conclusion import total_word
from provenance.dossier.content import subjects_of
from provenance.dossier.lineage import licence_name
from provenance.dossier.subject import Subject, without_commands
from provenance.errors import UsageError
from provenance.hubs import read_id
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.render.document import Span
from provenance.report import Report
from provenance.wording.digest import Digest
from provenance.wording.phrases import phrases_of

REPORTS = {
    "fine-tune": fine_tune,
    "clean": clean,
    "gaps": with_gaps,
    "korean": korean,
    "hostile": hostile,
}
USE = {"activity": ["product"], "commercial": True, "regions": ["KR", "EU"]}
VOID = {"col", "meta", "input", "br"}
HANGUL = re.compile(r"[가-힣]")


class Outline(HTMLParser):
    """Elements of a page, and whether they are closed in order."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scopes: list[str | None] = []
        self.scripts: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        assert not [name for name in attributes if name.startswith("on")]
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if tag == "th":
            self.scopes.append(attributes.get("scope"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(report: Report, lang: str = "en") -> bytes:
    return write(Review(report=report, lang=lang, day="2026-03-04"), "html")


def sample(*names: str) -> Report:
    return provenance.audit(*names, hub="sample", use=USE)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["acme/support-gemstone-7b", "acme/tickets-lora", "hanbit/hangang-1b"]
)
def test_the_sample_hub_as_somebody_found_it_good(
    name: str, lang: str, snapshot: Callable[[str, bytes], None]
) -> None:
    snapshot(f"{name.rpartition('/')[2]}.{lang}.html", page_of(sample(name), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_page_is_well_formed_and_asks_for_nothing(
    report: Callable[[], Report], lang: str
) -> None:
    page = page_of(report(), lang)
    outline = Outline(page)
    assert not outline.open
    assert len(outline.ids) == len(set(outline.ids))
    inside = {link.removeprefix("#") for link in outline.links if link.startswith("#")}
    assert inside <= set(outline.ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in outline.links)
    assert not {"script", "img", "iframe", "object", "form", "link"} & set(outline.tags)
    assert b"default-src 'none'" in page and b"url(" not in page and b"@import" not in page
    assert all(outline.scopes)
    levels = [int(tag[1]) for tag in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))
    assert page == page_of(report(), lang)


def test_sections_stand_in_the_order_of_the_reviewer() -> None:
    ids = [name for name in Outline(page_of(fine_tune())).ids if not name.endswith("-title")]
    wanted = [
        "answer",
        "basis",
        "permissions",
        "duties",
        "lineage",
        "privacy",
        "questions",
        "findings",
        "disclosures",
        "licences",
        "nodes",
        "files",
        "gaps",
        "references",
        "made",
        "glossary",
    ]
    assert [name for name in ids if name in wanted] == wanted


def test_sections_are_numbered_so_that_they_can_be_cited() -> None:
    page = page_of(fine_tune()).decode()
    titles = re.findall(r'id="[a-z]+-title">([^<]+)', page)
    assert titles[0].startswith("1 ")
    assert [title.split()[0] for title in titles[1:4]] == ["2", "2.1", "2.2"]
    assert [title[0] for title in titles if title[1] == " "][-3:] == ["G", "H", "I"]


def test_the_page_of_conclusion_cites_exhibits_that_exist() -> None:
    page = page_of(fine_tune()).decode()
    first = page[: page.index('id="basis"')]
    cited = re.findall(r'href="#(e-\d\d)"', first)
    assert cited
    assert all(f'id="{number}"' in page for number in cited)


def test_a_sentence_with_a_key_is_no_command() -> None:
    key = "no tool reads `trained_from` at this place in README.md: base/one"
    assert without_commands(key) == key
    assert without_commands("Read it. Then run `provenance lock`.") == "Read it."
    assert without_commands("Give `--profile kr-pipc`.") == ""


def test_no_paper_tells_what_to_type() -> None:
    for lang in LANGUAGES:
        for report in (fine_tune(), sample("acme/support-gemstone-7b", "northwind/clear-3b")):
            page = page_of(report, lang).decode()
            assert " --" not in re.sub(r"<(style|q|bdi)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("form", ["html", "csv"])
def test_words_of_strangers_stay_words(form: str) -> None:
    text = f"{HOSTILE} </style></script><img src=x onerror=alert(1)> " + "x" * 100_000
    payload = write(Review(report=poisoned(fine_tune(), text)), form).decode()
    for char in "\u202e\u200b\x1b\u0007\ud800":
        assert char not in payload
    assert len(payload) < 3_000_000
    if form == "html":
        outline = Outline(payload.encode())
        assert not {"img", "script"} & set(outline.tags)
        assert not outline.open


def test_links_lead_to_the_web_or_nowhere() -> None:
    assert Span(text="a", link="javascript:alert(1)").link == ""
    assert Span(text="a", link="//evil.example/x").link == ""
    assert Span(text="a", link="../../x.html").link == ""
    assert Span(text="a", link="https://a.example/b c").link == "https://a.example/b%20c"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("northwind/clear-3b", "verdict.conditions"),
        ("acme/support-gemstone-7b", "verdict.open"),
        ("northwind/merged-5b", "verdict.stop"),
    ],
)
def test_the_answer(name: str, answer: str) -> None:
    report = sample(name)
    digest, phrases = Digest(report), phrases_of("en")
    subject = Subject(
        review=Review(report=report), phrases=phrases, digest=digest, purl=digest.subjects[0]
    )
    assert total_word(subject) == phrases(answer)


def test_without_a_use_nothing_is_allowed() -> None:
    page = page_of(provenance.audit("northwind/clear-3b", hub="sample")).decode()
    assert phrases_of("en")("verdict.no-use") in page and ">Approve<" not in page


def test_what_was_not_read_stands_on_the_first_page() -> None:
    page = page_of(sample("acme/tickets-lora")).decode()
    first = page[: page.index('id="duties"')]
    assert "1 things could not be read" not in first
    assert "could not be read" in first and "callcentre-2025" in page


def test_korean_pages_leave_quotes_alone() -> None:
    page = page_of(sample("acme/support-gemstone-7b"), "ko").decode()
    assert '<html lang="ko">' in page and "license: gemma" in page
    headings = re.findall(r"<h2[^>]*>([^<]+)", page)
    assert all(HANGUL.search(heading) for heading in headings)


def test_an_overview_counts_the_changes_of_each_lineage() -> None:
    report = sample("acme/support-gemstone-7b", "northwind/clear-3b")
    base = read_id("pkg:huggingface/openbase/gemstone-7b")
    changes = [
        Change(kind="licence", severity=severity, artifact=base, text="Words")
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.INFO)
    ]
    _, page = next(write_folder(Review(report=report, since="march.json", changes=changes)))
    shown = page.decode()
    assert "Changes since march.json, by severity" in shown
    assert "1 critical or high, 1 medium, 1 low" in shown
    _, unchanged = next(write_folder(Review(report=report, since="march.json")))
    assert b"by severity" not in unchanged


def test_several_inputs_stand_below_an_overview() -> None:
    outline = Outline(page_of(sample("acme/support-gemstone-7b", "northwind/clear-3b")))
    assert {"overview", "m1-answer", "m2-answer"} <= set(outline.ids)


def test_a_portfolio_has_a_page_for_each() -> None:
    pages = dict(
        write_folder(Review(report=sample("acme/support-gemstone-7b", "northwind/clear-3b")))
    )
    assert list(pages) == [
        "index.html",
        "001-acme-support-gemstone-7b.html",
        "002-northwind-clear-3b.html",
    ]
    assert {name for name in pages if name != "index.html"} <= set(
        Outline(pages["index.html"]).links
    )
    assert (
        b"script-src 'sha256-" in pages["index.html"]
        and b"<script" not in pages["002-northwind-clear-3b.html"]
    )


def test_decisions_of_before_are_printed() -> None:
    report = fine_tune()
    purl = Digest(report).subjects[0].identity + "@" + "0" * 40
    subject = read_id(purl)
    decided = (
        Decision(
            artifact=subject, check="PRIV-070", decision="accept until May", note="asked the maker"
        ),
    )
    page = write(Review(report=report, decisions=decided), "html").decode()
    assert "accept until May" in page and 'id="decisions"' in page


def test_there_is_no_other_form_or_language() -> None:
    assert FORMS == ("html", "pdf", "docx", "xlsx", "csv")
    with pytest.raises(UsageError, match="cannot be written as 'doc'"):
        write(Review(report=clean()), "doc")
    with pytest.raises(UsageError, match="no language 'xx'"):
        page_of(clean(), "xx")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "a licence without a name (“other”)"), ("ko", "이름을 적지 않은 라이선스(“other”)")],
)
def test_a_licence_that_is_only_called_other_is_said_to_have_no_name(
    hub: HubFolder, lang: str, words: str
) -> None:
    hub.model("acme/m", "license: other")
    report = provenance.audit("acme/m", hub=str(hub.root))
    (subject,) = subjects_of(Review(report=report, lang=lang))
    (licence,) = report.licences
    assert licence_name(subject, licence.name, licence.verdict) == words
