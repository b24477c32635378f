"""Models and datasets that a card's sentences link to as its sources, in English and Korean.

Only hub links count, and names of models without a link (`parents.bare_names`), in a sentence about
how this artefact was made, and only within the reach of its words: the text between the words and
the link decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.model.artifact import Kind, SourceText
from provenance.model.card import BlockKind, Card, CardBlock, Link
from provenance.model.finding import Evidence
from provenance.parents.bare_names import bare_names
from provenance.parents.statement import BASE, DATASET, ParentStatement
from provenance.stated import hub_link
from provenance.text.lines import LineSpan

_TUNED = r"(?:fine|instruction|post|domain)[- ]?(?:tun|train)(?:ed|e|ing)"
_KIND = r"(?:\W+\w+){0,4}?\W+"
# Relation, and the phrase before a link that expresses it (`{0}` if nothing may come between).
_BEFORE = (
    ("distilled", rf"\b(?:distill?(?:ed|ation)|student){_KIND}(?:from|of|version of)"),
    (
        "quantized",
        r"\b(?:quanti[sz](?:ed|ations?)|GGUF|GPTQ|AWQ|EXL2|MLX|bnb|4-?bit|8-?bit)"
        rf"{_KIND}(?:of|for|from)",
    ),
    ("merge", rf"\bmerged?{_KIND}(?:of|from|with|between)"),
    ("adapter", rf"\b(?:LoRA|QLoRA|adapters?|PEFT){_KIND}(?:for|of|on|from)"),
    ("finetune", rf"\b{_TUNED}\b(?:{_KIND}(?:of|from|on top of|on|using)|\W+version of)"),
    (
        "finetune",
        r"\bcontinu(?:ed|ally|es|ing)\W+(?:\w+\W+){0,2}?(?:pre-?)?train(?:ed|ing)\W+"
        r"(?:\w+\W+){0,2}?(?:of|from|on)",
    ),
    (
        BASE,
        r"\b(?:initiali[sz]ed|derived|adapted|converted|start(?:ed|ing)?|beg[au]n|warm-?started"
        r"|bootstrapped|pruned|trimmed|shrunk|grown|carved)\W+(?:\w+\W+){0,3}?"
        r"(?:from|with|out of)",
    ),
    (BASE, r"\b(?:model|version|checkpoint|release)\W+(?:is|was)\W+(?:based|built)\W+(?:up)?on"),
    (
        BASE,
        r"^\W*(?:(?:this|it|model|version|checkpoint|release)\W+(?:(?:is|was)\W+)?){0,2}"
        r"(?:based|built)\W+(?:up)?on",
    ),
)
# Phrases after the link, as in Korean.
_AFTER = (
    ("distilled", r"증류"),
    ("quantized", r"양자화"),
    ("merge", r"병합|머지"),
    ("finetune", r"파인\s?튜닝|미세\s?조정|추가\s?학습|사전\s?학습을\s?이어"),
    (BASE, r"(?:기반|바탕)(?:으로|한|의|이다|입니다)|베이스로|초기화"),
)
_DATA_BEFORE = re.compile(
    rf"\b(?:{_TUNED}|trained|training)\b"
    r"(?:(?!\btest|\bevaluat|\bvalidat)[^.;]){0,80}?\b(?:on|with|using)\b"
    r"(?:(?!\btest|\bevaluat|\bvalidat|\bmodel\b)[^.;]){0,60}$",
    re.IGNORECASE,
)
_DATA_AFTER = re.compile(
    r"^.{0,30}?(?:데이터(?:셋|세트)?(?:를|을|로|으로)?).{0,20}?(?:학습|훈련|파인\s?튜닝|미세\s?조정)"
)
_BEFORE_RES = tuple(
    (how, re.compile(rf"{words}(?:\s+\S+){{0,4}}?\s*\S{{0,3}}$", re.IGNORECASE))
    for how, words in _BEFORE
)
_AFTER_RES = tuple(
    (how, re.compile(rf"^\S{{0,4}}\s?(?:\S+\s){{0,2}}?\S{{0,6}}(?:{words})"))
    for how, words in _AFTER
)
# A sentence about something else: another model, a comparison, a wish, a denial.
_ASIDE = re.compile(
    r"\b(?:compar\w+|unlike|similar\w*|inspired|outperform\w*|than|other|another|can be|could"
    r" be|may be|if you|you can|"
    r"to (?:fine-?tune|quanti[sz]e|merge)|how to|not|never|no|see"
    r" also|script|notebook|code|paper|tutorial|for example|"
    r"e\.g|demo|space|such as|download|try)\b|\bby\W*$|(?:비교|처럼|아닌|않)",
    re.IGNORECASE,
)
# `Base model: org/name-7b` as a line, a list item or the row of a table.
_LABELLED = re.compile(
    r"\b(?:base|parent|source|original|foundation|teacher)[ -]model\b[^\w.]{1,10}$"
    r"|\bfine-?tuned from(?: model)?(?: \[optional\])?[^\w.]{1,10}$"
    r"|(?:기반|베이스|원본|기본) ?모델[^\w.]{1,10}$",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?。])\s+|\n")
_REACH = 160


@dataclass(frozen=True, slots=True)
class _Passage:
    """Consecutive sentences with their links."""

    sentences: tuple[str, ...]
    span: LineSpan
    links: tuple[Link, ...]


def prose_statements(child: Kind, card: Card, document: SourceText) -> Iterator[ParentStatement]:
    """The parents that a card's sentences state.

    Args:
        child: The artefact's kind.
        card: The parsed card.
        document: Its text, for evidence.
    """
    linked = frozenset(link.text for link in card.links)
    unlinked = bare_names(_stated_blocks(card), linked)
    links = sorted((*_hub_links(card), *unlinked), key=lambda link: link.line)
    if not links:
        return
    lines = [link.line for link in links]
    merging = False
    for block in _stated_blocks(card):
        document.check_time()
        is_merged = merging and block.kind is BlockKind.LIST
        for passage in _passages(block, links, lines):
            for name, kind, relation in _read(passage, is_merged):
                if child is Kind.MODEL or kind is Kind.DATASET:
                    evidence = Evidence.quoting(document, passage.span.start, passage.span.end)
                    yield ParentStatement(
                        name=name, kind=kind, relation=relation, source="prose", evidence=evidence
                    )
        merging = block.kind is BlockKind.PARAGRAPH and _announces_merge(block.text)


def data_links(card: Card, links: Sequence[Link]) -> Iterator[tuple[Link, str, str]]:
    """The links that a card's sentences name as training data, each with the words before and
    after it.

    Args:
        card: The parsed card.
        links: The links to look for.
    """
    links = sorted(links, key=lambda link: link.line)
    lines = [link.line for link in links]
    if links:
        for block in _stated_blocks(card):
            for passage in _passages(block, links, lines):
                for link in passage.links:
                    sentence = _sentence_with(passage, link.text)
                    if sentence is None:
                        continue
                    before, _, after = sentence.partition(link.text)
                    is_data = _relation(Kind.DATASET, before[-_REACH:], after[:_REACH]) is not None
                    if is_data and not _ASIDE.search(before):
                        yield link, before[-_REACH:], after[:_REACH]


def _hub_links(card: Card) -> list[Link]:
    """The card's links to models and datasets on the hub, by line."""
    links = [link for link in card.links if hub_link(link.url)]
    return sorted(links, key=lambda link: link.line)


