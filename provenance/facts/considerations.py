"""Read what a card's sections say about use, limits and ethics, quoted and shortened at a sentence
end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.facts.labels import heading, labelled, opening, plain, row_span
from provenance.facts.pointers import states_nothing
from provenance.facts.prose import LIMIT, USE, stated
from provenance.facts.stated import APPEND, QUOTING_PROSE, Fact, blank
from provenance.facts.tables import titled
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import BlockKind, CardBlock, CardSection
from provenance.model.finding import Evidence, shorten
from provenance.text.lines import LineSpan

MOST_ENTRIES = 20
TEXT_LIMIT = 600

DESCRIPTION = "description"
USERS, USES, LIMITS, ETHICS = "users", "useCases", "technicalLimitations", "ethicalConsiderations"

# Headings of the hub's card template, its 2020 predecessor, the model card paper (Mitchell et al.
# 2019, section 4), the dataset card template, and Korean cards. A heading that names both bias and
# limits counts as both; one that names uses first counts as uses.
_HEADINGS = {
    DESCRIPTION: (
        "description|summary|overview|introduction|model description|model summary|model overview"
        "|model details|model information|dataset description|dataset summary"
        "|모델 설명|모델 소개|데이터셋 설명|데이터셋 소개|개요|소개"
    ),
    USERS: (
        "users|intended users|primary intended users|intended audience"
        "|사용자|주요 사용자|대상 사용자"
        "|utilisateurs|предполагаемые пользователи|目标用户"
    ),
    USES: (
        "uses|use cases|intended use|intended uses|intended use cases|intended usage|model"
        " usage|primary intended uses|direct use|downstream use|model use|evaluated use|secondary"
        " uses|applications|potential applications|intended purpose|intended uses and"
        " limitations|usage and limitations|model scope|task and intended use|intended use and"
        " limitations|primary use cases|supported use cases"
        "|example use cases|purpose|용도|사용 용도|사용 목적|활용 방안|활용 사례|활용 분야|의도된"
        " 사용|어디에 활용할 수 있을까요"
        "|cas d usage|cas d utilisation|utilisation prévue|usage prévu|usages prévus"
        "|применение|назначение|назначение модели|область применения|сценарии использования"
        "|用途|预期用途|使用场景|应用场景|适用场景"
    ),
    LIMITS: (
        "limitations|limitation|technical limitations|known limitations|other known"
        " limitations|training dataset limitations|bias risks and limitations|risks and"
        " limitations|bias and limitations|limitations and bias|limitations and biases|limitations"
        " and ethical considerations|performance and limitations|out of scope use|out of scope"
        " uses|out of scope use cases|out of scope|misuse and malicious use|misuse malicious use"
        " and out of scope use|excluded uses|caveats|caveats and recommendations|some caveats|model"
        " limitations|known issues|limitations and risks|limits|failure modes|known failure modes"
        "|calibration and failure modes|weaknesses|shortcomings|out of scope tasks|non goals"
        "|한계|한계점|제한 사항|제한사항|한계 및 편향|제약 사항|주의사항|주의 사항|유의사항"
        "|알려진 문제"
        "|limites|limites connues|limitations connues|limites et biais|hors périmètre"
        "|ограничения|ограничения модели|известные ограничения|局限性|限制|局限|已知问题"
    ),
    ETHICS: (
        "ethical considerations|ethics|ethics and safety|ethical considerations and risks|ethical"
        " considerations and limitations|limitations and ethical considerations|bias and"
        " fairness|fairness|bias|biases|risks|associated risks and recommendations|bias risks and"
        " limitations|limitations and bias|limitations and biases|responsible ai"
        " considerations|ethical considerations and safety|broader implications|social"
        " impact|social impact of dataset|discussion of biases|discussion of social impact and"
        " biases|recommendations|safety|safety considerations|limitations and risks|risks and"
        " safety|responsible use|ethical and safety notes|윤리|윤리적 고려 사항|윤리적"
        " 고려사항|편향|편향 및 위험|한계 및 편향|안전성"
        "|biais|biais potentiels|limites et biais|considérations éthiques"
        "|предвзятость|этические соображения|偏见|伦理考虑"
    ),
}
_SUBJECTS: dict[str, tuple[str, ...]] = {
    heading: tuple(
        subject for subject, headings in _HEADINGS.items() if heading in headings.split("|")
    )
    for headings in _HEADINGS.values()
    for heading in headings.split("|")
}
_MAKERS = frozenset(
    {
        "developed by",
        "curated by",
        "model developer",
        "model developers",
        "model creator",
        "created by",
        "developers",
    }
    | {
        "authors",
        "author",
        "organization developing the model",
        "개발",
        "개발자",
        "개발사",
        "제작",
        "제작자",
    }
)
_NAMES_USERS = re.compile(
    r"\b(?:intended|target) users?\b"
    r"|\b(?:intended|meant|designed|aimed|suitable|useful|released)\b[^.]{0,60}\b(?:for|at|to"
    r" help|by)\b[^.]{0,60}"
    r"\b(?:researchers|developers|practitioners|scientists|engineers|students|educators|clinicians"
    r"|teams|users)\b"
    r"|(?:연구자|개발자|사용자|기업|기관|교사|학생)[^.]{0,10}(?:위한|대상|위해)",
    re.IGNORECASE,
)
# Of sections below a heading on uses or limits, those with such a heading are about something else.
_OTHER_SUBJECT = re.compile(
    r"\b(?:train\w*|data|datasets?|evaluat\w*|results?|metrics?|benchmarks?|usage|how to|getting"
    r" started|get started|quick ?start|install\w*|code|examples?|citations?|licen[cs]e|contact"
    r"|authors?|architecture|details?|hardware|environment\w*|references|description|summary"
    r"|fields|types?|requirements|instructions?|benefits|pipelines?|pytorch"
    r"|tensorflow|transformers|python)\b"
    r"|^(?:using|with|in|via|loading|running) "
)
_NAMES_LIMITS = re.compile(
    r"(?:[\w-]+ ){0,4}(?:limitations?|caveats|weaknesses|shortcomings|failure modes)"
)
# A use that is denied is a limit.
_DENIED_USE = re.compile(
    r"(?:(?:it|this|the|these|they|our)\b[^.;]{0,60}?\b)?(?:is|are|was|were|should|must|do|does)"
    r" (?:\*\*)?not (?:be used|intended|designed|meant|suitable|suited|recommended|validated|use)\b"
    r"|not (?:intended|for|suitable|suited|designed|meant|recommended)\b|do not use\b"
    r"|out[- ]of[- ]scope\b|(?:prohibited|excluded|forbidden)\b",
    re.IGNORECASE,
)
_INHERITED = (USES, LIMITS, ETHICS)
_SENTENCE_END = re.compile(r"[.!?。…](?=\s|$)|:$")
# An example below a use is not a use of its own, nor is what points to the uses that are not meant.
_NO_USE = re.compile(
    r"(?:examples?|inputs?|outputs?|\w{1,20}_context)\b[^:\n]{0,20}:"
    r"|(?:excluded|out[- ]of[- ]scope|prohibited) uses\b"
    r"|[^.]{0,200}\bnot the intended use\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\w ()/-]{2,40}:")
FEWEST_WORDS = 6
# A head such as `Intended Use | Description` states nothing.
FEWEST_IN_A_ROW = 3
_THANKS = ("Thanks to", "Special thanks")
# A row of links has a stroke between each two.
MOST_STROKES = 1


def considerations(record: ArtifactRecord) -> Iterator[Fact]:
    """Read the statements of the card's sections, with their lines.

    Args:
        record: Sections match by their whole heading; a subsection with an unknown heading belongs
            to the section above it unless its heading names another subject. A paragraph that
            opens with a known bold word goes to that subject.

    Yields:
        Facts below `considerations`; an ethical consideration has the statement as its `name`. If
        no section states uses or limits, sentences about the model itself fill in.
    """
    counts = dict.fromkeys((USERS, USES, LIMITS, ETHICS), 0)
    for card, document in record.sheets:
        for section, titles in titled(card):
            document.check_time()
            for subject, text, span in _entries(section, titles, document.lines()):
                if counts.get(subject, MOST_ENTRIES) >= MOST_ENTRIES:
                    continue
                counts[subject] += 1
                entry = sentences(text)
                yield Fact(
                    ("considerations", subject, APPEND),
                    {"name": entry} if subject == ETHICS else entry,
                    (Evidence.quoting(document, span.start, span.end),),
                )
    for subject, kind in ((USES, USE), (LIMITS, LIMIT)):
        if not counts[subject]:
            for sentence in stated(record, kind):
                yield Fact(
                    ("considerations", subject, APPEND),
                    sentences(sentence.value),
                    (sentence.evidence,),
                )


def _subjects(titles: tuple[str, ...]) -> tuple[str, ...]:
    """The subjects of a section by its own heading, or by the nearest one above that has any."""
    title = titles[-1]
    own = _SUBJECTS.get(title)
    if own:
        return own
    if _NAMES_LIMITS.fullmatch(title):
        return (LIMITS,)
    if _OTHER_SUBJECT.search(title):
        return ()
    for above in reversed(titles[:-1]):
        if subjects := _SUBJECTS.get(above):
            return tuple(subject for subject in subjects if subject in _INHERITED)
        if _OTHER_SUBJECT.search(above):
            break
    return ()


def _entries(
    section: CardSection, titles: tuple[str, ...], raw: Sequence[str]
) -> Iterator[tuple[str, str, LineSpan]]:
    """Subject, text and lines of each statement in a section; one statement may have two
    subjects."""
    of_section = _subjects(titles)
    led: tuple[str, ...] = ()
    for block in section.blocks:
        if block.kind is BlockKind.TABLE and block.stated:
            yield from _rows(block, raw)
        if not block.stated or block.kind not in QUOTING_PROSE:
            continue
        of_block = of_section
        if block.kind is BlockKind.LIST and led:
            of_block = led
        led = _leads_to(block, of_section, raw)
        for text, span in _statements(block):
            yield from _of_statement(text, span, of_block, raw)


def _rows(block: CardBlock, raw: Sequence[str]) -> Iterator[tuple[str, str, LineSpan]]:
    """The rows of a table of labels and values: `| Out-of-scope uses | It must not … |`."""
    for index, row in enumerate(block.rows):
        subjects = _SUBJECTS.get(plain(row[0]), ()) if len(row) == 2 else ()
        is_stated = bool(subjects) and not blank(row[1]) and len(row[1].split()) >= FEWEST_IN_A_ROW
        for subject in subjects if is_stated else ():
            yield subject, row[1], row_span(block, index, raw)


def _leads_to(block: CardBlock, of_section: tuple[str, ...], raw: Sequence[str]) -> tuple[str, ...]:
    """The subjects of the list that a paragraph introduces: `**Limitations:**`, `It is not meant
    for:`; empty if it introduces none of its own."""
    if block.kind is not BlockKind.PARAGRAPH:
        return ()
    first_line = raw[block.span.start - 1] if block.span.start <= len(raw) else ""
    label, value = opening(block.text, first_line)
    if blank(value) and label in _SUBJECTS:
        return _SUBJECTS[label]
    leads = block.text.rstrip().endswith((":", "："))
    if leads and USES in of_section and _DENIED_USE.match(block.text):
        return (LIMITS,)
    return ()


def _of_statement(
    text: str, span: LineSpan, of_block: tuple[str, ...], raw: Sequence[str]
) -> Iterator[tuple[str, str, LineSpan]]:
    first_line = raw[span.start - 1] if span.start <= len(raw) else ""
    label, value = opening(text, first_line)
    own = () if blank(value) else _SUBJECTS.get(label, ())
    if not own and (states_nothing(text) or (of_block == (USES,) and _NO_USE.match(text))):
        return
    subjects = own or of_block
    if subjects == (USES,) and _DENIED_USE.match(text):
        subjects = (LIMITS,)
    for subject in subjects:
        yield subject, value if own else text, span
    if USES in subjects and _NAMES_USERS.search(text[:TEXT_LIMIT]):
        yield USERS, value if own else text, span


def description(record: ArtifactRecord) -> Iterator[Fact]:
    """The first paragraph below a heading such as Model Description, or else the first full
    sentence below the title.

    A row of links or badges below a title does not count as a sentence.
    """
    for card, document in record.sheets:
        for block in _describing(list(card.walk())):
            evidence = Evidence.quoting(document, block.span.start, block.span.end)
            yield Fact((DESCRIPTION,), sentences(block.text), (evidence,))
            return


def _describing(walked: list[CardSection]) -> Iterator[CardBlock]:
    """The blocks that may describe the artefact, best first: below such a heading, below the title,
    below the first heading."""
    described = (
        section for section in walked if DESCRIPTION in _SUBJECTS.get(heading(section), ())
    )
    beginning = (section for section in walked[:2] if section.level <= 1)
    for section in (*described, *beginning, *walked[:1]):
        for block in _paragraphs(section):
            if _is_sentence(block.text):
                yield block


def _is_sentence(text: str) -> bool:
    """Whether a text is neither a label nor its value nor a row of links."""
    is_row_of_links = text.count("|") + text.count("｜") > MOST_STROKES or text.startswith("[")
    if is_row_of_links or text.startswith(_THANKS):
        return False
    has_words = len(text.split(maxsplit=FEWEST_WORDS)) >= FEWEST_WORDS
    is_label = _LABEL.match(text) is not None
    return bool(_SENTENCE_END.search(text[:TEXT_LIMIT])) or (has_words and not is_label)


def authors(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    """The makers that the card names, after `Developed by` or similar."""
    for label in labelled(record):
        if label.label in _MAKERS:
            yield shorten(label.value, 120), label.evidence


def sentences(text: str, limit: int = TEXT_LIMIT) -> str:
    """At most `limit` characters: whole sentences if one ends in the second half, otherwise words
    with an ellipsis."""
    text = shorten(text, limit * 4)
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, limit // 2, limit)]
    return f"{text[: ends[-1]]} …" if ends else shorten(text, limit)


def _paragraphs(section: CardSection) -> Iterator[CardBlock]:
    return (block for block in section.blocks if block.kind is BlockKind.PARAGRAPH and block.stated)


def _statements(block: CardBlock) -> Iterator[tuple[str, LineSpan]]:
    """The items of a list, or the text of any other block."""
    is_list = block.kind is BlockKind.LIST and block.items
    parts = block.items if is_list else ((block.text, block.span),)
    yield from ((text, span) for text, span in parts if not blank(text))
