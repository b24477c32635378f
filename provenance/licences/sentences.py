"""Sentences of cards and plain texts, English and Korean, with their lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from provenance.licences.surroundings import Surroundings, heads_contributions, set_aside
from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.text.lines import LineSpan
from provenance.text.lookalikes import with_plain_letters
from provenance.text.sentences import sentence_spans

LONGEST = 600
_OVERLAP = 100
_LONGEST_BLOCK = 10_000
_MOST_CODE_LINES = 3
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})")
_COMMENT_MARKS = re.compile(r"<!-{2,}|-{2,}>")
# A line that goes on with a small letter; a comment has no Markdown to join it to the one before.
_WRAPPED = re.compile(r"\n[ \t]{0,40}(?=[a-z가-힣])")
_NOTICE_IN_CODE = re.compile(r"\s*(?:```\s*\n\s*)?(?:weights |model )?licen[cs]e ?:", re.IGNORECASE)
_LONGEST_NOTICE = 200
_LONGEST_TEXT = 60_000
_MOST = 400
_LINE = re.compile(r"\n")
# Plain text wraps lines: a paragraph ends at a blank line or before a list item or a heading.
_PARAGRAPH = re.compile(
    r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)]|#{1,6})[^\S\n])"
)
_CLAUSE = re.compile(r";\s")
# A line of capitalised words above other text is a heading, and so its own sentence; a wrapped line
# contains lower-case words. Korean has no capitals, but its headings are short.
_HEADING = re.compile(
    r"(?:[A-Z0-9(\"“#][^\s]{0,40}|of|for|and|in|[-–—&/])"
    r"(?:[^\S\n]{1,3}(?:[A-Z0-9(\"“][^\s]{0,40}|of|for|and|in|[-–—&/])){0,11}[^\S\n]*\n"
    r"|[^\na-z]{0,24}[가-힣][^\na-z.]{0,24}(?<![.,;:!?\s])[^\S\n]*\n(?=[^\S\n]*[0-9가-힣(])"
)
_SPACE = re.compile(r"\s+")
_LICENCE_HEADING = re.compile(
    r"\b(?:licen[cs]e|licen[cs]ing|licenses?|terms of use)\b|라이[선센]스|이용 ?(?:조건|허락|약관)"
    r"|저작권|许可|^\W*(?:\d{1,2}\W{1,3})?(?:usage )?terms(?: (?:and|&) conditions)?\W*$",
    re.IGNORECASE,
)


# A line that is nothing but the word heads the line below it, as `<summary>License</summary>` does.
_LABEL_ALONE = re.compile(
    r"\W*(?:the |our |model |weights? |data(?:set)? )?(?:licen[cs]es?|라이[선센]스|이용 ?허락)\W*",
    re.IGNORECASE,
)
# An answer that means something only together with the words above or beside it.
_ANSWER = re.compile(
    r"\W*(?:no|(?:is |are )?not (?:allowed|permitted|granted|included|covered|licen[cs]ed)"
    r"|prohibited|forbidden|denied|excluded|disallowed"
    r"|불가(?:능)?|금지|허용 ?안 ?[됨함]|아니[요오])\W*",
    re.IGNORECASE,
)
# What a list below it rules out: `You may not:`, `Prohibited uses`.
_FORBIDS = re.compile(
    r"(?:you|users?|licensees?) (?:may|must|shall|can) ?not(?: use it)?(?: (?:to|for))?"
    r"|\W*(?:(?:strictly )?(?:prohibited|forbidden|disallowed)|not (?:allowed|permitted))"
    r"(?: (?:uses?|usage|purposes|activities))?\W*",
    re.IGNORECASE,
)
_OUT_OF_SCOPE = re.compile(r"\W*out[- ]of[- ]scope(?: (?:uses?|usage))?\W*", re.IGNORECASE)
_FORBIDS_IN_KOREAN = re.compile(
    r"\W*(?:(?:사용|이용) ?)?(?:금지|제한)(?: ?(?:사항|행위|용도|사용|이용))?\W*"
)
_LONGEST_QUESTION = 80
# A row of a wide table is read as a line if it may state terms; most tables are results.
_MOST_ROWS = 40
_HEAD_OF_TERMS = re.compile(
    r"(?:licen[cs]es?|terms|conditions?|use|usage|rights|라이[선센]스|(?:이용 ?)?조건|용도)",
    re.IGNORECASE,
)
_WEIGHT_FILE = re.compile(r"\.(?:safetensors|gguf|ckpt|pth?|onnx|bin|h5)\b", re.IGNORECASE)
_ROW_ON_TERMS = re.compile(
    r"commerc|research|academic|licen[cs]|\bfree\b|\bpaid\b|price|[$€£₩¥] ?\d|allow|permit|restrict"
    r"|non-?profit|상업|영리|연구|유료|무료|라이[선센]스|商|营利",
    re.IGNORECASE,
)
# `Can I use it at work? Sorry, no.`: the answer restricts what the question names. A question about
# a duty is the other way round: `Do I have to pay? No.`
_ASKS_USE = re.compile(
    r"^(?!\W*is there an? (?:\w+ )?(?:version|edition|app|demo)\b)"
    r"(?!.*\b(?:need|have to|require\w*|must|pay|cost\w*|restrict\w*|limit\w*)\b)(?!.*필요)"
    r".*\?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_REFUSES = re.compile(
    r"\W*(?:A(?:nswer)?\W{1,3})?(?:no|nope|sorry|unfortunately|not|only|never)\b"
    r"|\W*(?:A\W{1,3}|답변?\W{1,3})?(?:아니[요오]|아닙|죄송|안 ?[됩돼]|불가|어렵)",
    re.IGNORECASE,
)
# `Do companies have to pay? Yes, they do.`
_AFFIRMS = re.compile(
    r"\W*(?:A(?:nswer)?\W{1,3}|답변?\W{1,3})?(?:yes|yep|they do|you do|we do|please do|of course"
    r"|certainly|네|예|그렇습니다|맞습니다)\b",
    re.IGNORECASE,
)
_LONGEST_IN_FAQ = 160


@dataclass(frozen=True, slots=True)
class CardSentence:
    """A sentence of a card.

    Attributes:
        text: Its words.
        span: Its lines.
        headed: Whether the heading above marks the section as being about the licence.
        is_heading: Whether it is a heading itself.
        is_elsewhere: Whether its surroundings say that it is about something beside the work.
    """

    text: str
    span: LineSpan
    headed: bool
    is_heading: bool = False
    is_elsewhere: bool = False


def card_sentences(card: Card | None) -> tuple[CardSentence, ...]:
    """Every sentence of a card, in document order; empty without a card."""
    if card is None:
        return ()
    around = Surroundings(card)
    return tuple(
        sentence
        for section in card.walk()
        for sentence in _placed(section, around, tuple(_sentences_in(section)))
    )


def _placed(
    section: CardSection, around: Surroundings, sentences: Sequence[CardSentence]
) -> Iterator[CardSentence]:
    """The sentences of a section, each with whether it is about something beside the work."""
    rivals = _rival_rows(section, around) | frozenset(_sample_rows(section, around))
    items = frozenset(_contributed(section))
    aside = set_aside([sentence.text for sentence in sentences])
    before = ""
    for number, sentence in enumerate(sentences):
        text = sentence.text
        is_elsewhere = number in aside or text in rivals or text in items
        if is_elsewhere or around.is_elsewhere(section, text, before):
            yield replace(sentence, is_elsewhere=True)
        else:
            yield sentence
        before = text


def _rival_rows(section: CardSection, around: Surroundings) -> frozenset[str]:
    """The lines of tables that are about other works."""
    tables = (block for block in section.blocks if block.kind is BlockKind.TABLE)
    return frozenset(
        " | ".join(block.rows[number]) for block in tables for number in around.rivals_in(block)
    )


def _sample_rows(section: CardSection, around: Surroundings) -> Iterator[str]:
    """The lines of tables that show inputs and outputs of the work."""
    tables = (block for block in section.blocks if block.kind is BlockKind.TABLE)
    for block in tables:
        for number in around.samples_in(block):
            row = block.rows[number]
            yield " | ".join(row)
            yield ": ".join(row[:2])


def _contributed(section: CardSection) -> Iterator[str]:
    """The items of lists that say what contributors send."""
    lead = ""
    for block in section.blocks:
        if block.items and heads_contributions(lead):
            for text, _ in block.items:
                yield from _of_block(text)
        if block.text.strip():
            lead = block.text.strip()[-LONGEST:]


def _sentences_in(section: CardSection) -> Iterator[CardSentence]:
    """The sentences of one section. An answer that stands alone follows once more behind what it
    answers: `Commercial use: not permitted` for a list item with another one below it."""
    is_headed = is_on_licence(section)
    before, ban = "", _ban(section.title)
    for text, span in section_sentences(section):
        is_below_label = bool(_LABEL_ALONE.fullmatch(before))
        is_heading = text == section.title.strip()
        yield CardSentence(text, span, is_headed or is_below_label, is_heading=is_heading)
        is_on_duty = before.rstrip("*_ ").endswith("?") and not _ASKS_USE.match(before)
        is_asked_shortly = 0 < len(before) <= _LONGEST_IN_FAQ
        is_asked = 0 < len(before) <= _LONGEST_QUESTION and not is_on_duty
        if is_asked and _ANSWER.fullmatch(text):
            yield CardSentence(f"{before.rstrip(' :')}: {text}", span, is_headed)
        is_short = len(before) <= _LONGEST_IN_FAQ and len(text) <= _LONGEST_IN_FAQ
        if is_short and _ASKS_USE.match(before) and _REFUSES.match(text):
            yield CardSentence(f"{before} {text}", span, is_headed)
        if is_on_duty and is_asked_shortly and _AFFIRMS.match(text):
            yield CardSentence(f"{before} {text}", span, is_headed)
        if ban and not is_heading and len(text) <= _LONGEST_QUESTION:
            yield CardSentence(ban.format(text.rstrip(" .")), span, is_headed)
        ban = _ban(text.rstrip(" :")) or ban
        before = text


def _ban(lead: str) -> str:
    """How a list below a heading or a sentence reads if it rules out its items; else empty."""
    if len(lead) > _LONGEST_QUESTION:
        return ""
    if _FORBIDS_IN_KOREAN.fullmatch(lead):
        return "{} 금지"
    if _OUT_OF_SCOPE.fullmatch(lead):
        return "{}: out of scope"
    if not _FORBIDS.fullmatch(lead):
        return ""
    has_verb = " " in lead and lead[-3:].lower() in ("not", " to")
    return f"{lead.replace('{', '')} {{}}" if has_verb else "{} is not allowed"


def is_on_licence(section: CardSection) -> bool:
    """Whether a section's heading marks it as being about the licence."""
    return bool(_LICENCE_HEADING.search(section.title[:LONGEST]))


