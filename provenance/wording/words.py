"""The dossier's own sentences in English and Korean. Words of strangers are never translated."""

from __future__ import annotations

from dataclasses import dataclass, field

from provenance.errors import UsageError
from provenance.messages import LANGUAGES, Message, has, message

# Where the catalogue keeps the sentences of the dossier.
_FAMILY = "dossier"
# A duty in few words has a second sentence that tells the reader what to do.
_TO_DO = "do"


@dataclass(frozen=True)
class Words:
    """Everything that the dossier itself says, in one language.

    Attributes:
        lang: `en` or `ko`.
        untranslated: Texts of ours without identity, which are shown in English. Tests want none.
    """

    lang: str
    untranslated: set[str] = field(default_factory=set)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of that key with its holes filled."""
        return message(f"{_FAMILY}.{key}", **values).text(self.lang)

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return has(f"{_FAMILY}.{key}")

    def term(self, group: str, word: str) -> str:
        """A word of the report, such as a grade or a relation, in this language; as it is where it
        is not known."""
        key = f"{group}.{word}"
        return self(key) if self.has(key) else word

    def message(self, text: str) -> tuple[str, str]:
        """A sentence that a rule, a hub or a licence's catalogue entry makes, and the language it
        is in then.

        Args:
            text: A message, or text without identity, which is English.

        Returns:
            The sentence and an empty string, or the English text and `en`. A duty becomes what to
            do.
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


def words_of(lang: str) -> Words:
    """The words of a language.

    Raises:
        UsageError: There is no such language.
    """
    if lang not in LANGUAGES:
        raise UsageError(f"there is no language {lang!r}", f"Use one of {', '.join(LANGUAGES)}.")
    return Words(lang)
