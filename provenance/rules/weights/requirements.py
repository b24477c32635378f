"""What requirements.txt installs where a service deploys a model."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.config_files import REQUIREMENTS
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import SourceText
from provenance.model.finding import Evidence, Finding, Severity, shorten
from provenance.rules.base import Rule
from provenance.rules.weights.installs import includes, installs, is_cut

_SHOWN = 3
_LONGEST_ADDRESS = 120


def requirement_findings(rule: Rule, subject: ArtifactRecord) -> Iterator[Finding]:
    """Findings on addresses that the requirements install from, and on what they include.

    Args:
        rule: The rule that asks.
        subject: The model.
    """
    document = subject.documents.get(REQUIREMENTS)
    if document is not None:
        yield from _installed(rule, subject, document)
        yield from _included(rule, subject, document)


def _installed(rule: Rule, subject: ArtifactRecord, document: SourceText) -> Iterator[Finding]:
    """Packages of the requirements that come from an address and from no package index."""
    addresses = list(installs(document))
    if not addresses:
        return
    shown = tuple(shorten(install.address, _LONGEST_ADDRESS) for install in addresses[:_SHOWN])
    are_pinned = all(install.is_pinned for install in addresses)
    lines = dict.fromkeys(install.line for install in addresses)
    yield rule.finding(
        subject,
        severity=Severity.LOW if are_pinned else Severity.MEDIUM,
        message=message(
            "weights.custom-code-required.message-installed",
            file=REQUIREMENTS,
            addresses=shown,
        ),
        remedy=message("weights.custom-code-required.remedy-installed"),
        evidence=[Evidence.quoting(document, line, line) for line in lines][:_SHOWN],
        key="installed",
    )


def _included(rule: Rule, subject: ArtifactRecord, document: SourceText) -> Iterator[Finding]:
    """Other files and folders that the requirements take packages from, which are not read."""
    listed = {entry.path for entry in subject.snapshot.files}
    if is_cut(document):
        yield rule.finding(
            subject,
            message=message("weights.custom-code-required.message-cut", file=REQUIREMENTS),
            remedy=message("weights.custom-code-required.remedy-included"),
            key="cut",
        )
    others = list(includes(document))
    if others:
        paths = tuple(dict.fromkeys(shorten(other.path, _LONGEST_ADDRESS) for other in others))
        missing = any(_inside(other.path) not in listed for other in others)
        yield rule.finding(
            subject,
            severity=Severity.MEDIUM if missing else Severity.LOW,
            message=message(
                "weights.custom-code-required.message-included",
                file=REQUIREMENTS,
                paths=paths[:_SHOWN],
                count=len(paths),
            ),
            remedy=message("weights.custom-code-required.remedy-included"),
            evidence=[Evidence.quoting(document, other.line, other.line) for other in others][
                :_SHOWN
            ],
            key="included",
        )


def _inside(path: str) -> str:
    """A path of a requirements file as the listing has it."""
    return path.removeprefix("./")
