"""LIC008."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from provenance.licences import lookup, lookup_link
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import CardSpan
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ON_HUB = re.compile(
    r"https?://(?:www\.)?huggingface\.co/(?:datasets/)?(?P<name>[^/\s]+/[^/\s]+)/(?:blob|resolve|raw)/"
)


class LicenceLinkAstray(
    Rule, code="LIC008", name="licence-link-astray", family=Family.LICENCE, severity=Severity.MEDIUM
):
    """The link to the licence leads to another licence, or to a file that is not there.

    ## What it checks
    The card's `license_link`: where it is the address of a licence text that is known here, whether
    that is the licence that is declared; where it names a file of the repository, whether the
    listing has it. No link is followed.

    ## Why it matters
    Who wants the terms reads what the link shows. Terms that nobody can show were not agreed to by
    anybody.

    ## How to fix
    Ask the author for the text that is meant. An author mends the link, or adds the file.

    ## Example
    `license_link: LICENSE.md` in a repository without such a file.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        stated = subject.card.strings("license_link") if subject.card else ()
        if not stated:
            raise NotApplicableError("the card has no license_link")
        link, span = stated[0]
        path = _path(link, subject.ref.name)
        if path is None:
            linked = lookup_link(link)
            if linked and _is_contradiction(subject, link):
                raise NotApplicableError("LIC010 tells of the two licences")
            others = [claim for claim in subject.licence.claims if claim.value != link]
            meant = {claim.licence for claim in others} - {None, "other", "unknown"}
            if linked and meant and linked.id not in meant:
                entries = (lookup(key) for key in sorted(filter(None, meant)))
                names = ", ".join(entry.name for entry in entries if entry)
                what = f"license_link leads to {linked.name}; declared is {names}"
                yield self._finding(subject, span, what, self.severity)
            return
        if not subject.snapshot.files:
            raise CannotTellError("the hub lists no files")
        if not any(_same(entry.path, path) for entry in subject.snapshot.files):
            known = bool(subject.licence.licences)
            what = f"license_link names {path}, which is not in the repository"
            yield self._finding(subject, span, what, Severity.LOW if known else self.severity)

    def _finding(
        self, subject: ArtifactRecord, span: CardSpan | None, what: str, severity: Severity
    ) -> Finding:
        document = subject.card_document
        place = span or CardSpan(1, 1)
        evidence = (Evidence.quoting(document, place.start, place.end),) if document else ()
        remedy = "Ask the author which text is meant."
        return Finding(self.code, severity, subject.purl, what, remedy, (subject.purl,), evidence)


def _is_contradiction(subject: ArtifactRecord, link: str) -> bool:
    """Whether what the link leads to is one of two licences that contradict each other."""
    linked = any(claim.value == link for claim in subject.licence.claims)
    return linked and subject.licence.verdict == "contradicted"


def _path(link: str, name: str) -> str | None:
    """The file of this repository that a link names, or None where it leads elsewhere."""
    own = _ON_HUB.match(link)
    if own and own["name"] == name:
        return link[own.end() :].partition("/")[2].partition("?")[0].partition("#")[0] or None
    return (
        None if _ADDRESS.match(link) else link.strip().removeprefix("./").partition("#")[0] or None
    )


def _same(listed: str, path: str) -> bool:
    """Whether a link means a listed file, whose ending people leave out."""
    return path in (listed, str(PurePosixPath(listed).with_suffix("")))
