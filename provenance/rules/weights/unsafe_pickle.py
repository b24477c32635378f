"""The rule unsafe-pickle (WGT007)."""

from __future__ import annotations

import re

from provenance.model.finding import Severity
from provenance.rules.base import Family
from provenance.rules.weights.code_rule import CodeRule
from provenance.weights import IN_PICKLES, Examined, LoadVerdict, executes_code

_ARCHIVES = frozenset({"pickle", "torch-zip", "torch-mar", "tar"})
# What lies in a compressed archive is not read.
_PACKED_ARCHIVE = re.compile(r"\.(?:tgz|tar\.\w{1,4})$", re.IGNORECASE)

_SEVERITIES = {LoadVerdict.DANGEROUS: Severity.CRITICAL, LoadVerdict.UNKNOWN: Severity.MEDIUM}


class UnsafePickle(
    CodeRule,
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

    actions = IN_PICKLES
    severities = _SEVERITIES

    def is_concerned(self, look: Examined) -> bool:
        """See `CodeRule.is_concerned`."""
        is_packed = look.content == "compressed" and _PACKED_ARCHIVE.search(look.path) is not None
        return is_packed or executes_code(look.path) or look.content in _ARCHIVES

    def is_read(self, look: Examined) -> bool:
        """See `CodeRule.is_read`."""
        return look.facts is not None and look.facts.complete
