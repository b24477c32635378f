"""Source code without a syntax tree: JavaScript and TypeScript with the calls of transformers.js
and the hub clients, and the strings of Rust, Go, Swift, Java, Kotlin and C#."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.model.artifact import Kind
from provenance.scan.keys import kind_of, normal
from provenance.scan.likely import Sureness, service_of, sureness_of
from provenance.scan.mention import Mention, MentionedText
from provenance.scan.names import is_address

# Generated bundles contain other people's code on a few very long lines.
LONGEST_LINE = 5_000
# Number of characters before a string in which to look for what takes it.
LOOK_BACK = 160
_TOKEN = re.compile(
    r"//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/"
    r"|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`"
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_TASK = re.compile(r"\bpipeline(?:<[^<>()]{0,80}>)?\(\s*(?:[\"'][\w-]+[\"']|\w+)\s*,\s*$")
_LOADED = re.compile(r"\bfrom_pretrained\(\s*$")
_KEY = re.compile(r"([A-Za-z_]\w*)[\"']?\s*(?::|=|\?\?|\|\|)\s*$")
_REPOSITORY = re.compile(
    r"(?:\bRepo::(?:model|with_revision)\(|\b[aA]pi(?:\(\))?\.model\(|\bapi\.repo\(|"
    r"\bhf_hub_download\(|\bfrom_pretrained\()\s*$"
)
_DATASET_CALL = re.compile(r"\bRepo::dataset\(\s*$|\bapi\.dataset\(\s*$")
_REVISION = re.compile(r"[^{}]{0,200}?\brevision:\s*[\"']([\w./-]+)[\"']")


@dataclass(frozen=True, slots=True, kw_only=True)
class _String:
    """A string of the source with its surroundings."""

    text: str
    line: int
    before: str
    behind: str


def read_javascript(text: str) -> Iterator[Mention]:
    """The names in JavaScript or TypeScript: calls of transformers.js and hub clients, keys that
    mean a model, and strings that look like model names."""
    service = ""
    strings = list(_strings(text))
    if strings:
        service = service_of(text)
    for string in strings:
        match = _REVISION.match(string.behind)
        revision = MentionedText(text=match[1]) if match else None
        called = _TASK.search(string.before) or _LOADED.search(string.before)
        if called or is_address(string.text):
            via = called[0].partition("(")[0] if called else "address"
            yield _mention(string, via, revision=revision, bare=called is not None)
            continue
        key = _KEY.search(string.before)
        kind = kind_of(_snake(key[1])) if key else None
        if kind and _NAME.fullmatch(string.text):
            yield _mention(string, key[1] if key else "", kind=kind, revision=revision)
            continue
        yield from _by_looks(string, service, key[1] if key else "string")


def read_other(text: str) -> Iterator[Mention]:
    """The names in Rust, Go, Swift, Java, Kotlin and C#: calls of hub clients; other strings that
    look like model names are candidates."""
    for string in _strings(text):
        if _DATASET_CALL.search(string.before):
            yield _mention(string, "Repo::dataset", kind=Kind.DATASET)
        elif _REPOSITORY.search(string.before) or is_address(string.text):
            yield _mention(string, "repository")
        elif sureness_of(string.text) is not Sureness.NO:
            yield _mention(string, "string", unsure=True)


def _strings(text: str) -> Iterator[_String]:
    """The strings with a slash, outside comments."""
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    for token in _TOKEN.finditer(text):
        if token.lastindex is None:
            continue
        content = token[token.lastindex]
        taken = _TASK.search(text, max(0, token.start() - LOOK_BACK), token.start())
        if "/" not in content and not taken:
            continue
        line = bisect_right(starts, token.start())
        next_start = starts[line] if line < len(starts) else len(text)
        if next_start - starts[line - 1] > LONGEST_LINE:
            continue
        yield _String(
            text=content,
            line=line,
            before=text[max(0, token.start() - LOOK_BACK) : token.start()],
            behind=text[token.end() : token.end() + LOOK_BACK],
        )


def _snake(name: str) -> str:
    """Convert `modelId` to `model_id`."""
    return normal(re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name))


def _by_looks(string: _String, service: str, via: str) -> Iterator[Mention]:
    sureness = sureness_of(string.text)
    if sureness is Sureness.NO:
        return
    yield _mention(string, via, unsure=sureness is Sureness.MAYBE, elsewhere=service)


def _mention(
    string: _String,
    via: str,
    *,
    kind: Kind = Kind.MODEL,
    revision: MentionedText | None = None,
    bare: bool = False,
    unsure: bool = False,
    elsewhere: str = "",
) -> Mention:
    return Mention(
        kind=kind,
        value=MentionedText(text=string.text),
        line=string.line,
        via=via,
        revision=revision,
        bare=bare,
        unsure=unsure,
        elsewhere=elsewhere,
    )
