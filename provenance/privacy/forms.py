"""Read forms: rows of privacy subcards, question headings of dataset forms, fields of Croissant."""

from __future__ import annotations

import re
from functools import cache

from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import compile_words
from provenance.privacy.material import Material
from provenance.privacy.reading import Passage, is_filler
from provenance.privacy.section import Graded
from provenance.privacy.stance import read_sentence
from provenance.text.lazy import LazyPattern
from provenance.text.sentences import LONGEST_SENTENCE, language

# A bare yes or no does not say which personal data, or why there is none.
_ABOUT_DATA = ("PRIV-001", "PRIV-002")
_YES = re.compile(r"\W*(?:yes|likely|very likely|yes/very likely|예|네)\b", re.IGNORECASE)
_NO = re.compile(r"\W*(?:no(?:t)?\b|none\b|never\b|n't|unlikely|no pii|아니오|없음)", re.IGNORECASE)
_VAGUE = re.compile(
    r"\W*(?:none known|unknown|not known|unlikely|not sure|unclear|cannot be determined|알 수"
    r" 없음)\W*",
    re.IGNORECASE,
)


def answer_from_forms(material: Material) -> dict[str, Graded]:
    """Answers from two-cell rows that start with a known question, row by row."""
    grades: dict[str, Graded] = {}
    for sentence in material.sentences:
        passage = sentence.passage
        if len(passage.cells) == 2:
            for check in _questions_in(passage.cells[0]):
                grades.setdefault(check, _grade(check, passage, passage.cells[1]))
    return grades


def _questions_in(question: str) -> tuple[str, ...]:
    return tuple(check for check, words in _questions() if words.search(question[:400]))


def _grade(check: str, passage: Passage, answer: str) -> Graded:
    proof = ((passage, f"{passage.cells[0]} {answer}"),)
    if is_filler(answer):
        return Graded(Grade.PLACEHOLDER, "", proof)
    if _VAGUE.fullmatch(answer[:200]):
        return Graded(Grade.PARTIAL, "unknown", proof)
    if check in _ABOUT_DATA:
        claim = read_sentence(
            answer[:LONGEST_SENTENCE],
            language(answer) if language(answer) == "ko" else "en",
            implied=True,
        )
        full = claim.grade is Grade.DISCLOSED
        stance = claim.stance or ("present" if _YES.match(answer) else "")
        return Graded(Grade.DISCLOSED if full else Grade.PARTIAL, stance, proof)
    stance = ""
    if _YES.match(answer):
        stance = "present"
    elif _NO.match(answer):
        stance = "absent-bare"
    return Graded(Grade.DISCLOSED, stance, proof)


@cache
def _questions() -> tuple[tuple[str, LazyPattern], ...]:
    data = load("forms.json")
    return tuple((check, compile_words("en", words)) for check, words in data["questions"].items())
