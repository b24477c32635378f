"""Parse untrusted YAML into plain values with line numbers, within limits.

A value means what the core schema of YAML 1.2 says (section 10.3).
PyYAML only tokenises (with libyaml if installed). Its constructors follow YAML 1.1, where the
language code `no` is false and a tag can name a Python object. This module builds values from the
event stream instead: without recursion, within limits, and with core schema tags only.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from provenance.collector import collector_paused
from provenance.files.yaml_errors import YamlError, explain
from provenance.messages import message
from provenance.text.lines import LineSpan, ReadingProblem

if TYPE_CHECKING:
    import yaml

MAX_DEPTH = 60
# Front matter of a dataset with two thousand configurations has a third of this.
MAX_VALUES = 200_000
MAX_ALIASED_NODES = 20_000
POSITION_DEPTH = 4
MOST_OVERRIDDEN = 20

Path = tuple[str | int, ...]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Numbers with more digits than 64 bits need, or with a leading zero, stay text: in a card they are
# identifiers or YAML 1.1.
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,19})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*|(?=[eE])))(?:[eE][-+]?[0-9]+)?")
_NAMED_FLOAT = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_NOT_PRINTABLE = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# YAML 1.2 ends a line only at CR and LF (section 5.4); PyYAML follows YAML 1.1 and also ends it at
# these.
_NO_LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")
_CORE = "tag:yaml.org,2002:"
_RESOLVED_TAGS = frozenset(_CORE + name for name in ("null", "bool", "int", "float"))
_KNOWN_TAGS = _RESOLVED_TAGS | {_CORE + name for name in ("str", "map", "seq", "timestamp")} | {"!"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A parsed YAML document.

    Attributes:
        value: None, bool, int, float, str, or lists and string-keyed dicts of these.
        positions: Lines of the nodes of the first 4 levels, by path; the text starts at line 1.
        problems: What was parsed, but perhaps not as intended.
        overridden: Keys of the outermost mapping set more than once, each with its earlier value
            and that value's lines; at most 20.
    """

    value: Any
    positions: dict[Path, LineSpan]
    problems: tuple[ReadingProblem, ...]
    overridden: tuple[tuple[str, Any, LineSpan], ...] = ()


