"""Sentences of the same card that answer one which seems to limit a use.

A careful reader who stumbles over `The contest was open to students only` reads on, finds `MIT, for
everybody, whatever you do for a living`, and asks nobody. Two learned readers find such sentences:
grants of every use to everybody, anywhere in the card, and words close behind that set a sentence
aside (`That is about the page only, the weights are Apache 2.0`).

What a list of words takes for a limit is only answered if the learned reader of limits also takes
it for harmless. A grant before a sentence counts less than one behind it: `You may ship it. In
return it drives our robots only.`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from provenance.licences.learned_limits import (
    Reading,
    is_fragment,
    is_in_taught_language,
    limit_reader,
    limit_score,
)
from provenance.licences.sentences import CardSentence
from provenance.text.gated import GatedPattern

# All bounds were chosen on three blind sets, each read by models that had seen the other two.
# A sentence with a higher score for a limit answers nothing.
_HIGHEST_OF_ANSWER = -0.5
# Above this, words that no list has are read by a person whatever stands around them.
_HIGHEST_ANSWERED = 1.0
# So much higher than its answer a suspicion may be.
_AHEAD = 1.0
# Words of a list are answered below this score.
_LISTED_ANSWERED = -1.2
# No sentence below this score is an answer, however harmless the suspicion looks: the cards that
# taught the reader have sentences on known restrictive licences, which limit nothing new.
_LOWEST_OF_ANSWER, _LOWEST_FOR_LISTED = -2.5, -1.0
# What a grant before the sentence and words that set it aside count less than a grant behind it.
_LESS_BEFORE, _LESS_ASIDE = 3.0, 1.0
# Words that set a sentence aside stand this close behind it.
_REACH = 3
_NO_ANSWER = float("-inf")
# `Free to build on[^money]`: the footnote takes it back.
_FOOTNOTE = re.compile(r"\[\^|[*†‡¹²³]\W{0,4}$")
_EXCEPTS = GatedPattern(
    r"\b(?:but|except|unless|provided|as long as|so long as|until)\b"
    r"|다만|(?<![가-힣])단[,\s]|한해|한하여|동안만|지만|제외|빼고",
)
# What a sentence keeps back, a grant beside it does not give: `일만은 저희 몫으로 남겨 두었습니다`.
_KEEPS_BACK = GatedPattern(
    r"\b(?:except(?:ing|ed)?|excluding|save for|apart from|other than|all but|reserve[ds]?)\b"
    r"|만은|만큼은|다만|(?<![가-힣])단[,\s]|제외하고|제외하면|빼고는?|저희 ?몫|남겨 ?(?:두|둡|둔)",
)


@dataclass(frozen=True)
class Answers:
    """The sentences of a card, and which of them answer another one.

    Attributes:
        sentences: All sentences of the card, in order.
    """

    sentences: Sequence[CardSentence]

    def answered(self, sentence: CardSentence, *, is_listed: bool) -> bool:
        """Whether the card answers a sentence that seems to limit a use.

        Args:
            sentence: One of the sentences of the card.
            is_listed: Whether a list of words takes it for a limit.
        """
        text = sentence.text
        if is_fragment(text) or not is_in_taught_language(text):
            return False
        if _KEEPS_BACK.search(text):
            return False
        score = limit_score(text)
        if score > (_LISTED_ANSWERED if is_listed else _HIGHEST_ANSWERED):
            return False
        lowest = _LOWEST_FOR_LISTED if is_listed else _LOWEST_OF_ANSWER
        return self._best_answer(sentence) >= max(score - _AHEAD, lowest)

    def _best_answer(self, sentence: CardSentence) -> float:
        """The score of the best answer to a sentence."""
        place = self._places[sentence]
        aside = max(self._asides[place + 1 : place + 1 + _REACH], default=_NO_ANSWER)
        behind, before = self._grants_behind[place], self._grants_before[place]
        return max(behind, before - _LESS_BEFORE, aside - _LESS_ASIDE)

    @cached_property
    def _places(self) -> dict[CardSentence, int]:
        """The first place of each sentence."""
        places: dict[CardSentence, int] = {}
        for number, sentence in enumerate(self.sentences):
            places.setdefault(sentence, number)
        return places

    @cached_property
    def _grants(self) -> tuple[float, ...]:
        return self._scores(Reading.GRANTS)

    @cached_property
    def _grants_behind(self) -> tuple[float, ...]:
        """The best grant from each sentence on; a grant that looks like a limit answers itself."""
        return tuple(accumulate(reversed(self._grants), max))[::-1]

    @cached_property
    def _grants_before(self) -> tuple[float, ...]:
        """The best grant up to each sentence."""
        return tuple(accumulate(self._grants, max))

    @cached_property
    def _asides(self) -> tuple[float, ...]:
        return self._scores(Reading.ANSWERS)

    def _scores(self, reading: Reading) -> tuple[float, ...]:
        """The score of each sentence, or none for those that cannot answer."""
        reader = limit_reader(reading)
        return tuple(
            reader.score(sentence.text) if _may_answer(sentence) else _NO_ANSWER
            for sentence in self.sentences
        )


def _may_answer(sentence: CardSentence) -> bool:
    """Whether a sentence may answer another one: a whole statement about the work that limits and
    excepts nothing itself."""
    text = sentence.text
    if sentence.is_heading or sentence.is_elsewhere or is_fragment(text):
        return False
    if text.rstrip("*_ ").endswith("?") or _FOOTNOTE.search(text) or _EXCEPTS.search(text):
        return False
    return is_in_taught_language(text) and limit_score(text) < _HIGHEST_OF_ANSWER
