"""What a lock holds and the hub serves otherwise: each rule fires, passes, and says when it cannot
tell."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

from provenance.auditing.judge import judge
from provenance.lock import against_lock, pin, write_lock
from provenance.model.finding import Check, Finding, Outcome, Severity
from provenance.report import Report
from provenance.rules import LOCK_RULES
from provenance.rules.lock.lock_rule import LockRule
from provenance.wording.phrases import phrases_of

STATEMENT = (
    "# Data\n\n## Personal and Sensitive Information\n\nThe data holds names of customers, masked"
    " with Presidio.\n"
)
FIRST, OTHER = safetensors({"w": ("F32", [1])}), safetensors({"v": ("F32", [2])})
FILE = "provenance.lock"


def build(hub: HubFolder) -> None:
    hub.model("base/one", "license: apache-2.0")
    hub.model("base/two", "license: apache-2.0")
    hub.dataset("acme/data", "license: mit", STATEMENT)
    front = "license: apache-2.0\nbase_model: base/one\ndatasets: [acme/data]"
    hub.model("acme/x", front, files={"model.safetensors": FIRST, "LICENSE": "Some text.\n"})


def report(hub: HubFolder, *refs: str) -> Report:
    return judge(hub.trace(*(refs or ("acme/x",))))


def locked_report(hub: HubFolder, change: Callable[[], object], *refs: str) -> Report:
    """The report after a change, held against a lock from before it."""
    data = write_lock(pin(report(hub, *refs)))
    change()
    return against_lock(report(hub, *refs), data, FILE)


def write(hub: HubFolder, path: str, content: str | bytes) -> Callable[[], object]:
    return lambda: (hub.root / path).write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )


def rewrite(hub: HubFolder, path: str, old: str, new: str) -> Callable[[], object]:
    return write(hub, path, (hub.root / path).read_text("utf-8").replace(old, new))


def remove(hub: HubFolder, path: str) -> Callable[[], object]:
    return lambda: shutil.rmtree(hub.root / path)


def check_of(report: Report, code: str) -> Check:
    return next(check for check in report.checks if check.rule == code)


def only(report: Report, code: str) -> Finding:
    [finding] = [finding for finding in report.findings if finding.rule.startswith("LCK")]
    assert finding.rule == code
    assert check_of(report, code).outcome is Outcome.FAILED
    return finding


@pytest.mark.parametrize("rule", LOCK_RULES, ids=lambda rule: rule.code)
def test_nothing_has_changed(hub: HubFolder, rule: type[LockRule]) -> None:
    build(hub)
    assert check_of(locked_report(hub, lambda: None), rule.code).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "rule",
    [rule for rule in LOCK_RULES if rule.code not in ("LCK001", "LCK009")],
    ids=lambda rule: rule.code,
)
def test_what_was_never_read_cannot_be_compared(hub: HubFolder, rule: type[LockRule]) -> None:
    build(hub)
    shutil.rmtree(hub.root / "models/base/one")
    check = check_of(locked_report(hub, lambda: None), rule.code)
    assert (check.outcome, check.reason) == (Outcome.UNKNOWN, "base/one could not be read")


Edit: TypeAlias = Callable[[HubFolder], Callable[[], object]]
CARD, OTHER_CARD = "models/acme/x/README.md", "models/base/one/README.md"
NEW_FILE = "acme/x has a new file that can execute code"


def test_what_cannot_be_read_is_told_of_where_it_may_have_been(hub: HubFolder) -> None:
    build(hub)
    shutil.rmtree(hub.root / "models/base/one")
    after = locked_report(hub, lambda: None)
    assert (check_of(after, "LCK001").outcome, check_of(after, "LCK009").outcome) == (
        Outcome.UNKNOWN,
        Outcome.PASSED,
    )
    data = write_lock(pin(report(hub, "acme/x")))
    after = against_lock(report(hub, "acme/x", "gone/y"), data, FILE)
    checks = {(check.rule, check.artifact): check.outcome for check in after.checks}
    assert checks["LCK009", after.inputs[1].purl] is Outcome.FAILED


CHANGES: list[tuple[str, str, str, Edit]] = [
    (
        "LCK001",
        "high",
        "base/one can no longer be read (not-found)",
        lambda h: remove(h, "models/base/one"),
    ),
    (
        "LCK002",
        "high",
        "licence text of acme/x has changed",
        lambda h: write(h, "models/acme/x/LICENSE", "Other.\n"),
    ),
    (
        "LCK003",
        "high",
        "weights of acme/x were replaced",
        lambda h: write(h, "models/acme/x/model.safetensors", OTHER),
    ),
    ("LCK004", "high", NEW_FILE, lambda h: write(h, "models/acme/x/modeling_x.py", "1")),
    (
        "LCK005",
        "high",
        "the stated base of acme/x has changed",
        lambda h: rewrite(h, CARD, "base/one", "base/two"),
    ),
    (
        "LCK006",
        "high",
        "base/one is gated now",
        lambda h: write(h, "models/base/one/_meta.json", '{"gated": "auto"}'),
    ),
    (
        "LCK006",
        "high",
        "base/one is private now",
        lambda h: write(h, "models/base/one/_meta.json", '{"private": true}'),
    ),
    (
        "LCK008",
        "low",
        "card of base/one has changed",
        lambda h: rewrite(h, OTHER_CARD, "Words.", "Other words."),
    ),
]


def scanned(hub: HubFolder, level: str | None) -> Callable[[], object]:
    """Let the hub's scanners say something of the data's card, or nothing."""
    issues = [{"path": "README.md", "level": level}] if level else []
    status = {"scansDone": True, "filesWithIssues": issues}
    meta = {"siblings": [{"rfilename": "README.md"}], "securityRepoStatus": status}
    return write(hub, "datasets/acme/data/_meta.json", json.dumps(meta))


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        (None, "caution", "medium"),
        (None, "suspicious", "high"),
        ("caution", "unsafe", "critical"),
        ("unsafe", None, "info"),
    ],
)
def test_a_flag_that_came_rose_or_went(
    hub: HubFolder, before: str | None, after: str | None, severity: str
) -> None:
    build(hub)
    scanned(hub, before)()
    finding = only(locked_report(hub, scanned(hub, after)), "LCK010")
    assert finding.severity == severity
    assert "acme/data" in finding.message
    assert finding.path[-1].startswith("pkg:huggingface/acme/data")
    assert {proof.file for proof in finding.evidence} == {FILE, "README.md"}


@pytest.mark.parametrize(("before", "after"), [("unsafe", "caution"), ("caution", "caution")])
def test_a_flag_that_is_no_graver(hub: HubFolder, before: str, after: str) -> None:
    build(hub)
    scanned(hub, before)()
    assert check_of(locked_report(hub, scanned(hub, after)), "LCK010").outcome is Outcome.PASSED


def test_a_lock_from_before_flags_were_held_tells_nothing_of_them(hub: HubFolder) -> None:
    build(hub)
    old = json.loads(write_lock(pin(report(hub))))
    for row in old["artifacts"]:
        del row["flagged"], row["private"]
    scanned(hub, "unsafe")()
    after = against_lock(report(hub), json.dumps(old).encode(), FILE)
    assert check_of(after, "LCK010").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("code", "severity", "message", "change"), CHANGES, ids=lambda value: str(value)[:6]
)
def test_a_change_is_a_finding(
    hub: HubFolder, code: str, severity: str, message: str, change: Edit
) -> None:
    build(hub)
    finding = only(locked_report(hub, change(hub)), code)
    assert (finding.severity, finding.message) == (severity, message)
    lock = finding.evidence[0]
    assert (lock.artifact, lock.file) == ("", FILE)
    assert lock.start_line
    assert "provenance lock" in finding.remedy
    assert finding.path[0].startswith("pkg:huggingface/acme/x@")
    assert ("base/one" in finding.path[-1]) == message.startswith(("base/one", "card of base/one"))


def test_the_line_of_the_lock_says_what_was(hub: HubFolder) -> None:
    build(hub)
    data = write_lock(pin(report(hub))).decode().splitlines()
    finding = only(
        locked_report(hub, rewrite(hub, OTHER_CARD, "apache-2.0", "cc-by-nc-4.0")), "LCK002"
    )
    lock, now = finding.evidence[:2]
    assert lock.start_line
    assert data[lock.start_line - 1].strip() == '"concluded": "Apache-2.0",'
    assert now.quote == "license: cc-by-nc-4.0"


def test_a_disclosure_that_was_withdrawn_and_one_that_came(hub: HubFolder) -> None:
    build(hub)
    away = locked_report(
        hub,
        write(hub, "datasets/acme/data/README.md", "---\nlicense: mit\n---\n# Data\n"),
        "acme/x",
    )
    findings = [finding for finding in away.findings if finding.rule == "LCK007"]
    assert {finding.severity for finding in findings} == {Severity.MEDIUM}
    assert "provenance.lock" in {proof.file for finding in findings for proof in finding.evidence}
    back = locked_report(
        hub,
        write(hub, "datasets/acme/data/README.md", f"---\nlicense: mit\n---\n{STATEMENT}"),
        "acme/x",
    )
    assert {finding.severity for finding in back.findings if finding.rule == "LCK007"} == {
        Severity.INFO
    }


def test_what_is_not_in_the_lock(hub: HubFolder) -> None:
    build(hub)
    data = write_lock(pin(report(hub)))
    after = against_lock(report(hub, "acme/x", "base/two"), data, FILE)
    [finding] = [finding for finding in after.findings if finding.rule == "LCK009"]
    assert (finding.severity, finding.message) == ("medium", "base/two is not in the lock")
    assert not [
        finding
        for finding in against_lock(report(hub), data, FILE).findings
        if finding.rule.startswith("LCK")
    ]


def test_what_was_asked_for_itself_is_told_once(hub: HubFolder) -> None:
    build(hub)
    after = locked_report(
        hub, rewrite(hub, "models/base/one/README.md", "apache-2.0", "mit"), "acme/x", "base/one"
    )
    assert [finding.path for finding in after.findings if finding.rule == "LCK002"] == [
        (next(named.purl for named in after.inputs if named.ref == "base/one"),)
    ]


def test_accepting_one_change_accepts_no_later_one(hub: HubFolder) -> None:
    build(hub)
    data = write_lock(pin(report(hub)))
    seen = set()
    for weights in (OTHER, safetensors({"u": ("F32", [3])})):
        write(hub, "models/acme/x/model.safetensors", weights)()
        seen.add(only(against_lock(report(hub), data, FILE), "LCK003").fingerprint)
    assert len(seen) == 2


def test_an_earlier_report_is_a_lock_too(hub: HubFolder) -> None:
    from provenance.formats import render

    build(hub)
    data = render(report(hub), "json")
    write(hub, "models/acme/x/model.safetensors", OTHER)()
    assert only(against_lock(report(hub), data, "january.json"), "LCK003").evidence[0].artifact


def test_all_of_it_is_said_in_korean(hub: HubFolder) -> None:
    phrases = phrases_of("ko")
    for code, _, _, change in CHANGES:
        shutil.rmtree(hub.root, ignore_errors=True)
        build(hub)
        finding = next(
            finding for finding in locked_report(hub, change(hub)).findings if finding.rule == code
        )
        for text in (finding.message, finding.remedy):
            phrases.message(text)
    for rule in LOCK_RULES:
        phrases.message(rule.info().summary)
    assert phrases.untranslated == set()
    assert json.loads(write_lock(pin(report(hub))))["artifacts"][0]["unread"] == []
