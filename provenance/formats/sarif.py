"""SARIF 2.1.0 (OASIS, errata 01), within the subset that GitHub code scanning supports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from provenance.messages import Message
from provenance.messages.positional import reference, strings
from provenance.model.artifact import ArtifactId, Gap
from provenance.model.finding import Evidence, Finding, Severity, shorten
from provenance.report import Report, RuleInfo, open_gaps
from provenance.text.printable import json_bytes, printable
from provenance.wording.digest import Digest, relative
from provenance.wording.facts import quotation, waiver_words

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# GitHub's page "SARIF results exceed one or more limits", docs.github.com/code-security.
MOST_RESULTS, MOST_LOCATIONS, LONGEST_TEXT = 5_000, 100, 1_000
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
# GitHub's bands: critical above 9.0, high from 7.0, medium from 4.0, low below.
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.1",
}
# Code scanning ignores results without a region, so results about a whole file point to its first
# line.
_FIRST_LINE = 1
_PLACEHOLDER = re.compile(r"\{(?=\d+\})")
_ADDRESS = re.compile(r"https://[^\s)>\]\"`]+")
_CHECKED = re.compile(r"## What it checks\n(.+?)(?:\n\n|\Z)", re.DOTALL)

Object: TypeAlias = dict[str, object]
# Sentences of a rule that can be finding messages; the others are summaries, remedies and reasons.
_MESSAGE_KEY = "message"


def render(report: Report, **_: object) -> bytes:
    """Write findings as results, rules with documentation, and gaps as notifications of an
    incomplete run.

    A finding points to the manifest line of the artefact, so that a forge can show it in the change
    that introduced it. Hub files are named as if the hub were a folder of the scanned repository
    (`hf/org/name/README.md`), because code scanning accepts only relative addresses; the properties
    contain the hub page.

    Waived findings are results with an accepted suppression, at the end.

    Args:
        report: The report. Of more than 5,000 findings the worst are kept, and a notification says
            so.

    Returns:
        UTF-8, indented by 2, ending in a line break.
    """
    digest = Digest(report)
    findings = sorted(
        report.findings, key=lambda finding: (finding.waived is not None, finding.severity.rank)
    )
    kept, left_out = findings[:MOST_RESULTS], len(findings[MOST_RESULTS:])
    indexes = {rule.code: number for number, rule in enumerate(report.rules)}
    run: Object = {
        "tool": {
            "driver": {
                "name": report.tool.name,
                "version": report.tool.version,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "invocations": [_invocation(digest, left_out)],
        "artifacts": _artifacts(digest, kept),
        "results": [_result(finding, indexes.get(finding.rule, -1), digest) for finding in kept],
    }
    return json_bytes({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: RuleInfo) -> Object:
    checked = _CHECKED.search(rule.help)
    score = {"security-severity": _SCORES[rule.severity]}
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(f"{rule.summary}."),
        "fullDescription": _message(checked[1] if checked else f"{rule.summary}."),
        **_help_address(rule),
        "help": {"text": rule.help or rule.summary, "markdown": rule.help or rule.summary},
        **_message_strings(rule),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["security", "supply-chain", rule.family], **score},
    }


def _help_address(rule: RuleInfo) -> Object:
    """The first source that a rule's page cites, if any."""
    address = _ADDRESS.search(rule.help)
    return {"helpUri": address[0].rstrip(".,")} if address else {}


def _message_strings(rule: RuleInfo) -> Object:
    """The rule's possible messages by id (section 3.49.11), with placeholders for `arguments`."""
    sentences = strings(_sentences_of(rule.family, rule.name))
    texts = {key: {"text": text} for key, text in sentences.items() if key.startswith(_MESSAGE_KEY)}
    if not texts:
        return {}
    return {"messageStrings": texts}


def _sentences_of(family: str, name: str) -> str:
    """The catalogue prefix of a rule's sentences."""
    return f"{family}.{name}"


def _identity(finding: Finding, rule: RuleInfo | None) -> Object:
    """The id of the finding's message within its rule, and its arguments."""
    if rule is None or not isinstance(finding.message, Message):
        return {}
    key, arguments = reference(finding.message, _sentences_of(rule.family, rule.name))
    if not key:
        return {}
    shown = [printable(shorten(argument, LONGEST_TEXT)) for argument in arguments]
    return {"id": key, "arguments": shown}


