"""The themes of the questions about personal data, following the stages in the guidance of Korea's
Personal Information Protection Commission."""

from __future__ import annotations

from collections.abc import Iterable

from provenance.privacy.disclosure import Disclosure, PrivacyCheck

THEMES = (
    "presence",
    "sources",
    "legal-basis",
    "filtering",
    "verification",
    "testing",
    "rights",
    "downstream",
)
_OF_BLOCKS = {
    "data": "presence",
    "content": "presence",
    "documents": "presence",
    "sources": "sources",
    "fine-tuning": "sources",
    "lawfulness": "legal-basis",
    "filtering": "filtering",
    "red-team": "testing",
    "rights": "rights",
    "use": "downstream",
}
# Questions shown under another theme than their catalogue block.
_OF_QUESTIONS = {
    "PRIV-032": "verification",
    "PRIV-036": "verification",
    "PRIV-043": "verification",
    "PRIV-083": "verification",
    "PRIV-072": "testing",
    "PRIV-074": "downstream",
    "PRIV-080": "sources",
    "PRIV-081": "sources",
}


def theme_of(question: PrivacyCheck | None, check: str) -> str:
    """The theme of a question; unknown questions go to the first."""
    if check in _OF_QUESTIONS:
        return _OF_QUESTIONS[check]
    return _OF_BLOCKS.get(question.block, THEMES[0]) if question else THEMES[0]


def by_theme(
    disclosures: Iterable[Disclosure], questions: dict[str, PrivacyCheck]
) -> dict[str, list[Disclosure]]:
    """The answers by theme, in the order of `THEMES`; empty themes are left out."""
    grouped: dict[str, list[Disclosure]] = {theme: [] for theme in THEMES}
    for disclosure in disclosures:
        theme = theme_of(questions.get(disclosure.check), disclosure.check)
        grouped[theme].append(disclosure)
    return {theme: members for theme, members in grouped.items() if members}
