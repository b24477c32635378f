"""Explain where a user's file departs from its schema and how to fix it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from provenance.files.resources import load_schema
from provenance.text.excerpt import shorten

if TYPE_CHECKING:
    from jsonschema import ValidationError

_MISSING = ("required", "anyOf")
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "object": "keys with values",
    "string": "text (a number needs quotes)",
}


@dataclass(frozen=True, slots=True)
class Departure:
    """A schema violation in a user's file.

    Attributes:
        line: Counted from 1.
        message: One sentence without a full stop.
        hint: What to write instead.
    """

    line: int
    message: str
    hint: str


def first_departure(
    schema: str, document: object, line: Callable[[tuple[str | int, ...]], int], whole: str
) -> Departure | None:
    """Compare a document with its schema.

    Args:
        schema: Name of a packaged schema, such as `policy-1`.
        document: Plain values.
        line: Returns the line of a value, given its path.
        whole: What to call the document, such as `a policy`.

    Returns:
        The first departure, or None if there is none.
    """
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(
        load_schema(schema), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    # Missing keys come last: a misspelt key also counts as missing under its right name.
    departures = [
        (error.validator in _MISSING, _departure(error, line, whole))
        for error in validator.iter_errors(document)
    ]
    if not departures:
        return None
    first = min(departures, key=lambda pair: (pair[0], pair[1].line))[1]
    return (
        replace(first, hint=f"{first.hint} {len(departures) - 1} more after it.")
        if len(departures) > 1
        else first
    )


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The nearest known word; if none is near, `otherwise`, or else all known words."""
    words = list(known)
    near = get_close_matches(word, words, 1)
    return f"Did you mean `{near[0]}`?" if near else otherwise or f"Known here: {', '.join(words)}."


def _departure(
    error: ValidationError, line: Callable[[tuple[str | int, ...]], int], whole: str
) -> Departure:
    steps = tuple(error.absolute_path)
    name = next((f"`{step}`" for step in reversed(steps) if isinstance(step, str)), whole)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if error.validator == "additionalProperties":
        instance: Any = error.instance
        unknown = (key for key in instance if key not in schema["properties"])
        first = min(unknown, key=lambda key: line((*steps, key)))
        steps = (*steps, first)
        message = f"{shorten(first, 60)!r} is not a key of {name}"
        hint = suggestion(first, schema["properties"])
    else:
        message, hint = _explained(error, name, schema)
    return Departure(line(steps), message, hint)


def _explained(error: ValidationError, name: str, schema: dict[str, Any]) -> tuple[str, str]:
    """What is wrong with a value and how to fix it."""
    instance: Any = error.instance
    wanted: Any = error.validator_value
    hint = schema.get("description", "")
    match error.validator:
        case "required":
            missing = next(key for key in wanted if key not in instance)
            about = schema["properties"][missing]
            hint = about.get("description", "")
            if "const" in about:
                hint = f"Write `{missing}: {about['const']}`. {hint}"
            return f"`{missing}` is missing in {name}", hint
        case "enum":
            word = str(instance)
            return f"{shorten(word, 60)!r} is not a value of {name}", suggestion(word, wanted)
        case "anyOf":
            names = [f"`{key}`" for option in wanted for key in option.get("required", ())]
            return f"neither {' nor '.join(names)} is there", "List at least one of them."
        case "const":
            return f"{name} takes {wanted}", hint
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return f"{name} takes {' or '.join(_TYPES[kind] for kind in kinds)}", hint
        case _:
            is_blank = error.validator == "pattern" and not str(instance).strip()
            problem = " is empty" if is_blank else f": {shorten(error.message, 160)}"
            return f"{name}{problem}", hint
