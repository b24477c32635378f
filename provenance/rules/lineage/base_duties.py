"""Duties that the licences of bases put on whoever made a model from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from provenance.licences.claim import Duty, Licence
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Rule
from provenance.rules.evidence import evidence_of, searched


class BaseDuty(NamedTuple):
    """A duty that a base's licence puts on what was made from it, with the path to that base."""

    path: tuple[ArtifactRef, ...]
    base: ArtifactRecord
    licence: Licence
    duty: Duty


def unfulfilled(
    rule: Rule, subject: ArtifactRecord, duties: Sequence[BaseDuty], *, severity: Severity
) -> Finding:
    """The finding on duties of bases that a model does not fulfil, at the first such base.

    Args:
        rule: The rule, whose sentences are `lineage.NAME.message` and `lineage.NAME.remedy`.
        subject: The model.
        duties: At least one.
        severity: How grave it is.
    """
    first = duties[0]
    return rule.finding(
        subject,
        severity=severity,
        message=message(
            f"lineage.{rule.name}.message",
            licence=first.licence.name,
            base=first.base.ref.name,
            duties=tuple(dict.fromkeys(entry.duty.with_clause for entry in duties)),
        ),
        remedy=message(f"lineage.{rule.name}.remedy"),
        path=first.path,
        evidence=evidence_of(first.base.licence.claims[:1]),
        details=[searched(subject)],
    )


def duties_of_bases(lineage: Lineage, ref: ArtifactRef, *ids: str) -> list[BaseDuty]:
    """The duties of these kinds that fall on whoever made `ref`.

    Bases of the same organisation are left out.
    """
    owner = ref.name.partition("/")[0]
    duties: list[BaseDuty] = []
    for path in ancestors(lineage, ref):
        base = lineage.record(path[-1])
        if base is None or base.ref.name.partition("/")[0] == owner:
            continue
        for licence in base.licence.licences:
            for duty in licence.duties:
                if duty.id in ids:
                    duties.append(BaseDuty(path=path, base=base, licence=licence, duty=duty))
    return duties
