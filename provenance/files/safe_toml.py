"""Parse TOML into plain values, within limits.

`tomllib` alone takes gigabytes for one dotted key of twenty thousand parts, recurses through nested
lists until the interpreter's stack is exhausted, and raises no error of its own for either. All
TOML files are read through `load_toml` instead. Grammar: https://toml.io/en/v1.0.0.
"""

from __future__ import annotations

import math
import tomllib

from provenance.files.toml_lines import tokens

# The TOML files of common tools nest three or four levels deep.
MOST_PARTS = 32
MOST_LEVELS = 60
# The specification requires 64 bits.
_LARGEST = 2**63
_TOO_LONG = "an integer needs more than 64 bits"


class TomlError(ValueError):
    """The text is not TOML or exceeds a limit.

    Args:
        reason: What is wrong, as the end of a sentence, without its full stop.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def load_toml(text: str) -> dict[str, object]:
    """Parse a TOML document. Infinite numbers and NaN stay text.

    Args:
        text: The document, with LF line ends.

    Raises:
        TomlError: It is not TOML, or exceeds a limit on nesting or numbers.
    """
    _check_shape(text)
    try:
        document = tomllib.loads(text, parse_float=_float)
    except RecursionError:
        raise TomlError(f"lists and tables nest more than {MOST_LEVELS} levels") from None
    except tomllib.TOMLDecodeError as error:
        raise TomlError(str(error)[:200]) from None
    except ValueError:
        # The only other one comes from Python's own limit on digits, and names its settings.
        raise TomlError(_TOO_LONG) from None
    _check_numbers(document)
    return document


def _float(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _check_shape(text: str) -> None:
    """Reject keys and lists that are too expensive, before anything is built."""
    parts = levels = 0
    for token, line in tokens(text):
        if token == ".":
            parts += 1
        elif token in ("=", ",", "\n", "[", "{"):
            parts = 0
        levels += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token, 0)
        if token == "\n" and levels < 0:
            levels = 0
        if parts > MOST_PARTS:
            raise TomlError(f"a key on line {line} has more than {MOST_PARTS} parts")
        if levels > MOST_LEVELS:
            raise TomlError(f"lists and tables nest more than {MOST_LEVELS} levels on line {line}")


def _check_numbers(document: dict[str, object]) -> None:
    waiting: list[object] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            raise TomlError(_TOO_LONG)
