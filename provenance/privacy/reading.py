"""Extract a maker's statements from a card or a side file, with location and heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.privacy.catalogue import load
from provenance.privacy.lexicon import compile_words
from provenance.text.lazy import LazyPattern
from provenance.text.sentences import language

PRIVACY = "privacy"
# A label gives these roles to the text behind it, as a heading does to the text below it.
_ROLES_OF_LABELS = (PRIVACY, "use", "evaluation")
LONGEST_PASSAGE = 40_000
MOST_PASSAGES = 20_000
LONGEST_COLUMN_NAME = 4
# Headings kept with their role: templates give most cards the same ones.
_HEADINGS_KEPT = 2_048
_STATING = (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE, BlockKind.QUOTE, BlockKind.HTML)
_URL = re.compile(r"(?:https?://|www\.)[^\s)>\]]*[^\s)>\].,;:!?]")
# The address of a dataset on a hub holds its name.
_DATASET_URL = re.compile(
    r"https?://(?:huggingface\.co/datasets|(?:www\.)?kaggle\.com/datasets)"
    r"/([A-Za-z0-9][\w.\-]{0,95}/[\w.\-]{0,95}\w)",
    re.IGNORECASE,
)
_ADDRESS = "://"
# The address of a model, alone below a heading such as "Pretrained model", is its name.
_ONLY_MODEL_URL = re.compile(
    r"\W{0,8}https?://huggingface\.co/(?!(?:datasets|spaces|docs|blog|papers|collections|models)/)"
    r"([A-Za-z0-9][\w.\-]{0,95}/[\w.\-]{1,95}\w)\W{0,8}",
    re.IGNORECASE,
)
# So is one behind a label that names the base; old names have no owner, as that in
# "Pre-trained model: https://...".
_LABELLED_MODEL_URL = re.compile(
    r"(\W{0,8}(?:(?:[^:\n]{0,24}\b)?(?:base|parent|original|source|foundation)\smodel"
    r"|pre-?trained\smodel(?=\W{1,8}https?://huggingface\.co/[\w.\-]+\W{0,8}$))"
    r"[\s*_]{0,4}:[\s*_]{0,4})"
    r"https?://huggingface\.co/(?!(?:datasets|spaces|docs|blog|papers|collections|models)\b)"
    r"([A-Za-z0-9][\w.\-]{0,95}(?:/[\w.\-]{1,95})?\w)[\W_]{0,8}",
    re.IGNORECASE,
)
# The site behind "documents from https://..." is the name of a source.
_SITE = re.compile(
    r"\b(from|of|on|through|via) https?://(?:www\.)?"
    r"([A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4})"
    r"(?=[\s/.,;)]|$)[^\s)>\]]*"
)
_TAG = re.compile(r"<!--.*?(?:-->|$)|<[^>]{0,2000}>", re.DOTALL)
_ALERT = re.compile(r"^\s*\[!\w+\]\s*")
_BIBTEX = re.compile(r"^\s*@\w+\s*\{", re.MULTILINE)
# A line of a table of contents: a list item that is only a link within the card.
_CONTENTS = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+\[[^\]]*\]\(#[^)]*\)\s*")
# A short label and its colon, as in "Training data: Wikipedia", with or without emphasis.
_LABEL = re.compile(r"[*_`]{0,3}([^\W\d_][^:\n.!?|*_`]{1,44}?)[*_`]{0,3}:[*_`]{0,3}\s+(?=\S)")
MOST_WORDS_OF_A_LABEL = 6
# A label of a form that was left empty: "Point of Contact:". It may still introduce what follows.
_EMPTY_LABEL = re.compile(r"\W*[^\W\d_][^:\n.!?|]{0,44}:\W*")
# An item such as "Dataset" or "Training data:", with its details in the items below it.
MOST_WORDS_OF_A_TOPIC, LONGEST_TOPIC = 3, 30
# Only a label or an introduction with such a word says what the text behind it is about.
_TOPICAL = re.compile(
    r"\b(?:pre-?)?(?:train|tun(?:ed|ing)|fine|data|corp|sourc|base|parent|teacher|model|collect"
    r"|purpose|intend|use[sd]?\b|priva|person|sensitiv|annotat|label|consent|licen|contact|period"
    r"|evaluat|people|author|speaker|participant|volunteer|patient)"
    r"|데이터|학습|개인|출처|용도|목적|베이스|기반|백본|말뭉치|코퍼스|모델",
    re.IGNORECASE,
)
# A line that is emphasised as a whole stands for a heading.
_EMPHASISED = re.compile(r"\s*(\*\*|__)(?:[^*_\n]|(?<=\w)_(?=\w)){2,70}\1\s*:?\s*")
# Heads of columns whose cells say something of their own, without the rest of the row.
_TELLING_HEAD = re.compile(
    r"(?:(?:pre)?-?\s?train(?:ing|ed)?|fine-?\s?tun(?:ing|ed)|base|teacher|parent)"
    r"(?:\s(?:data(?:\s?sets?)?|corp(?:us|ora)|models?|from|on|sources?))?"
    r"|(?:베이스|기반|기본|원본|사전\s?학습|백본)(?:\s?모델)?|백본"
    r"|(?:(?:사전\s?)?학습|훈련|파인\s?튜닝|미세\s?조정)\s?(?:데이터(?:\s?셋)?|말뭉치|코퍼스)",
    re.IGNORECASE,
)
# A title such as "ELECTRA fine-tuned on SQuAD" may be the only place that says it.
_STATING_HEADING = re.compile(
    r"\b(?:fine-?\s?tuned|trained|distilled|adapted|quanti[sz]ed|derived)\s(?:on|from|with)\s\S",
    re.IGNORECASE,
)
DEEPEST_TITLE = 2
# The language of a card shows in its first statements.
FIRST_STATEMENTS = 12
# These are also heads of tables of results: they count only below a heading on training data.
_DATA_HEAD = re.compile(
    r"data(?:\s?sets?)?|corp(?:us|ora)|sources?|데이터(?:\s?셋)?|말뭉치|코퍼스|(?:데이터\s?)?출처",
    re.IGNORECASE,
)
_DATA_HEADING = re.compile(
    r"\b(?:train|pre-?train|fine-?tun|data|corp|sourc)|학습|훈련|데이터|말뭉치|출처|수집",
    re.IGNORECASE,
)
_OTHER_HEADING = re.compile(
    r"\b(?:eval|sample|result|benchmark|test|usage)|평가|결과|벤치마크|성능|예시|사용\s?(?:법|방법)",
    re.IGNORECASE,
)
LONGEST_INTRODUCTION = 120
# "금지 항목:", "Never include:": the items below are what must not be there.
_FORBIDDING = re.compile(
    r"(?:금지|넣지 ?않\w{1,4}|포함하지 ?않\w{1,4})(?: ?(?:항목|대상|목록|정보|데이터))?\W*$"
    r"|\b(?:prohibited|forbidden)(?: \w+){0,3}\W*$"
    r"|\b(?:do not|don['’]t|never|must not|should not) (?:include|contain|use|add)"
    r"(?: \w+){0,3}\W*$",
    re.IGNORECASE,
)
# "데이터셋 구성은 아래와 같습니다."
_KOREAN_INTRODUCTION = re.compile(r"(?:아래|다음)(?:와|과)\s?같(?:습니다|다|음)\s?\.?")
# A short line such as "구축 목적" stands for the heading of the list below it.
LONGEST_PLAIN_HEADING = 24
_SENTENCE_END = re.compile(r"[.!?,;]$|(?:다|요|음|함|됨)$")
_HANGUL = re.compile(r"[가-힣]")
# Marks of items that Markdown does not know.
# The marks come first, so that a text without any is passed over fast.
_BULLET = re.compile(r"[•●▪∙◦○▶►■◆◯](?<!\S.)\s*")
# A question of a form, emphasised at the start of a paragraph or an item, and its answer behind it.
_EMPHASISED_QUESTION = re.compile(
    r"\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(\*\*|__)\s*([^*\n]{8,600}?\?\)?:?)\s*\1"
)
# A form may explain its question in brackets before the answer.
_EXPLANATION = re.compile(r"\s*\([^()]{0,300}(?:\([^()]{0,200}\)[^()]{0,300}){0,2}\)")
_OF_A_FORM = re.compile(r"\bplease\b|\bif (?:so|not|yes)\b|\be\.g\.", re.IGNORECASE)
# One label in a paragraph may be a turn of phrase; several are a list of facts.
FEWEST_LABELS = 2
_SQUEEZE = re.compile(r"\W+")
_TITLE_NOISE = re.compile(r"^[\W\d_]+|[\W_]+$")
_FILLER = re.compile(
    r"\W*(?:\{\{[^{}]{0,200}\}\}"
    r"|(?:more|needs?\s+more)\s+info\w*(?:\s+(?:is\s+)?(?:needed|required|to\s+come"
    r"|coming\s+soon))?|needs?\s+more\s+information"
    r"|n\s*/?\.?\s*a\.?|not\s+applicable|tbd|to\s*do|tba|none\s+yet|coming\s+soon|wip|placeholder"
    r"|ok|no\s+reflections|x{3,}|to\s+be\s+(?:added|completed|updated|determined|announced|filled)"
    r"|(?:will\s+be\s+)?(?:added"
    r"|updated)\s+(?:soon|later)|work\s+in\s+progress|under\s+construction|(?:write|summari[sz]e"
    r"|add"
    r"|fill(?:\s+in)?)\b.{0,40}\bhere"
    r"|해당\s*(?:사항\s*)?없음|추후\s*(?:공개|업데이트|작성|추가)(?:\s*예정)?|작성\s*(?:예정|중)|미정|정보\s*없음|준비\s*중)?\W*",
    re.IGNORECASE,
)
_NOTHING_THERE = re.compile(r"해당\s*(?:사항\s*)?없음")
_INSTRUCTION = re.compile(
    r"\W*(?:(?:state|indicate|specify|clarify|declare|disclose) (?:whether|which|what|how|any)\b"
    r"|this section (?:describes|is meant)|provide a"
    r" (?:quick|longer) summary"
    r"|if efforts were made to anonymi[sz]e the data, describe|describe"
    r" (?:where|the|how|any|whether)\b.{0,120}$"
    r"|users (?:\(both direct and downstream\) )?should be made aware of the risks"
    r"|if known, (?:the )?names? and e-?mails?\b"
    r"|if the (?:data ?set|model) (?:is hosted|was introduced|supports an active)\b"
    r"|add (?:the |a )?(?:homepage )?(?:url|link|doi) (?:here|if available)"
    r"|briefly summari[sz]e the\b|provide a brief overview of the\b"
    r"|for each of the tasks tagged for this\b|list and describe the fields\b"
    r"|what need motivated the creation\b|address questions around how\b"
    r"|this section (?:provides|addresses|is for)\b"
    r"|if the dataset contains (?:personal|data that might)\b.{0,80}describe"
    # The questions of a datasheet, left between the answers.
    r"|if (?:the (?:answer|data ?set)|an? (?:analysis|review)|any)\b.{0,200}\bplease"
    r" (?:describe|provide|include|explain|be sure))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, a list item or a table row that states something.

    Attributes:
        text: Prose without markup, comments and addresses.
        document: The file that contains it.
        start: First line.
        end: Last line.
        role: Role from its headings: `privacy`, `use`, `licence`, `skip`, `task`, `evaluation`,
            `fields`, or empty.
        heading: The nearest heading, and what stands between it and the text: the label in front,
            the sentence that introduces the list, the head of the column.
        cells: The cells, for a table row.
        in_section: Whether the role comes from a heading, not from a label in front of the text.
    """

    text: str
    document: SourceText
    start: int
    end: int
    role: str = ""
    heading: str = ""
    cells: tuple[str, ...] = ()
    in_section: bool = True

    @property
    def is_answer(self) -> bool:
        """Whether it is a row of a form: a question and its answer."""
        return len(self.cells) == 2 and self.cells[0].rstrip().endswith("?")

    def lines_of(self, sentence: str) -> tuple[int, int]:
        """The lines of a sentence of this passage in the file, or else all of the passage's
        lines."""
        lines = [
            _SQUEEZE.sub("", line) for line in self.document.lines()[self.start - 1 : self.end]
        ]
        words, whole = _SQUEEZE.sub("", sentence), "".join(lines)
        at = whole.find(words[:30]) if words else -1
        if at < 0 or len(lines) == 1:
            return self.start, self.end
        tail = whole.find(words[-20:], at)
        end = tail + len(words[-20:]) - 1 if tail >= 0 else at
        return self._line(lines, at), self._line(lines, end)

    def _line(self, lines: list[str], offset: int) -> int:
        for number, line in enumerate(lines, start=self.start):
            if offset < len(line):
                return number
            offset -= len(line)
        return self.end


