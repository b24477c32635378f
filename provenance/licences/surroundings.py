"""What a sentence of a card is about by its surroundings: the work, or something beside it.

`Nothing under a non-commercial licence, please` below `Contributing` is about what contributors
send in, a row `MetricOne | research only` in a table of rivals about a rival, and the rules of a
free demo hold for the demo where the card says that they do not hold for the weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.text.gated import GatedPattern

_WITHIN = r"[^.;]"
_CONTRIBUTING = GatedPattern(
    r"\bcontribut(?:e|es|ing|ions?|ors?)\b|\bhow to (?:help|take part)\b|\bpull requests?\b"
    r"|\bsubmi(?:t|tting|ssions?)\b|기여|참여|제보|자료 ?보내|(?:함께|같이) ?만들",
)
# A sentence to contributors that stands anywhere.
_TO_CONTRIBUTORS = GatedPattern(
    r"^\W*(?:please )?(?:do not|don['’]t|only|never) (?:contribute|submit|send in|commit)\b"
    r"|^\W*contributors?\b|^\W*기여(?:자|하시|하실)"
    r"|^\W*[\w-]+ (?:sent|submitted|contributed) to us\b"
    r"|^\W*보내 ?주시는 (?:자료|글|녹음|사진|번역|문장)"
    r"|(?:자료|글|녹음|사진|문장|노래)[은는만을를]? ?(?:기여|보내|제출|받지)",
)
# What heads a list of things that contributors send or do not send.
_SENDING = GatedPattern(
    r"\b(?:send|submit|contribute|upload|donate)\b[^.;]{0,60}$"
    r"|(?:보내|제출|기여|올려)[^.;]{0,12}"
    r"(?:주세요|주십시오|주시기 ?바랍니다|바랍니다|마세요|않습니다)"
    r"\W*$",
)
# Words for the work itself or its use: a sentence with them is about it wherever it stands.
_WORK = GatedPattern(
    r"\b(?:(?:this|the|our|these|its) (?:\w+ )?(?:models?|checkpoints?|adapters?|release)|weights?"
    r"|models? (?:itself|files?)|us(?:e|ing) (?:it|this)|deploy(?:s|ing|ment)?"
    r"|commercial(?:ly)? (?:users?|use(?! of)))\b"
    r"|(?:이|본|우리|저희) ?모델|모델[은는을를이의도]|가중치|체크포인트"
    r"|(?:사용|이용)하(?:시려|려|실)|쓰시려",
)
_SERVICE = (
    r"(?:demo|playground|space|hosted (?:version|model|service|chat)|web ?(?:site|app)|api"
    r"|servers?|service|endpoint|leaderboard|app|cloud)"
)
_RULES = r"(?:rules?|terms|limits?|conditions?|quotas?|restrictions?|caps?|prices?|fees?)"
_HERE = r"(?:weights|models?|files?|checkpoints?|downloads?|repository)"
_NAMES_SERVICE = GatedPattern(
    rf"\b{_SERVICE}\b|데모|체험판|체험 ?페이지|시연|플레이그라운드|웹 ?앱|서버|누리집|홈페이지"
    # What the work was only measured on has terms of its own as well.
    r"|\b(?:evaluation|test) (?:set|suite)\b|(?:평가|시험) ?셋"
)
# So many sentences behind one on a service are still about it.
_BEHIND_SERVICE = 2
# So many sentences before `Neither is a condition` may be the wish.
_WISHES = 1
# The rules of a service are its own, and do not hold for the work.
_DISCLAIMS = GatedPattern(
    rf"\b{_RULES}\b{_WITHIN}{{0,40}}\b(?:is|are|appl(?:y|ies)|concerns?|covers?|holds?)\b"
    rf"{_WITHIN}{{0,20}}\b(?:for|to|only|about)\b{_WITHIN}{{0,20}}\b{_SERVICE}\b"
    rf"(?!{_WITHIN}{{0,40}}\b{_HERE}\b)"
    rf"|\bnothing (?:about|to do with) {_WITHIN}{{0,12}}\b{_HERE}\b"
    rf"|\b(?:not|n['’]t|never) (?:apply|extend|concern|touch|affect|cover|hold)\b{_WITHIN}{{0,20}}"
    rf"\b{_HERE}\b"
    rf"|\b{_HERE}\b{_WITHIN}{{0,30}}\b(?:not affected|unaffected|no such|none of (?:this|that|these"
    r"|those|them))\b"
    r"|(?:가중치|모델|파일)(?:에|에는|은|는|과는|와는|이|도)? ?[^.;]{0,24}"
    r"(?:해당하지 ?않|해당되지 ?않|적용되지 ?않|상관[이은]? ?없|관계[가는]? ?없|무관"
    r"|(?:그런|이런|그러한|이러한|같은) (?:제한|한도|조건))"
    r"|(?:데모|서버|웹 ?앱|플레이그라운드)(?:서버)?에만",
)
# `Not for your product, not for your shop` behind `You don't have to ask us` needs nothing either.
_RELEASES = GatedPattern(
    r"\b(?:do not|don['’]t|need not|needn['’]t|no) (?:have to|need to|need|ask|owe|require)\b"
    r"|필요(?:는|가)? ?없|않으셔도|안 ?하셔도",
)
_GOES_ON = re.compile(r"\W*(?:not|nor|neither)\b[^.]{0,60}\b(?:your?|even)\b", re.IGNORECASE)
# A wish: `Neither is a condition`.
_IS_A_WISH = GatedPattern(
    r"^\W*(?:that|this|these|it|they|neither|none|both)\b[^.;]{0,40}"
    r"\b(?:conditions?|requirements?|obligations?|dut(?:y|ies)|musts?)\b"
    r"|^\W*(?:조건|의무|강제)[은는이가도]?[^.;]{0,6}아(?:닙니다|니에요|니며|니고|니라)",
)
# `We would love a note. It is fine without`: the wish asks for nothing.
_WISHES_FOR = GatedPattern(
    r"\b(?:would|['’]d) (?:love|like|be (?:glad|happy|delighted))\b|\b(?:makes?|made) us happy\b"
    r"|(?:기쁘|고맙|감사하|반갑|좋)(?:겠|습|게)",
)
_FINE_WITHOUT = re.compile(
    r"\W*(?:it is|it['’]s|that is|also)? ?(?:fine|ok(?:ay)?|all right) (?:without|if you do not"
    r"|if you don['’]t|not to)\b"
    r"|\W*(?:물론 )?(?:안 [가-힣]{1,6}셔도|[가-힣]{1,6}지 ?않으셔도) (?:괜찮|됩니다|좋습니다|무방)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|neither|none|no)\b|n['’]t\b|아니|아닙", re.IGNORECASE)
# Words of a title that name no work.
_GENERIC = frozenset(
    {"model", "models", "card", "the", "and", "for", "base", "large", "small", "medium", "tiny"}
    | {"mini", "nano", "lite", "instruct", "chat", "모델", "카드"}
)
_WORD = re.compile(r"[^\W_]{3,}|[가-힣]{2,}")
_OWN_ROW = re.compile(r"\b(?:ours?|this (?:model|work))\b|(?:본|이|우리) ?모델", re.IGNORECASE)
# The first column of a table of the work's own releases.
_OWN_KINDS = re.compile(
    r"\W*(?:versions?|variants?|releases?|files?|sizes?|plans?|tiers?|editions?|users?|who|uses?"
    r"|purposes?|판|버전|파일|크기|요금제?|등급|이용자|사용자|대상|용도)\b",
    re.IGNORECASE,
)
# A table of inputs and what the work makes of them: `input sentence | label`.
_INPUTS = re.compile(
    r"\W*(?:input|source|original|example|sample|원문|입력|예문)(?:s|\b)|\W*예시 ?(?:문장|입력)",
    re.IGNORECASE,
)
_OUTPUTS = re.compile(
    r"\W*(?:(?:output|label|prediction|predicted|translation)(?:s|\b)"
    r"|출력|갈래|분류|라벨|레이블|번역|예측)",
    re.IGNORECASE,
)
_OF_THIS_WORK = GatedPattern(
    r"\b(?:this|our) (?:[\w-]+ )?(?:models?|checkpoints?|adapters?|release|data(?:set)?|work)\b"
    r"|\bweights?\b|(?:이|본|우리|저희) ?(?:모델|데이터)|가중치|체크포인트"
)
_FEWEST_ROWS = 3
# `CinemaQA` and `NQ-2` look like names; `Model` and `License` may begin any sentence.
_NAME = re.compile(r"[^\W_]{1,40}(?:[- ][^\W_]{1,40}){0,3}")
_LOOKS_LIKE_NAME = re.compile(r"\w[^\W\d_]*[A-Z]|\d")
_STATES = re.compile(
    r" ?(?:is|are|was|were|has|comes?|may|can|cannot|must|requires?|needs?|forbids?|allows?"
    r"|limits?)\b"
    r"|[은는]\s"
)
_LONGEST_NAME, _MOST_NAMES, _LONGEST_BLOCK = 60, 400, 10_000
# `tested on ScrollBank`: a name of something that the work is measured on.
_MEASURED_ON = re.compile(
    r"\b(?i:test|evaluat|measur|benchmark|compar|report)[a-z]{0,4} (?:[a-z]{1,12} ){0,2}"
    r"(?:on|with|against) (?:the )?([A-Z][\w-]{2,30})"
)


@dataclass(frozen=True)
class Surroundings:
    """What a card says of itself and of other works, as far as a sentence needs it.

    Attributes:
        card: The card.
    """

    card: Card

    def is_elsewhere(self, section: CardSection, sentence: str, before: str) -> bool:
        """Whether a sentence is about something beside the work.

        Args:
            section: Its section.
            sentence: The sentence.
            before: The sentence before it in its section; empty if there is none.
        """
        if self._is_of_rival(sentence):
            return True
        if _RELEASES.search(before) and _GOES_ON.match(sentence):
            return True
        is_to_contributors = _TO_CONTRIBUTORS.search(
            sentence
        ) is not None or self._is_on_contributing(section.title)
        return is_to_contributors and _WORK.search(sentence) is None

    def _is_on_contributing(self, title: str) -> bool:
        """Whether a section is on contributing, looked up once for all of its sentences."""
        known = self._on_contributing.get(title)
        if known is None:
            known = self._on_contributing[title] = _CONTRIBUTING.search(title) is not None
        return known

    def rivals_in(self, block: CardBlock) -> frozenset[int]:
        """The rows of a table, by number, that are about other works: those without a name of this
        one, if another row has one.

        Args:
            block: A table of a card.
        """
        rows = block.rows
        if len(rows) < _FEWEST_ROWS or not rows[0] or _OWN_KINDS.match(rows[0][0]):
            return frozenset()
        own = {number for number, row in enumerate(rows) if row and self._is_own(row[0])}
        body = range(1, len(rows))
        return (
            frozenset(number for number in body if number not in own) if own - {0} else frozenset()
        )

    def samples_in(self, block: CardBlock) -> frozenset[int]:
        """The rows of a table, by number, that show an input and what the work makes of it. Rows
        that speak of a work are not among them.

        Args:
            block: A table of a card.
        """
        rows = block.rows
        if not rows or not rows[0] or not _INPUTS.match(rows[0][0]):
            return frozenset()
        if not any(_OUTPUTS.match(head) for head in rows[0][1:]):
            return frozenset()
        body = enumerate(rows[1:], start=1)
        return frozenset(
            number for number, row in body if not _OF_THIS_WORK.search(" | ".join(row))
        )

    def _is_own(self, cell: str) -> bool:
        words = {word.lower() for word in _WORD.findall(cell)}
        return not words.isdisjoint(self._own_words) or _OWN_ROW.search(cell) is not None

    def _is_of_rival(self, sentence: str) -> bool:
        """Whether a sentence begins with the name of something that the work is measured on or
        compared with, and says something of it."""
        start = sentence.lstrip("*†‡ \t-[]^:0123456789")
        name = _NAME.match(start)
        if name is None or not self._names:
            return False
        words = name.group().split()
        for count in range(len(words), 0, -1):
            candidate = " ".join(words[:count])
            if candidate.lower() in self._names and _LOOKS_LIKE_NAME.search(candidate):
                return _STATES.match(start, len(candidate)) is not None
        return False

    @cached_property
    def _on_contributing(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _own_words(self) -> frozenset[str]:
        """The words of the title, by which a row names this work."""
        titles = (section.title for section in self.card.walk() if section.title)
        words = {word.lower() for word in _WORD.findall(next(titles, ""))}
        return frozenset(words - _GENERIC)

    @cached_property
    def _names(self) -> frozenset[str]:
        """What stands at the edges of tables, and what the work was measured on, without names of
        this work."""
        blocks = [block for section in self.card.walk() for block in section.blocks]
        cells = [
            cell.strip("*†‡` \t")
            for block in blocks
            if block.kind is BlockKind.TABLE
            for cell in _edges(block.rows)
        ]
        for block in blocks:
            if block.stated:
                cells += _MEASURED_ON.findall(block.text[:_LONGEST_BLOCK])
        names = [cell.lower() for cell in cells if 1 < len(cell) <= _LONGEST_NAME]
        return frozenset(name for name in names[:_MOST_NAMES] if not self._is_own(name))


def _edges(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The header of a table and its first column."""
    yield from rows[0] if rows else ()
    yield from (row[0] for row in rows[1:] if row)


