"""LIC008."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from provenance.licences import lookup, lookup_link
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.card import CardSpan
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ON_HUB = re.compile(
    r"https?://(?:www\.)?huggingface\.co/(?:datasets/)?(?P<name>[^/\s]+/[^/\s]+)/(?:blob|resolve"
    r"|raw)/"
)


class LicenceLinkAstray(
    Rule, code="LIC008", name="licence-link-astray", family=Family.LICENCE, severity=Severity.MEDIUM
):
    """The link to the licence leads to another licence, or to a file that does not exist.

    ## What it checks
    The card's `license_link`: if it is the address of a known licence text, whether that is the
    declared licence; if it names a file of the repository, whether that file is listed. No link is
    followed.

    ## Why it matters
    Whoever wants the terms reads what the link shows. Nobody agreed to terms that nobody can show.

    ## How to fix
    Ask the author for the text that is meant. Authors: fix the link, or add the file.

    ## Example
    `license_link: LICENSE.md` in a repository without such a file.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        stated = subject.card.strings("license_link") if subject.card else ()
        if not stated:
            raise NotApplicableError(message("licence.licence-link-astray.not-applicable"))
        link, span = stated[0]
        path = _path(link, subject.ref.name)
        if path is None:
            text = _other_licence(subject, link)
            if text:
                yield self._finding(subject, span, text, self.severity)
            return
        if not subject.snapshot.files:
            raise CannotTellError(message("rule.reason.no-listing"))
        if not any(_same(entry.path, path) for entry in subject.snapshot.files):
            known = bool(subject.licence.licences)
            text = message("licence.licence-link-astray.message-file", path=path)
            yield self._finding(subject, span, text, Severity.LOW if known else self.severity)

    def _finding(
        self, subject: ArtifactRecord, span: CardSpan | None, text: Message, severity: Severity
    ) -> Finding:
        document = subject.card_document
        place = span or CardSpan(1, 1)
        quoted = [Evidence.quoting(document, place.start, place.end)] if document else []
        return self.finding(
            subject,
            severity=severity,
            message=text,
            remedy=message("licence.licence-link-astray.remedy"),
            evidence=quoted,
        )


def _other_licence(subject: ArtifactRecord, link: str) -> Message | None:
    """What to say if a link leads to another licence than is declared.

    Raises:
        NotApplicableError: Another rule reports it.
    """
    linked = lookup_link(link)
    if linked is None:
        return None
    if _is_contradiction(subject, link):
        raise NotApplicableError(message("licence.licence-link-astray.not-applicable-lic010"))
    others = [claim for claim in subject.licence.claims if claim.value != link]
    declared = {claim.licence for claim in others} - {None, "other", "unknown"}
    if not declared or linked.id in declared:
        return None
    entries = (lookup(key) for key in sorted(filter(None, declared)))
    names = tuple(entry.name for entry in entries if entry)
    return message(
        "licence.licence-link-astray.message-licence", linked=linked.name, declared=names
    )


def _is_contradiction(subject: ArtifactRecord, link: str) -> bool:
    """Whether the link leads to one of two licences that contradict each other."""
    linked = any(claim.value == link for claim in subject.licence.claims)
    return linked and subject.licence.verdict == "contradicted"


def _path(link: str, name: str) -> str | None:
    """The file of this repository that a link names, or None if it leads elsewhere."""
    own = _ON_HUB.match(link)
    if own and own["name"] == name:
        return link[own.end() :].partition("/")[2].partition("?")[0].partition("#")[0] or None
    if _ADDRESS.match(link):
        return None
    return link.strip().removeprefix("./").partition("#")[0] or None


def _same(listed: str, path: str) -> bool:
    """Whether a link means a listed file; people often leave out its ending."""
    return path in (listed, str(PurePosixPath(listed).with_suffix("")))
