"""Clauses of an artefact's own uncatalogued licence texts, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provenance.licences.claim import LicenceClaim, Source, StatedClause, TextMatch
from provenance.licences.clauses import Clause, read_clauses
from provenance.licences.files import file_role
from provenance.model.artifact import SourceText
from provenance.model.finding import Evidence

_MOST = 60


def stated_clauses(
    documents: Mapping[str, SourceText], claims: Sequence[LicenceClaim]
) -> tuple[StatedClause, ...]:
    """What the artefact's uncatalogued licence texts appear to say.

    For a known text with changes, only the clauses in the changed passages are read, since the
    catalogue has the others.

    Args:
        documents: Texts read, by path.
        claims: The claims about the licence.

    Returns:
        At most 60 clauses, text by text in order.
    """
    stated: dict[StatedClause, None] = {}
    for claim in claims:
        document = documents.get(claim.evidence.file)
        if claim.source is not Source.TEXT or claim.match is None or document is None:
            continue
        if file_role(document.path) is not None:
            stated.update(dict.fromkeys(_of_document(document, claim.match)))
    return tuple(stated)[:_MOST]


def _of_document(document: SourceText, match: TextMatch) -> Iterator[StatedClause]:
    if match.verdict in ("exact", "several"):
        return
    for clause in read_clauses(document.text).clauses:
        if match.verdict != "modified" or _is_changed(clause, match):
            last = clause.line + document.text.count("\n", clause.start, clause.end - 1)
            evidence = Evidence.quoting(document, clause.line, last, clause.quote)
            yield StatedClause(clause, evidence)


def _is_changed(clause: Clause, match: TextMatch) -> bool:
    return any(
        difference.start < clause.end and clause.start < difference.end
        for difference in match.differences
    )
