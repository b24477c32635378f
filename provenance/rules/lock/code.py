"""LCK004."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedCode(LockRule, code="LCK004", name="locked-code", severity=Severity.HIGH):
    """A file that can execute is new or has changed.

    ## What it checks
    Files that run something when they are loaded or trusted: pickles, Python beside the weights,
    notebooks, scripts; whether any is there that the lock does not hold, or has another SHA-256.

    ## Why it matters
    `trust_remote_code=True` and `torch.load` run what stands there, with the rights of whoever
    loads the model.

    ## How to fix
    Read the file on its page. Load safetensors only, keep `trust_remote_code` off, and pin the
    locked commit.

    ## Example
    A `modeling_custom.py` that appeared beside weights that had not changed for a year.

    ## References
    - https://huggingface.co/docs/hub/security-pickle
    """

    kinds = ("executable",)

    def remedy(self, change: Change) -> str:
        return (
            "Read the file before anybody loads it; pin the locked commit, or run `provenance"
            " lock`."
        )
