"""What a lock keeps, and what is said of every change upstream."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_folder import HubFolder
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import provenance
from provenance.errors import UsageError
from provenance.files.resources import SCHEMAS, resource_folder
from provenance.formats import render
from provenance.hubs import read_id
from provenance.lock import FORMS, Lock, compare, pin, read_lock, show_changes, write_lock
from provenance.model.change import Change
from provenance.model.finding import Severity

CARD = "license: {licence}\nbase_model: base/one\ndatasets: [acme/data]"
WORDS = "# Card\n\n## Personal and Sensitive Information\n\n{words}\n"
STATEMENT = (
    "The data holds names and e-mail addresses of customers; they were replaced by placeholders"
    " with Presidio."
)


def build(hub: HubFolder) -> None:
    hub.model("base/one", "license: apache-2.0", files={"LICENSE": "Some text.\n"})
    hub.model("base/two", "license: apache-2.0")
    hub.dataset("acme/data", "license: mit", WORDS.format(words=STATEMENT))
    files: dict[str, str | bytes] = {"model.safetensors": b"one", "config.json": "{}"}
    hub.model("acme/x", CARD.format(licence="apache-2.0"), files=files)


def lock(hub: HubFolder, *refs: str) -> Lock:
    return pin(provenance.audit(*(refs or ("acme/x",)), hub=str(hub.root)))


def rewrite(hub: HubFolder, path: str, text: str | bytes) -> None:
    (hub.root / path).write_bytes(text if isinstance(text, bytes) else text.encode())


def card(front: str, body: str = "# Card\n\nWords.\n") -> str:
    return f"---\n{front}\n---\n{body}"


CHANGES: dict[str, tuple[Callable[[HubFolder], None], str, str, str]] = {
    "licence": (
        lambda hub: rewrite(
            hub, "models/acme/x/README.md", card(CARD.format(licence="cc-by-nc-4.0"))
        ),
        "licence",
        "high",
        "licence of acme/x: was Apache license 2.0, is Creative Commons Attribution Non Commercial"
        " 4.0",
    ),
    "licence text": (
        lambda hub: rewrite(hub, "models/base/one/LICENSE", "Another text.\n"),
        "licence-text",
        "high",
        "licence text of base/one has changed",
    ),
    "weights": (
        lambda hub: rewrite(hub, "models/acme/x/model.safetensors", b"two"),
        "weights",
        "high",
        "weights of acme/x were replaced",
    ),
    "base": (
        lambda hub: rewrite(
            hub,
            "models/acme/x/README.md",
            card(CARD.format(licence="apache-2.0").replace("base/one", "base/two")),
        ),
        "lineage",
        "high",
        "the stated base of acme/x has changed",
    ),
    "gating": (
        lambda hub: rewrite(hub, "models/base/one/_meta.json", json.dumps({"gated": "manual"})),
        "gating",
        "high",
        "base/one is gated now",
    ),
    "deleted": (
        lambda hub: shutil.rmtree(hub.root / "models/base/one"),
        "unreadable",
        "high",
        "base/one can no longer be read (not-found)",
    ),
    "a pickle": (
        lambda hub: rewrite(hub, "models/acme/x/pytorch_model.bin", b"x"),
        "executable",
        "high",
        "acme/x has a new file that can execute code",
    ),
    "code": (
        lambda hub: rewrite(hub, "models/acme/x/modeling_x.py", "print()\n"),
        "executable",
        "high",
        "acme/x has a new file that can execute code",
    ),
    "a disclosure": (
        lambda hub: rewrite(hub, "datasets/acme/data/README.md", card("license: mit")),
        "disclosure",
        "medium",
        "disclosures of acme/data were withdrawn",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_told_in_words_that_matter(hub: HubFolder, name: str) -> None:
    build(hub)
    before = lock(hub)
    change, kind, severity, text = CHANGES[name]
    change(hub)
    changes = {(each.kind, each.severity, each.text) for each in compare(before, lock(hub))}
    assert (kind, severity, text) in changes


def test_datasets_of_a_manifest_are_asked_for_as_such(hub: HubFolder, tmp_path: Path) -> None:
    build(hub)
    manifest = tmp_path / "models.yaml"
    manifest.write_text(
        "version: 1\nmodels: [{ref: base/two}]\ndatasets: [{ref: acme/data}]\n", "utf-8"
    )
    kept = pin(provenance.audit(manifest=manifest, hub=str(hub.root)))
    assert kept.refs == ("base/two", "hf:datasets/acme/data")
    assert compare(kept, lock(hub, *kept.refs)) == ()


def test_nothing_has_changed(hub: HubFolder) -> None:
    build(hub)
    assert compare(lock(hub), lock(hub)) == ()
    assert show_changes((), "terminal") == b"nothing has changed\n"


def test_a_lock_keeps_what_a_decision_rests_on(hub: HubFolder) -> None:
    build(hub)
    kept = lock(hub).artifacts[read_id("pkg:huggingface/acme/x")]
    assert set(kept.files) == {"README.md", "model.safetensors"}
    assert all(len(digest) == 64 for digest in kept.files.values())
    assert kept.parents == {
        "pkg:huggingface/acme/data?type=dataset": "dataset",
        "pkg:huggingface/base/one": "base",
    }
    assert (kept.role, kept.concluded) == ("subject", "Apache-2.0")
    assert "PRIV-001" in kept.disclosures


def test_a_lock_survives_its_file_and_a_report_is_one(hub: HubFolder) -> None:
    build(hub)
    report = provenance.audit("acme/x", hub=str(hub.root))
    data = write_lock(pin(report))
    assert data == write_lock(read_lock(data, "x"))
    assert read_lock(data, "x") == pin(report)
    assert read_lock(render(report, "json"), "report.json") == pin(report)
    Draft202012Validator(schema("lock-1")).validate(json.loads(data))


def schema(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(
        (resource_folder(SCHEMAS) / f"{name}.schema.json").read_text("utf-8")
    )
    return loaded


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema": "provenance/lock-1"}',
        b'{"schema": "other"}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_files_that_are_no_lock(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read_lock(data, "x.lock")
    assert caught.value.hint


@settings(max_examples=50, deadline=None)
@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda c: st.dictionaries(st.text(max_size=5), c),
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    data = json.dumps(
        {"schema": "provenance/lock-1", "tool": {}, "refs": [], "artifacts": value}
    ).encode()
    with pytest.raises(UsageError):
        read_lock(data, "x")


def test_every_form_shows_changes_and_no_strangers_markup(hub: HubFolder) -> None:
    build(hub)
    before = lock(hub)
    for change, *_ in CHANGES.values():
        change(hub)
    changes = (
        *compare(before, lock(hub)),
        Change(
            kind="card",
            severity=Severity.INFO,
            artifact=read_id("pkg:x/\x1b[31m"),
            text="\x1b[31m<b>|x",
            details=("::x",),
        ),
    )
    for form in FORMS:
        text = show_changes(changes, form, width=80).decode()
        assert "\x1b" not in text
    assert "<b>" not in show_changes(changes, "markdown").decode().replace("`␛[31m<b>|x`", "")
    Draft202012Validator(schema("diff-1")).validate(json.loads(show_changes(changes, "json")))
    assert [change.severity.rank for change in changes[:-1]] == sorted(
        change.severity.rank for change in changes[:-1]
    )


def test_subjects_that_come_and_go(hub: HubFolder, tmp_path: Path) -> None:
    build(hub)
    sentences = {
        change.text for change in compare(lock(hub, "acme/x", "base/two"), lock(hub, "acme/x"))
    }
    assert sentences == {"base/two is no longer audited"}
    sentences = {
        change.text for change in compare(lock(hub, "acme/x"), lock(hub, "acme/x", "base/two"))
    }
    assert sentences == {"base/two was not audited before"}


@pytest.mark.parametrize(
    ("name", "severity"), [("acme/better-name", Severity.MEDIUM), ("stranger/x", Severity.HIGH)]
)
def test_a_repository_under_another_name_is_not_a_new_one(
    hub: HubFolder, name: str, severity: Severity
) -> None:
    build(hub)
    before = lock(hub)
    new = hub.root / "models" / name
    new.parent.mkdir(exist_ok=True)
    shutil.move(hub.root / "models/acme/x", new)
    changes = compare(before, lock(hub, name))
    assert [(change.kind, change.severity) for change in changes] == [("asked", severity)]
    assert changes[0].text.startswith(f"acme/x is now {name}: ")
