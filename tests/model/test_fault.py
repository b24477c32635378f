"""A fault of ours costs what it stands in, and nothing else: the rest is read, judged and
written."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance
from provenance.auditing.judge import judge
from provenance.dossier import Review, write, write_folder
from provenance.errors import EXIT_INCOMPLETE, FaultError, NotFoundError
from provenance.formats import FORMATS, render
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef
from provenance.model.card import Card
from provenance.model.fault import LOG, fault_of, in_full, place_of, shielded
from provenance.model.finding import Finding, Outcome
from provenance.rules.base import Context
from provenance.rules.licence.missing import LicenceMissing
from provenance.wording.phrases import phrases_of

SECRET = "hf_secretsecretsecret"
MARK = "breaks the reader"


@pytest.fixture
def hub(tmp_path: Path) -> HubFolder:
    hub = HubFolder(tmp_path / "hub")
    hub.model("acme/well", "license: mit")
    hub.model("acme/ill", "license: mit", f"# Card\n\n{MARK}\n")
    return hub


@pytest.fixture
def broken_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of cards that fails on one of them, with a secret in its words."""
    from provenance.cards import parse_card as parse

    def break_down(text: str, check_time: Callable[[], None]) -> Card:
        if MARK in text:
            raise KeyError(SECRET)
        return parse(text, check_time)

    monkeypatch.setattr("provenance.lineage.record.parse_card", break_down)


@pytest.mark.usefixtures("broken_cards")
def test_a_file_that_breaks_its_reader_is_a_gap_of_its_artefact(hub: HubFolder) -> None:
    report = provenance.audit("acme/ill", "acme/well", hub=str(hub.root))
    [gap] = report.gaps
    assert gap.what == "README.md" and gap.reason == "fault" and "acme/ill" in gap.artifact
    assert "KeyError at lineage/record.py:" in gap.detail and "issue tracker" in gap.detail
    assert [named.state for named in report.inputs] == ["read", "read"]
    assert report.exit_status(None) == EXIT_INCOMPLETE
    assert any(check.artifact.startswith("pkg:huggingface/acme/well") for check in report.checks)


@pytest.mark.usefixtures("broken_cards")
def test_words_of_an_exception_reach_no_output(
    hub: HubFolder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, LOG.name)
    report = provenance.audit("acme/ill", hub=str(hub.root))
    outputs = [render(report, name) for name in FORMATS]
    outputs += [write(Review(report=report, lang=lang), "html") for lang in ("en", "ko")]
    assert not [payload for payload in outputs if SECRET.encode() in payload]
    assert SECRET not in caplog.text and "KeyError" in caplog.text


