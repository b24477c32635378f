"""Sentences that may bound a use without stating it in known words.

Nobody can list every sentence that restricts. So words are sorted into kinds: who uses a work and
what for (commerce, an audience), and what bounds that (a denial, `only`, somebody to ask). Where
two kinds stand close together, in any order, a person has to read the sentence.
"""

from __future__ import annotations

import re

from provenance.licences.bound_words import (
    CHINESE_KINDS,
    ENGLISH_KINDS,
    GERMAN_KINDS,
    JAPANESE_KINDS,
    KOREAN_KINDS,
    OTHER_KINDS,
    ROMANCE_KINDS,
    Words,
)
from provenance.text.english import count_english
from provenance.text.gated import AnyGated, GatedPattern
from provenance.text.lazy import LazyPattern

# Characters between two words that still belong together.
_REACH = 90
_REACH_OF_ONLY = 60
_REACH_OF_CONSENT = 70
_REACH_OF_USE = 30
# `Prohibited uses` is a heading, and what is prohibited stands below it.
_FEWEST_BLANKS = 3
_REACH_OF_GOODS = 70
# Signs that bound a use in any language.
_SIGNS = "❌ 🚫 ⛔ 🔴 👎 @"
# A verb that denies an act of use.
_MAY_NOT = GatedPattern(
    r"\b(?:should|may|must|can|shall|do|is|are|to) ?(?:not|n['’]t|never)\b"
    r"|\bcannot\b|\bnever\b|\bnobody\b|\bprohibited\b|\bforbidden\b",
)
# Letters of scripts in which a word has no edges: Devanagari and its kin, Thai.
_UNSPACED = re.compile(r"[\u0900-\u0e7f]")
# Words in another clause do not bound this one.
_CLAUSE = re.compile(r"[;。；]|\s[–—]\s|, (?=(?:so|because|since|while|although)\b)")
# `for all use cases` names no act of use.
_USE_CASE = GatedPattern(r"\buse[- ]cases?\b")
_HANGUL = re.compile(r"[가-힣]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = LazyPattern(r"[\u4e00-\u9fff]")
_LETTERS = re.compile(r"[A-Za-z]{3}")
_FOREIGN_LETTERS = LazyPattern(r"[^\W\d_A-Za-z가-힣\u3040-\u30ff\u4e00-\u9fff]")
# So many English words mark a sentence as English: words of its neighbours are not searched in it.
_ENOUGH_ENGLISH = 2


class _Kinds:
    """The words of one language, compiled."""

    def __init__(self, words: Words) -> None:
        """Compile the words.

        Args:
            words: The words of a language.
        """
        spaced = words.spaced
        not_behind = "".join(f"(?<!{re.escape(word)})" for word in words.not_behind)
        self._commerce = _compiled(words.commerce, spaced=spaced, before=not_behind)
        self._goods = _compiled(words.goods, spaced=spaced)
        self._audience = _compiled(words.audience, spaced=spaced)
        bounds = f"{words.never} {words.only} {words.ask} {_SIGNS}"
        self._bounds = _compiled(bounds, spaced=spaced)
        self._ask = _compiled(words.ask, spaced=spaced)
        self._only = _compiled(words.only, spaced=spaced)
        self._use = _compiled(words.use, spaced=spaced)
        self._consent = GatedPattern(words.consent)
        self._denial = GatedPattern(words.denial)
        self._never = _compiled(f"{words.never} {words.ask} {_SIGNS}", spaced=spaced)
        self._alone = GatedPattern(words.alone)
        # Nothing is bounded without one of these.
        first = (
            self._alone,
            self._audience,
            self._commerce,
            self._denial,
            self._consent,
            self._goods,
        )
        self._first = AnyGated(first)

    def may_bound(self, sentence: str) -> bool:
        """Whether a sentence has any of the words with which bounds begin."""
        return self._first.may_match(sentence)

    def bound(self, sentence: str, *, with_use: bool) -> bool:
        """Whether words of two kinds that bound a use stand close together.

        Args:
            sentence: A sentence.
            with_use: Whether an act of use has to be named as well.
        """
        if self._alone.search(sentence):
            return True
        if _are_close(self._audience, self._only, sentence, _REACH_OF_ONLY):
            return self._use.search(sentence) is not None
        if _are_close(self._commerce, self._bounds, sentence, _REACH):
            names_use = self._use.search(sentence) is not None
            is_denied = _are_close(self._commerce, self._never, sentence, _REACH)
            return names_use or (is_denied and not with_use)
        is_heading = sentence.count(" ") < _FEWEST_BLANKS
        if not is_heading and _are_close(self._denial, self._use, sentence, _REACH_OF_USE):
            return True
        if _are_close(self._consent, self._use, sentence, _REACH_OF_CONSENT):
            return True
        return self._denies_goods(sentence)

    def _denies_goods(self, sentence: str) -> bool:
        """Whether a denied act of use is about what a business offers."""
        if not self._goods.search(sentence):
            return False
        for denial in _MAY_NOT.finditer(sentence):
            use = self._use.search(sentence, denial.end(), denial.end() + _REACH_OF_USE)
            if use is not None:
                start = max(0, denial.start() - _REACH_OF_GOODS)
                return self._goods.search(sentence, start, use.end() + _REACH_OF_GOODS) is not None
        return False

    def asks(self, sentence: str) -> bool:
        """Whether commerce has to ask, sign or pay, or a phrase that bounds a use stands alone."""
        if self._alone.search(sentence):
            return True
        return _are_close(self._commerce, self._ask, sentence, _REACH)


def are_bounded(sentence: str, *, with_use: bool) -> bool:
    """Whether words that bound who uses a work, and what for, stand close together.

    Args:
        sentence: A sentence of a card.
        with_use: Whether an act of use has to be named as well: cards of datasets also tell what
            companies do in the data.
    """
    sentence = _USE_CASE.sub(" ", sentence)
    languages = _languages_of(sentence)
    return any(
        kinds.may_bound(clause) and kinds.bound(clause, with_use=with_use)
        for clause in _CLAUSE.split(sentence)
        for kinds in languages
    )


def has_to_ask(sentence: str) -> bool:
    """Whether commerce has to ask, sign or pay, also in a sentence that allows commercial use."""
    return any(kinds.asks(sentence) for kinds in _languages_of(sentence))


def _compiled(words: str, *, spaced: bool, before: str = "") -> GatedPattern:
    """An expression for any of the words.

    Args:
        words: Words separated by blanks; `*` is any ending, `_` a blank or a hyphen.
        spaced: Whether a match has to begin and end where a word does.
        before: An expression for what may not stand before a match.
    """
    edge = r"\b" if spaced else ""
    plain: list[str] = []
    signs: list[str] = []
    for word in words.split():
        expression = re.escape(word).replace(r"\*", r"\w*").replace("_", "[ -]?")
        stands_alone = word[0].isalnum() and not _UNSPACED.match(word)
        (plain if stands_alone else signs).append(expression)
    of_words = f"{edge}{before}(?:{'|'.join(plain)}){edge}" if plain else ""
    together = "|".join(filter(None, (of_words, *signs)))
    return GatedPattern(together or r"(?!)")


_OF_ENGLISH, _OF_KOREAN = _Kinds(ENGLISH_KINDS), _Kinds(KOREAN_KINDS)
_OF_CHINESE, _OF_JAPANESE = _Kinds(CHINESE_KINDS), _Kinds(JAPANESE_KINDS)
_OF_EUROPE = tuple(map(_Kinds, (GERMAN_KINDS, ROMANCE_KINDS, OTHER_KINDS)))
_OF_OTHERS = _Kinds(OTHER_KINDS)


def _languages_of(sentence: str) -> tuple[_Kinds, ...]:
    """The languages whose letters a sentence has."""
    languages: list[_Kinds] = []
    if _LETTERS.search(sentence):
        languages.append(_OF_ENGLISH)
        if count_english(sentence) < _ENOUGH_ENGLISH:
            languages += _OF_EUROPE
    if sentence.isascii():
        return tuple(languages)
    if _HANGUL.search(sentence):
        languages.append(_OF_KOREAN)
    if _KANA.search(sentence):
        languages.append(_OF_JAPANESE)
    elif _HAN.search(sentence):
        languages.append(_OF_CHINESE)
    if _OF_OTHERS not in languages and _FOREIGN_LETTERS.search(sentence):
        languages += _OF_EUROPE
    return tuple(dict.fromkeys(languages))


def _are_close(first: GatedPattern, second: GatedPattern, sentence: str, reach: int) -> bool:
    """Whether a match of one expression is within reach of one of the other, in either order."""
    places = [match.span() for match in first.finditer(sentence)]
    if not places:
        return False
    others = [match.span() for match in second.finditer(sentence)]
    return any(
        max(start, other_start) - min(end, other_end) <= reach
        for start, end in places
        for other_start, other_end in others
    )
