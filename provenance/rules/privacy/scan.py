"""PRIV092."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.model.finding import Finding, Severity
from provenance.privacy.disclosure import Grade, is_unread
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule

_NOISE = "names of people"


class ScanUnexplained(
    Rule, code="PRIV092", name="scan-unexplained", family=Family.PRIVACY, severity=Severity.MEDIUM
):
    """The hub's scan of rows reports personal data that the card does not speak of.

    ## What it checks
    With `--viewer`: the dataset viewer's scan found e-mail addresses, telephone numbers or payment
    identifiers in rows of the dataset, or of one that the model names, and its card says nothing on
    personal data. Names of people alone do not count: the scan takes much for a name. It reads a
    sample of rows as English text, so that it misses Korean identifiers, and finding nothing means
    nothing.

    ## Why it matters
    What a public scan finds, anyone can find.

    ## How to fix
    Look at the rows. Ask the maker whether they are real, on what basis they were collected, and
    what was removed.

    ## Example
    `e-mail addresses in 12 rows, of the first 10,000 rows of text` under a card without a word on
    personal data.

    ## References
    - PRIV-092 in `provenance privacy`
    - https://github.com/huggingface/dataset-viewer
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = data_behind(lineage, subject.ref)
        scanned = [
            (path, found)
            for path in paths
            if (found := lineage.record(path[-1])) and found.snapshot.scan
        ]
        if not scanned:
            raise NotApplicableError("no scan of rows was read")
        told = False
        for path, record in scanned:
            said = next((said for said in record.disclosures if said.check == "PRIV-092"), None)
            kinds = [kind for kind, _ in record.snapshot.scan.found] if record.snapshot.scan else []
            if said and said.grade is Grade.ABSENT and kinds != [_NOISE]:
                told = True
                yield Finding(
                    self.code,
                    self.severity,
                    subject.purl,
                    f"the hub's scan of {path[-1].name} reports personal data that its card does"
                    " not speak of",
                    "Look at the rows, and ask whether they are real, on what basis they are there,"
                    " what was removed.",
                    tuple(ref.purl for ref in path),
                    said.evidence,
                    key=path[-1].name,
                    questions=("PRIV-092",),
                )
        if not told and any(is_unread(record.disclosures, "PRIV-092") for _, record in scanned):
            raise CannotTellError("a card is in a language that is not read here")
