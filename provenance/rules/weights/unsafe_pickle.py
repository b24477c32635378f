"""The rule unsafe-pickle (WGT007)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.weights.read import require_examined
from provenance.rules.weights.uses import (
    code_finding,
    judged_uses,
    refuse_unread,
)
from provenance.weights import IN_PICKLES, Examined, Verdict, executes_code

_SEVERITIES = {Verdict.DANGEROUS: Severity.CRITICAL, Verdict.UNKNOWN: Severity.MEDIUM}


class UnsafePickle(
    Rule,
    code="WGT007",
    name="unsafe-pickle",
    family=Family.WEIGHTS,
    severity=Severity.CRITICAL,
):
    """Loading a pickle calls functions that weights do not need.

    ## What it checks
    The opcodes of every pickle, also in archives, behind one another, and in the bytes of others.
    Nothing is unpickled. Critical if a pickle uses a function that can run code or commands, read
    or write files, or reach the network; medium if it uses one that no list of a framework knows.

    ## Why it matters
    A pickle is a program. Whoever loads it runs what it calls.

    ## How to fix
    Do not load the file. If you know the function and need it, read its source and accept this
    finding with a waiver.

    ## Example
    `posix.system` in `pytorch_model.bin`.

    ## References
    - https://docs.python.org/3/library/pickle.html#restricting-globals
    - https://huggingface.co/docs/hub/security-pickle
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        is_used = False
        for judged in judged_uses(subject, IN_PICKLES):
            is_used = True
            _, verdict, _ = judged
            yield code_finding(self, subject, judged, severity=_SEVERITIES[verdict])
        if not is_used:
            _require_read(subject)


def _require_read(subject: ArtifactRecord) -> None:
    """See that every pickle was read to its end.

    Raises:
        NotApplicableError: There is none.
        CannotTellError: One was not read, or not to its end.
    """
    require_examined(subject)
    pickles = [look for look in subject.examined.values() if _is_pickle(look)]
    if not pickles:
        raise NotApplicableError(message("weights.unsafe-pickle.not-applicable"))
    unread = [look for look in pickles if not look.facts or not look.facts.complete]
    refuse_unread(unread)


def _is_pickle(look: Examined) -> bool:
    return executes_code(look.path) or look.content in ("pickle", "torch-zip", "torch-mar")
