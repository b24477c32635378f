"""What the first page says of a folder, of its licence and of sources that nobody named."""

from __future__ import annotations

from pathlib import Path

import pytest

import provenance
from provenance.dossier import Review, write
from provenance.dossier.content import subjects_of
from provenance.dossier.lineage import names_no_source
from provenance.dossier.subject import Subject
from provenance.dossier.supplier import compose_letter
from provenance.licences import parse_use
from provenance.messages import message, opens_with_argument
from provenance.render.html import page as page_of
from provenance.wording.lights import with_clause

USE = parse_use({"activity": ["product"], "commercial": True, "regions": ["KR"]})
CARD = "---\nlicense: apache-2.0\n---\n# Harbour\nA small model that names ships.\n"


def written(folder: Path, card: str = CARD) -> Subject:
    """The only subject of a review of a folder with a card and a configuration."""
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(card, "utf-8")
    (folder / "config.json").write_text('{"model_type": "gpt2"}', "utf-8")
    report = provenance.audit(str(folder), use=USE, kind="model")
    return subjects_of(Review(report=report))[0]


def test_a_folder_has_a_short_name_in_a_paper(tmp_path: Path) -> None:
    subject = written(tmp_path / "port" / "harbour-1b")
    page = write(subject.review, "html").decode()
    conclusion = page.partition('id="answer"')[2].partition('id="basis"')[0]
    assert subject.name(subject.purl) == "port/harbour-1b"
    assert str(tmp_path) not in conclusion
    assert "to the supplier as a letter" in conclusion  # no folder is anybody's name


def test_sources_that_nobody_named_are_a_reason_and_a_question(tmp_path: Path) -> None:
    alone = written(tmp_path / "port" / "harbour-1b")
    based = written(
        tmp_path / "port" / "dock-1b", CARD.replace("---\n#", "base_model: a/b\n---\n#")
    )
    page = write(alone.review, "html").decode()
    assert names_no_source(alone)
    assert not names_no_source(based)
    assert message("dossier.lineage.none").text("en") in page.partition('id="basis"')[0]
    question = message("dossier.letter.lineage.none").text("en")
    letters = [
        page_of(compose_letter(subject.review, subject.purl)).decode() for subject in (alone, based)
    ]
    assert [question in letter for letter in letters] == [True, False]


def test_the_duties_are_named_on_the_first_page() -> None:
    report = provenance.audit("acme/support-gemstone-7b", hub="sample", use=USE)
    page = write(Review(report=report), "html").decode().partition('id="basis"')[0]
    assert "section 2.2: " in page


@pytest.mark.parametrize(
    "clause, english, korean",
    [
        ("4", "Terms, § 4", "Terms 제4조"),
        ("1.b.i", "Terms, § 1.b.i", "Terms 제1.b.i조"),
        ("Attachment A", "Terms, Attachment A", "Terms, Attachment A"),
        ("", "Terms", "Terms"),
    ],
)
def test_a_clause_is_cited_as_lawyers_cite_it(clause: str, english: str, korean: str) -> None:
    cited = with_clause("Terms", clause)
    texts = [cited.text(lang) if hasattr(cited, "text") else cited for lang in ("en", "ko")]
    assert texts == [english, korean]


def test_a_sentence_begins_with_a_capital_but_a_name_stays() -> None:
    ours = message("dossier.lineage.none")
    name_first = message("dossier.clause.of-licence", licence="gpt2", clause="4")
    assert not opens_with_argument(ours, "en")
    assert opens_with_argument(name_first, "ko")
    assert opens_with_argument("gpt2 is a name", "en")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_letter_asks_for_the_matter_and_not_for_the_documents(lang: str) -> None:
    report = provenance.audit("acme/support-gemstone-7b", hub="sample", use=USE)
    review = Review(report=report, lang=lang)
    subject = subjects_of(review)[0]
    letter = page_of(compose_letter(review, subject.purl)).decode()
    unanswered = message("dossier.letter.ask.PRIV-041").text(lang)
    assert unanswered in letter
    assert subject.question("PRIV-041") not in letter
