"""Collect the bindings of a Python file in one pass over the syntax tree, without recursion."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
# Node types below which nothing is bound or called.
_LEAVES = (
    ast.expr_context,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    ast.boolop,
    ast.alias,
    ast.Constant,
    ast.Name,
)
_OPTIONS = ("add_argument", "option", "add_option")


@dataclass(eq=False, slots=True, kw_only=True)
class Scope:
    """The names of a module, class or function.

    Attributes:
        parent: Scope for names that are not found here.
        owner: The class of this scope, or the class of this method; empty outside classes.
        is_class: Whether it is the body of the class itself.
        function: The function of this scope; empty outside functions.
    """

    parent: Scope | None = None
    owner: str = ""
    is_class: bool = False
    function: str = ""
    names: defaultdict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Binding:
    """A binding of a name.

    Attributes:
        node: The expression.
        scope: The scope of the expression.
        each: Whether the name takes the members of the value, one after another.
        index: The bound part if the value is unpacked; None for all of it.
    """

    node: ast.expr
    scope: Scope
    each: bool = False
    index: int | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Parameter:
    """A parameter; its values come from calls in the same file."""

    function: str
    name: str
    position: int


# The position of a parameter that calls pass by name only.
_BY_NAME = -1


@dataclass(eq=False, slots=True, kw_only=True)
class Bindings:
    """The result of one pass over a file.

    Attributes:
        imports: Full names of imports, by local name; a leading dot means the file's own package.
        attributes: Values of attributes and command-line options, by attribute name alone.
        parameters: By scope and name.
        calls: Every call, with the scope it is in.
        sites: Calls by the last part of the called name.
        dicts: Dict displays.
        defined: Functions and classes of the file.
        returns: Return values of functions, by name.
        named: Every value with the name of its variable, parameter, option, entry or default.
        strings: Every string with a slash, except parts of f-strings.
    """

    imports: dict[str, str] = field(default_factory=dict)
    attributes: defaultdict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    parameters: dict[tuple[Scope, str], Parameter] = field(default_factory=dict)
    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    sites: defaultdict[str, list[tuple[ast.Call, Scope]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    dicts: list[tuple[ast.Dict, Scope]] = field(default_factory=list)
    defined: set[str] = field(default_factory=set)
    returns: defaultdict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    named: list[tuple[str, Binding]] = field(default_factory=list)
    strings: list[ast.Constant] = field(default_factory=list)

    def name(self, scope: Scope, name: str, binding: Binding) -> None:
        """Bind a name of a scope to a value."""
        scope.names[name].append(binding)
        self.named.append((name, binding))


def gather(tree: ast.Module) -> Bindings:
    """Walk a syntax tree once."""
    facts = Bindings()
    waiting: list[tuple[ast.AST, Scope]] = [(tree, Scope())]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, ast.Constant):
            _note_string(facts, node)
            continue
        note = _NOTES.get(type(node))
        if note:
            note(facts, node, scope)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += _function(facts, node, scope)
        elif isinstance(node, ast.ClassDef):
            inner = Scope(parent=scope, owner=node.name, is_class=True)
            waiting += [
                (part, scope) for part in (*node.bases, *node.keywords, *node.decorator_list)
            ]
            waiting += [(part, inner) for part in reversed(node.body)]
        else:
            waiting += [(child, scope) for child in _children(facts, node)]
    return facts


def _children(facts: Bindings, node: ast.AST) -> Iterator[ast.AST]:
    """The child nodes that may contain others; records strings."""
    whole = not isinstance(node, ast.JoinedStr)
    for name in node._fields:
        value = getattr(node, name, None)
        parts = value if isinstance(value, list) else (value,)
        for part in parts:
            if isinstance(part, ast.Constant):
                if whole:
                    _note_string(facts, part)
            elif isinstance(part, ast.AST) and not isinstance(part, _LEAVES):
                yield part


def _note_string(facts: Bindings, node: ast.Constant) -> None:
    if isinstance(node.value, str) and "/" in node.value:
        facts.strings.append(node)


def _note_call(facts: Bindings, node: ast.Call, scope: Scope) -> None:
    facts.calls.append((node, scope))
    name = last_name(node.func)
    facts.sites[name].append((node, scope))
    if (
        name in _OPTIONS
    ):  # `parser.add_argument("--model-name", default=...)` is read as `args.model_name`
        for option, default in _options(node):
            facts.attributes[option].append(Binding(node=default, scope=scope))
    if (
        name in ("get", "setdefault", "pop") and len(node.args) == 2
    ):  # `settings.get("path", "org/name")`
        _entry(facts, node.args[0], Binding(node=node.args[1], scope=scope))


def _note_dict(facts: Bindings, node: ast.Dict, scope: Scope) -> None:
    facts.dicts.append((node, scope))
    for key, value in zip(node.keys, node.values, strict=True):
        _entry(facts, key, Binding(node=value, scope=scope))


def _entry(facts: Bindings, key: ast.expr | None, binding: Binding) -> None:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        facts.named.append((key.value, binding))


def _note_assignment(facts: Bindings, node: ast.Assign, scope: Scope) -> None:
    for target in node.targets:
        _bind(facts, target, Binding(node=node.value, scope=scope), scope)


def _note_value(facts: Bindings, node: ast.AnnAssign | ast.NamedExpr, scope: Scope) -> None:
    if node.value is not None:
        _bind(facts, node.target, Binding(node=node.value, scope=scope), scope)


def _note_choice(facts: Bindings, node: ast.IfExp, scope: Scope) -> None:
    """`path if path else "org/name"` gives `path` a default."""
    _default(facts, node.test, node.orelse, scope)


def _note_either(facts: Bindings, node: ast.BoolOp, scope: Scope) -> None:
    """`path or "org/name"` also gives a default."""
    _default(facts, node.values[0], node.values[-1], scope)


def _default(facts: Bindings, target: ast.expr, value: ast.expr, scope: Scope) -> None:
    name = last_name(target)
    if name and isinstance(value, ast.Constant):
        facts.named.append((name, Binding(node=value, scope=scope)))


def _note_loop(facts: Bindings, node: ast.For | ast.comprehension, scope: Scope) -> None:
    _bind(facts, node.target, Binding(node=node.iter, scope=scope, each=True), scope)


def _note_return(facts: Bindings, node: ast.Return, scope: Scope) -> None:
    if node.value is not None and scope.function:
        facts.returns[scope.function].append(Binding(node=node.value, scope=scope))


def _note_with(facts: Bindings, node: ast.withitem, scope: Scope) -> None:
    if node.optional_vars is not None:
        _bind(facts, node.optional_vars, Binding(node=node.context_expr, scope=scope), scope)


def _function(facts: Bindings, node: Function, scope: Scope) -> list[tuple[ast.AST, Scope]]:
    inner = Scope(
        parent=scope.parent if scope.is_class else scope,
        owner=scope.owner,
        function=getattr(node, "name", ""),
    )
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    is_method = bool(positional) and positional[0].arg in ("self", "cls")
    skipped = 1 if is_method else 0
    if not isinstance(node, ast.Lambda):
        facts.defined.add(node.name)
        called = scope.owner if node.name == "__init__" and scope.is_class else node.name
        _parameters(facts, arguments, inner, called=called, skipped=skipped)
    outer: list[ast.AST] = []
    for name, default in _defaults(arguments):
        facts.name(inner, name, Binding(node=default, scope=scope))
        outer.append(default)
    if isinstance(node, ast.Lambda):
        return [*((part, scope) for part in outer), (node.body, inner)]
    outer += node.decorator_list
    parameters = [argument.arg for argument in positional[skipped:]]
    for decorator in node.decorator_list:
        _decorator(facts, decorator, parameters, inner, scope)
    return [*((part, scope) for part in outer), *((part, inner) for part in reversed(node.body))]


def _parameters(
    facts: Bindings, arguments: ast.arguments, inner: Scope, *, called: str, skipped: int
) -> None:
    """Note the parameters of a function by the name that calls use, `self` and `cls` left out."""
    positional = [*arguments.posonlyargs, *arguments.args]
    for position, argument in enumerate(positional, start=-skipped):
        facts.parameters[inner, argument.arg] = Parameter(called, argument.arg, position)
    for argument in arguments.kwonlyargs:
        facts.parameters[inner, argument.arg] = Parameter(called, argument.arg, _BY_NAME)


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """Each parameter with a default, and the default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    with_default = positional[len(positional) - len(arguments.defaults) :]
    for argument, default in zip(with_default, arguments.defaults, strict=True):
        yield argument.arg, default
    for argument, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword_default is not None:
            yield argument.arg, keyword_default