def read_card(card: Card, document: SourceText) -> list[Passage]:
    """Every statement of a card in document order; code, comments, template text and fillers are
    excluded."""
    passages = _korean_title(card, document)
    lines = document.lines()
    stack = [(section, "") for section in reversed(card.sections)]
    while stack and len(passages) < MOST_PASSAGES:
        section, inherited = stack.pop()
        role = heading_role(section.title) or inherited
        passages += _section(section, document, lines, role)
        stack += [(child, role) for child in reversed(section.children)]
    return passages


def _korean_title(card: Card, document: SourceText) -> list[Passage]:
    """The title of a Korean card if it is a phrase, such as "KoBERT 기반 감정 분류 모델" or
    "KoBART-summarization".

    Many Korean cards state what a model does, and its base, in their title alone. The titles of
    English cards are names.
    """
    title = next((section for section in card.sections if section.level), None)
    if title is None or heading_role(title.title):
        return []
    if language(title.title) != "ko" and not _is_korean(card):
        return []
    line = title.span.start
    return [Passage(text=clean(title.title), document=document, start=line, end=line)]


def _is_korean(card: Card) -> bool:
    """Whether one of the first statements of a card is Korean."""
    blocks = (block for section in card.walk() for block in section.blocks if block.stated)
    first = islice(blocks, FIRST_STATEMENTS)
    return any(language(block.text) == "ko" for block in first)


