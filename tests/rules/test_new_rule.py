"""The recipe "Add a rule" of CONTRIBUTING.md, carried out: one file and its sentences."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance
from provenance.auditing.judge import judge
from provenance.formats import render
from provenance.messages import catalogue
from provenance.report import Report
from provenance.rules import RULES
from provenance.rules.base import HEADINGS, Rule

RECIPE = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Rule]]:
    """Write the file of the recipe, and add its sentences to those of its family."""
    section = RECIPE.read_text("utf-8").partition("## Add a rule")[2].partition("\n## Add ")[0]
    code = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    sentences = re.search(r"```json\n(.*?)```", section, re.DOTALL)
    assert code
    assert sentences
    families = catalogue._family
    extended = {**families("card"), **json.loads(sentences[1])}
    monkeypatch.setattr(
        catalogue, "_family", lambda name: extended if name == "card" else families(name)
    )
    path = tmp_path / "short_card.py"
    path.write_text(code[1], "utf-8")
    spec = importlib.util.spec_from_file_location("rule_of_the_recipe", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module.ShortCard
    # A list of all ids made meanwhile has those of the recipe.
    catalogue.ids.cache_clear()


def audited(hub: HubFolder, name: str, rule: type[Rule]) -> Report:
    """The report on a model, judged by all rules and this one.

    Somebody who tries the recipe as it stands has a rule with the same code.
    """
    lineage = provenance.trace(name, hub=str(hub.root))
    others = [other for other in RULES if other.code != rule.code]
    return judge(lineage, rules=(*others, rule))


def test_it_fires_and_passes_and_does_not_apply(hub: HubFolder, toy: type[Rule]) -> None:
    hub.model("acme/short", None, files={"README.md": "# m\n"})
    hub.model("acme/long", "license: mit", "# m\n\nA card.\n")
    hub.model("acme/none", None, files={"config.json": "{}"})
    outcomes = {}
    for name in ("short", "long", "none"):
        report = audited(hub, f"acme/{name}", toy)
        [check] = [check for check in report.checks if check.rule == "CARD900"]
        outcomes[name] = check.outcome.value
    assert outcomes == {"short": "failed", "long": "passed", "none": "not-applicable"}


def test_every_format_shows_it_and_the_terminal_in_korean(hub: HubFolder, toy: type[Rule]) -> None:
    hub.model("acme/short", None, files={"README.md": "# m\n"})
    report = audited(hub, "acme/short", toy)
    assert "the card has 2 lines" in render(report, "json").decode()
    assert "CARD900" in render(report, "sarif").decode()
    assert "카드가 2줄뿐입니다" in render(report, "terminal", lang="ko", verbose=1).decode()


def test_its_page_has_every_heading(toy: type[Rule]) -> None:
    headings = [line[3:] for line in toy.info().help.splitlines() if line.startswith("## ")]
    assert headings == list(HEADINGS)
    assert "http" in toy.info().help
