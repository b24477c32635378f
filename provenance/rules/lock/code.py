"""The rule locked-code (LCK004)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedCode(LockRule, code="LCK004", name="locked-code", severity=Severity.HIGH):
    """A file that can execute code is new or has changed.

    ## What it checks
    Files that run something when they are loaded or trained: pickles, Python next to the weights,
    notebooks, scripts. Whether there is one that the lock does not list, or with another SHA-256.

    ## Why it matters
    `trust_remote_code=True` and `torch.load` run what such a file contains, with the rights of
    whoever loads the model.

    ## How to fix
    Read the file on its page. Load safetensors only, keep `trust_remote_code` off, and pin the
    locked commit.

    ## Example
    A `modeling_custom.py` that appeared next to weights that had not changed for a year.

    ## References
    - https://huggingface.co/docs/hub/security-pickle
    """

    kinds = ("executable",)

    def remedy(self, change: Change) -> Message:
        return message("lock.locked-code.remedy")
