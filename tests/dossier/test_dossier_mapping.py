"""The questionnaire says where frameworks ask for what a row looks at, and guesses nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import provenance
from provenance.conformance.framework import framework
from provenance.dossier import Review, write
from provenance.dossier.mapping import ASKING
from provenance.privacy import catalogue
from provenance.rules import RULES

DATA = Path(provenance.__file__).parent / "dossier" / "data" / "mapping.json"
ENTRIES = json.loads(DATA.read_text("utf-8"))["rules"]


def columns(code: str, name: str = "acme/support-gemstone-7b", lang: str = "en") -> dict[str, str]:
    """What the questionnaire's row of that code says, by the column's key."""
    report = provenance.audit(name, hub="sample")
    rows = list(
        csv.reader(io.StringIO(write(Review(report=report, lang=lang), "csv").decode("utf-8-sig")))
    )
    row = next(row for row in rows if row[1] == code)
    return dict(zip(ASKING, row[8:13], strict=True))


def test_what_is_mapped_exists() -> None:
    codes = [code for entry in ENTRIES for code in entry["rules"]]
    questions = {check.id for check in catalogue()}
    elements = {
        name: {element.id for element in framework(name).elements} for name in ("g7", "annex-xi")
    }
    assert len(codes) == len(set(codes)) and set(codes) <= {rule.code for rule in RULES}
    for entry in ENTRIES:
        assert set(entry.get("questions", ())) <= questions
        for kind in ("model", "dataset"):
            assert all(
                set(wanted) <= elements[name] for name, wanted in entry.get(kind, {}).items()
            )


def test_a_rule_about_questions_names_them_in_its_documentation() -> None:
    help_of = {rule.code: rule.info().help for rule in RULES}
    for entry in ENTRIES:
        for code in entry["rules"]:
            if code.startswith("PRIV"):
                assert all(question in help_of[code] for question in entry["questions"]), code


def test_licences_are_asked_for_by_the_g7_and_annex_xi() -> None:
    row = columns("LIN020")
    assert row["g7"] == "Model licence (read in a copy)"
    assert row["eu"] == "Annex XI, Section 1, point 1(f) (read in a copy)"
    assert not row["pipc"] and not row["california"]
    assert columns("DAT042")["g7"] == "Dataset licence (read in a copy)"


def test_every_place_says_how_its_wording_is_known() -> None:
    marks = ("wording read", "read in a copy", "described by", "wording not read")
    for column in columns("PRIV-001").values():
        for place in filter(None, column.split("; ")):
            assert any(mark in place for mark in marks), place


def test_the_korean_sheet_names_places_in_korean() -> None:
    row = columns("LIN020", lang="ko")
    assert row["g7"] == "모델 라이선스 (사본으로 확인)"
    assert row["eu"] == "부속서 XI 제1절 제1호(f) (사본으로 확인)"
    assert "「생성형 인공지능(AI) 개발" in columns("PRIV-001", lang="ko")["pipc"]


def test_a_rule_is_asked_for_where_its_question_is() -> None:
    assert columns("PII070") == columns("PRIV-070")
    assert columns("PRIV-070")["pipc"].startswith("PIPC Open Source Day, concern 2")


def test_nothing_is_mapped_that_nobody_is_known_to_ask() -> None:
    assert not any(columns("WGT001").values())
