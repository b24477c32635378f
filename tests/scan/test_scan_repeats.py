"""A command that a line repeats is read once, unless something changed in between."""

from __future__ import annotations

import pytest

from provenance.scan.shell import Script


def names(text: str) -> list[str | None]:
    return [mention.value.text for mention in Script().read(text)]


def test_a_command_that_only_repeats_another_is_read_once() -> None:
    assert names("hf download acme/x; hf download acme/y; " * 3) == ["acme/x", "acme/y"]


@pytest.mark.parametrize(
    "change",
    [
        "m=acme/two",
        "export m=acme/two",
        "for m in acme/two",
        "sh -c 'm=acme/two'",
        "sh -c 'for m in acme/two; do :; done'",
        "sh -c 'for\tm in acme/two'",
    ],
)
def test_a_variable_that_has_changed_is_read_again(change: str) -> None:
    found = names(f"m=acme/one; hf download $m; {change}; hf download $m")
    assert [name for name in dict.fromkeys(found) if name] == ["acme/one", "acme/two"]


def test_an_assignment_is_carried_out_each_time() -> None:
    found = names("m=acme/x; m=$m-a; m=$m-a; hf download $m")
    assert found[-1] == "acme/x-a-a"


def test_each_heredoc_ends_at_its_own_word() -> None:
    script = "\n".join(
        [
            "hf version <<A",
            "hf download acme/in-a",
            "A",
            "hf version <<OPEN",
            "hf download acme/after-open",
            "hf version <<A",
            "hf download acme/in-second-a",
            "A",
            "hf version <<OPEN",
            "hf download acme/last",
        ]
    )
    assert names(script) == ["acme/after-open", "acme/last"]
