"""Collect everything that the documents of one artefact state, once for all questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from provenance.messages import message
from provenance.model.artifact import CARD, Snapshot, SourceText
from provenance.model.card import Card, CardSection
from provenance.privacy.croissant import is_croissant_file, read_croissant
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import KINDS, load_lexicon, pattern_set, places_of
from provenance.privacy.plain import file_role, read_plain
from provenance.privacy.reading import (
    PRIVACY,
    Passage,
    clean,
    forbids_what_follows,
    is_unfilled,
    privacy_sections,
    read_card,
)
from provenance.privacy.section import Graded, grade_section, support
from provenance.privacy.stance import SentenceClaim, read_sentence
from provenance.stated import texts
from provenance.text.english import ENGLISH_ONLY
from provenance.text.lines import LineSpan
from provenance.text.pattern_set import PatternSet, Places
from provenance.text.sentences import language, sentences

_GUARD = re.compile(
    r"(?:^|[-_/.])(?:\w*guard|shield\w*|moderation|pii|privacy-?filter|ner-pii|anonymi[sz]er)(?:$"
    r"|[-_/.\d])",
    re.IGNORECASE,
)
# "… 비식별화되었지만 | … 준수해야 합니다": a past tense that joins, then advice.
_DONE_AND_ADVICE = re.compile(
    r"(.{8,200}?(?:되었|됐|하였|했|거쳤|받았)(?:지만|으나|으므로|으며),?)\s+"
    r"(.{4,400}(?:야 ?(?:합니다|한다|함)|안 ?(?:됩니다|된다|됨)|바랍니다|십시오|세요)\W*)"
)


# Names of models and data, without a sentence around them: "KorQuAD 1.0, NSMC", "acme/base (7B)".
_BARE_NAMES = re.compile(r"[A-Za-z][\w.\-/+&()\[\]:, ]{1,90}")
_HANGUL = re.compile(r"[가-힣]")
# A card is Korean if at least one of so many of its passages is: names and tables are in Latin.
ONE_KOREAN_OF = 4
MOST_WORDS_OF_NAMES = 10
KOREAN = "ko"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """One sentence that was read.

    Attributes:
        passage: Its location.
        text: Its words.
        language: `en` or `ko`.
        places: Where the patterns of its language can begin in it.
        claim: Its claim about personal data, if any.
    """

    passage: Passage
    text: str
    language: str
    places: Places = field(repr=False, compare=False)
    claim: SentenceClaim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The material to which the questions are put.

    Attributes:
        card: The parsed card, or None.
        document: The card's text, or None.
        snapshot: The hub's answer.
        sentences: In document order, except those under headings such as citations and code.
        section: Grade of the card's own section or side file on personal data; None if there is
            none or if it is in an unsupported language.
        searched: The places searched, for a grade of absent.
        policies: Use policies and licence texts, searched only for the limits of use.
        rai: Texts of `rai:personalSensitiveInformation`, the machine-readable statement.
        guard: Whether it is a model that detects personal or harmful text: its words name labels,
            not data.
        unread: Whether much of it is in an unsupported language, so that nothing can be called
            absent.
        documents: Texts by path.
    """

    card: Card | None
    document: SourceText | None
    snapshot: Snapshot
    sentences: tuple[ReadSentence, ...]
    section: Graded | None
    searched: tuple[str, ...]
    policies: tuple[str, ...]
    rai: tuple[Passage, ...]
    guard: bool
    unread: bool
    documents: Mapping[str, SourceText]

    def quoted(self, span: LineSpan | None, path: str = CARD) -> tuple[tuple[Passage, str], ...]:
        """Lines of the front matter, or of another file, as evidence."""
        document = self.documents.get(path)
        if span is None or document is None:
            return ()
        text = "\n".join(document.lines()[span.start - 1 : span.end])
        return ((Passage(text=text, document=document, start=span.start, end=span.end), text),)


def gather(
    kinds: frozenset[str],
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, SourceText],
    other_cards: Mapping[str, Card] = MappingProxyType({}),
) -> Material:
    """Read the cards and the side files of one artefact."""
    document = documents.get(CARD)
    passages = read_card(card, document) if card and document else []
    searched: list[str] = []
    policies: list[str] = []
    if card and document:
        searched.append(_counted(CARD, card))
    for path, other in other_cards.items():
        passages += read_card(other, documents[path])
        searched.append(_counted(path, other))
    for path in sorted(documents):
        role = file_role(path)
        if is_croissant_file(path):
            passages += read_croissant(documents[path])
            searched.append(path)
        elif role and path != CARD:
            passages += read_plain(documents[path], role)
            (searched if role == PRIVACY else policies).append(path)
    passages += _gate(card, document) if card and document else []
    read, foreign = read_sentences(passages)
    return Material(
        card=card,
        document=document,
        snapshot=snapshot,
        sentences=read,
        section=_own_section(card, document, passages),
        searched=tuple(searched),
        policies=tuple(policies),
        rai=tuple(
            passage for passage in passages if passage.heading == "personal sensitive information"
        ),
        guard=is_guard(kinds, snapshot),
        unread=foreign * 2 > len(read) + foreign,
        documents=documents,
    )


def is_guard(kinds: frozenset[str], snapshot: Snapshot) -> bool:
    """Whether an artefact is a model that detects personal or harmful text."""
    return "guard" in kinds or bool(_GUARD.search(snapshot.ref.name))