def section_sentences(section: CardSection) -> Iterator[tuple[str, LineSpan]]:
    """The sentences of a card's section, with their lines.

    Table rows of two columns, rows whose second cell is an answer, and tables with a single row
    below their header are read as labelled lines: `License | MIT` is `License: MIT`. Sentences of
    more than 600 characters are read in pieces.
    """
    if section.title.strip() and len(section.title) <= LONGEST:
        yield section.title.strip(), LineSpan(section.span.start, section.span.start)
    for block in section.blocks:
        if block.kind is BlockKind.CODE and (is_on_licence(section) or _is_notice(block)):
            yield from _short_code(block)
        if not block.stated or block.kind is BlockKind.HTML:
            continue
        if block.kind is BlockKind.TABLE:
            yield from _rows(block)
            continue
        for text, span in block.items or ((block.text, block.span),):
            for sentence in _of_block(text):
                yield sentence, span


def _is_notice(block: CardBlock) -> bool:
    """Whether a block of code in no language is a notice: `License: CC BY-NC 4.0`."""
    return _NOTICE_IN_CODE.match(block.text[:_LONGEST_NOTICE]) is not None


def hidden_sentences(card: Card) -> Iterator[tuple[str, LineSpan]]:
    """Sentences that the page of a card does not show: in comments, attributes and the like.

    Args:
        card: The parsed card. Comments of the hub's template are left out.
    """
    for section in card.walk():
        for block in section.blocks:
            is_hidden = block.kind in (BlockKind.COMMENT, BlockKind.MARKUP)
            if is_hidden and not block.template:
                text = _COMMENT_MARKS.sub(" ", block.text[:_LONGEST_BLOCK])
                text = _WRAPPED.sub(" ", text)
                for sentence in _of_block(text):
                    yield sentence, block.span


