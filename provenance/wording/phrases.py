"""The dossier's own sentences in English and Korean. Quoted text is never translated."""

from __future__ import annotations

from dataclasses import dataclass, field

from provenance.errors import UsageError
from provenance.messages import LANGUAGES, Message, has, message

# Catalogue family of the dossier's sentences.
_FAMILY = "dossier"
# A short duty has a second sentence that tells the reader what to do.
_TO_DO = "do"


@dataclass(frozen=True)
class Phrases:
    """All sentences of the dossier in one language.

    Attributes:
        lang: `en` or `ko`.
        untranslated: Sentences of ours without a message id, shown in English. Tests expect none.
    """

    lang: str
    untranslated: set[str] = field(default_factory=set)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with that key, with its arguments inserted."""
        return message(f"{_FAMILY}.{key}", **values).text(self.lang)

    def has(self, key: str) -> bool:
        """Whether there is a sentence with that key."""
        return has(f"{_FAMILY}.{key}")

    def term(self, group: str, word: str) -> str:
        """A report value, such as a grade or relation, in this language; unchanged if unknown."""
        key = f"{group}.{word}"
        return self(key) if self.has(key) else word

    def message(self, text: str) -> tuple[str, str]:
        """A sentence of a rule, hub or licence entry in this language, and the language of the
        result.

        Args:
            text: A message, or text without an id, which is English.

        Returns:
            The sentence and an empty string, or the English text and `en`. A duty becomes an
            instruction.
        """
        if isinstance(text, Message):
            return self._to_do(text).text(self.lang), ""
        if self.lang == "en" or not text:
            return text, ""
        self.untranslated.add(text)
        return text, "en"

    def _to_do(self, text: Message) -> Message:
        key = f"{text.id}.{_TO_DO}"
        return message(key, **text.arguments) if has(key) else text


def phrases_of(lang: str) -> Phrases:
    """The sentences of a language.

    Raises:
        UsageError: There is no such language.
    """
    if lang not in LANGUAGES:
        raise UsageError(f"there is no language {lang!r}", f"Use one of {', '.join(LANGUAGES)}.")
    return Phrases(lang)
