"""Patterns that are compiled when a text first meets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

_METHODS = frozenset({"match", "fullmatch", "search", "finditer", "sub", "split"})


class LazyPattern:
    """An expression with the methods of `re.Pattern`, compiled at its first use.

    For large expressions at the top of modules: every command loads them, and most commands meet no
    text that needs them. A small one costs less to compile than to wrap.

    Args:
        expression: What is matched.
        flags: See `re.compile`.
    """

    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    sub: Callable[..., str]
    split: Callable[..., list[str | None]]

    def __init__(self, expression: str, flags: int = 0) -> None:
        self.expression = expression
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.expression, self._flags)

    def compile_waiting(self) -> None:
        """Compile it, for whoever measures the patterns."""
        _ = self.compiled

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A method of the pattern. From its first use on it is an attribute, found at once."""
        if name not in _METHODS:
            raise AttributeError(name)
        method: Callable[..., Any] = getattr(self.compiled, name)
        setattr(self, name, method)
        return method
