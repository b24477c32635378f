"""A walk over artefacts that were read before comes to the lineage that a trace finds."""

from __future__ import annotations

from hub_folder import HubFolder

from provenance.auditing.judge import judge, judge_subject
from provenance.errors import HubError, NotFoundError
from provenance.lineage.graph import Lineage
from provenance.lineage.ledger import Bounds
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.walk import Known, walk
from provenance.model.artifact import ArtifactRef


def of_lineage(traced: Lineage) -> Known:
    """What a trace read, as a walk asks for it."""

    def known(ref: ArtifactRef, subject: bool) -> ArtifactRecord | HubError | None:
        record = traced.record(ref)
        if record is None and ref.unpinned in traced.unread:
            return NotFoundError("it is not there", "Look elsewhere.")
        return record

    return known


def grown(hub: HubFolder) -> Lineage:
    hub.model("acme/base", "license: llama3")
    hub.dataset("acme/rows", "license: cc-by-nc-4.0")
    hub.model("acme/middle", "license: mit\nbase_model: acme/base\ndatasets: [acme/rows]")
    hub.model("acme/leaf", "license: mit\nbase_model: [acme/middle, acme/gone]")
    return hub.trace("acme/leaf")


def test_the_same_lineage_as_a_trace(hub: HubFolder) -> None:
    traced = grown(hub)
    subject = traced.inputs[0][1].unpinned
    walked = walk(subject, of_lineage(traced), Bounds())
    assert not walked.missing
    assert walked.lineage.edges == traced.edges
    assert set(walked.lineage.records) == set(traced.records)
    assert walked.lineage.unread == traced.unread


def test_the_same_judgement_as_an_audit(hub: HubFolder) -> None:
    traced = grown(hub)
    subject = traced.inputs[0][1]
    walked = walk(subject.unpinned, of_lineage(traced), Bounds())
    alone = judge_subject(walked.lineage, subject)
    report = judge(traced)
    assert alone.checks == report.checks
    assert alone.artifact in report.artifacts
    assert alone.licence in report.licences


def test_what_nobody_fetched_is_named(hub: HubFolder) -> None:
    traced = grown(hub)
    subject = traced.inputs[0][1].unpinned
    known = of_lineage(traced)

    def without_base(ref: ArtifactRef, is_subject: bool) -> ArtifactRecord | HubError | None:
        return None if ref.name == "acme/base" else known(ref, is_subject)

    walked = walk(subject, without_base, Bounds())
    assert [ref.name for ref in walked.missing] == ["acme/base"]


def test_bounds_cut_as_in_a_trace(hub: HubFolder) -> None:
    traced = grown(hub)
    walked = walk(traced.inputs[0][1].unpinned, of_lineage(traced), Bounds(depth=1))
    assert {ref.name for ref, why in walked.lineage.unread.items() if why == "bound"} == {
        "acme/base",
        "acme/rows",
    }