def _own_section(
    card: Card | None, document: SourceText | None, passages: list[Passage]
) -> Graded | None:
    """The grade of the section on personal data; its heading is the evidence if it states
    nothing."""
    own = [passage for passage in passages if passage.role == PRIVACY and passage.in_section]
    left = privacy_sections(card) if card and document else []
    section = grade_section(own) if own or left else None
    if section and section.grade is Grade.PLACEHOLDER and left:
        section = _of_another_subject(left, passages) or section
    if section and not section.proofs and left and document:
        span, title = left[0].span, left[0].title
        section = Graded(
            section.grade,
            section.stance,
            ((Passage(text=title, document=document, start=span.start, end=span.end), title),),
        )
    return section


def _of_another_subject(sections: Sequence[CardSection], passages: list[Passage]) -> Graded | None:
    """A partial grade for a section with only words on another subject below it, such as a
    disclaimer; None if there are none."""
    spans = [section.span for section in sections]
    below = [
        passage
        for passage in passages
        if not is_unfilled(passage.text)
        and passage.role != PRIVACY
        and passage.document.path == CARD
        and any(span.start <= passage.start <= span.end for span in spans)
    ]
    if not below:
        return None
    return Graded(Grade.PARTIAL, "", tuple((passage, passage.text) for passage in below[:1]))


def _counted(path: str, card: Card) -> str:
    count = sum(1 for section in card.walk() if section.level)
    if not count:  # a card without headings
        return path
    return message("privacy.searched", path=path, count=count)


def _gate(card: Card, document: SourceText) -> list[Passage]:
    """The card's terms for gated access: they bind users and say nothing about the data."""
    prompts = texts(card.fields.get("extra_gated_prompt"), ("extra_gated_prompt",)).values
    spans = [(prompt.text, card.span(prompt.path)) for prompt in prompts]
    return [
        Passage(text=clean(text), document=document, start=span.start, end=span.end, role="use")
        for text, span in spans
        if span
    ]


def is_mostly_unread(card: Card, document: SourceText) -> bool:
    """Whether most statements of a card are in unsupported languages: its silence means nothing."""
    read, foreign = read_sentences(read_card(card, document))
    return foreign * 2 > len(read) + foreign


def read_sentences(passages: Iterable[Passage]) -> tuple[tuple[ReadSentence, ...], int]:
    """Every sentence worth a question, and how many are in unsupported languages."""
    read: list[ReadSentence] = []
    foreign = 0
    for passage, tongue in _with_languages(passages):
        passage.document.check_time()
        if tongue == "other":
            foreign += 1
            continue
        claims: list[tuple[Passage, SentenceClaim]] = []
        stated: list[Places] = []
        mixed = not passage.text.isascii()
        for text in _statements(passage.text):
            stated_in = language(text) if mixed else tongue
            # A foreign sentence between English ones is no claim, but may answer other questions.
            places = places_of(text, "en" if stated_in == "other" else stated_in)
            stated.append(places)
            claims.append((passage, _claim(places, stated_in, passage)))
        support(claims)
        read += [
            ReadSentence(
                passage=passage,
                text=claim.text,
                language=claim.language,
                places=places,
                claim=claim if claim.stance else None,
            )
            for (_, claim), places in zip(claims, stated, strict=True)
        ]
    return tuple(read), foreign


def _with_languages(passages: Iterable[Passage]) -> list[tuple[Passage, str]]:
    """The passages worth reading, each with the language in which it is read.

    Bare names are Latin in every language: in a Korean card, or below a Korean heading, they are
    read as Korean, and so are heard below "학습 데이터" as well as "Training data".
    """
    read: list[tuple[Passage, str]] = []
    for passage in passages:
        passage.document.check_time()
        if passage.role != "skip" and not is_unfilled(passage.text):
            read.append((passage, language(passage.text)))
    korean = sum(tongue == KOREAN for _, tongue in read)
    is_korean = korean * ONE_KOREAN_OF >= max(len(read), ONE_KOREAN_OF)
    return [
        (passage, KOREAN if _is_korean_by_its_place(passage, is_korean) else tongue)
        for passage, tongue in read
    ]


def _is_korean_by_its_place(passage: Passage, in_korean_card: bool) -> bool:
    """Whether a passage is a list of bare names in a Korean card or below a Korean heading."""
    text = passage.text
    if not (in_korean_card or _HANGUL.search(passage.heading)):
        return False
    if not text.isascii() or len(text.split()) > MOST_WORDS_OF_NAMES:
        return False
    return bool(_BARE_NAMES.fullmatch(text)) and not ENGLISH_ONLY.search(text)


def _statements(text: str) -> Iterator[str]:
    """The sentences of a text; a Korean one is cut between what was done and the advice from it.

    "데이터는 비식별화되었지만, 재식별을 시도해서는 안 됩니다" states the first half.
    """
    for sentence in sentences(text):
        done_and_advice = _DONE_AND_ADVICE.fullmatch(sentence)
        if done_and_advice is None:
            yield sentence
        else:
            yield from done_and_advice.groups()


def _claim(places: Places, tongue: str, passage: Passage) -> SentenceClaim:
    """What a sentence claims about personal data."""
    text = places.text
    read_as = "en" if tongue == "other" else tongue
    is_in_section = passage.role == PRIVACY
    is_read = tongue != "other" and not passage.is_answer
    may_claim = is_read and (is_in_section or _personal_data(read_as).has_any(places))
    if may_claim and not forbids_what_follows(passage.heading):
        return read_sentence(text, read_as, is_in_section, passage.heading)
    return SentenceClaim(
        text=text, language=read_as, stance="", topic=False, kinds=frozenset(), marks=frozenset()
    )


@cache
def _personal_data(tongue: str) -> PatternSet:
    """What a sentence outside a section on personal data needs to count as a claim."""
    keys = ("topic", "de-identification", *(f"kind-{kind}" for kind in KINDS))
    words = load_lexicon()[tongue]
    return pattern_set(tongue, {key: words.get(key, ()) for key in keys})