def _section(
    section: CardSection, document: SourceText, lines: tuple[str, ...], role: str
) -> Iterator[Passage]:
    """The statements directly below a heading; an emphasised line stands for a lower heading."""
    heading, of_heading = section.title, role
    introduction = ""
    if section.level and section.level <= DEEPEST_TITLE and _STATING_HEADING.search(heading):
        line = section.span.start
        yield Passage(text=clean(heading), document=document, start=line, end=line, role=role)
    for block in section.blocks:
        if not block.stated:
            continue
        below = f"{heading}: {introduction}" if introduction else heading
        yield from _block(block, document, lines, of_heading, below)
        introduction = _introduction(block)
        question, answer = _question_and_answer(block.text, block.span.start, lines)
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        if _is_emphasised(block, lines) or (question and not answer):
            heading = question or block.text.rstrip(" :")
            of_heading = heading_role(heading) or role


def _question_and_answer(text: str, start: int, lines: Sequence[str]) -> tuple[str, str]:
    """The emphasised question at the start of a text and what follows it; both empty if there is
    none.

    Args:
        text: The text without markup.
        start: Its first line, counted from 1.
        lines: All lines of the document.
    """
    emphasised = _EMPHASISED_QUESTION.match(lines[start - 1])
    if emphasised is None:
        return "", ""
    question = emphasised[2].rstrip(" :")
    if not text.startswith(question):
        return "", ""
    answer = text[len(question) :].lstrip(" :")
    explanation = _EXPLANATION.match(answer)
    if explanation and _OF_A_FORM.search(explanation[0]):
        answer = answer[explanation.end() :].lstrip()
    return question, answer


