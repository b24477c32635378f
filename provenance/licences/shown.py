"""Licences that a card displays instead of stating: badges, and links called just `License`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qs, unquote

from provenance.licences.catalogue import lookup, lookup_link
from provenance.licences.sentences import is_on_licence
from provenance.model.artifact import SourceText
from provenance.model.card import Card, Link
from provenance.text.lines import LineSpan

_BADGE = re.compile(r"img\.shields\.io/badge/([^)\s\"'<>?]{1,200})", re.IGNORECASE)
# `Code License` and `Data License` are about other parts.
_LABEL = re.compile(r"(?:model |weights? )?licen[cs]e(?:s|d)?|라이[선센]스", re.IGNORECASE)
_CALLED = re.compile(
    r"\W*(?:the |our |full |model |weights? )*(?:licen[cs]e|라이[선센]스|이용 ?약관)"
    r"(?: (?:text|file|terms|agreement|details))?\W*",
    re.IGNORECASE,
)
_STATIC_BADGE = re.compile(r"img\.shields\.io/static/v1\?([^)\s\"'<>]{1,300})", re.IGNORECASE)
# The words that stand for a picture.
_ALTERNATIVE = re.compile(
    r"!\[(?P<markdown>[^\]\n]{4,300})\]\("
    r"|<img\b[^<>]{0,300}?\balt=[\"'](?P<html>[^\"'<>]{4,300})[\"']",
    re.IGNORECASE,
)
_MOST = 50
_HYPHEN = "\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLicence:
    """A licence that a card displays.

    Attributes:
        licence: Catalogue key.
        written: The badge or link as written.
        span: Its line.
    """

    licence: str
    written: str
    span: LineSpan


def shown_licences(card: Card, document: SourceText | None) -> Iterator[ShownLicence]:
    """The licences of badges and of links whose text is just the licence.

    Args:
        card: The parsed card.
        document: Its text, or None if only the hub's copy of the front matter is known.
    """
    for link in card.links:
        entry = lookup_link(link.url)
        if entry and _CALLED.fullmatch(link.text):
            written = f"[{link.text}]({link.url})"
            yield ShownLicence(
                licence=entry.id, written=written, span=LineSpan(link.line, link.line)
            )
    if document is None:
        return
    for badge, span in _places(_BADGE, document.text):
        key = _of_badge(badge[1])
        if key:
            yield ShownLicence(licence=key, written=badge[0], span=span)


def shown_labels(document: SourceText | None) -> Iterator[tuple[str, LineSpan]]:
    """The words of a card's badges, as `label: message`, and those that stand for its pictures,
    with lines.

    Args:
        document: The text of the card, or None if only the hub's copy of the front matter is known.
    """
    if document is None:
        return
    for badge, span in _places(_BADGE, document.text):
        words = _badge_words(badge[1])
        if len(words) > 1:
            yield f"{words[0]}: {words[1]}", span
    for badge, span in _places(_STATIC_BADGE, document.text):
        parts = parse_qs(badge[1].replace("&amp;", "&"))
        label, value = parts.get("label", [""])[0], parts.get("message", [""])[0]
        if value:
            yield f"{label}: {value.replace('_', ' ')}", span
    for picture, span in _places(_ALTERNATIVE, document.text):
        alternative = picture["markdown"] or picture["html"]
        yield " ".join(alternative.split()), span


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], LineSpan]]:
    """The first 50 matches in a card, each with its line."""
    for match in islice(pattern.finditer(text), _MOST):
        line = text.count("\n", 0, match.start()) + 1
        yield match, LineSpan(line, line)


def _badge_words(path: str) -> tuple[str, ...]:
    """The label and the message of `usage-research%20only-red`; a hyphen in them is doubled."""
    text = unquote(path).removesuffix(".svg").replace("--", _HYPHEN).replace("_", " ")
    return tuple(part.replace(_HYPHEN, "-").strip() for part in text.split("-"))


def _of_badge(path: str) -> str:
    """The licence of `license-CC%20BY--NC%204.0-green.svg`; empty if it names none."""
    text = unquote(path).removesuffix(".svg").replace("--", _HYPHEN).replace("_", " ")
    label, *rest = text.split("-")
    if not rest or not _LABEL.fullmatch(label.strip()):
        return ""
    value = "-".join(rest[:-1] if len(rest) > 1 else rest).replace(_HYPHEN, "-").strip()
    entry = lookup(value)
    return entry.id if entry and entry.category not in ("unresolved", "family") else ""


# A model page of the hub is not a licence text.
_HUB_PAGE = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?!.*/(?:blob|resolve|raw)/).*|mailto:.*",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"\.(?:svg|png|jpe?g|gif|webp)(?:\?.*)?$|img\.shields\.io", re.IGNORECASE)


def licence_links(card: Card) -> tuple[Link, ...]:
    """The links in a card's licence sections, without images and model pages.

    Args:
        card: The parsed card.
    """
    blocks = [
        block.span
        for section in card.walk()
        if is_on_licence(section)
        for block in section.blocks
        if block.stated
    ]
    links = [
        link
        for link in card.links
        if any(span.start <= link.line <= span.end for span in blocks)
        and not _HUB_PAGE.fullmatch(link.url)
        and not _IMAGE.search(link.url)
    ]
    return tuple(links[:_MOST])
