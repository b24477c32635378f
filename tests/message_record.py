"""Which sentences the tests produce, and which test produces each first.

`PROVENANCE_MESSAGES=FILE pytest ...` writes a JSON object of ids and tests. Only the ids that rules
find are of interest (tests/messages/test_sentences.py), but all are written. `variants.json` keeps
them: each test that it names has to produce its sentences in every run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from provenance.messages import Message

VARIANTS = Path(__file__).parent / "messages" / "variants.json"


@cache
def expected_of() -> dict[str, set[str]]:
    """The ids that each test named in `variants.json` has to produce."""
    expected: dict[str, set[str]] = {}
    for key, test in json.loads(VARIANTS.read_text("utf-8")).items():
        expected.setdefault(test, set()).add(key)
    return expected


@contextmanager
def recorded() -> Iterator[set[str]]:
    """Collect the ids of all messages that are made meanwhile."""
    make, made = Message.__new__, set[str]()

    def noted(cls: type[Message], key: str, arguments: Mapping[str, Any]) -> Message:
        made.add(key)
        return make(cls, key, arguments)

    Message.__new__ = noted  # type: ignore[method-assign]
    try:
        yield made
    finally:
        Message.__new__ = make  # type: ignore[method-assign]


class MessageRecord:
    """A plugin that notes each message that is made while a test runs."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.tests: dict[str, str] = {}
        self.running = ""

    def pytest_configure(self) -> None:
        """Listen to the making of messages."""
        make = Message.__new__

        def noted(cls: type[Message], key: str, arguments: Mapping[str, Any]) -> Message:
            if self.running:
                self.tests.setdefault(key, self.running)
            return make(cls, key, arguments)

        Message.__new__ = noted  # type: ignore[method-assign]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Note which test runs."""
        self.running = nodeid

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write what was noted."""
        self.file.write_text(json.dumps(dict(sorted(self.tests.items())), indent=1) + "\n", "utf-8")
