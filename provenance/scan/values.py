"""Evaluate which strings an expression of a Python file can have, from the file alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import TypeVar

from provenance.model.finding import shorten
from provenance.scan.bindings import Binding, Bindings, Scope, last_name
from provenance.scan.mention import LONGEST_VALUE, MentionedText

T = TypeVar("T")
MOST_STEPS, MOST_VALUES, DEEPEST = 20_000, 64, 12
_UNKNOWN = MentionedText(text=None)
_LOCAL = MentionedText(text=None, local=True)
_WITH_DEFAULT = frozenset(("get", "getenv", "env", "pop", "getattr", "setdefault"))
_FIELDS = frozenset(("field", "Field", "Option", "Argument", "Query", "config"))
_PATHS = frozenset(
    (
        "join",
        "joinpath",
        "Path",
        "PurePath",
        "TemporaryDirectory",
        "mkdtemp",
        "mktemp",
        "abspath",
        "expanduser",
        "resolve",
        "absolute",
        "getcwd",
        "cwd",
        "gettempdir",
        "snapshot_download",
        "hf_hub_download",
        "cached_file",
        "as_posix",
        "dirname",
        "get_auto_remove_tmp_dir",
        "realpath",
        "glob",
    )
)
_KEEPING = frozenset(
    ("strip", "lstrip", "rstrip", "str", "cast", "require", "expandvars", "next", "iter")
)
_LISTS = frozenset(("list", "sorted", "set", "tuple", "reversed", "tqdm", "frozenset", "iter"))
_LOCAL_NAME = re.compile(
    r"(?:.*_)?(?:tmp|temp|dir|dirs|directory|folder|checkpoint_path|save_path|output_path)\w*"
    r"|tmp\w*"
)


class Evaluator:
    """Follows names, constants, defaults and calls inside one file, within a limit of steps."""

    def __init__(self, facts: Bindings) -> None:
        self._facts = facts
        self._steps = 0
        self._under_way: set[int] = set()
        self._cut = False

    def strings(self, node: ast.expr, scope: Scope) -> tuple[MentionedText, ...]:
        """Each possible string of an expression; an entry without text if none is known or a limit
        cut others off."""
        self._cut = False
        values = tuple(dict.fromkeys(self._values(node, scope, 0)))
        known = tuple(value for value in values if value.text is not None)
        if known and self._cut:
            return (*known, replace(_UNKNOWN, shown=_written(node)))
        if known or not values:
            return known
        return (
            replace(values[0], shown=_written(node), local=any(value.local for value in values)),
        )

    def bound(self, binding: Binding) -> tuple[MentionedText, ...]:
        """The possible strings of a name through one of its bindings."""
        values = self._bound([binding], 0)
        known = (value for value in values if value.text is not None)
        return tuple(dict.fromkeys(known))[:MOST_VALUES]

    def _values(self, node: ast.expr, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        self._steps += 1
        if self._steps > MOST_STEPS:
            self._cut = True
            return (_UNKNOWN,)
        if depth > DEEPEST:
            return (_UNKNOWN,)
        if isinstance(node, ast.Constant):
            if not isinstance(node.value, str):
                return ()
            return (MentionedText(text=node.value, line=getattr(node, "lineno", 0)),)
        read = getattr(self, f"_read_{type(node).__name__.lower()}", None)
        values: tuple[MentionedText, ...] = read(node, scope, depth + 1) if read else (_UNKNOWN,)
        return tuple(self._first(values))

    def _first(self, items: Sequence[T]) -> Sequence[T]:
        """The first few values, with a note if there are more."""
        if len(items) > MOST_VALUES:
            self._cut = True
        return items[:MOST_VALUES]

    def _union(self, nodes: list[ast.expr], scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        return tuple(
            value for node in self._first(nodes) for value in self._values(node, scope, depth)
        )

    def _read_name(self, node: ast.Name, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        return self._named(node.id, scope, depth) or (
            (_LOCAL,) if _LOCAL_NAME.fullmatch(node.id) else (_UNKNOWN,)
        )

    def _named(self, name: str, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        at: Scope | None = scope
        while at is not None:
            parameter = self._facts.parameters.get((at, name))
            if parameter or name in at.names:
                values = self._bound(at.names.get(name, []), depth)
                return values + self._given(at, name, depth) if parameter else values
            at = at.parent
        return ()

    def _bound(self, bindings: list[Binding], depth: int) -> tuple[MentionedText, ...]:
        values: list[MentionedText] = []
        for binding in self._first(bindings):
            if id(binding) in self._under_way:
                continue
            self._under_way.add(id(binding))
            for node, scope in self._parts(binding, depth):
                values += self._values(node, scope, depth)
            self._under_way.discard(id(binding))
        return tuple(values)

    def _parts(self, binding: Binding, depth: int) -> Iterator[tuple[ast.expr, Scope]]:
        index = binding.index
        whole = [(binding.node, binding.scope)]
        members = self._members(binding.node, binding.scope, depth) if binding.each else whole
        for node, scope in members:
            if index is None:
                yield node, scope
            elif isinstance(node, ast.Name) and depth < DEEPEST:
                for holder in self._first(self._holders(node, scope)):
                    if holder is not binding and holder.index is None:
                        yield from self._parts(replace(holder, index=index), depth + 1)
            else:
                elements = _elements(node)
                if index < len(elements):
                    yield elements[index], scope

    def _given(self, scope: Scope, name: str, depth: int) -> tuple[MentionedText, ...]:
        """The values that calls in this file pass to a parameter, or else those of a fixture with
        that name."""
        parameter = self._facts.parameters[scope, name]
        key = id(parameter)
        if key in self._under_way:
            return ()
        self._under_way.add(key)
        values: list[MentionedText] = []
        for call, site in self._first(self._facts.sites.get(parameter.function, ())):
            given = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
            if given is None and 0 <= parameter.position < len(call.args):
                given = call.args[parameter.position]
            if given is not None:
                values += self._values(given, site, depth)
        self._under_way.discard(key)
        return tuple(values) or self._bound(self._facts.returns.get(name, []), depth)

    def _read_attribute(
        self, node: ast.Attribute, scope: Scope, depth: int
    ) -> tuple[MentionedText, ...]:
        if node.attr == "value" and isinstance(node.value, ast.Attribute):
            return self._values(node.value, scope, depth)
        values = self._bound(self._holders(node, scope), depth)
        if values:
            return values
        return (_LOCAL,) if _LOCAL_NAME.fullmatch(node.attr) else (_UNKNOWN,)

    def _read_joinedstr(
        self, node: ast.JoinedStr, scope: Scope, depth: int
    ) -> tuple[MentionedText, ...]:
        return self._concatenated(node.values, scope, depth)

    def _read_formattedvalue(
        self, node: ast.FormattedValue, scope: Scope, depth: int
    ) -> tuple[MentionedText, ...]:
        return self._values(node.value, scope, depth) if node.format_spec is None else (_UNKNOWN,)

    def _read_binop(self, node: ast.BinOp, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        if isinstance(node.op, ast.Add):
            return self._concatenated([node.left, node.right], scope, depth)
        return (_LOCAL,) if isinstance(node.op, ast.Div) else (_UNKNOWN,)

    def _concatenated(
        self, nodes: list[ast.expr], scope: Scope, depth: int
    ) -> tuple[MentionedText, ...]:
        if len(nodes) > MOST_VALUES:
            return (_UNKNOWN,)
        parts = [self._values(node, scope, depth) or (_UNKNOWN,) for node in nodes]
        if parts and parts[0][0].local:
            return (_LOCAL,)
        rows = tuple(islice(product(*parts), MOST_VALUES + 1))
        return tuple(self._joined(row) for row in self._first(rows))

    def _joined(self, row: tuple[MentionedText, ...]) -> MentionedText:
        """Joined parts; unknown if a part is unknown or the result cannot be a name."""
        texts = [part.text for part in row if part.text is not None]
        if len(texts) < len(row):
            return _UNKNOWN
        if sum(map(len, texts)) > LONGEST_VALUE:
            self._cut = True
            return _UNKNOWN
        return MentionedText(text="".join(texts))

    def _read_boolop(self, node: ast.BoolOp, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        return self._union(node.values, scope, depth)

    def _read_ifexp(self, node: ast.IfExp, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        return self._union([node.body, node.orelse], scope, depth)

    def _read_list(
        self, node: ast.List | ast.Tuple | ast.Set, scope: Scope, depth: int
    ) -> tuple[MentionedText, ...]:
        return self._union(node.elts, scope, depth)

    _read_tuple = _read_set = _read_list

    def _read_starred(
        self, node: ast.Starred | ast.NamedExpr | ast.Await, scope: Scope, depth: int
    ) -> tuple[MentionedText, ...]:
        return self._values(node.value, scope, depth)

    _read_namedexpr = _read_await = _read_starred

    def _read_subscript(
        self, node: ast.Subscript, scope: Scope, depth: int
    ) -> tuple[MentionedText, ...]:
        members = [*self._members(node.value, scope, depth, node.slice)]
        return tuple(v for member, at in members for v in self._values(member, at, depth)) or (
            _UNKNOWN,
        )

    def _read_call(self, node: ast.Call, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        name = last_name(node.func)
        function = node.func
        if name in _WITH_DEFAULT:
            return self._looked_up(node, scope, depth) or (_UNKNOWN,)
        if name in _FIELDS:
            given = _default_of(node) or node.args[:1]
            return self._union(given, scope, depth) or (_UNKNOWN,)
        if name in _KEEPING:
            inner = node.args[-1:]
            if not inner and isinstance(function, ast.Attribute):
                inner = [function.value]
            return self._union(inner, scope, depth) or (_UNKNOWN,)
        joins_texts = isinstance(function, ast.Attribute) and isinstance(
            function.value, ast.Constant
        )
        if name == "join" and joins_texts:
            return (_UNKNOWN,)
        if name in _PATHS:
            return (_LOCAL,)
        return self._bound(self._facts.returns.get(name, []), depth) or (_UNKNOWN,)

    def _looked_up(self, node: ast.Call, scope: Scope, depth: int) -> tuple[MentionedText, ...]:
        """The possible results of `holder.get(key, default)` and similar calls: stored values, then
        the default."""
        values: list[MentionedText] = []
        if isinstance(node.func, ast.Attribute):
            key = node.args[0] if node.args else None
            members = list(self._members(node.func.value, scope, depth, key))
            for member, member_scope in members:
                values += self._values(member, member_scope, depth)
        position = 2 if last_name(node.func) == "getattr" else 1
        default = node.args[position : position + 1] or _default_of(node)
        return (*values, *self._union(default, scope, depth))

    def _members(
        self, node: ast.expr, scope: Scope, depth: int, key: ast.expr | None = None
    ) -> Iterator[tuple[ast.expr, Scope]]:
        """The contents of a list or dict: all of them, or those under a constant key."""
        self._steps += 1
        if depth > DEEPEST or self._steps > MOST_STEPS:
            return
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            for element in _chosen(node, key):
                yield element, scope
        elif isinstance(node, ast.Dict):
            yield from _under(node, scope, key)
        elif isinstance(node, ast.Name | ast.Attribute):
            for binding in self._holders(node, scope):
                is_whole = not binding.each and binding.index is None
                if is_whole and id(binding) not in self._under_way:
                    yield from self._members(binding.node, binding.scope, depth + 1, key)
        elif isinstance(node, ast.Call):
            yield from self._called_members(node, scope, depth, key)

    def _called_members(
        self, node: ast.Call, scope: Scope, depth: int, key: ast.expr | None
    ) -> Iterator[tuple[ast.expr, Scope]]:
        name = last_name(node.func)
        if name in ("items", "values", "keys") and isinstance(node.func, ast.Attribute):
            for display, display_scope in self._dicts(node.func.value, scope, depth):
                for part in _view(display, name):
                    yield part, display_scope
        elif name in _LISTS and node.args:
            yield from self._members(node.args[0], scope, depth + 1, key)
        elif name == "enumerate" and node.args:
            for part, part_scope in self._members(node.args[0], scope, depth + 1):
                yield ast.Tuple([ast.Constant(0), part]), part_scope
        elif name == "dict":
            wanted = key.value if isinstance(key, ast.Constant) else None
            for keyword in node.keywords:
                if wanted is None or keyword.arg == wanted:
                    yield keyword.value, scope

    def _dicts(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[tuple[ast.Dict, Scope]]:
        if isinstance(node, ast.Dict):
            yield node, scope
        elif isinstance(node, ast.Name | ast.Attribute) and depth < DEEPEST:
            for binding in self._holders(node, scope):
                if isinstance(binding.node, ast.Dict):
                    yield binding.node, binding.scope

    def _holders(self, node: ast.Name | ast.Attribute, scope: Scope) -> list[Binding]:
        if isinstance(node, ast.Attribute):
            bindings = self._facts.attributes.get(node.attr, [])
            receiver = node.value.id if isinstance(node.value, ast.Name) else ""
            owner = scope.owner if receiver in ("self", "cls") else receiver
            return [binding for binding in bindings if binding.scope.owner == owner] or bindings
        at: Scope | None = scope
        while at is not None:
            if node.id in at.names:
                return at.names[node.id]
            at = at.parent
        return []


def _default_of(node: ast.Call) -> list[ast.expr]:
    """The keyword argument `default`, as a list of at most one."""
    return [keyword.value for keyword in node.keywords if keyword.arg == "default"]


def _elements(node: ast.expr) -> list[ast.expr]:
    """The members of a tuple, a list or `pytest.param(...)`."""
    if isinstance(node, ast.Tuple | ast.List):
        return node.elts
    if isinstance(node, ast.Call) and last_name(node.func) == "param":
        return node.args
    return []


def _chosen(node: ast.List | ast.Tuple | ast.Set, key: ast.expr | None) -> list[ast.expr]:
    """The element at a constant index, or else all of them."""
    index = key.value if isinstance(key, ast.Constant) else None
    return node.elts[index:][:1] if isinstance(index, int) else node.elts


def _view(display: ast.Dict, name: str) -> Iterator[ast.expr]:
    """The result of `items`, `values` or `keys` on a dict display, without `**others`."""
    for key, value in zip(display.keys, display.values, strict=True):
        if key is None:
            continue
        if name == "items":
            yield ast.Tuple([key, value])
        else:
            yield value if name == "values" else key


def _under(node: ast.Dict, scope: Scope, key: ast.expr | None) -> Iterator[tuple[ast.expr, Scope]]:
    for name, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or (
            isinstance(name, ast.Constant) and name.value == key.value
        ):
            yield value, scope


def _written(node: ast.expr) -> str:
    try:
        return shorten(ast.unparse(node), 80)
    except (RecursionError, ValueError):
        return "…"