def _is_emphasised(block: CardBlock, lines: tuple[str, ...]) -> bool:
    """Whether a paragraph is one line, emphasised as a whole."""
    one_line = block.span.start == block.span.end
    return one_line and bool(_EMPHASISED.fullmatch(lines[block.span.start - 1]))


def _introduction(block: CardBlock) -> str:
    """The end of a paragraph that introduces what follows, or empty."""
    text = block.text.rstrip()
    if block.kind is not BlockKind.PARAGRAPH:
        return ""
    if _is_plain_heading(text):
        return text
    text = text[-LONGEST_INTRODUCTION:]
    if not text.endswith((":", ",")) and not _ends_as_an_introduction(text):
        return ""
    return text if _TOPICAL.search(text) or forbids_what_follows(text) else ""


def forbids_what_follows(heading: str) -> bool:
    """Whether a heading or an introduction says that the items below it must not be there."""
    return bool(_FORBIDDING.search(heading[-LONGEST_INTRODUCTION:]))


def _ends_as_an_introduction(text: str) -> bool:
    """Whether a Korean text ends by announcing what follows."""
    return any(match.end() == len(text) for match in _KOREAN_INTRODUCTION.finditer(text))


def privacy_sections(card: Card) -> list[CardSection]:
    """The outermost sections about personal data."""
    sections: list[CardSection] = []
    stack = list(reversed(card.sections))
    while stack:
        section = stack.pop()
        if heading_role(section.title) == PRIVACY:
            sections.append(section)
        else:
            stack += reversed(section.children)
    return sections


