"""Our sentences in English and Korean. Words of strangers are never translated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.errors import UsageError
from provenance.messages import LANGUAGES, Message, message
from provenance.messages.catalogue import sentence
from provenance.privacy import catalogue as questions

# Where the catalogue keeps the sentences of the dossier.
_FAMILY = "dossier"
# Sentences of rules, hubs and licences; and with them what only a terminal says.
MESSAGES = {"en": ("en_messages.json",), "ko": ("ko_messages.json",)}
TERMINAL = ("ko_terminal.json", *MESSAGES["ko"])
_HOLE = re.compile(r"\{(\w+)(?::(m|list|w|n))?\}")
_NUMBER = re.compile(r"\d[\d,.]*")
_COMMA = re.compile(r", (?![^()]*\))")
_LONGEST, _DEEPEST = 2_000, 4


@dataclass(frozen=True, slots=True)
class _Message:
    """A sentence with holes: the text before, between and after them, and what each hole holds."""

    fixed: tuple[str, ...]
    holes: tuple[tuple[str, str], ...]
    translation: str


@dataclass(frozen=True)
class Words:
    """Everything that the dossier itself says, in one language.

    Attributes:
        lang: `en` or `ko`.
        untranslated: English sentences for which no translation was found; they are shown as they
            are.
    """

    lang: str
    untranslated: set[str] = field(default_factory=set)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of that key with its holes filled."""
        return message(f"{_FAMILY}.{key}", **values).text(self.lang)

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        try:
            sentence(f"{_FAMILY}.{key}", self.lang)
        except KeyError:
            return False
        return True

    def term(self, group: str, word: str) -> str:
        """A word of the report, such as a grade or a relation, in this language; as it is where it
        is not known."""
        key = f"{group}.{word}"
        return self(key) if self.has(key) else word

    def message(self, text: str) -> tuple[str, str]:
        """A sentence that a rule, a hub or a licence's catalogue entry makes, and the language it
        is in then.

        Args:
            text: In English.

        Returns:
            The translation and an empty string, or the English sentence and `en`. In English, what
            few words tell of a duty becomes what to do.
        """
        if isinstance(text, Message):
            return text.text(self.lang, lambda part: self.message(part)[0]), ""
        if self.lang == "en":
            return _translate(text, MESSAGES["en"], 0) or text, ""
        if not text:
            return text, ""
        translation = _titles(text) if self.lang == "ko" else None
        translation = translation or _translate(text[:_LONGEST], MESSAGES.get(self.lang, ()), 0)
        if translation is None:
            self.untranslated.add(text)
            return text, "en"
        return translation, ""

    def line(self, text: str, korean: str = "", /) -> str:
        """A sentence or a fact of the terminal in this language; names, and what is not known, as
        they are."""
        if isinstance(text, Message):
            return text.text(self.lang, self.line)
        if self.lang != "ko" or not text:
            return text
        return korean or _titles(text) or _translate(text[:_LONGEST], TERMINAL, 0) or text


def words_of(lang: str) -> Words:
    """The words of a language.

    Raises:
        UsageError: There is no such language.
    """
    if lang not in LANGUAGES:
        raise UsageError(f"there is no language {lang!r}", f"Use one of {', '.join(LANGUAGES)}.")
    return Words(lang)


def _translate(text: str, catalogue: tuple[str, ...], depth: int) -> str | None:
    """The first message of a catalogue whose fixed parts stand in the text, in their order, from
    end to end."""
    whole = _whole(catalogue).get(text)
    if whole is not None:
        return whole
    if depth < _DEEPEST:
        for message in _messages(catalogue):
            held = _held(message, text)
            if held is not None:
                filled = _filled(message, held, catalogue, depth)
                if filled is not None:
                    return filled
    return None


def _titles(text: str) -> str | None:
    """`PRIV-003 Sensitive categories; PRIV-013 Data of users` with the titles that the catalogue
    has in Korean."""
    if not text.startswith("PRIV-"):
        return None
    titles = {check.id: check.title_ko for check in questions()}
    named = [part.partition(" ")[0] for part in text.split("; ")]
    return (
        "; ".join(f"{name} {titles[name]}" for name in named)
        if titles.keys() >= set(named)
        else None
    )


def _held(message: _Message, text: str) -> list[str] | None:
    """What stands in the holes. No text costs more than a few passes: each fixed part is taken at
    its first place, or before a hole of one word (`w`) at the last place before the part that
    follows.
    """
    first, *between, last = message.fixed
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return None
    held, at, end = [], len(first), len(text) - len(last)
    for number, part in enumerate(between, 1):
        if message.holes[number][1] == "w":
            after = (
                text.find(message.fixed[number + 1], at + 1, end) if number < len(between) else end
            )
            found = text.rfind(part, at + 1, after)
        else:
            found = text.find(part, at + 1, end)
        if found < 0:
            return None
        held.append(text[at:found])
        at = found + len(part)
    held.append(text[at:end])
    return held if all(held) else None


def _filled(
    message: _Message, held: list[str], catalogue: tuple[str, ...], depth: int
) -> str | None:
    values: dict[str, str] = {}
    for (name, kind), text in zip(message.holes, held, strict=True):
        if (kind == "w" and " " in text) or (kind == "n" and not _NUMBER.fullmatch(text)):
            return None
        parts = _COMMA.split(text) if kind == "list" else [text]
        told = [
            _translate(part, catalogue, depth + 1) if kind in ("m", "list") else part
            for part in parts
        ]
        known = [part for part in told if part is not None]
        if len(known) < len(parts):
            return None
        values[name] = ", ".join(known)
    return message.translation.format(**values)


@cache
def _load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (files("provenance.wording") / "data" / name).read_text("utf-8")
    )
    return content


@cache
def _whole(catalogue: tuple[str, ...]) -> dict[str, str]:
    return {
        english: korean
        for name in catalogue
        for english, korean in _load(name).items()
        if not _HOLE.search(english)
    }


@cache
def _messages(catalogue: tuple[str, ...]) -> tuple[_Message, ...]:
    """Those with holes; the ones with the longest fixed text first, so that the most particular one
    is found."""
    found = [
        _message(*entry)
        for name in catalogue
        for entry in _load(name).items()
        if _HOLE.search(entry[0])
    ]
    return tuple(sorted(found, key=lambda message: -sum(map(len, message.fixed))))


def _message(english: str, korean: str) -> _Message:
    pieces = _HOLE.split(english)
    return _Message(tuple(pieces[::3]), tuple(_pairs(pieces[1::3], pieces[2::3])), korean)


def _pairs(names: Iterable[str], kinds: Iterable[str | None]) -> Iterable[tuple[str, str]]:
    return ((name, kind or "") for name, kind in zip(names, kinds, strict=True))
