"""Sentences, clauses and language of running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.text.english import ENGLISH
from provenance.text.pattern_set import folded

MOST_CHARACTERS = 40_000
LONGEST_SENTENCE = 1_200
# A longer sentence is read in pieces, up to this many; anything longer is not prose.
MOST_PIECES = 4
# Anything longer is data, not a word, and is read in pieces as well.
LONGEST_WORD = 100

# A run of marks is matched from its start and given up as a whole, so 10,000 dots cost one pass.
# The first class of characters lets the engine skip all others, which makes it three times faster.
_END = re.compile(
    r"[.!?。！？\s](?:"
    r"(?<=[.!?])(?<![.!?].)[.!?]*+[\"'”’)\]]*+(?:(?=\s+[\"'“‘(\[*•\-–A-Z0-9가-힣])|$)"
    r"|(?<=[。！？])"
    r"|(?<=[다요음임됨함]\.)(?=\s*\S)"
    r"|(?<=\s)[•●▪]\s)"
)
_OVERLONG = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|Dr|Mr|Mrs|Ms|Prof|Fig|Sec|Art|approx|incl|resp|Jan|Feb|Mar|Apr"
    r"|Aug|Sept?|Oct|Nov|Dec|St|Inc|Ltd|Co|U\.S|[A-Z]))\.$"
)
# Characters before a mark in which an abbreviation is searched.
_LONGEST_ABBREVIATION = 8
_CLAUSE = {
    "en": re.compile(
        r";\s+|:\s+(?=(?:it|they|we|this|there)\b)"
        r"|,?\s+(?:but|however|although|though|while|whereas|nevertheless|nonetheless|except"
        r" that|yet|albeit)\b"
        r",?\s*|^(?:although|though|while|despite[^,]{0,80},)\s+"
        r"|,\s+(?=(?:it|they|there|these|this|some|names?|users?) (?:may|might|could|can|is|are)\b)"
        r"|,\s+(?=(?:some|any|certain|other|residual) (?:\w+ ){1,3}(?:may|might|could|can)\b)",
        re.IGNORECASE,
    ),
    "ko": re.compile(
        r";\s+|(?:하지만|그러나|다만|단,)\s*|(?<=[가-힣])(?:지만|으나|으며|하며|되며|하고,|되고,|는데|은데),?\s+"
    ),
}
_HANGUL = re.compile(r"[가-힣]")
# "KoELECTRA와 Korean Hate Speech Dataset을 이용한": English names in a Korean sentence carry
# particles, and a Korean word stands next to them.
_NAME_WITH_PARTICLE = re.compile(
    r"[A-Za-z0-9)\]](?:와|과|을|를|로|으로|에서|은|는|의|에)(?![가-힣])"
)
_KOREAN_LABEL_OF_AN_ID = re.compile(
    r"\W{0,4}[가-힣][가-힣 ]{0,12} ?[:：|] ?\W{0,2}[\w.\-]{2,60}/[\w.\-]{2,90}\W{0,3}"
)
_KOREAN_WORD = re.compile(r"(?<![A-Za-z0-9)\]가-힣])[가-힣]{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"\w+")
_ROMANCE_GERMANIC = frozenset(
    (
        *("el", "los", "las", "una", "que", "de", "del", "por", "para", "con", "son", "datos"),
        *("está", "están", "este", "esten"),
        *("les", "des", "du", "une", "est", "dans", "pour", "sont", "donnees", "données"),
        *("der", "die", "das", "und", "ist", "nicht", "ein", "eine", "werden", "daten", "aus"),
        *("os", "uma", "nao", "não", "sao", "são", "dados"),
        *("il", "di", "che", "della", "sono", "dati", "i", "la", "le", "nel"),
        *("dels", "amb", "mit", "och", "att", "som", "het", "een", "van", "zijn", "niet"),
        *("en", "y", "et", "au", "aux", "no"),
    )
)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a block of prose in order, white space collapsed; line breaks do not end
    one.

    At most 40,000 characters are read. A sentence over 1,200 characters is split into at most four
    such pieces.
    """
    for sentence in _sentences(text):
        yield from _pieces(sentence)


def is_read_whole(text: str) -> bool:
    """Whether `sentences` covers the whole text."""
    longest = LONGEST_SENTENCE * MOST_PIECES
    if len(text) <= longest:
        return True
    return len(text) <= MOST_CHARACTERS and all(
        len(sentence) <= longest for sentence in _sentences(text)
    )


def _sentences(text: str) -> Iterator[str]:
    words = text[:MOST_CHARACTERS].split()
    text = " ".join(words)
    if max(map(len, words), default=0) > LONGEST_WORD:
        text = _OVERLONG.sub(r"\1 ", text)
    for start, end in sentence_spans(text):
        if sentence := text[start:end].strip():
            yield sentence


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text starts and ends, with the white space around it.

    Args:
        text: A text; line breaks in it do not end a sentence.
        start: Where to start reading.
        end: Where to stop reading; default: the end of the text.
    """
    end = len(text) if end is None else end
    for mark in _END.finditer(text, start, end):
        tail = text[max(start, mark.end() - _LONGEST_ABBREVIATION) : mark.end()]
        follows = text[mark.end() : min(mark.end() + 2, end)].lstrip()[:1]
        if follows and _is_abbreviation(tail, follows):
            continue
        yield start, mark.end()
        start = mark.end()
    if start < end:
        yield start, end


def _is_abbreviation(tail: str, follows: str) -> bool:
    """Whether the mark that ends `tail` belongs to an abbreviation, as in `e.g.` and `No. 3`."""
    if _ABBREVIATION.search(tail):
        return True
    return tail[-3:].lower() == "no." and follows.isdigit()


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence, or the pieces of a long one, each ending at a word."""
    for _ in range(MOST_PIECES):
        if len(sentence) <= LONGEST_SENTENCE:
            yield sentence
            return
        end = sentence.rfind(" ", 0, LONGEST_SENTENCE) + 1 or LONGEST_SENTENCE
        yield sentence[:end].strip()
        sentence = sentence[end:]


def clauses(sentence: str, language: str) -> tuple[str, ...]:
    """The clauses of a sentence: the scope of a negation or a hedge."""
    return tuple(
        part.strip(" ,") for part in _CLAUSE[language].split(sentence) if part and part.strip(" ,.")
    )


def language(text: str) -> str:
    """`ko`, `en`, or `other` for languages that this package does not read.

    Any substantial Hangul means Korean, since Korean technical text is full of English words. So do
    Korean particles behind English names, with a Korean word next to them, and a Korean label in
    front of the id of a model. Latin text is English unless words of other European languages
    outnumber the English ones.
    """
    text = text[:LONGEST_SENTENCE]
    if not text.isascii():
        hangul, latin, other = (
            len(script.findall(text)) for script in (_HANGUL, _LATIN, _OTHER_SCRIPT)
        )
        if hangul and hangul * 8 >= latin and hangul >= other:
            return "ko"
        if hangul and _NAME_WITH_PARTICLE.search(text) and _KOREAN_WORD.search(text):
            return "ko"
        if hangul and _KOREAN_LABEL_OF_AN_ID.fullmatch(text):
            return "ko"
        if other > latin:
            return "other"
    foreign = sum(map(_ROMANCE_GERMANIC.__contains__, _WORD.findall(folded(text))))
    return "other" if foreign >= 3 and foreign > len(ENGLISH.findall(text)) else "en"