def test_an_artefact_that_cannot_be_read_at_all_is_unread(
    hub: HubFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("provenance.lineage.record.conclude", fail)
    report = provenance.audit("acme/ill", hub=str(hub.root))
    assert [named.state for named in report.inputs] == ["fault"]
    assert [gap.what for gap in report.gaps] == ["repository"]
    for name in FORMATS:
        assert render(report, name)


def test_a_hub_that_breaks_costs_one_input(hub: HubFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.hubs.folder import FolderHub

    look = FolderHub.snapshot

    def snapshot(self: FolderHub, ref: ArtifactRef) -> object:
        if ref.name == "acme/ill":
            raise RecursionError(SECRET)
        return look(self, ref)

    monkeypatch.setattr(FolderHub, "snapshot", snapshot)
    report = provenance.audit("acme/ill", "acme/well", hub=str(hub.root))
    assert {named.ref: named.state for named in report.inputs} == {
        "acme/ill": "fault",
        "acme/well": "read",
    }


def test_a_rule_that_fails_could_not_tell(hub: HubFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(self: LicenceMissing, context: Context) -> Iterator[Finding]:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(LicenceMissing, "check", check)
    report = provenance.audit("acme/well", hub=str(hub.root))
    [failed] = [check for check in report.checks if check.rule == LicenceMissing.code]
    assert failed.outcome is Outcome.UNKNOWN and "ZeroDivisionError" in failed.reason
    assert [gap.what for gap in report.gaps] == [LicenceMissing.code]
    others = [check for check in report.checks if check.rule != LicenceMissing.code]
    assert any(check.outcome is Outcome.PASSED for check in others)


def test_what_cannot_be_judged_counts_as_unread(
    hub: HubFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provenance.lineage.inheritance import with_inherited

    def inherit(lineage: Lineage, record: ArtifactRecord) -> object:
        if record.ref.name == "acme/ill":
            raise ValueError(SECRET)
        return with_inherited(lineage, record)

    monkeypatch.setattr("provenance.auditing.judge.with_inherited", inherit)
    report = provenance.audit("acme/ill", "acme/well", hub=str(hub.root))
    assert {named.ref: named.state for named in report.inputs} == {
        "acme/ill": "fault",
        "acme/well": "read",
    }
    assert len(report.artifacts) == 1 and report.exit_status(None) == EXIT_INCOMPLETE


def test_a_use_that_cannot_be_judged_is_never_allowed(
    hub: HubFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("provenance.auditing.judge.judge_use", fail)
    report = provenance.audit("acme/well", hub=str(hub.root), use={"commercial": True})
    [judgement] = report.uses
    assert judgement.verdict == "review"
    assert report.exit_status(None) == EXIT_INCOMPLETE


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_that_fails_says_so_in_its_own_form(
    hub: HubFolder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    report = judge(hub.trace("acme/well"))
    module = __import__(f"provenance.formats.{name}", fromlist=["render"])
    show = module.render

    def fail(given: provenance.report.Report, **how: object) -> object:
        if given.artifacts:
            raise KeyError(SECRET)
        return show(given, **how)

    monkeypatch.setattr(module, "render", fail)
    payload = render(report, name)
    assert SECRET.encode() not in payload
    if name == "json":
        assert json.loads(payload)["gaps"][-1]["reason"] == "fault"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_section_that_fails_leaves_the_others(
    hub: HubFolder, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    from provenance.dossier import content

    def personal_data(subject: object) -> Iterator[object]:
        raise KeyError(SECRET)

    makers = tuple(
        personal_data if maker.__name__ == "personal_data" else maker for maker in content._BASIS
    )
    monkeypatch.setattr(content, "_BASIS", makers)
    report = judge(hub.trace("acme/well", "acme/ill"))
    page = write(Review(report=report, lang=lang), "html").decode()
    assert "KeyError at " in page or "의 KeyError" in page
    assert SECRET not in page and page.count("MIT") > 1
    assert len(dict(write_folder(Review(report=report, lang=lang)))) == 3


def test_the_sentence_is_there_in_korean() -> None:
    fault = fault_of(KeyError("x"), "reading README.md of acme/x")
    text, lang = phrases_of("ko").message(in_full(fault))
    assert lang == "" and "README.md" in text


def test_errors_that_the_user_can_act_on_pass_through() -> None:
    def fail() -> None:
        raise NotFoundError("it is not there")

    with pytest.raises(NotFoundError):
        shielded(fail, "reading")
    with pytest.raises(FaultError, match=r"IndexError at model/fault\.py:"):
        shielded([].pop, "reading")


def test_the_place_of_too_deep_a_recursion_is_where_it_began() -> None:
    def start(depth: int) -> None:
        if depth:
            return start(depth - 1)
        LineageOfItself().parents(1)
        return None

    class LineageOfItself:
        def parents(self, ref: object) -> object:
            return Lineage.parents(self, self)  # type: ignore[arg-type]

        @property
        def unpinned(self) -> object:
            return Lineage.parents(self, self)  # type: ignore[arg-type]

        @property
        def _above(self) -> object:
            return self.parents(self)

    places = set()
    for depth in (0, 7, 50):
        try:
            start(depth)
        except RecursionError as error:
            places.add(place_of(error))
    assert len(places) == 1 and places.pop().startswith("lineage/graph.py:")


def test_an_interruption_is_no_fault() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shielded(interrupt, "reading")


@pytest.fixture
def own_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that the command line may set up for itself."""
    monkeypatch.setattr(LOG, "handlers", [])
    monkeypatch.setattr(LOG, "propagate", True)


@pytest.mark.usefixtures("own_log", "broken_cards")
def test_the_command_line_writes_everything_and_says_what_failed(
    hub: HubFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from provenance.cli.root import run

    target = tmp_path / "report.json"
    words = ["audit", "acme/ill", "acme/well", "--hub", str(hub.root), "--no-cache"]
    assert run([*words, "--no-config", "-q", "-o", f"json={target}"]) == EXIT_INCOMPLETE
    assert len(json.loads(target.read_text("utf-8"))["inputs"]) == 2
    errors = capsys.readouterr().err
    assert "KeyError at lineage/record.py:" in errors and "issue tracker" in errors
    assert SECRET not in errors and "Traceback" not in errors


@pytest.mark.usefixtures("own_log")
def test_the_last_resort_names_class_and_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from provenance.cli.root import run

    def fail(*_: object, **__: object) -> None:
        raise OverflowError(SECRET)

    monkeypatch.setattr("provenance.cli.output.write_stdout", fail)
    assert run(["schema"]) == EXIT_INCOMPLETE
    errors = capsys.readouterr().err
    assert "OverflowError at cli/schema.py:" in errors and SECRET not in errors
