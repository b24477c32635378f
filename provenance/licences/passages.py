"""A contract as numbered passages: words, clause numbers and lines.

Numbers are read as lawyers write them: `1.b.iv`, `3.2(c)`, `Attachment A (d)`, `제3조 제2항`,
`第三条`, `（二）`. A list item is read together with the words that lead into the list, since `You
shall not:` determines what its items mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.text.lazy import LazyPattern

LONGEST_TEXT = 400_000
LONGEST_PASSAGE = 4_000
_MOST_PASSAGES = 4_000
_LONGEST_LEAD = 600
_LONGEST_HEADING = 90
_SPACE = re.compile(r"\s+")
_MARKUP = "*_#`>"
# What may precede a number: quote marks and headings of Markdown, bold type.
_BEFORE = r"[^\S\n]*(?:>[^\S\n]*)?(?:\#{1,6}[^\S\n]*)?(?:[-•*+–][^\S\n]+)?[*_]{0,3}[“\"]?"
_MARKER = LazyPattern(
    _BEFORE + r"(?:"
    r"(?P<annex>(?:attachment|exhibit|appendix|annex|schedule)[^\S\n]+(?:[a-z]|\d{1,2})\b"
    r"|별[지첨표](?:[^\S\n]?제?\d{1,2}호?)?)"
    r"|(?P<article>(?:section|article|clause)[^\S\n]+(?:\d{1,2}(?:\.\d{1,2}){0,3}|[ivx]{1,5}"
    r"|[a-z])\b)"
    r"|(?P<korean>제[^\S\n]?\d{1,3}[^\S\n]?조(?:의[^\S\n]?\d{1,2})?)"
    r"|(?P<chinese>第[^\S\n]?[一二三四五六七八九十百\d]{1,4}[^\S\n]?(?:条|條|章|部分))"
    r"|(?P<han>[一二三四五六七八九十]{1,3})[、．]"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})\\?\.?(?=[\s*_):：]|[\u3040-\u30ff\u4e00-\u9fff])"
    r"|(?P<number>\d{1,2})\\?[.)、．](?=[\s*_]|[A-Z가-힣\u3040-\u30ff\u4e00-\u9fff])"
    r"|[(（](?P<inside>\d{1,2}|[a-z]|[ivx]{1,5}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?P<letter>[a-z]|[ivx]{1,5})\\?[.)）](?=[\s*_]|(?-i:(?<=[a-h][.)])[A-Z][a-z])"
    r"|[\u3040-\u30ff\u4e00-\u9fff])"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<hangul>[가나다라마바사아자차카타파하])[.)](?=\s)"
    r"|(?P<bullet>(?<=[-•*+–])(?=\s)|(?<=[-•*+–][^\S\n])(?=\S))"
    r")",
    re.IGNORECASE,
)
# Marks of what is allowed or not, and the bar before a row of a table, stay part of the words.
_BULLET = re.compile(
    r"[^\S\n]*(?:[-•*+–·●○▪■◦][^\S\n]+|(?=[❌🚫✗✘✅✓✔|])(?![^\n]*:[\s*]*(?:\n|\Z)))"
)
# An item within a line: `; (b) ...`, `: (i) ...`.
_INLINE = LazyPattern(
    r"(?<=[;:,.])\s+(?:(?:and|or|and/or)\s+)?(?=\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s)", re.IGNORECASE
)
_INLINE_ITEM = re.compile(r"\((?:[a-z]|[ivx]{1,4}|\d{1,2})\) ", re.IGNORECASE)
_SENTENCE = LazyPattern(
    r"(?<=[.!?。])(?<!e\.g\.)(?<!i\.e\.)(?<!cf\.)(?<!No\.)(?<!Inc\.)(?<!Ltd\.)(?<!Co\.)(?<!U\.S\.)"
    r"[”\"’)]?[*_]{0,3}\s+(?=[A-Z*_\[\"“(가-힣])"
    r"|(?<=[다요음임됨함]\.)(?=[A-Za-z가-힣])"
    r"|(?<=[。；！？])(?=[^\s”」』）)])"
)
# Words that the lead-in of a list contains, unlike the last line of a title.
_LEADING = LazyPattern(
    r"\b(?:not|may|shall|must|will|can|agree\w*|you|your|following|follows|if|conditions?"
    r"|restrict\w*"
    r"|prohibited|uses?|includ\w+|to|right|rights)\b|다음|아래|수 없|금지|경우"
    r"|以下|如下|下列|不得|禁止|次の|ません",
    re.IGNORECASE,
)
_STOPS_SHORT = re.compile(r"\b(?:to|not|that|for|of|if|by|the following)$")
# A heading that says whether what its list names is allowed leads into the list.
_LEADING_HEADING = LazyPattern(
    r"\b(?:prohibited|forbidden|disallowed|unacceptable|permitted|allowed|(?:may|must|do) not)\b"
    r"|금지|허용|禁止|不得",
    re.IGNORECASE,
)
# Numbered items may be sections of the contract, so only these count as its list.
_UNDER_A_HEADING = frozenset({"bullet", "inside", "letter"})
# A notice of copyright below a title is no heading of what follows.
_COPYRIGHT = re.compile(r"\bcopyright\s*(?:\(c\)|©|\d{4})|©", re.IGNORECASE)
_ROMAN = frozenset("ivx")
_NUMBERED = (
    "annex",
    "article",
    "korean",
    "chinese",
    "han",
    "decimal",
    "number",
    "inside",
    "letter",
    "circled",
)
# Numbering that can mark items of a list with a lead-in.
_UNDER_A_LEAD = frozenset({"inside", "letter", "bullet", "circled", "hangul", "number", "decimal"})
_CIRCLED_ONE = ord("①")
_ARTICLES = ("annex", "article", "korean", "chinese")
_EASTERN = r"\u3040-\u30ff\u3400-\u9fff"
_UNSPACED = LazyPattern(f"[{_EASTERN}]")
# Chinese and Japanese lines are wrapped anywhere; a blank there means nothing.
_EASTERN_OR_MARK = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_WRAPPED = LazyPattern(f"(?<={_EASTERN_OR_MARK}) (?={_EASTERN_OR_MARK})")
# A Chinese or Japanese heading names a thing; with one of these words it says something of it.
_LONGEST_UNSPACED_HEADING = 24
_LONGEST_UNSPACED_TITLE = 14
_SAYS = re.compile(
    r"不得|禁止|不可|不能|可以|应当|必须|须|仅|できま|でき|ません|ください|です|ます|する"
)
_ENDS_OR_SAYS = re.compile(f"[。；，、.;,]|{_SAYS.pattern}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePassage:
    """A sentence or list item of a contract.

    Attributes:
        text: Its words, with white space collapsed.
        lead: The words that lead into its list; empty if it is not a list item.
        number: Number of its clause; empty if it has none.
        heading: Heading above it, or the title of its clause; empty if none.
        line: Line on which it starts, counted from 1.
        start: Offset of its first character in the text.
        end: Offset after its last character.
    """

    text: str
    lead: str
    number: str
    heading: str
    line: int
    start: int
    end: int


@dataclass(slots=True)
class _Level:
    """An open level of numbering."""

    style: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Lines of a text that belong together, and the number at their start."""

    start: int
    end: int
    body: int
    kind: str
    value: str


