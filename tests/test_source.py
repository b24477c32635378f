"""What is said of a cited document is true of how it was read, in both languages."""

from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from provenance.cli.sources import cited_sources
from provenance.files.resources import load_schema
from provenance.model.source import Seen, SourceStatus, Standing, mark_of
from provenance.privacy import catalogue
from provenance.privacy import sources as privacy_sources
from provenance.privacy.catalogue import DATA
from provenance.wording.phrases import phrases_of

# Hosts of the bodies that issue what is cited; a copy or a report of it stands elsewhere.
ISSUERS = (
    "pipc.go.kr", "law.go.kr", "ico.org.uk", "garanteprivacy.it", "edpb.europa.eu", "cnil.fr",
    "eur-lex.europa.eu", "digital-strategy.ec.europa.eu", "leginfo.legislature.ca.gov",
    "nvlpubs.nist.gov", "iso.org", "bsi.bund.de", "ntia.gov", "cisa.gov", "arxiv.org", "github.com",
    "cyclonedx.org", "spdx.github.io", "globalprivacyassembly.org",
)  # fmt: skip
HANGUL = re.compile(r"[가-힣]")
SOURCES = cited_sources()
by_key = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)


def test_the_file_follows_its_schema() -> None:
    content = json.loads((DATA / "sources.json").read_text("utf-8"))
    schema = load_schema("sources-1")
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator(schema, format_checker=checker).validate(content)


@by_key
def test_every_source_says_what_it_is_and_how_it_was_read(source) -> None:  # type: ignore[no-untyped-def]
    assert source.status in SourceStatus and source.standing in Standing and source.seen in Seen
    assert date.fromisoformat(source.checked) <= date(2026, 12, 31)
    assert HANGUL.search(source.note_ko) and not HANGUL.search(source.note)
    assert bool(source.readings) == (source.seen is not Seen.UNREAD)


@by_key
def test_the_address_is_the_issuer_s_own(source) -> None:  # type: ignore[no-untyped-def]
    host = (urlsplit(source.url).hostname or "").removeprefix("www.")
    assert not source.url or host.endswith(ISSUERS), host


@by_key
def test_wording_read_means_read_at_its_publisher(source) -> None:  # type: ignore[no-untyped-def]
    kinds = {reading.by for reading in source.readings}
    if source.seen is Seen.WORDING:
        assert kinds == {"publisher"}
    else:
        assert "publisher" not in kinds
        assert "wording read on" not in source.reading or "in a copy" in source.reading


@by_key
def test_every_sentence_of_it_has_korean(source) -> None:  # type: ignore[no-untyped-def]
    phrases = phrases_of("ko")
    for sentence in (source.mark, source.reading, source.force):
        assert phrases.message(sentence)[1] == "", sentence


def test_a_newspaper_is_never_wording() -> None:
    inspection = next(source for source in privacy_sources() if source.key == "KR-INSPECT")
    assert inspection.mark == "described by a newspaper"
    assert "original wording not read" in inspection.reading


def test_what_was_annulled_or_lifted_says_so() -> None:
    force = {source.key: source.force for source in SOURCES}
    assert force["IT-OPENAI"] == "decision, annulled on 2026-03-19"
    assert force["BR-META"] == "decision, lifted on 2024-08-30"
    assert force["ntia"] == "guidance, superseded on 2026-07-29"
    assert force["KR-AIACT"] == "law, in force since 2026-01-22"
    assert force["KR-PIPA"] == "law, in force"


def test_no_place_is_known_better_than_its_document() -> None:
    order = list(Seen)
    for check in catalogue():
        for requirement in check.requirements:
            assert order.index(requirement.seen) >= order.index(requirement.origin.seen)
            assert requirement.mark
    place = next(
        requirement
        for check in catalogue()
        for requirement in check.requirements
        if requirement.source == "EU-EDPB28" and requirement.seen is Seen.UNREAD
    )
    assert place.mark == mark_of(Seen.UNREAD) == "wording not read"


def test_korean_places_have_no_english_words_of_ours() -> None:
    names = re.compile(r"[a-z]{4,}")
    quoted = ("HF-DS", "HF-MC", "NVIDIA", "DATACARDS", "CR-RAI", "CR-1.1", "CDX17", "SPDX301")
    for check in catalogue():
        for requirement in check.requirements:
            if requirement.source not in (*quoted, "HF-PRESIDIO"):
                assert not names.search(requirement.locator_ko), (
                    requirement.source,
                    requirement.locator_ko,
                )
