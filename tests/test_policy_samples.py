"""The samples for policy engines in docs/policies decide on what `-f decisions` writes today."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from format_reports import fine_tune, with_gaps
from regopy import Interpreter

from provenance.files.resources import load_schema
from provenance.formats import render
from provenance.report import Report

FOLDER = Path(__file__).parents[1] / "docs" / "policies"
REGO = (FOLDER / "models.rego").read_text("utf-8")
KYVERNO = yaml.safe_load((FOLDER / "models.kyverno.yaml").read_text("utf-8"))
_EACH = "~."

Decisions = dict[str, Any]


def decisions_of(report: Report) -> Decisions:
    document: Decisions = json.loads(render(report, "decisions"))
    return document


def permitted(document: Decisions) -> Decisions:
    """The same document as if every model were clear."""
    clear = []
    for row in document["decisions"]:
        none = dict.fromkeys(row["findings"], 0)
        clear.append(
            row
            | {"read": True, "complete": True, "permitted": True, "state": "clear"}
            | {"findings": none, "rules": [], "gaps": 0}
        )
    return document | {"decisions": clear}


def denied_by_opa(document: Decisions) -> list[str]:
    """What the Rego sample denies, by an interpreter of Rego that is not ours."""
    rego = Interpreter()
    rego.add_module("models", REGO)
    rego.set_input(document)
    answer = rego.query("x = data.models.deny")
    return sorted(answer.results[0].bindings["x"])


def failing_in_kyverno(document: Decisions) -> list[str]:
    """The rules of the Kyverno sample that fail. The sample uses two parts of the language alone:
    plain keys, and `~.key` for each entry of a list."""
    failing = []
    for rule in KYVERNO["spec"]["rules"]:
        checks = [assertion["check"] for assertion in rule["assert"]["all"]]
        if not all(_holds(check, document) for check in checks):
            failing.append(rule["name"])
    return failing


def _holds(check: object, value: Any) -> bool:
    if not isinstance(check, dict):
        return bool(check == value)
    for key, wanted in check.items():
        if key.startswith(_EACH):
            entries = value[key.removeprefix(_EACH)]
            if not all(_holds(wanted, entry) for entry in entries):
                return False
        elif not _holds(wanted, value[key]):
            return False
    return True


def test_opa_denies_what_was_not_read_in_full() -> None:
    document = decisions_of(with_gaps())
    unread = [row["name"] for row in document["decisions"] if row["gaps"]]
    reasons = denied_by_opa(document)
    assert unread
    for name in unread:
        assert any(reason.startswith(f"{name}: ") for reason in reasons)


def test_opa_denies_what_has_to_be_settled_and_names_the_rules() -> None:
    (row,) = decisions_of(fine_tune())["decisions"]
    reasons = denied_by_opa(decisions_of(fine_tune()))
    assert any(row["name"] in reason and "LIN020" in reason for reason in reasons)


def test_kyverno_fails_on_the_same() -> None:
    assert "read-in-full" in failing_in_kyverno(decisions_of(with_gaps()))
    assert "settled" in failing_in_kyverno(decisions_of(fine_tune()))


@pytest.mark.parametrize("report", [fine_tune(), with_gaps()])
def test_both_let_through_what_is_clear(report: Report) -> None:
    document = permitted(decisions_of(report))
    assert denied_by_opa(document) == []
    assert failing_in_kyverno(document) == []


def test_the_samples_name_only_fields_of_the_schema() -> None:
    schema: Any = load_schema("decisions-1")
    fields = set(schema["properties"]["decisions"]["items"]["properties"])
    in_rego = set(re.findall(r"\bmodel\.(\w+)", REGO))
    in_kyverno: set[str] = set()
    for rule in KYVERNO["spec"]["rules"]:
        for assertion in rule["assert"]["all"]:
            in_kyverno |= set(assertion["check"]["~.decisions"])
    assert in_rego
    assert in_kyverno
    assert in_rego | in_kyverno <= fields
