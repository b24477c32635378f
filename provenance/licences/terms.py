"""The terms of a licence, each with its clause and source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.licences.claim import Licence
from provenance.licences.wording import term_text

# Every possible term with its question, to list what a licence does not say.
TERMS = {
    "commercial-use": "commercial use",
    "limit": "limit of users or revenue",
    "research-only": "research only",
    "fields": "fields of use left out",
    "fields-conditional": "fields of use under conditions",
    "territory": "regions left out",
    "use-policy": "use policy",
    "display": "words to display",
    "display-models": "words to display with models made from it",
    "name-prefix": "name of derivatives",
    "name-prefix-outputs": "name of models trained on outputs",
    "notice-file": "notice",
    "hand-on": "what recipients get",
    "share-alike": "terms of derivatives",
    "derivatives": "sharing of modified versions",
    "outputs-training": "training on outputs",
    "outputs-commercial": "commercial use of outputs",
    "outputs-owner": "owner of outputs",
    "outputs-covered": "outputs under the licence",
    "outputs-restricted": "limits on outputs",
    "content-filter": "content filter",
    "ai-disclosure": "disclosure of AI-made content",
    "guardrails": "safety guardrails",
    "competitors": "competitors",
    "integrated-products": "integrated products",
    "network-source": "users over a network",
    "patents": "patents",
    "litigation": "litigation",
    "indemnity": "indemnity",
    "revocable": "withdrawal",
    "irrevocable": "no withdrawal",
    "remote-restriction": "restriction from afar",
    "terms-may-change": "change of terms",
    "law": "governing law",
    "reaches-model": "reach from data to model",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A statement of a licence.

    Attributes:
        id: One of `TERMS`.
        value: Machine-readable value: true or false, a word (`yes`, `no`, `conditional`,
            `forbidden-competing`), words to display, or an object such as `{"metric": "users",
            "most": 700000000, "measured": "at-release"}`.
        text: Text for readers.
        clause: Section of the licence; empty if it has no number.
        source: Where it was read.
        primary: Whether it was read in the licence itself; with a secondary source, check the text.
        sha256: First digits of the hash of the clause's words; empty if no text was hashed.
        readings: Number of independent readings of the text that name this clause.
    """

    id: str
    value: Any
    text: str
    clause: str
    source: str
    primary: bool
    sha256: str = ""
    readings: int = 1


def terms(licence: Licence) -> tuple[Term, ...]:
    """The known terms of a licence.

    Args:
        licence: An entry of the catalogue.

    Returns:
        Its terms in the order of `TERMS`. A term that is missing is not stated or was not read.
    """
    rows = {row["id"]: row for row in _load().get(licence.id, ())}
    return tuple(
        Term(
            id=word,
            value=rows[word]["value"],
            text=term_text(word, rows[word]["value"]),
            clause=rows[word].get("clause", ""),
            source=licence.source,
            primary=not rows[word].get("secondary", False),
            sha256=rows[word].get("sha256", ""),
            readings=rows[word].get("readings", 1),
        )
        for word in TERMS
        if word in rows
    )


def reaches_model(licence: Licence) -> str:
    """Whether a dataset's licence puts duties on a model trained on the data.

    Args:
        licence: The dataset's licence.

    Returns:
        `no` if its text says so or it requires nothing, `contested` if opinions differ, else
        `unknown`.
    """
    stated = next((str(term.value) for term in terms(licence) if term.id == "reaches-model"), None)
    return stated or ("no" if licence.known_terms and not licence.duties else "unknown")


@cache
def _load() -> dict[str, list[dict[str, Any]]]:
    content = json.loads((files("provenance.licences") / "data" / "terms.json").read_text("utf-8"))
    loaded: dict[str, list[dict[str, Any]]] = content["terms"]
    return loaded
