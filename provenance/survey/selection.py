"""Conditions on metadata, such as `likes >= 5 and "gguf" in tags`, as filters of PyArrow.

A condition is parsed as a Python expression and never executed: column names, texts, numbers,
comparisons, `in`, `and`, `or` and `not` are translated, and anything else is rejected.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from provenance.errors import UsageError
from provenance.messages import Message, message

NUMBERS = ("likes", "downloads", "downloads_all_time")
TEXTS = (
    "id",
    "org",
    "pipeline_tag",
    "library_name",
    "gated",
    "created_at",
    "last_modified",
)
# All tags of a row as one text with line breaks around each.
TAGS = "tags"
COLUMNS = pa.schema(
    [*((name, pa.int64()) for name in NUMBERS), *((name, pa.string()) for name in (*TEXTS, TAGS))]
)
_LONGEST, _DEEPEST = 2_000, 30
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def parse_condition(text: str) -> pc.Expression:
    """Parse a condition.

    A row without a value in a column matches neither a comparison with it nor the negation of one.

    Args:
        text: What the user typed.

    Raises:
        UsageError: It is not a condition on the known columns.
    """
    if len(text) > _LONGEST:
        raise _refused(message("survey.where.too-long", limit=_LONGEST))
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _refused(message("survey.where.syntax")) from None
    return _condition(tree.body, 0)


def joined_tags(tags: list[str]) -> str:
    """Tags in the form of the column `tags`."""
    return "".join(f"\n{tag}" for tag in tags) + "\n"


def _condition(node: ast.expr, depth: int) -> pc.Expression:
    if depth > _DEEPEST:
        raise _refused(message("survey.where.too-deep"))
    if isinstance(node, ast.BoolOp):
        parts = [_condition(part, depth + 1) for part in node.values]
        join = operator.and_ if isinstance(node.op, ast.And) else operator.or_
        return reduce(join, parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ~_condition(node.operand, depth + 1)
    if isinstance(node, ast.Compare):
        return _comparison(node)
    raise _refused(message("survey.where.part", part=ast.unparse(node)[:60]))


def _comparison(node: ast.Compare) -> pc.Expression:
    if len(node.ops) != 1:
        raise _refused(message("survey.where.one-comparison", part=ast.unparse(node)[:60]))
    left, sign, right = node.left, node.ops[0], node.comparators[0]
    if isinstance(sign, ast.In | ast.NotIn):
        inside = _membership(left, right)
        return ~inside if isinstance(sign, ast.NotIn) else inside
    compare = _COMPARISONS.get(type(sign))
    if compare is None:
        raise _refused(message("survey.where.part", part=ast.unparse(node)[:60]))
    column = _column(left)
    if column == TAGS:
        raise _refused(message("survey.where.tags"))
    expression: pc.Expression = compare(pc.field(column), pc.scalar(_value(right, column)))
    return expression


def _membership(left: ast.expr, right: ast.expr) -> pc.Expression:
    """`"gguf" in tags`, or `org in ["acme", "zeta"]`."""
    if isinstance(right, ast.Name):
        if _column(right) != TAGS or not isinstance(left, ast.Constant):
            raise _refused(message("survey.where.tags"))
        tag = _value(left, TAGS)
        return pc.match_substring(pc.field(TAGS), f"\n{tag}\n")
    if not isinstance(right, ast.List | ast.Tuple):
        raise _refused(message("survey.where.part", part=ast.unparse(right)[:60]))
    column = _column(left)
    values = [_value(item, column) for item in right.elts]
    return pc.field(column).isin(pa.array(values, type=COLUMNS.field(column).type))


def _column(node: ast.expr) -> str:
    name = node.id if isinstance(node, ast.Name) else ""
    if name not in COLUMNS.names:
        shown = ast.unparse(node)[:60]
        raise _refused(message("survey.where.column", name=shown, names=tuple(COLUMNS.names)))
    return name


def _value(node: ast.expr, column: str) -> str | int | float:
    """A text for a text column, a number for a number column."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node, sign = node.operand, -1
    value = node.value if isinstance(node, ast.Constant) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if column in NUMBERS and is_number:
        return sign * value  # type: ignore[operator,return-value]
    if column not in NUMBERS and isinstance(value, str):
        return value
    raise _refused(message("survey.where.value", column=column, value=ast.unparse(node)[:60]))


def _refused(why: Message) -> UsageError:
    return UsageError(message("survey.where", why=why), message("survey.where.hint"))
