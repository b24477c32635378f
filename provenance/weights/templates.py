"""Identify chat templates, and check whether they access anything that no conversation needs.

A chat template is a Jinja program that tokenizer libraries and llama.cpp run on every prompt. In a
library without a sandbox, an attribute such as `__class__` leads to any function of the process.
Source: the sandbox chapter of the Jinja documentation, which lists what a sandbox rejects.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.weights.uses import Action, LoadVerdict, Use

# The longest templates, with tools, have about 20,000 characters.
_MOST_CODE = 400_000
_MOST_TEMPLATES = 50
_ENDS = {"{{": "}}", "{%": "%}"}
_OPENING = re.compile(r"\{\{|\{%")
# Python's internal names are lower case; `__IMAGE__` is a mark in a prompt.
_DUNDER = re.compile(r"(?<![A-Za-z0-9])__[a-z_]{1,40}")
_INTERNAL = frozenset(
    f"__{name}__"
    for name in (
        *("class", "mro", "base", "bases", "subclasses", "globals", "builtins", "import", "init"),
        *("dict", "getattribute", "getattr", "self", "reduce", "reduce_ex", "code", "closure"),
        *("func", "module", "loader", "spec", "call", "new", "wrapped", "getitem", "setattr"),
    )
)
_SIGNS: tuple[tuple[str, re.Pattern[str], LoadVerdict], ...] = (
    (
        "an escaped underscore",
        re.compile(r"\\x5f|\\u005f|\\137|\\N\{LOW LINE\}", re.IGNORECASE),
        LoadVerdict.DANGEROUS,
    ),
    ("|attr", re.compile(r"\|\s{0,20}attr\b"), LoadVerdict.DANGEROUS),
    ("a joined underscore", re.compile(r"""['"]_{1,2}['"]"""), LoadVerdict.UNKNOWN),
    ("%c", re.compile(r"%c"), LoadVerdict.UNKNOWN),
)
_GLOBALS = re.compile(r"(?<![.\w])(?:lipsum|cycler|joiner)\b")
_LOADS = re.compile(r"[-+\s]{0,20}(include|import|from|extends)\b")
_FRAMES = re.compile(
    r"\.\s{0,5}(mro|gi_frame|gi_code|cr_frame|f_globals|f_builtins|func_globals|tb_frame|popen)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTemplate:
    """One chat template.

    Attributes:
        file: The file that contains it.
        name: Its key or name in the file; empty if the file is the template.
        sha256: Digest of its text.
        uses: What it accesses beyond a conversation.
    """

    file: str
    name: str
    sha256: str
    uses: tuple[Use, ...]

    @property
    def place(self) -> str:
        """File and name, for display."""
        return f"{self.file} {self.name}".strip()


def read_template(file: str, name: str, text: str) -> ChatTemplate:
    """Examine a chat template; it is never run.

    Args:
        file: The file that contains it.
        name: Its key or name in the file.
        text: The template.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    names: dict[str, LoadVerdict] = {}
    for code in _pieces(text[:_MOST_CODE]):
        names |= _reached(code)
    uses = tuple(
        Use(name=reached, action=Action.TEMPLATE, verdict=verdict, place=f"{file} {name}".strip())
        for reached, verdict in sorted(names.items())
    )
    return ChatTemplate(file=file, name=name, sha256=digest, uses=uses)


def templates_in(file: str, value: object) -> tuple[ChatTemplate, ...]:
    """The templates in a configuration's `chat_template`: a text, a list, or a mapping."""
    templates: list[tuple[str, object]] = []
    if isinstance(value, str):
        templates = [("chat_template", value)]
    elif isinstance(value, Mapping):
        templates = [(str(name), text) for name, text in value.items()]
    elif isinstance(value, list):
        members = [member for member in value if isinstance(member, Mapping)]
        templates = [(str(member.get("name", "")), member.get("template")) for member in members]
    return tuple(
        read_template(file, name, text)
        for name, text in templates[:_MOST_TEMPLATES]
        if isinstance(text, str) and text
    )


def _pieces(text: str) -> Iterator[str]:
    """The code between braces; without a closing brace, everything up to the end is code."""
    at = 0
    while opening := _OPENING.search(text, at):
        end = text.find(_ENDS[opening[0]], opening.end())
        if end < 0:
            yield text[opening.end() :]
            return
        yield text[opening.end() : end]
        at = end + 2


def _reached(code: str) -> dict[str, LoadVerdict]:
    """What one piece of code between braces accesses."""
    names = {}
    for dunder in _DUNDER.findall(code):
        names[dunder] = LoadVerdict.DANGEROUS if dunder in _INTERNAL else LoadVerdict.UNKNOWN
    names |= {f".{name}": LoadVerdict.DANGEROUS for name in _FRAMES.findall(code)}
    names |= dict.fromkeys(_GLOBALS.findall(code), LoadVerdict.DANGEROUS)
    names |= {name: verdict for name, sign, verdict in _SIGNS if sign.search(code)}
    loads = _LOADS.match(code)
    if loads:
        names[loads[1]] = LoadVerdict.DANGEROUS
    return names
