"""Find and read the front matter of a card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from provenance.files.safe_yaml import Loaded, Path, load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.messages import message
from provenance.stated import is_card_key, listed_tags, respelt_keys, with_known_keys
from provenance.text.lines import LineSpan, ReadingProblem

MAX_LENGTH = 2_000_000
_TAGS = "tags"
# Hubs know about sixty keys; authors add a few of their own.
MOST_KEYS = 2_000
Overridden: TypeAlias = tuple[str, Any, LineSpan]

_OPENING = re.compile(r"\ufeff?[ \t\n]*---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"\s*[\"']?[\w-]+(?: [\w-]+){0,3}[\"']?[ \t]*:(?:\s|$)")
# Fences around `key:` lines, indented lines and list items only; prose between two rules differs.
_SECOND = re.compile(
    r"\s*---[ \t]*\n(?:[\w-]+:(?:[ \t].*)?\n|[ \t]+\S.*\n|- .*\n)++---[ \t]*$", re.MULTILINE
)


# Where front matter may be misplaced: below a licence comment or the title.
_HEAD, _MOST_LINES = 20_000, 200
_FENCES = ("---", "+++")
_FIELD = re.compile(r"(?P<key>[\w-]{1,60})[ \t]*[:=]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The front matter of a card, and where its body starts.

    Attributes:
        body: The text after the front matter.
        body_line: The file's line on which `body` starts.
        span: Lines of the front matter with its fences, or None.
        fields: Values by key.
        positions: Lines of the values, by path.
        written: The author's spelling of each key that was normalised, by normalised key.
        problems: What could not be interpreted.
        overridden: Keys set more than once, each with its earlier value and that value's lines.
    """

    body: str
    body_line: int
    span: LineSpan | None = None
    fields: dict[str, object] = field(default_factory=dict)
    positions: dict[Path, LineSpan] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    problems: tuple[ReadingProblem, ...] = ()
    overridden: tuple[Overridden, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Split a card at its fences and read the YAML between them.

    Tolerates a byte order mark, blank lines before the first fence, spaces after a fence, and a
    closing `...`.

    Args:
        text: A card with LF line ends.
    """
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter(body=text.removeprefix("\ufeff"), body_line=1, problems=_misplaced(text))
    first = opening.group().count("\n")
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        unclosed = ReadingProblem(message("gap.yaml.unclosed"), first, fatal=True)
        # Otherwise `---` is a horizontal rule, and the card has no front matter.
        key = _KEY.match(text, opening.end())
        return FrontMatter(
            body=text.removeprefix("\ufeff"), body_line=1, problems=(unclosed,) if key else ()
        )
    yaml = text[opening.end() : closing.start()]
    span = LineSpan(first, first + yaml.count("\n") + 1)
    body, body_line, second = _skip_second(text[closing.end() + 1 :], span.end + 1)
    try:
        loaded = _read(yaml, first)
    except YamlError as error:
        broken = message("gap.yaml.broken", why=error.message)
        problem = ReadingProblem(broken, first + error.line, fatal=True)
        loaded = Loaded(value={}, positions={}, problems=(problem,))
    known = {entry.written: entry.key for entry in respelt_keys(loaded.value) if entry.taken}
    fields = with_known_keys(loaded.value)
    positions = {_renamed(path, known): place for path, place in loaded.positions.items()}
    _list_tags(fields, positions)
    return FrontMatter(
        body=body,
        body_line=body_line,
        span=span,
        fields=fields,
        positions=positions,
        written={key: written for written, key in known.items()},
        problems=loaded.problems + second,
        overridden=loaded.overridden,
    )


def _list_tags(fields: dict[str, object], positions: dict[Path, LineSpan]) -> None:
    """Replace tags of another shape by a list of texts; other readers expect no other shape."""
    value = fields.get(_TAGS)
    tags = listed_tags(value)
    if tags is None:
        return
    listed = [tag.text for tag in tags]
    if listed in (value, [value]):
        return
    places = [positions.get((_TAGS, *tag.path)) for tag in tags]
    fields[_TAGS] = listed
    for index, place in enumerate(places):
        if place is not None:
            positions[_TAGS, index] = place


def _renamed(path: Path, spellings: Mapping[str, str]) -> Path:
    """The path of a value, with its first key normalised."""
    return (spellings.get(str(path[0]), path[0]), *path[1:])


def _read(yaml: str, offset: int) -> Loaded:
    """Parse the front matter that starts after line `offset`; lines count from the file's start."""
    if len(yaml) > MAX_LENGTH:
        raise YamlError(message("gap.yaml.length", limit=MAX_LENGTH), 0)
    loaded = load_yaml(yaml, MOST_KEYS)
    if loaded.value is not None and not isinstance(loaded.value, dict):
        raise YamlError(message("gap.yaml.no-fields"), 1)
    return Loaded(
        value=loaded.value or {},
        positions={path: _moved(span, offset) for path, span in loaded.positions.items()},
        problems=tuple(
            ReadingProblem(problem.message, problem.line + offset) for problem in loaded.problems
        ),
        overridden=tuple(
            (key, value, _moved(span, offset)) for key, value, span in loaded.overridden
        ),
    )


def _moved(span: LineSpan, offset: int) -> LineSpan:
    return LineSpan(span.start + offset, span.end + offset)


def _skip_second(body: str, body_line: int) -> tuple[str, int, tuple[ReadingProblem, ...]]:
    """Drop a second front matter block: hubs ignore it, and Markdown would turn it into a
    heading."""
    second = _SECOND.match(body)
    if not second:
        return body, body_line, ()
    blank = len(second.group()) - len(second.group().lstrip())
    problem = ReadingProblem(message("gap.yaml.second"), body_line + body.count("\n", 0, blank))
    return body[second.end() + 1 :], body_line + second.group().count("\n") + 1, (problem,)


def _misplaced(text: str) -> tuple[ReadingProblem, ...]:
    """Find front matter that hubs ignore: TOML, or YAML below a comment or a heading."""
    lines = text[:_HEAD].removeprefix("\ufeff").split("\n")[:_MOST_LINES]
    in_comment = False
    for number, line in enumerate(lines, start=1):
        bare = line.strip()
        in_comment = in_comment or bare.startswith("<!--")
        if in_comment:
            in_comment = "-->" not in bare
        elif bare in _FENCES:
            if not _holds_fields(lines[number:], bare):
                return ()
            key = "gap.yaml.toml" if bare == "+++" else "gap.yaml.below"
            return (ReadingProblem(message(key), number),)
        elif bare and not bare.startswith("#"):
            return ()
    return ()


def _holds_fields(lines: list[str], fence: str) -> bool:
    """Whether a known key appears before the closing fence."""
    bare = [line.strip() for line in lines]
    if fence not in bare:
        return False
    fields = (_FIELD.match(line) for line in bare[: bare.index(fence)])
    return any(field and is_card_key(field["key"]) for field in fields)
