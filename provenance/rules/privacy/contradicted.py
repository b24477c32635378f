"""PRIV083."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, Rule


class PersonalDataContradicted(
    Rule,
    code="PRIV083",
    name="personal-data-contradicted",
    family=Family.PRIVACY,
    severity=Severity.HIGH,
):
    """What the card says about personal data is contradicted by its own words or columns.

    ## What it checks
    The card of a dataset, or of one that a model names, says that the data holds no personal data,
    while its columns have names such as `email` or 주민등록번호, or another sentence says that it
    contains names, contacts, numbers or health data of people. Denials of a part and hedges
    contradict nothing.

    ## Why it matters
    One of the two is wrong. Whoever relies on the denial may hold personal data without knowing it.

    ## How to fix
    Ask the maker which of the two holds, and how that was found out; until then treat the data as
    personal.

    ## Example
    `No personal data is included.` above `features: [{name: customer_email}]`.

    ## References
    - PRIV-083 in `provenance privacy`
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = dict.fromkeys(((subject.ref,), *data_behind(lineage, subject.ref)))
        told = False
        for path in paths:
            record = lineage.record(path[-1])
            for said in record.disclosures if record else ():
                if said.check == "PRIV-083" and said.stance == "contradicted":
                    told = True
                    yield Finding(
                        self.code,
                        self.severity,
                        subject.purl,
                        f"{path[-1].name} denies personal data, and what stands beside that says"
                        " otherwise",
                        "Ask the maker which of the two holds and how that was found out.",
                        tuple(ref.purl for ref in path),
                        said.evidence,
                        key=path[-1].name,
                        questions=("PRIV-083",),
                    )
        if not told and any(lineage.record(path[-1]) is None for path in paths):
            raise CannotTellError("not every named dataset could be read")