def _of_block(text: str) -> Iterator[str]:
    """The sentences of a block of a card, in which every line break ends a sentence."""
    text = text[:_LONGEST_BLOCK]
    for start, end in _cut(text, 0, len(text), _LINE):
        for first, last in sentence_spans(text, start, end):
            yield from _pieces(text[first:last].strip())


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence, or its parts if it is longer than 600 characters. Parts overlap, so that a phrase
    cut in one is whole in the other."""
    sentence = with_plain_letters(sentence)
    if sentence:
        yield sentence[:LONGEST]
    for start in range(LONGEST - _OVERLAP, len(sentence) - _OVERLAP, LONGEST - _OVERLAP):
        yield sentence[start : start + LONGEST].strip()


def _short_code(block: CardBlock) -> Iterator[tuple[str, LineSpan]]:
    """A few lines of code in a section on the licence, a common format for its name."""
    lines = [line.strip() for line in block.text.splitlines() if not _FENCE.match(line)]
    stated = [line for line in lines if line]
    if len(stated) <= _MOST_CODE_LINES:
        for line in stated:
            yield line[:LONGEST], block.span


def text_sentences(text: str) -> Iterator[tuple[str, LineSpan]]:
    """The sentences of a plain text, with white space collapsed and lines counted from 1.

    Args:
        text: A licence text, notice or form; at most 60,000 characters and 400 sentences are read.
    """
    text = text[:_LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    count = 0
    for first, last in _in_paragraphs(text):
        raw = text[first:last]
        sentence = _SPACE.sub(" ", raw).strip()
        if not sentence or count >= _MOST:
            continue
        count += 1
        begin = first + len(raw) - len(raw.lstrip())
        span = LineSpan(bisect_right(starts, begin), bisect_right(starts, max(begin, last - 1)))
        for piece in _pieces(sentence):
            yield piece, span


def _in_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a plain text starts and ends; a semicolon ends one as well, since
    licences put lists of conditions in one sentence."""
    for start, end in _paragraphs(text):
        for first, last in _cut(text, start, end, _CLAUSE):
            yield from sentence_spans(text, first, last)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _cut(text, 0, len(text), _PARAGRAPH):
        heading = _HEADING.match(text, start, end)
        if heading:
            yield start, heading.end()
        yield (heading.end() if heading else start), end


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _rows(block: CardBlock) -> Iterator[tuple[str, LineSpan]]:
    """The rows of a table that state something, as sentences."""
    texts = (
        *_side_by_side(block.rows),
        *_wide_rows(block.rows),
        *_answers(block.rows),
        *_rows_of_files(block.rows),
    )
    for text in dict.fromkeys(texts):
        yield text, block.span