def _decorator(
    facts: Bindings, node: ast.expr, parameters: list[str], inner: Scope, scope: Scope
) -> None:
    """Values from `@pytest.mark.parametrize("a, b", [...])` and `@click.option("--a",
    default=...)`."""
    if not isinstance(node, ast.Call) or not node.args:
        return
    name, first = last_name(node.func), node.args[0]
    if name == "parametrize":
        _parametrize(facts, node, inner, scope)
    elif name == "expand":
        for index, part in enumerate(parameters):
            facts.name(inner, part, Binding(node=first, scope=scope, each=True, index=index))
    elif name in _OPTIONS:
        for option, default in _options(node):
            facts.name(inner, option, Binding(node=default, scope=scope))


def _parametrize(facts: Bindings, node: ast.Call, inner: Scope, scope: Scope) -> None:
    first = node.args[0]
    if len(node.args) < 2 or not isinstance(first, ast.Constant):
        return
    if not isinstance(first.value, str):
        return
    names = first.value.split(",")
    for number, name in enumerate(names):
        index = number if len(names) > 1 else None
        binding = Binding(node=node.args[1], scope=scope, each=True, index=index)
        facts.name(inner, name.strip(), binding)


def _options(node: ast.Call) -> list[tuple[str, ast.expr]]:
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    default = given.get("default")
    names = [
        arg.value
        for arg in node.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if isinstance(dest := given.get("dest"), ast.Constant) and isinstance(dest.value, str):
        names = [dest.value]
    return (
        [(name.lstrip("-").replace("-", "_"), default) for name in names]
        if default is not None
        else []
    )


def _note_import(facts: Bindings, node: ast.Import, _: Scope) -> None:
    for alias in node.names:
        top = alias.name.partition(".")[0]
        facts.imports[alias.asname or top] = alias.name if alias.asname else top


def _note_from(facts: Bindings, node: ast.ImportFrom, _: Scope) -> None:
    module = "." * (node.level > 0) + (node.module or "")
    for alias in node.names:
        facts.imports[alias.asname or alias.name] = f"{module}.{alias.name}"


def _bind(facts: Bindings, target: ast.expr, binding: Binding, scope: Scope) -> None:
    if isinstance(target, ast.Name):
        facts.name(scope, target.id, binding)
        if scope.is_class:
            facts.attributes[target.id].append(binding)
    elif isinstance(target, ast.Attribute):
        facts.attributes[target.attr].append(binding)
    elif isinstance(target, ast.Subscript):
        _entry(facts, target.slice, binding)
    elif isinstance(target, ast.Tuple | ast.List) and binding.index is None:
        for index, part in enumerate(target.elts):
            _bind(
                facts,
                part,
                Binding(node=binding.node, scope=binding.scope, each=binding.each, index=index),
                scope,
            )


def last_name(node: ast.expr) -> str:
    """`from_pretrained` of `transformers.AutoModel.from_pretrained`; empty if there is no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted(node: ast.expr) -> str:
    """A dotted name as written, at most eight parts; calls and indexes in it are left out."""
    parts: list[str] = []
    while len(parts) < 8:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            break
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


_NOTES: dict[type[ast.AST], Callable[[Bindings, Any, Scope], None]] = {
    ast.Import: _note_import,
    ast.ImportFrom: _note_from,
    ast.Call: _note_call,
    ast.ClassDef: lambda facts, node, _: facts.defined.add(node.name),
    ast.Dict: _note_dict,
    ast.Assign: _note_assignment,
    ast.AnnAssign: _note_value,
    ast.NamedExpr: _note_value,
    ast.IfExp: _note_choice,
    ast.BoolOp: _note_either,
    ast.For: _note_loop,
    ast.AsyncFor: _note_loop,
    ast.comprehension: _note_loop,
    ast.withitem: _note_with,
    ast.Return: _note_return,
}