@lru_cache(maxsize=_HEADINGS_KEPT)
def heading_role(title: str) -> str:
    """The role that a heading gives to the text below it, or empty."""
    title = _TITLE_NOISE.sub("", title[:200])
    if not title:
        return ""
    for role, words, whole in _roles():
        if words.fullmatch(title) if whole else words.search(title):
            return role
    return ""


def is_unfilled(text: str) -> bool:
    """Whether text is a mere placeholder, or a label with nothing else behind it.

    "해당 없음" behind a label answers, since the label says what there is none of.
    """
    if is_filler(text):
        return True
    label = label_of(text)
    if not label:
        return False
    behind = text.partition(":")[2]
    if _NOTHING_THERE.search(behind):
        return False
    return is_filler(behind)


def is_filler(text: str) -> bool:
    """Whether text is a mere placeholder: a filler or the template's own instruction."""
    return len(text) < 400 and bool(_FILLER.fullmatch(text) or _INSTRUCTION.match(text))


def _block(
    block: CardBlock, document: SourceText, lines: tuple[str, ...], role: str, heading: str
) -> Iterator[Passage]:
    if block.kind not in _STATING:
        return
    passage = Passage(
        text="",
        document=document,
        start=block.span.start,
        end=block.span.end,
        role=role,
        heading=heading,
    )
    if block.kind is BlockKind.TABLE:
        yield from _rows(block, passage)
    elif _BIBTEX.search(block.text[:2000]):
        return
    elif block.kind is BlockKind.LIST and block.items:
        yield from _items(block, passage, lines)
    else:
        _, answer = _question_and_answer(block.text, block.span.start, lines)
        if answer:
            yield _behind_question(block.text, passage, lines)
            return
        for part in _labelled_parts(block.text, lines[block.span.start - 1 : block.span.end]):
            yield from _bulleted(part, passage)


def _bulleted(text: str, passage: Passage) -> Iterator[Passage]:
    """The items of a text with bullets, below the short line that introduces them."""
    introduction, *items = _BULLET.split(text)
    heading = introduction.strip(" :")
    if not items:
        yield _behind_label(text, passage)
        return
    if heading and _is_plain_heading(heading):
        passage = replace(passage, heading=f"{passage.heading}: {heading}")
    elif heading:
        yield _behind_label(introduction, passage)
    for item in items:
        yield _behind_label(item, passage)


def _is_plain_heading(text: str) -> bool:
    """Whether a Korean line without emphasis names the topic of what follows."""
    is_short = len(text) <= LONGEST_PLAIN_HEADING and "\n" not in text
    if not is_short or not _HANGUL.search(text) or _SENTENCE_END.search(text):
        return False
    return bool(_TOPICAL.search(text))


def _items(block: CardBlock, passage: Passage, lines: Sequence[str]) -> Iterator[Passage]:
    """The items of a list; an item that is a bare topic joins the heading of those below it."""
    topic, depth = "", 0
    for item, span in block.items:
        line = lines[span.start - 1]
        if span.start == span.end and _CONTENTS.fullmatch(line):
            continue
        indent = len(line) - len(line.lstrip())
        if indent <= depth:
            topic = ""
        heading = f"{passage.heading}: {topic}" if topic else passage.heading
        placed = replace(passage, start=span.start, end=span.end, heading=heading)
        yield _behind_question(item, placed, lines)
        if _is_bare_topic(item):
            topic, depth = item.strip(" :*_"), indent


def _is_bare_topic(item: str) -> bool:
    """Whether an item only says what the items below it are about, such as `Dataset`."""
    is_short = len(item) <= LONGEST_TOPIC and len(item.split()) <= MOST_WORDS_OF_A_TOPIC
    return is_short and bool(_TOPICAL.search(item))


def _behind_question(text: str, passage: Passage, lines: Sequence[str]) -> Passage:
    """A statement at the place of a passage; a question in front of it is its heading."""
    question, answer = _question_and_answer(text, passage.start, lines)
    if not answer:
        return _behind_label(text, passage)
    role = heading_role(question) or passage.role
    return _behind_label(answer, replace(passage, role=role, heading=question))