def _stated_blocks(card: Card) -> Iterator[CardBlock]:
    for section in card.walk():
        for block in section.blocks:
            if block.stated:
                yield block


def _passages(block: CardBlock, links: Sequence[Link], lines: list[int]) -> Iterator[_Passage]:
    for text, span in block.items or ((block.text, block.span),):
        first, end = bisect_left(lines, span.start), bisect_right(lines, span.end)
        links_here = tuple(links[first:end])
        if links_here:
            yield _Passage(tuple(_END.split(text)), span, links_here)


def _announces_merge(text: str) -> bool:
    """Whether a list of merged models follows."""
    last = _END.split(text)[-1]
    return text.rstrip().endswith(":") and bool(re.search(r"\bmerged?\b", last, re.IGNORECASE))


def _read(passage: _Passage, merged: bool) -> Iterator[tuple[str, Kind, str]]:
    subject = ""
    for link in passage.links:
        target = hub_link(link.url)
        sentence = _sentence_with(passage, link.text)
        if target is None or sentence is None:
            continue
        kind, name = target
        before, _, after = sentence.partition(link.text)
        is_about_another_model = bool(subject) and f"{subject} is " in before
        if is_about_another_model:
            continue
        if kind is Kind.MODEL:
            subject = link.text
        relation = "merge" if merged else _relation(kind, before[-_REACH:], after[:_REACH])
        if relation and not _ASIDE.search(before):
            yield name, kind, relation


def _sentence_with(passage: _Passage, text: str) -> str | None:
    if not text:
        return None
    return next((sentence for sentence in passage.sentences if text in sentence), None)


def _relation(kind: Kind, before: str, after: str) -> str | None:
    if kind is Kind.DATASET:
        return DATASET if _DATA_BEFORE.search(before) or _DATA_AFTER.search(after) else None
    relations = (how for how, words in _BEFORE_RES if words.search(before))
    relation = next(relations, None) or next(
        (how for how, words in _AFTER_RES if words.search(after)), None
    )
    return relation or (BASE if _LABELLED.search(before) else None)