def read_passages(text: str) -> tuple[ClausePassage, ...]:
    """Split a contract into sentences and list items, each with its clause number.

    Args:
        text: The text as read; at most 400,000 characters and 4,000 passages are examined.

    Returns:
        The passages in order.
    """
    text = text[:LONGEST_TEXT]
    reader = _Reader(text)
    for block in _blocks(text):
        reader.add(block)
        if len(reader.passages) >= _MOST_PASSAGES:
            break
    return tuple(reader.passages)


class _Reader:
    """Tracks the numbering through a text, block by block."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Blanks replace markup at the same width, so offsets stay valid.
        self.plain = _without_markup(text)
        self.is_unspaced = _UNSPACED.search(text) is not None
        self.passages: list[ClausePassage] = []
        self.levels: list[_Level] = []
        self.heading = ""
        # Whether each article numbers its clauses from 1, so that `1` alone names none of them.
        self.restarts = False
        self.articles_from_one = 0
        self.leads: dict[int, str] = {}
        self.lines = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def add(self, block: _Block) -> None:
        if block.kind in _NUMBERED:
            self._number(block.kind, block.value)
        depth = len(self.levels) + (1 if block.kind == "bullet" else 0)
        lead = self._lead_above(depth) if block.kind in _UNDER_A_LEAD else ""
        body = self.text[block.body : block.end]
        if not body.strip():
            return
        words = self._words(block.body, block.end)
        if not lead and block.kind in _UNDER_A_HEADING and _LEADING_HEADING.search(self.heading):
            lead = self.heading
        if not lead and _is_heading(words, body, block.kind):
            self.heading = words
            self._forget_leads(depth)
            if not _can_lead(body):
                return
        sentences = list(_sentences(body, block.body))
        leading = lead
        for start, end in sentences:
            words = self._words(start, end)
            is_item = _INLINE_ITEM.match(words) is not None
            self._add_passage(start, end, leading if is_item else lead)
            if not is_item:
                leading = f"{lead} {words}".strip() if words.endswith(":") else lead
        last = self._words(*sentences[-1])
        self._forget_leads(depth)
        if _leads(last):
            outer = f"{lead} {last}" if lead else last
            self.leads[depth] = outer[-_LONGEST_LEAD:]

    def _forget_leads(self, depth: int) -> None:
        """Drop the lead-ins of lists at this depth and below."""
        self.leads = {level: words for level, words in self.leads.items() if level < depth}

    def _add_passage(self, start: int, end: int, lead: str) -> None:
        words = self._words(start, end)[:LONGEST_PASSAGE]
        if not words:
            return
        self.passages.append(
            ClausePassage(
                text=words,
                lead=lead,
                number=self._shown(),
                heading=self.heading,
                line=bisect_right(self.lines, start),
                start=start,
                end=end,
            )
        )

    def _words(self, start: int, end: int) -> str:
        """The words of a part of the text, with white space collapsed and without markup."""
        words = " ".join(self.plain[start:end].split())
        return _WRAPPED.sub("", words) if self.is_unspaced else words

    def _lead_above(self, depth: int) -> str:
        above = [level for level in self.leads if level < depth]
        return self.leads[max(above)] if above else ""

    def _number(self, kind: str, value: str) -> None:
        style, shown = self._style(kind, value)
        if kind == "decimal" or self._is_next_article(kind, value):
            self._cut_to_base()
        else:
            self._cut_to(style)
        if style in _ARTICLES:
            self.levels.clear()
            self.leads.clear()
        self.levels.append(_Level(style, value.lower(), shown))
        if [level.style for level in self.levels] == ["article", "number digits"] and value == "1":
            self.articles_from_one += 1
            self.restarts = self.articles_from_one > 1

    def _is_next_article(self, kind: str, value: str) -> bool:
        """Whether `9.` comes after `8.3` and so is an article, not an item of `8.3`."""
        if kind != "number" or not value.isdigit():
            return False
        return any(
            level.style == "decimal" and level.value.partition(".")[0] == str(int(value) - 1)
            for level in self.levels
        )

    def _cut_to_base(self) -> None:
        """Keep only the article or annex: `3.2` is a complete number by itself."""
        self.levels = [level for level in self.levels if level.style in ("annex", "article")][:1]

    def _cut_to(self, style: str) -> None:
        styles = [level.style for level in self.levels]
        if style in styles:
            del self.levels[styles.index(style) :]

    def _style(self, kind: str, value: str) -> tuple[str, str]:
        if kind in ("annex", "korean", "chinese", "han"):
            return kind, _SPACE.sub(" " if kind == "annex" else "", value).strip()
        if kind == "article":
            return kind, value.rsplit(maxsplit=1)[-1]
        if kind == "decimal":
            return "decimal", value
        if kind == "circled":
            return kind, f"제{ord(value) - _CIRCLED_ONE + 1}항"
        shown = f"({value})" if kind == "inside" else value
        if not value.isalpha() or not value.isascii():
            return f"{kind} {'digits' if value.isdigit() else 'han'}", shown
        letter_case = "upper" if value.isupper() else "lower"
        system = "roman" if self._is_roman(kind, value.lower(), letter_case) else "letters"
        return f"{kind} {letter_case} {system}", shown

    def _is_roman(self, kind: str, value: str, letter_case: str) -> bool:
        if not _ROMAN.issuperset(value):
            return False
        if len(value) > 1:
            return True
        before = chr(ord(value) - 1)
        letters = f"{kind} {letter_case} letters"
        return not any(level.style == letters and level.value == before for level in self.levels)

    def _shown(self) -> str:
        """The number of the open clause, outermost level first."""
        levels = self.levels
        if len(levels) > 1 and levels[0].style == "article":
            is_complete = levels[1].style == "decimal"
            counts_on = levels[1].style == "number digits" and not self.restarts
            if is_complete or counts_on:
                levels = levels[1:]
        number = ""
        for level in levels:
            if level.shown.startswith("(") and not number.startswith(("Att", "Exh", "App", "Ann")):
                number += level.shown
            elif not number:
                number = level.shown
            else:
                joint = " " if number[0].isupper() or number[0] in "제별第" else "."
                number += f"{joint}{level.shown}"
        return number


def _blocks(text: str) -> Iterator[_Block]:
    """The paragraphs and list items of a text. Plain text wraps lines, so a line without its own
    number belongs to the one before it."""
    start = body = 0
    kind = value = ""
    is_open = False
    for line_start, line_end in _line_spans(text):
        is_blank = not text[line_start:line_end].strip()
        marker = None if is_blank else _marker(text, line_start, line_end)
        starts_heading = text.startswith("#", line_start)
        if is_open and (is_blank or marker or starts_heading):
            yield _Block(start=start, end=line_start, body=body, kind=kind, value=value)
            is_open = False
        if is_blank:
            continue
        if not is_open:
            start, is_open = line_start, True
            kind, value, body = marker or ("", "", line_start)
        is_title = _is_short_title(text[line_start:line_end]) and not _goes_on(text, line_end)
        if starts_heading or is_title or (marker and _is_unspaced_title(text[body:line_end])):
            yield _Block(start=start, end=line_end, body=body, kind=kind, value=value)
            is_open = False
    if is_open:
        yield _Block(start=start, end=len(text), body=body, kind=kind, value=value)


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield start, end
        start = end


def _marker(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """Kind and value of the number at the start of a line, and where the words after it start."""
    marker = _MARKER.match(text, start, min(end, start + 60))
    if marker and marker.lastgroup not in (None, "bullet"):
        kind = str(marker.lastgroup)
        return kind, marker[kind], marker.end()
    bullet = _BULLET.match(text, start, end)
    return ("bullet", "", bullet.end()) if bullet else None


def _is_short_title(line: str) -> bool:
    """Whether a line is all bold or all capitals, like a title."""
    words = line.strip()
    if not words or len(words) > _LONGEST_HEADING:
        return False
    if words.startswith("**") and words.endswith("**"):
        return True
    is_capitals = words.isupper() and len(words) > 3 and not words.endswith((".", ";", ","))
    return is_capitals and _is_cased(words)


def _is_cased(words: str) -> bool:
    """Whether every letter has a case.

    Korean, Chinese and Japanese letters have none, so a single acronym would make a line of them
    one in capitals.
    """
    return all(letter.upper() != letter.lower() for letter in words if letter.isalpha())


def _goes_on(text: str, line_end: int) -> bool:
    """Whether the next line is in capitals too: a paragraph in capitals is no list of titles."""
    following = text[line_end : line_end + _LONGEST_HEADING].partition("\n")[0].strip()
    is_bold = following.startswith("**")
    return following.isupper() and len(following) > 3 and not is_bold and following[0].isalpha()


def _is_unspaced_title(words: str) -> bool:
    """Whether the words behind a number are a title in Chinese or Japanese: a few letters that stop
    without a mark, on a line of their own."""
    title = words.strip(" \t\n:：*")
    is_short = 0 < len(title) <= _LONGEST_UNSPACED_TITLE
    return is_short and _UNSPACED.search(title) is not None and _ENDS_OR_SAYS.search(title) is None


def _is_heading(words: str, body: str, kind: str) -> bool:
    if len(words) > _LONGEST_HEADING or "\n\n" in body or _COPYRIGHT.search(words):
        return False
    if body.lstrip().startswith("#") or _is_short_title(body):
        return True
    if _UNSPACED.search(words) and (len(words) > _LONGEST_UNSPACED_HEADING or _SAYS.search(words)):
        return False
    has_end = words.endswith((".", ";", ",", ":", "。", "；", "，", "："))
    has_verb = re.search(r"\b(?:shall|will|may|must|is|are|not|you)\b|[다함음]\.?$", words, re.I)
    return not has_end and not has_verb and kind != "bullet" and len(words.split()) <= 10


def _can_lead(body: str) -> bool:
    """Whether a heading leads into a list: `You agree you will not:`."""
    return body.rstrip(" *_\n").endswith((":", "：")) and len(body.split()) > 3


def _leads(words: str) -> bool:
    """Whether words lead into a list: they stop at a colon or before their object."""
    is_open = words.endswith((":", "：", "—", "–")) and _LEADING.search(words) is not None
    return is_open or _STOPS_SHORT.search(words) is not None or "다음 각" in words


def _sentences(body: str, offset: int) -> Iterator[tuple[int, int]]:
    start = 0
    ends = {match.end() for match in _SENTENCE.finditer(body)}
    if "(" in body:
        ends.update(match.end() for match in _INLINE.finditer(body))
    cuts = sorted(ends)
    for cut in (*cuts, len(body)):
        if body[start:cut].strip():
            yield offset + start, offset + cut
        start = cut


def _without_markup(text: str) -> str:
    """A text of the same length with blanks for markup; faster than a dictionary of letters."""
    for mark in _MARKUP:
        text = text.replace(mark, " ")
    return text