def _behind_label(text: str, passage: Passage) -> Passage:
    """A statement at the place of a passage; a label that names its topic joins the heading.

    An address is the answer to its label, and cleaning takes it out: only a text that was empty
    behind its label before that states nothing.
    """
    # "PII removed: <yes / no>" is a template; "<https://...>" is an answer.
    written = text if _ADDRESS in text else _TAG.sub("", text)
    if _EMPTY_LABEL.fullmatch(written):
        return replace(passage, text="")
    label = label_of(text)
    if not _TOPICAL.search(label):
        return replace(passage, text=clean(text))
    role = heading_role(label)
    takes_role = role in _ROLES_OF_LABELS and not passage.role
    return replace(
        passage,
        text=clean(text),
        role=role if takes_role else passage.role,
        heading=f"{passage.heading}: {label}",
        in_section=not takes_role,
    )


def label_of(text: str) -> str:
    """The short label in front of a text, such as `Training data`, or empty."""
    labelled = _LABEL.match(text[:80])
    if labelled is None or len(labelled[1].split()) > MOST_WORDS_OF_A_LABEL:
        return ""
    return labelled[1].strip()


def _labelled_parts(text: str, lines: Sequence[str]) -> list[str]:
    """The text of a paragraph, cut before each label with which one of its lines begins."""
    labels = [label for line in lines if (label := label_of(line.strip()))]
    if len(labels) < FEWEST_LABELS:
        return [text]
    parts: list[str] = []
    start = 0
    for label in labels:
        at = text.find(f"{label}:", start)
        if at > start:
            parts.append(text[start:at])
            start = at
    return [*parts, text[start:]]


def _rows(block: CardBlock, passage: Passage) -> Iterator[Passage]:
    """The rows of a table without its header, and cells that make a statement with their head.

    The line below the header holds only dashes.
    """
    heads = block.rows[0] if len(block.rows) > 1 and is_header(block.rows[0]) else ()
    given = set[str]()
    for at, row in enumerate(block.rows):
        if at == 0 and heads:
            continue
        line = min(block.span.start + at + (at > 0), block.span.end)
        placed = replace(passage, start=line, end=line)
        yield replace(placed, text=clean(": ".join(cell for cell in row if cell)), cells=row)
        for head, cell in zip(heads, row, strict=False):
            text = f"{head}: {cell}"
            if not cell or text in given or not _is_telling(head.strip(), passage.heading):
                continue
            given.add(text)
            yield _behind_label(text, placed)


def _is_telling(head: str, heading: str) -> bool:
    """Whether the cells of a column name data or a model of this artefact."""
    if _TELLING_HEAD.fullmatch(head):
        return True
    if not _DATA_HEAD.fullmatch(head) or _OTHER_HEADING.search(heading):
        return False
    return bool(_DATA_HEADING.search(heading))


def is_header(row: tuple[str, ...]) -> bool:
    """Whether a table's first row names columns; a question or a sentence-long text is content."""
    return not row[0].rstrip().endswith("?") and all(
        len(cell.split()) <= LONGEST_COLUMN_NAME for cell in row
    )


def clean(text: str) -> str:
    """Prose without comments, tags and addresses; of a dataset's address its name stays, of the
    site that something comes from its name, and of a model's address that stands alone its name."""
    text = _TAG.sub(" ", text[:LONGEST_PASSAGE])
    if _ADDRESS in text or "www." in text:
        text = _ONLY_MODEL_URL.sub(r"\1", text) if _ONLY_MODEL_URL.fullmatch(text) else text
        if labelled := _LABELLED_MODEL_URL.fullmatch(text):
            text = f"{labelled[1]}{labelled[2]}"
        text = _SITE.sub(r"\1 \2", _DATASET_URL.sub(r"\1", text))
        text = _URL.sub("", text)
    return _ALERT.sub("", text).strip()


@cache
def _roles() -> tuple[tuple[str, LazyPattern, bool], ...]:
    """Role, words, and whether they must be the whole heading, in the order of the attempts."""
    data = load("headings.json")
    groups = (({PRIVACY: data["privacy"]}, True), (data["anywhere"], False), (data["whole"], True))
    return tuple(
        (role, compile_words("en", words), whole)
        for group, whole in groups
        for role, words in group.items()
    )
