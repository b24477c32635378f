"""What stands around a sentence says whether it is about the work or about something beside it."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.cards import parse_card
from provenance.licences.sentences import card_sentences

RIVALS = """# Hivewatch

| method | score | terms |
|---|---|---|
| ApiNet | 71 | research use only |
| BuzzFormer | 74 | non-commercial |
| Hivewatch | 70 | MIT |
"""
VERSIONS = """# Hivewatch

| model | score | terms |
|---|---|---|
| hivewatch-small | 61 | MIT |
| hivewatch-large | 74 | research use only |
| ApiNet | 71 | MIT |
"""
DEMO = """# Hivewatch

## Try it

The playground is free for non-commercial use, ten pictures a day. No reselling.
These rules are for the playground only.
"""
SENDING = """# Hivewatch

## Contributing

- Nothing under a non-commercial licence, please.
- Pictures for research purposes only cannot be taken.
"""
LIST = """# Hivewatch

## Together

New pictures help a lot, but please do not send

- pictures for non-commercial use only
- pictures from behind a paywall
"""
MEASURED = """# Hivewatch

Benchmarked on ComboBee and on our own frames.

\\* ComboBee is for non-commercial research only.
"""
WISH = """# Hivewatch

Tell us before you use it in a product. That is a wish, not a condition.
"""
RELEASE = """# Hivewatch

You do not have to ask us. Not for your shop, not even for resale of your prints.
"""
DUTY = "# Hivewatch\n\nDo companies have to pay? No.\n"
BESIDE = (RIVALS, DEMO, SENDING, LIST, MEASURED, WISH, RELEASE, DUTY)

WORK_IN_CONTRIBUTING = """# Hivewatch

## Contributing

Patches are welcome. Commercial use of the model is prohibited.
"""
WORK_IN_DEMO = """# Hivewatch

## Try it

The playground is free for all. The weights are for research purposes only.
These limits are for the playground and the weights.
"""
CITING = "# Hivewatch\n\nNon-commercial use only. Citing us is not a requirement.\n"
STILL_DENIED = "# Hivewatch\n\nYou do not have to register. Not for commercial use.\n"
PAYING = "# Hivewatch\n\nDo companies have to pay for use? Yes, they do.\n"
OF_WORK = (VERSIONS, WORK_IN_CONTRIBUTING, WORK_IN_DEMO, CITING, STILL_DENIED, PAYING)


def _rules(hub: HubFolder, card: str, files: dict[str, str | bytes] | None = None) -> set[str]:
    hub.model("acme/hive", "license: mit", card, files=files or {})
    report = provenance.audit("acme/hive", hub=str(hub.root), use={"commercial": True})
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize("card", BESIDE)
def test_what_is_beside_the_work_does_not_restrict_it(hub: HubFolder, card: str) -> None:
    assert "LIC017" not in _rules(hub, card)


@pytest.mark.parametrize("card", OF_WORK)
def test_what_is_about_the_work_restricts_it_wherever_it_stands(hub: HubFolder, card: str) -> None:
    assert "LIC017" in _rules(hub, card)


def test_a_table_that_does_not_name_the_work_is_read() -> None:
    card = parse_card("# Hivewatch\n\n| part | terms |\n|---|---|\n| eyes | research |\n")
    assert not any(sentence.is_elsewhere for sentence in card_sentences(card))


def test_a_page_beside_the_card_may_restrict(hub: HubFolder) -> None:
    page = "# The guild\n\nMembers use the model freely. Others: research purposes only.\n"
    assert "LIC017" in _rules(hub, "# Hivewatch\n\nIt counts bees.\n", {"docs/guild.md": page})


def test_a_page_on_contributing_is_not_read(hub: HubFolder) -> None:
    page = "# Contributing\n\nNothing for research purposes only, please.\n"
    card = "# Hivewatch\n\nIt counts bees.\n"
    assert "LIC017" not in _rules(hub, card, {"CONTRIBUTING.md": page})