def _result(finding: Finding, index: int, digest: Digest) -> Object:
    sentences = (
        f"{finding.message}.",
        *(f"{detail}." for detail in finding.details),
        finding.remedy,
    )
    rule = digest.report.rules[index] if index >= 0 else None
    places = [_place(proof, digest) for proof in finding.evidence[:MOST_LOCATIONS]]
    if (
        finding.artifact in digest.places
        and digest.own_place(finding) == digest.places[finding.artifact]
    ):
        places.insert(0, _repository(finding.artifact, digest))
    artifact = digest.artifacts.get(finding.artifact)
    related = [{"id": number, **place} for number, place in enumerate(places[1:], 1)]
    result: Object = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {**_message(" ".join(filter(None, sentences))), **_identity(finding, rule)},
        "locations": places[:1] or [_repository(finding.artifact, digest)],
        # GitHub distinguishes alerts by the first one, and can compute it only for files in the
        # repository.
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint[:16]}:1",
            "provenance/v1": finding.fingerprint,
        },
        "properties": {
            "severity": finding.severity.value,
            "purl": finding.artifact,
            "url": artifact.url if artifact else "",
            **({"questions": list(finding.questions)} if finding.questions else {}),
        },
    }
    if finding.waived:
        justification = waiver_words(finding.waived)
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": printable(shorten(justification)),
            }
        ]
    if related:
        result["relatedLocations"] = related
    if len(finding.path) > 1:
        steps = [{"location": _repository(purl, digest)} for purl in finding.path[:MOST_LOCATIONS]]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return result


def _place(proof: Evidence, digest: Digest) -> Object:
    physical: Object = {"artifactLocation": {"uri": digest.address(proof.artifact, proof.file)}}
    start = proof.start_line or _FIRST_LINE
    physical["region"] = {"startLine": start, "endLine": proof.end_line or start}
    text = (
        f"{digest.name(proof.artifact) or 'policy'}: {quotation(proof, LONGEST_TEXT) or proof.file}"
    )
    return {"physicalLocation": physical, "message": _message(text)}


def _repository(purl: ArtifactId, digest: Digest) -> Object:
    """The manifest line of the artefact, or else the artefact as a whole."""
    place = digest.places.get(purl)
    physical: Object = {
        "artifactLocation": {"uri": relative(place.file) if place else digest.address(purl)}
    }
    physical["region"] = {"startLine": place.line if place else _FIRST_LINE}
    return {"physicalLocation": physical, "message": _message(digest.name(purl))}


def _artifacts(digest: Digest, findings: Iterable[Finding]) -> list[Object]:
    """The files that evidence refers to, with their digests, by address."""
    proofs = [proof for finding in findings for proof in finding.evidence[:MOST_LOCATIONS]]
    digests = {digest.address(proof.artifact, proof.file): proof.sha256 for proof in proofs}
    return [
        {"location": {"uri": address}, **({"hashes": {"sha-256": sha256}} if sha256 else {})}
        for address, sha256 in sorted(digests.items())
    ]


def _invocation(digest: Digest, left_out: int) -> Object:
    """Whether everything was read, and the gaps."""
    return {
        "executionSuccessful": not open_gaps(digest.report.gaps),
        "toolExecutionNotifications": list(_notifications(digest, left_out)),
    }


def _notifications(digest: Digest, left_out: int) -> Iterator[Object]:
    for gap in digest.report.gaps:
        yield {
            "descriptor": {"id": printable(gap.reason)},
            "level": "note" if gap.waived else "error",
            "message": _message(_gap_text(gap, digest)),
            "locations": [_repository(gap.artifact, digest)],
        }
    if digest.report.as_of:
        text = f"Offline: the hub was not asked; its state is as of {digest.report.as_of}."
        yield {"level": "note", "message": _message(text)}
    if left_out:
        text = (
            f"{left_out} findings of the lowest severity are left out; the JSON report holds all."
        )
        yield {"level": "warning", "message": _message(text)}


def _gap_text(gap: Gap, digest: Digest) -> str:
    text = f"{digest.name(gap.artifact)}, {gap.what}: not read ({gap.reason}). {gap.detail}"
    return f"Accepted {waiver_words(gap.waived)}. {text}" if gap.waived else text


def _message(text: str) -> Object:
    """A plain text message (section 3.11) in which nothing can be mistaken for a link or
    placeholder."""
    text = printable(shorten(text, LONGEST_TEXT))
    if "](" in text:
        text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": _PLACEHOLDER.sub("{{", text)}
