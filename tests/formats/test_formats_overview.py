"""Many inputs on one screen: a row each, what they share said once."""

from __future__ import annotations

import re

import pytest
from command import invoke
from hub_folder import HubFolder

NAMES = [f"acme/support-assistant-{number}b" for number in range(1, 10)]
LONG = "acme/" + "a-very-long-name-of-a-model-" * 2 + "7b"


@pytest.fixture
def filled(hub: HubFolder) -> HubFolder:
    for name in (*NAMES, LONG):
        hub.model(name)
    return hub


def shown(hub: HubFolder, *arguments: str) -> list[str]:
    """The lines of the terminal's page."""
    folder = hub.root.parent
    done = invoke(folder, "audit", *arguments, "--hub", str(hub.root), env={"COLUMNS": "80"})
    return done.stdout.split("\n")


def test_nine_models_fit_on_forty_lines(filled: HubFolder) -> None:
    lines = shown(filled, *NAMES)
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert lines[0].split()[:3] == ["model", "or", "dataset"]
    for name in NAMES:
        assert sum(line.startswith(name) for line in lines) == 1


def test_what_all_share_is_said_once(filled: HubFolder) -> None:
    text = " ".join("\n".join(shown(filled, *NAMES)).split())
    assert text.count("no licence") + text.count("No licence") == 1
    assert "(all 9 inputs)" in text


def test_what_could_not_be_read_is_named(filled: HubFolder) -> None:
    text = " ".join("\n".join(shown(filled, *NAMES[:2], "acme/gone")).split())
    assert re.search(r"not-found 1 gap: acme/gone", text)


def test_names_are_never_broken(filled: HubFolder) -> None:
    assert any(line.strip() == LONG for line in shown(filled, *NAMES[:3], LONG))


def test_two_inputs_have_a_block_each(filled: HubFolder) -> None:
    assert "VERDICT" in "\n".join(shown(filled, *NAMES[:2]))
    assert "VERDICT" in "\n".join(shown(filled, *NAMES[:3], "-v"))
