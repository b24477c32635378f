"""Dockerfiles: RUN, CMD, ENTRYPOINT, ENV, ARG and ADD
(https://docs.docker.com/reference/dockerfile/)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.files.safe_json import JsonError, load_json
from provenance.scan.mention import Mention
from provenance.scan.shell import Script

_INSTRUCTION = re.compile(r"\s*(?P<name>[A-Za-z]+)\s+(?P<rest>.*)", re.DOTALL)
_FROM = re.compile(r"^[^\S\n]*FROM[^\S\n]+(.*)$", re.MULTILINE | re.IGNORECASE)
_PAIR = re.compile(r"([A-Za-z_]\w*)[ =](.*)")


def read(text: str) -> Iterator[Mention]:
    """The names in a Dockerfile's instructions."""
    script = Script(context=" ".join(_FROM.findall(text)))
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        start, parts = at, [lines[at]]
        while parts[-1].rstrip().endswith("\\") and at + 1 < len(lines):
            at += 1
            parts.append(lines[at] if not lines[at].lstrip().startswith("#") else "\\")
        at += 1
        instruction = _INSTRUCTION.fullmatch("\n".join(parts))
        if instruction:
            yield from _instruction(
                instruction["name"].upper(), instruction["rest"], start + 1, script
            )


def _instruction(name: str, rest: str, line: int, script: Script) -> Iterator[Mention]:
    if name in ("ENV", "ARG"):
        rest = rest.replace("\\\n", " ")
        if "=" not in rest.partition(" ")[0] and (pair := _PAIR.match(rest)):
            rest = f"{pair[1]}={pair[2]}"
        yield from script.read(f"{name} {rest}", line)
    elif name in ("CMD", "ENTRYPOINT", "RUN", "ADD"):
        words = _list(rest)
        yield from script.take(words, line) if words else script.read(rest, line)


def _list(rest: str) -> list[str]:
    """The words of the JSON form; empty for the shell form."""
    if not rest.lstrip().startswith("["):
        return []
    try:
        words = load_json(rest.replace("\\\n", " ")).value
    except JsonError:
        return []
    return [str(word) for word in words] if isinstance(words, list) else []
