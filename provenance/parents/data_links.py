"""Pages of training data outside of any hub that a card's sentences link to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.messages import message
from provenance.model.artifact import DATA, ArtifactRef, Gap, Kind
from provenance.model.card import Card, Link
from provenance.model.finding import shorten
from provenance.parents.prose import data_links
from provenance.parents.statement import Parent
from provenance.stated import hub_link

# The words right before the link: `trained on the French part of `, and nothing of tools.
_NO_WORD = r"(?:based|using|with|by|via|downstream|tasks?|top)\b"
_ON = re.compile(
    rf"\bon (?:(?!{_NO_WORD})[^\s.;:(]{{1,30}}[\s(]+){{0,10}}\W{{0,3}}$", re.IGNORECASE
)
_BASED_ON = re.compile(
    r"\b(?:bas|build|built|depend|run|work|hosted)\w* (?:up)?on(?: (?:the|an?|our))?\W*$",
    re.IGNORECASE,
)
_DATA = re.compile(r"data|corpus|corpora|말뭉치|코퍼스|데이터", re.IGNORECASE)
_KOREAN_DATA = re.compile(r"\W{0,3}(?:데이터|말뭉치|코퍼스)")
# Machines, code and explanations that people link to in such sentences.
_NO_DATA = re.compile(
    r"\b(?:[tg]pus?|tpu-?v\d|[ahv]100s?|h200s?|trainium|gaudi|nodes?|cluster|cloud|colab|aws|azure"
    r"|gcp|sagemaker|supercomputer|hpc|repository|repo|code|librar(?:y|ies)|framework|script"
    r"|notebook|tfrc|trc|jean[- ]zay|leonardo|lumi|runpod|lambda|paper|blog|arxiv|wandb|w&b)\b"
    r"|cloud\.|//(?:www\.)?(?:arxiv\.org|twitter\.com|x\.com|discord|\w\w\.wikipedia\.org"
    r"/wiki/(?!.*dump))",
    re.IGNORECASE,
)
_LONGEST_NAME = 80
_MOST = 5


def unread_data_pages(
    ref: ArtifactRef, card: Card | None, parents: Sequence[Parent]
) -> tuple[Gap, ...]:
    """A gap for each page of training data that no hub has, at most 5.

    Args:
        ref: The model.
        card: Its parsed card, or None.
        parents: Its known parents. If they include a dataset, a page is taken to describe it.
    """
    is_known = any(parent.ref.kind is Kind.DATASET for parent in parents)
    if card is None or is_known or ref.kind is not Kind.MODEL:
        return ()
    gaps = (_gap(ref, link) for link in _pages(card))
    return tuple(dict.fromkeys(gaps))[:_MOST]


def _pages(card: Card) -> Iterator[Link]:
    """The links of sentences on training whose words call what they lead to data."""
    pages = [link for link in card.links if _is_page(link.url)]
    for link, before, after in data_links(card, pages):
        if _NO_DATA.search(f"{link.text} {link.url}"):
            continue
        calls_it_data = bool(_DATA.search(link.text) or _KOREAN_DATA.match(after))
        is_trained_on = bool(_ON.search(before)) and not _BASED_ON.search(before)
        if calls_it_data or is_trained_on:
            yield link


def _is_page(url: str) -> bool:
    return url.startswith(("https://", "http://")) and hub_link(url) is None


def _gap(ref: ArtifactRef, link: Link) -> Gap:
    name = shorten(link.text, _LONGEST_NAME)
    return Gap(
        artifact=ref.purl,
        what=f"dataset {name}",
        reason="unresolvable",
        detail=message("gap.data-page", line=link.line, name=repr(name), address=shorten(link.url)),
        topic=DATA,
    )
