"""The catalogue of sentences, and a sentence with its arguments filled in."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from provenance.messages.korean import with_particle

ENGLISH = "en"
LANGUAGES = (ENGLISH, "ko")
# The argument that selects the singular or plural of an English sentence.
_COUNT = "count"
_Sentence = str | Mapping[str, str]


class Message(str):
    """A sentence with an identity: its English text, its id and its arguments.

    A `Message` is a `str` of its English text, so it works wherever text does. It compares and
    hashes as that text.

    Attributes:
        id: Id in the catalogue, such as `lineage.licence-drift`.
        arguments: Values for the placeholders, by name: quoted text, numbers, other messages, and
            tuples of these, which are joined by commas.
    """

    __slots__ = ("arguments", "id")

    id: str
    arguments: Mapping[str, object]

    def __new__(cls, key: str, arguments: Mapping[str, object]) -> Message:
        """Fill in the English sentence.

        Raises:
            KeyError: The catalogue has no sentence of that id, or an argument is missing.
        """
        made = super().__new__(cls, _filled(_entry(key)["en"], arguments, "en"))
        made.id = key
        made.arguments = MappingProxyType(dict(arguments))
        return made

    def text(self, language: str) -> str:
        """The sentence in `en` or `ko`."""
        if language == "en":
            return str(self)
        translations = _entry(self.id)
        known = language if language in translations else ENGLISH
        return _filled(translations[known], self.arguments, known)

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self.id, dict(self.arguments))


def message(key: str, /, **arguments: Any) -> Message:
    """Create the message with that id and arguments.

    Raises:
        KeyError: The catalogue has no sentence of that id, or an argument is missing.
    """
    return Message(key, arguments)


def in_language(text: str, language: str) -> str:
    """A message in `en` or `ko`; any other text, such as a quote, as it is."""
    return text.text(language) if isinstance(text, Message) else text


def opens_with_argument(text: str, language: str) -> bool:
    """Whether the first words of a text are an argument, such as a name, and not ours.

    Text without an id counts as an argument.
    """
    if not isinstance(text, Message):
        return True
    translations = _entry(text.id)
    chosen = translations[language if language in translations else ENGLISH]
    template = chosen if isinstance(chosen, str) else _numbered(chosen, text.arguments)
    return template.startswith("{")


def restored(key: str, arguments: Mapping[str, object], english: str) -> str:
    """A stored message, or its stored English text if this version does not know the id."""
    try:
        return Message(key, arguments)
    except (KeyError, ValueError, AttributeError, TypeError):
        return english


@cache
def ids() -> tuple[str, ...]:
    """The ids of all sentences, sorted."""
    folder = files("provenance.messages") / "data"
    names = [path.name for path in folder.iterdir() if path.name.endswith(".json")]
    families = [_family(name.removesuffix(".json")) for name in names]
    return tuple(sorted(key for family in families for key in family))


def sentence(key: str, language: str) -> _Sentence:
    """The sentence from the catalogue, with its placeholders.

    Raises:
        KeyError: The catalogue has no sentence of that id, or not in that language.
    """
    return _entry(key)[language]


def has(key: str) -> bool:
    """Whether the catalogue has a sentence of that id."""
    try:
        _entry(key)
    except KeyError:
        return False
    return True


def _entry(key: str) -> Mapping[str, _Sentence]:
    return _family(key.partition(".")[0])[key]


@cache
def _family(name: str) -> Mapping[str, Mapping[str, _Sentence]]:
    path = files("provenance.messages") / "data" / f"{name}.json"
    if not path.is_file():
        raise KeyError(name)
    content: dict[str, dict[str, _Sentence]] = json.loads(path.read_text("utf-8"))
    return content


def filled_hole(hole: str, arguments: Mapping[str, object], language: str) -> str:
    """The text for one placeholder of a sentence, such as `{count:,}`."""
    return _filled(hole, arguments, language)


class _Formatter(string.Formatter):
    """Fills placeholders: `{name}`, `{name:,}` (a number), `{name:을/를}` (a Korean particle)."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        shown = self._shown(value)
        if "/" in format_spec:
            return with_particle(shown, format_spec)
        if format_spec:
            return format(value, format_spec)
        return shown

    def _shown(self, value: Any) -> str:
        if isinstance(value, Message):
            return value.text(self._language)
        if isinstance(value, str):
            return value
        if isinstance(value, Sequence):
            return ", ".join(self._shown(part) for part in value)
        return str(value)


def _filled(chosen: _Sentence, arguments: Mapping[str, object], language: str) -> str:
    template = chosen if isinstance(chosen, str) else _numbered(chosen, arguments)
    if "{" not in template and "}" not in template:
        return template
    formatter = _Formatter(language)
    parts = []
    for literal, name, specification in _parts(template):
        parts.append(literal)
        if name is not None:
            parts.append(formatter.format_field(arguments[name], specification))
    return "".join(parts)


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """A sentence taken apart: a literal and the placeholder after it, if there is one."""
    parsed = string.Formatter().parse(template)
    return tuple((literal, name, specification or "") for literal, name, specification, _ in parsed)


def _numbered(forms: Mapping[str, str], arguments: Mapping[str, object]) -> str:
    return forms["one"] if arguments[_COUNT] == 1 else forms["other"]