def heads_contributions(lead: str) -> bool:
    """Whether the list below a sentence says what contributors send.

    Args:
        lead: The sentence above the list.
    """
    return _SENDING.search(lead) is not None


def set_aside(sentences: Sequence[str]) -> frozenset[int]:
    """The sentences of a section, by number, that another one sets aside: the rules of a service
    where the card says that they do not hold for the work, and wishes that are no condition.

    Args:
        sentences: The sentences of the section, in order.
    """
    aside: set[int] = set()
    if any(_DISCLAIMS.search(sentence) for sentence in sentences):
        aside.update(_on_service(sentences))
    for number, sentence in enumerate(sentences):
        if _IS_A_WISH.search(sentence) and _DENIES.search(sentence):
            aside.update(range(max(0, number - _WISHES), number + 1))
        is_wish = number > 0 and _WISHES_FOR.search(sentences[number - 1]) is not None
        if is_wish and _FINE_WITHOUT.match(sentence):
            aside.update((number - 1, number))
    return frozenset(aside)


def _on_service(sentences: Sequence[str]) -> Iterator[int]:
    """The sentences on a service, and the next two behind each that do not name the work."""
    left = 0
    for number, sentence in enumerate(sentences):
        if _NAMES_SERVICE.search(sentence):
            left = _BEHIND_SERVICE
            yield number
        elif left and not _WORK.search(sentence):
            left -= 1
            yield number
        else:
            left = 0