def _side_by_side(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The properties of one artefact, each with its value below it."""
    if len(rows) != 2:
        return
    is_wide = len(rows[0]) != 2
    for name, value in zip(*rows, strict=False):
        is_read = is_wide or _ANSWER.fullmatch(value) is not None
        if is_read and _is_short(name) and _is_short(value):
            yield f"{name}: {value}"


def _wide_rows(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Whole rows about terms in a table of several columns."""
    if len(rows) < 3:
        return
    for row in rows[:_MOST_ROWS]:
        line = " | ".join(row)
        if len(row) > 2 and len(line) <= LONGEST and _ROW_ON_TERMS.search(line):
            yield line


def _answers(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of a name and its value, or of a question and its answer."""
    for row in rows:
        is_answered = len(row) > 2 and _ANSWER.fullmatch(row[1]) is not None
        is_read = len(row) == 2 or is_answered
        if is_read and _is_short(row[0]) and _is_short(row[1]):
            yield f"{row[0]}: {row[1]}"


def _rows_of_files(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of weight files in a table with a column of terms."""
    heads = rows[0][1:] if rows else ()
    if not any(_HEAD_OF_TERMS.fullmatch(head.strip()) for head in heads):
        return
    for row in rows[1:_MOST_ROWS]:
        line = " | ".join(row)
        if row and _WEIGHT_FILE.search(row[0]) and len(line) <= LONGEST:
            yield line


def _is_short(cell: str) -> bool:
    return 0 < len(cell) <= LONGEST
