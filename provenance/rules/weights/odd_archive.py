"""The rule odd-archive (WGT010)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, Rule
from provenance.rules.evidence import file_evidence
from provenance.rules.weights.read import require_examined

_SHOWN = 5


class OddArchive(
    Rule,
    code="WGT010",
    name="odd-archive",
    family=Family.WEIGHTS,
    severity=Severity.HIGH,
):
    """Two readers may understand a weight file differently.

    ## What it checks
    Archives for two directories, checksums that do not fit, entries marked as encrypted, listed
    twice or under two names, and names that lead out of the folder; pickles that break off.

    ## Why it matters
    A scanner may see one thing there and the loader another. No tool writes such files by itself.

    ## How to fix
    Do not load the file. Ask its author for one that its framework wrote.

    ## Example
    `pytorch_model.bin` whose entry `data.pkl` has another checksum than the directory says.

    ## References
    - https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
    - https://cwe.mitre.org/data/definitions/436.html
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        odd = [facts for facts in subject.weights if facts.oddities]
        if not odd:
            require_examined(subject)
        for facts in odd:
            entry = subject.snapshot.file(facts.path) or FileEntry(path=facts.path)
            yield self.finding(
                subject,
                message=message(
                    "weights.odd-archive.message", file=facts.path, what=facts.oddities[0]
                ),
                remedy=message("weights.odd-archive.remedy"),
                evidence=[file_evidence(subject, entry)],
                details=facts.oddities[1:_SHOWN],
                key=facts.path,
            )
