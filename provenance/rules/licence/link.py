"""The rule licence-link-astray (LIC008)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from provenance.licences import StatedLink, lookup, lookup_link, lost_duties, stated_links
from provenance.licences.claim import Conclusion
from provenance.lineage.doubts import linked_file, unread_links
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.finding import Evidence, Finding, Severity, shorten
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.text.lines import LineSpan


class LicenceLinkAstray(
    Rule, code="LIC008", name="licence-link-astray", family=Family.LICENCE, severity=Severity.MEDIUM
):
    """The link to the licence leads to another licence, to terms that were not read, or to a file
    that does not exist.

    ## What it checks
    The card's `license_link`: if it is the address of a known licence text, whether that is the
    declared licence; if it names a file of the repository, whether that file is listed. No link is
    followed, so any other page is reported as not read, unless the repository holds the text of the
    declared licence or the link leads to what the artefact was made from. High if the linked
    licence asks more than the declared one.

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
        links = stated_links(subject.card) if subject.card else ()
        if not links:
            raise NotApplicableError(message("licence.licence-link-astray.not-applicable"))
        reported = [link for link in links if _is_contradiction(subject, link)]
        if len(reported) == len(links):
            raise NotApplicableError(message("licence.licence-link-astray.not-applicable-lic010"))
        # What is not known at all is reported by LIC003, with its links.
        known = bool(subject.licence.licences)
        unread = unread_links(context.lineage, subject) if known else ()
        for link in links:
            path = linked_file(link.target, subject.ref.name)
            if link in reported:
                continue
            if path is not None:
                yield from self._of_file(subject, link, path)
            elif link in unread:
                target = shorten(link.target)
                text = message("licence.licence-link-astray.message-unread", link=target)
                yield self._finding(subject, link, text, self.severity)
            else:
                yield from self._of_address(subject, link)

    def _of_file(self, subject: ArtifactRecord, link: StatedLink, path: str) -> Iterator[Finding]:
        """A file that is not there."""
        if not subject.snapshot.files:
            raise CannotTellError(message("rule.reason.no-listing"))
        if not any(_same(entry.path, path) for entry in subject.snapshot.files):
            known = bool(subject.licence.licences)
            text = message("licence.licence-link-astray.message-file", path=path)
            yield self._finding(subject, link, text, Severity.LOW if known else self.severity)

    def _of_address(self, subject: ArtifactRecord, link: StatedLink) -> Iterator[Finding]:
        """The text of another licence than is declared."""
        linked = lookup_link(link.target)
        if linked is None:
            return
        others = [claim for claim in subject.licence.claims if claim.value != link.target]
        declared = {claim.licence for claim in others} - {None, "other", "unknown"}
        if not declared or linked.id in declared:
            return
        entries = [entry for key in sorted(filter(None, declared)) if (entry := lookup(key))]
        text = message(
            "licence.licence-link-astray.message-licence",
            linked=linked.name,
            declared=tuple(entry.name for entry in entries),
        )
        stated = Conclusion(licences=tuple(entries))
        stricter = lost_duties(stated, Conclusion(licences=(linked,))) != ()
        yield self._finding(subject, link, text, Severity.HIGH if stricter else self.severity)

    def _finding(
        self, subject: ArtifactRecord, link: StatedLink, text: Message, severity: Severity
    ) -> Finding:
        document = subject.card_document
        place = link.span or LineSpan(1, 1)
        quoted = [Evidence.quoting(document, place.start, place.end)] if document else []
        return self.finding(
            subject,
            severity=severity,
            message=text,
            remedy=message("licence.licence-link-astray.remedy"),
            evidence=quoted,
        )


def _is_contradiction(subject: ArtifactRecord, link: StatedLink) -> bool:
    """Whether the link leads to one of two licences that contradict each other."""
    linked = any(claim.value == link.target for claim in subject.licence.claims)
    return linked and subject.licence.verdict == "contradicted"


def _same(listed: str, path: str) -> bool:
    """Whether a link means a listed file; people often leave out its ending."""
    return path in (listed, str(PurePosixPath(listed).with_suffix("")))
