"""A version that can be moved is reported (LIN006)."""

from __future__ import annotations

import tempfile

import pytest
from hub_folder import HubFolder
from json_server import json_server
from other_hub_answers import HUBS

from provenance.auditing.judge import judge
from provenance.hubs import open_hub, parse_reference
from provenance.lineage.trace import trace
from provenance.model.artifact import RevisionKind, revision_kind
from provenance.model.finding import Check, Outcome

EMPTY = tempfile.mkdtemp()


def checked(name: str) -> Check:
    """What the rule says of the model that a hub's recorded answers describe."""
    text, answers, *_ = HUBS[name]
    with json_server(answers()) as server:
        hub = open_hub(EMPTY, places={name: server.url})
        report = judge(trace(hub, [(text, parse_reference(text))]))
    [check] = [check for check in report.checks if check.rule == "LIN006"]
    return check


@pytest.mark.parametrize("name", ["kaggle", "azureml", "mlflow", "unity"])
def test_a_number_without_digests_asks_for_a_copy(name: str) -> None:
    [finding] = checked(name).findings
    assert "can be moved" in finding.message
    assert "Keep a copy" in finding.remedy


def test_a_number_with_digests_asks_for_a_lock() -> None:
    [finding] = checked("ngc").findings
    assert "provenance lock" in finding.remedy


@pytest.mark.parametrize("name", ["github", "modelscope"])
def test_a_commit_does_not_move(name: str) -> None:
    assert checked(name).outcome is Outcome.NOT_APPLICABLE


def test_a_folder_has_a_digest(hub: HubFolder) -> None:
    hub.model("acme/own", "license: mit")
    assert hub.check("LIN006", "acme/own").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("revision", "kind"),
    [
        ("", RevisionKind.NONE),
        ("c" * 40, RevisionKind.COMMIT),
        ("sha256:" + "c" * 64, RevisionKind.DIGEST),
        ("listing-" + "c" * 64, RevisionKind.LISTING),
        ("4", RevisionKind.VERSION),
        ("gemma-3-1b-it", RevisionKind.VERSION),
        ("c" * 39, RevisionKind.VERSION),
    ],
)
def test_what_a_revision_is(revision: str, kind: RevisionKind) -> None:
    assert revision_kind(revision) is kind