@dataclass(slots=True, kw_only=True)
class _Node:
    """A value with its offsets in the text.

    Attributes:
        end: Offset of its last character.
        size: Number of nodes in it, with aliases expanded.
        parts: Its members, on levels that have positions.
    """

    value: Any
    start: int
    end: int
    size: int = 1
    parts: dict[str | int, _Node] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or mapping under construction, with the key that awaits its value."""

    node: _Node
    anchor: str | None
    key: str | None = None
    key_start: int = 0
    merging: bool = False
    merged: list[_Node] = field(default_factory=list)


@collector_paused()
def load_yaml(text: str, most_keys: int = MAX_VALUES) -> Loaded:
    """Parse one YAML document.

    Args:
        text: YAML with LF line ends.
        most_keys: Maximum number of keys in the outermost mapping.

    Raises:
        YamlError: The text is not YAML, contains more than one document, or exceeds a limit (60
            levels, 200,000 keys and values, 20,000 nodes reached through aliases, `most_keys`).
    """
    text = text.translate(_NO_LINE_ENDS)
    builder = _Builder(text, most_keys)
    if forbidden_character := _NOT_PRINTABLE.search(text):
        name = f"U+{ord(forbidden_character.group()):04X}"
        forbidden = message("gap.yaml.character", name=name)
        raise YamlError(forbidden, builder.line(forbidden_character.start()))
    # Imported here: it takes 10 ms, which a run without YAML should not pay.
    import yaml

    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise explain(error, text, builder.line) from None
    except (yaml.YAMLError, UnicodeError) as error:
        invalid = message("gap.yaml.invalid", error=type(error).__name__)
        raise YamlError(invalid, 1) from None
    return builder.loaded()


class _Builder:
    """Builds values from parse events; call `take` once per event."""

    def __init__(self, text: str, most_keys: int) -> None:
        self._text = text
        self._most_keys = most_keys
        self._values = 0
        self._starts = [0, *(newline.end() for newline in re.finditer("\n(?!\\Z)", text))]
        self._root: _Node | None = None
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Node | None] = {}
        self._aliased = 0
        self._problems: list[ReadingProblem] = []
        self._overridden: list[tuple[str, Any, LineSpan]] = []

    def line(self, offset: int) -> int:
        """The line of an offset, counted from 1."""
        return bisect_right(self._starts, offset)

    def loaded(self) -> Loaded:
        positions: dict[Path, LineSpan] = {}
        if self._root is not None:
            self._locate(self._root, (), positions)
        return Loaded(
            value=self._root.value if self._root else None,
            positions=positions,
            problems=tuple(self._problems),
            overridden=tuple(self._overridden),
        )

    def take(self, event: yaml.Event) -> None:
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            self._read_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, [] if isinstance(event, yaml.SequenceStartEvent) else {})
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.AliasEvent):
            self._complete(self._alias(event), None)
        elif (
            isinstance(event, yaml.DocumentStartEvent)
            and event.start_mark
            and self._root is not None
        ):
            second = message("gap.yaml.documents")
            raise YamlError(second, self.line(event.start_mark.index))

    # Below, events are `Any`: PyYAML's stubs make marks optional and leave values untyped.

    def _read_scalar(self, event: Any) -> None:
        self._note_tag(event)
        start, end = event.start_mark.index, event.end_mark.index - 1
        while (
            end > start and self._text[end].isspace()
        ):  # the mark of a block scalar lies behind blank lines
            end -= 1
        plain = event.tag is None and event.implicit[0]
        value = _core_value(event.value) if plain or event.tag in _RESOLVED_TAGS else event.value
        self._complete(
            _Node(value=value, start=start, end=max(start, end)), event.anchor, event.value, plain
        )

    def _open(self, event: Any, value: list[object] | dict[str, object]) -> None:
        start = event.start_mark.index
        if len(self._stack) >= MAX_DEPTH:
            raise YamlError(message("gap.yaml.levels", limit=MAX_DEPTH), self.line(start))
        self._note_tag(event)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(
            _Open(node=_Node(value=value, start=start, end=start), anchor=event.anchor)
        )

    def _close(self, event: Any) -> None:
        opened = self._stack.pop()
        for source in opened.merged:
            _merge(opened.node, source)
        if event.end_mark.index > event.start_mark.index:  # a bracket closes it
            opened.node.end = event.end_mark.index - 1
        self._complete(opened.node, opened.anchor)

    def _alias(self, event: Any) -> _Node:
        start, name = event.start_mark.index, event.anchor
        target = self._anchors.get(name)
        if target is None:
            within = name in self._anchors
            key = "gap.yaml.alias-inside" if within else "gap.yaml.alias-unknown"
            raise YamlError(message(key, name=name), self.line(start))
        self._aliased += target.size
        if self._aliased > MAX_ALIASED_NODES:
            too_many = message("gap.yaml.aliases", limit=MAX_ALIASED_NODES)
            raise YamlError(too_many, self.line(start))
        return replace(target, start=start, end=event.end_mark.index - 1)

    def _complete(
        self, node: _Node, anchor: str | None, text: str | None = None, plain: bool = False
    ) -> None:
        """Insert a finished node into its parent; `text` is the scalar as written, `plain` means
        unquoted."""
        self._values += 1
        if self._values > MAX_VALUES:
            too_many = message("gap.yaml.values", limit=MAX_VALUES)
            raise YamlError(too_many, self.line(node.start))
        if anchor:
            self._anchors[anchor] = node
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.node.size += node.size
        parent.node.end = max(parent.node.end, node.end)
        value = parent.node.value
        if isinstance(value, list):
            if len(self._stack) <= POSITION_DEPTH:
                parent.node.parts[len(value)] = node
            value.append(node.value)
        elif parent.key is None:
            parent.key, parent.key_start = self._key(node, text), node.start
            parent.merging = plain and text == "<<"
        else:
            self._set(parent, node)

    def _key(self, node: _Node, text: str | None) -> str:
        key = node.value if text is None else text
        if not isinstance(key, str):
            raise YamlError(message("gap.yaml.key"), self.line(node.start))
        return key

    def _set(self, parent: _Open, node: _Node) -> None:
        key, parent.key = parent.key, None
        assert key is not None
        sources = _merge_sources(node) if parent.merging else None
        if sources is not None:
            parent.merged += sources
            return
        if key in parent.node.value:
            twice = message("gap.yaml.twice", key=key[:60])
            self._problems.append(ReadingProblem(twice, self.line(parent.key_start)))
            self._keep_earlier(parent, key)
        if len(self._stack) == 1 and len(parent.node.value) >= self._most_keys:
            too_many = message("gap.yaml.keys", limit=self._most_keys)
            raise YamlError(too_many, self.line(parent.key_start))
        if len(self._stack) <= POSITION_DEPTH:
            node.start = parent.key_start
            parent.node.parts[key] = node
        parent.node.value[key] = node.value

    def _keep_earlier(self, parent: _Open, key: str) -> None:
        """Record the earlier value of a key that is set again in the outermost mapping."""
        if len(self._stack) > 1 or len(self._overridden) >= MOST_OVERRIDDEN:
            return
        earlier = parent.node.parts.get(key)
        if earlier is not None:
            span = LineSpan(self.line(earlier.start), self.line(max(earlier.start, earlier.end)))
            self._overridden.append((key, earlier.value, span))

    def _note_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag not in _KNOWN_TAGS:
            name = event.tag.replace(_CORE, "!!")[:60]
            unread = message("gap.yaml.tag", name=name)
            self._problems.append(ReadingProblem(unread, self.line(event.start_mark.index)))

    def _locate(self, node: _Node, path: Path, positions: dict[Path, LineSpan]) -> None:
        for key, part in node.parts.items():
            positions[*path, key] = LineSpan(
                self.line(part.start), self.line(max(part.start, part.end))
            )
            if len(path) + 1 < POSITION_DEPTH:
                self._locate(part, (*path, key), positions)


def _core_value(text: str) -> bool | int | float | str | None:
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _NAMED_FLOAT.fullmatch(text):
        return float(text.replace(".", "", 1))
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


def _merge_sources(node: _Node) -> list[_Node] | None:
    """The mappings that a merge key (`<<`) includes, or None if its value is not a mapping or a
    list of mappings."""
    if isinstance(node.value, dict):
        return [node]
    if isinstance(node.value, list) and all(isinstance(item, dict) for item in node.value):
        return [
            node.parts.get(index, _Node(value=item, start=node.start, end=node.end))
            for index, item in enumerate(node.value)
        ]
    return None


def _merge(node: _Node, source: _Node) -> None:
    for key, value in source.value.items():
        if key not in node.value:
            node.value[key] = value
            if key in source.parts:
                node.parts[key] = source.parts[key]
